import { type Call, factsOf, type Layer } from "../call.js";
import { ConnectionError, TimeoutError } from "../errors.js";

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
    const ms = call.attemptTimeoutMs ?? defaultMs;
    const { controller } = call;
    let timedOut = false;
    const timer = setTimeout(() => {
      timedOut = true;
      controller.abort();
    }, ms);
    call.attempts += 1;
    call.body = undefined;
    try {
      const response = await next(url, { ...init, signal: controller.signal });
      await readBody(call, init.method, response);
      return response;
    } catch (cause) {
      if (call.ended) throw call.ended;
      // This attempt's signal may be spent; the next one needs its own.
      call.controller = new AbortController();
      const facts = factsOf(call);
      if (timedOut) {
        throw new TimeoutError("attempt_timeout", `${call.operation}: no complete answer within ${ms} ms`, facts);
      }
      throw new ConnectionError(`${call.operation}: ${reasonOf(cause)}`, facts, cause);
    } finally {
      clearTimeout(timer);
    }
  };
}

async function readBody(call: Call, method: string, response: Response): Promise<void> {
  if (method === "HEAD") return;
  const { parseAs } = call;
  if (!response.ok || parseAs === "json" || parseAs === "text") call.body = await response.text();
  else if (parseAs !== "stream") call.body = await response[parseAs]();
}

/** A cause in words: the code of the system error where there is one, as `ECONNREFUSED`. */
function reasonOf(cause: unknown): string {
  const { code } = ((cause as { cause?: unknown } | null)?.cause ?? cause ?? {}) as { code?: unknown };
  return `the connection failed${typeof code === "string" ? ` (${code})` : ""}`;
}
