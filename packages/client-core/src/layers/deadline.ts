import { type Call, factsOf, type Layer } from "../call.js";
import { connectionError } from "../connection-error.js";
import { AbortedError, TimeoutError } from "../errors.js";

/**
 * The deadline of the whole call, waits and retries included, and the caller's signal. For a stream the deadline holds
 * until the headers have arrived, the signal until the stream has ended.
 *
 * Throws {@link TimeoutError} (`total_timeout`) or {@link AbortedError}.
 */
export function deadline(defaultMs: number): Layer {
  return (next) => async (url, init) => {
    const { call } = init;
    const { signal, totalTimeoutMs: ms = defaultMs } = call;
    const onAbort = () =>
      end(call, new AbortedError(`${call.operation}: aborted by the caller`, factsOf(call), signal?.reason));
    if (signal?.aborted) throw onAbort();
    call.endsAt = performance.now() + ms;
    const timer = setTimeout(() => {
      end(call, new TimeoutError("total_timeout", `${call.operation}: not done within ${ms} ms`, factsOf(call)));
    }, ms);
    signal?.addEventListener("abort", onAbort, { once: true });
    const release = () => signal?.removeEventListener("abort", onAbort);
    try {
      const response = await next(url, init);
      if (call.body && call.body === response.body) call.body = watched(response.body, call, release);
      else release();
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
  call.interrupt?.(error);
  call.controller.abort(error);
  return error;
}

/** The same stream, which ends with our errors; `release` is called when it has ended, failed or was cancelled. */
function watched(stream: ReadableStream<Uint8Array>, call: Call, release: () => void): ReadableStream<Uint8Array> {
  const reader = stream.getReader();
  return new ReadableStream({
    start(controller) {
      call.interrupt = (reason) => controller.error(reason);
    },
    async pull(controller) {
      try {
        const { done, value } = await reader.read();
        if (!done) return controller.enqueue(value);
        controller.close();
      } catch (cause) {
        controller.error(call.ended ?? connectionError(call, cause));
      }
      release();
    },
    cancel(reason) {
      release();
      return reader.cancel(reason);
    },
  });
}
