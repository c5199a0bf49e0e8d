import { type Call, factsOf, type Layer } from "../call.js";
import { AbortedError, TimeoutError } from "../errors.js";

/**
 * The deadline of the whole call, waits and retries included, and the caller's signal. For a stream both hold until
 * the headers have arrived, the signal until the stream has ended.
 *
 * Throws {@link TimeoutError} (`total_timeout`) or {@link AbortedError}.
 */
export function deadline(defaultMs: number): Layer {
  return (next) => async (url, init) => {
    const { call } = init;
    const { signal, totalTimeoutMs: ms = defaultMs } = call;
    const onAbort = () => end(call, new AbortedError(`${call.operation}: aborted by the caller`, factsOf(call), signal?.reason));
    if (signal?.aborted) throw onAbort();
    call.endsAt = performance.now() + ms;
    const timer = setTimeout(() => {
      end(call, new TimeoutError("total_timeout", `${call.operation}: not done within ${ms} ms`, factsOf(call)));
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
    const release = () => signal?.removeEventListener("abort", onAbort);
    try {
      const response = await next(url, init);
      if (signal && call.parseAs === "stream" && response.ok && response.body) return onEnd(response, release);
      release();
      return response;
    } catch (error) {
      release();
      throw call.ended ?? error;
    } finally {
      clearTimeout(timer);
    }
  };
}

function end<E extends TimeoutError | AbortedError>(call: Call, error: E): E {
  call.ended = error;
  call.controller.abort(error);
  return error;
}

/** The same response; `done` is called when its body has ended, failed or was cancelled. */
function onEnd(response: Response, done: () => void): Response {
  const body = response.body?.pipeThrough(new TransformStream({ flush: done, cancel: done } as Transformer)) ?? null;
  const { status, statusText, headers } = response;
  return new Response(body, { status, statusText, headers });
}
