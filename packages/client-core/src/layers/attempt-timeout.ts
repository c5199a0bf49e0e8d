import { type Call, factsOf, type Layer, type SendInit } from "../call.js";
import { connectionError } from "../connection-error.js";
import { TimeoutError } from "../errors.js";

/**
 * One attempt: a deadline of its own, over headers and body. The body is read in here, so that an answer that breaks
 * off is a failed attempt and can be tried again. Streams are handed on unread once their headers have arrived.
 *
 * Throws {@link ConnectionError}, {@link TimeoutError}, or what ended the call as a whole.
 */
export function attemptTimeout(defaultMs: number): Layer {
  return (next) => async (url, init) => {
    const { call } = init;
    if (call.ended) throw call.ended;
    const { controller, attemptTimeoutMs: ms = defaultMs } = call;
    call.attempts += 1;
    const exchange = async () => {
      const response = await next(url, { ...init, signal: controller.signal });
      return { response, body: await readBody(call, init, response) };
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    try {
      const { response, body } = await new Promise<Awaited<ReturnType<typeof exchange>>>((resolve, reject) => {
        // Not left to the signal: a fetch that ignores it, as some mocks do, would hold the call for ever.
        call.interrupt = reject;
        timer = setTimeout(() => {
          reject(
            new TimeoutError("attempt_timeout", `${call.operation}: no complete answer within ${ms} ms`, factsOf(call)),
          );
          controller.abort();
        }, ms);
        exchange().then(resolve, reject);
      });
      call.body = body;
      return response;
    } catch (cause) {
      if (call.ended) throw call.ended;
      // This attempt's signal may be spent; the next one needs its own.
      call.controller = new AbortController();
      throw cause instanceof TimeoutError ? cause : connectionError(call, cause);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function readBody({ parseAs }: Call, { method }: SendInit, response: Response): Promise<Call["body"]> {
  if (method === "HEAD") return undefined;
  if (!response.ok || parseAs === "json") return response.text();
  return parseAs === "stream" ? response.body : response[parseAs]();
}
