import { isApiClientError } from "@x/auth-core";
import { type Layer, requestIdFor, type Send } from "../call.js";
import { diagnosticsChannel, type Emit } from "../events.js";

/**
 * Makes the call visible: a span on the tracing channel `x.call` (that is `tracing:x.call:start` and so on), and a
 * `call` event at its end. The span's context holds vendor, operation, method, status, attempts and request id.
 */
export function trace(emit: Emit): Layer {
  const channel = diagnosticsChannel()?.tracingChannel("x.call");

  return (next) => {
    const traced = traceInto(next);
    return (url, init) => (emit.isHeard() || channel?.hasSubscribers ? traced : next)(url, init);
  };

  function traceInto(next: Send): Send {
    return async (url, init) => {
      const { call, method } = init;
      const startedAt = performance.now();
      const run = async () => {
        let response: Response | undefined;
        let code = "unknown";
        try {
          response = await next(url, init);
          return response;
        } catch (error) {
          if (isApiClientError(error)) code = error.code;
          throw error;
        } finally {
          emit(call, () => ({
            type: "call",
            ...(response ? { status: response.status, requestId: requestIdFor(call, response.headers) } : { code }),
            attempts: call.attempts,
            durationMs: performance.now() - startedAt,
          }));
        }
      };
      if (!channel?.hasSubscribers) return run();

      const context: Record<string, unknown> = { vendor: call.vendor, operation: call.operation, method };
      let response: Response | undefined;
      // The traced promise gives nothing: its result would put the live response into the context.
      await channel.tracePromise(async () => {
        try {
          response = await run();
          context.status = response.status;
          context.requestId = requestIdFor(call, response.headers);
        } finally {
          context.attempts = call.attempts;
        }
      }, context);
      return response as unknown as Response;
    };
  }
}
