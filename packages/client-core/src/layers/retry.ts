import type { ApiClientError } from "@x/auth-core";
import { type Call, isReplayable, type Layer, type SendInit } from "../call.js";
import type { Emit } from "../events.js";
import { readRetryAfter } from "../retry-after.js";

/** How calls are tried again. */
export interface RetryOptions {
  /** Requests per call at the most, the first one included. Default 3. */
  maxAttempts?: number | undefined;
  /** Upper bound of the first wait, in milliseconds; it doubles with each attempt. Default 250. */
  baseDelayMs?: number | undefined;
  /** Upper bound of any wait that the server did not ask for, in milliseconds. Default 8,000. */
  maxDelayMs?: number | undefined;
}

/** What retries cost, over all calls of a client: an outage must not be answered with a multiple of the load. */
const BUDGET = 500;
const COST = 5;
const TIMEOUT_COST = 10;

const IDEMPOTENT = /^(GET|HEAD|PUT|DELETE|OPTIONS|TRACE)$/;

const STATUSES = [408, 429, 500, 502, 503, 504];

/**
 * Tries again after a connection error, a timed out attempt and the statuses 408, 429, 500, 502, 503, 504: with full
 * jitter, or after the wait that the server asks for. A wait that does not fit into the call's deadline ends the call at
 * once, with the wait on the error. `isFinal` may veto by the answer's text.
 */
export function retry(
  { maxAttempts = 3, baseDelayMs = 250, maxDelayMs = 8_000 }: RetryOptions,
  emit: Emit,
  isFinal?: (body: string) => boolean,
): Layer {
  let budget = BUDGET;

  return (next) => async (url, init) => {
    const { call } = init;
    const allowed = mayRepeat(call, init);
    for (let failures = 1; ; failures += 1) {
      let response: Response | undefined;
      let failure: unknown;
      try {
        response = await next(url, init);
        if (response.ok) {
          if (budget < BUDGET) budget += 1;
          return response;
        }
      } catch (error) {
        failure = error;
      }
      const { code, operation } = (failure ?? {}) as Partial<ApiClientError>;
      const isTimeout = code === "attempt_timeout";
      const cost = isTimeout ? TIMEOUT_COST : COST;
      const transient = response
        ? STATUSES.includes(response.status) && !(isFinal && typeof call.body === "string" && isFinal(call.body))
        : // A failed token request has had its own retries: it is another operation.
          (isTimeout || code === "connection_failed") && operation === call.operation;
      const asked = response && readRetryAfter(response.headers, response.status, Date.now());
      const delayMs = asked ?? Math.random() * Math.min(maxDelayMs, baseDelayMs * 2 ** (failures - 1));
      if (
        !transient ||
        !allowed ||
        failures >= maxAttempts ||
        budget < cost ||
        performance.now() + delayMs >= call.endsAt
      ) {
        if (response) return response;
        throw failure;
      }
      budget -= cost;
      emit(call, () => ({
        type: "retry",
        attempt: call.attempts,
        delayMs,
        reason: String(response ? response.status : code),
      }));
      await pause(delayMs, call);
    }
  };
}

function mayRepeat(call: Call, init: SendInit): boolean {
  const mode = call.policy.retry ?? "idempotent";
  const isAllowed = mode === "always" || (mode === "idempotent" && IDEMPOTENT.test(init.method));
  return isAllowed && isReplayable(init.body);
}

/** Waits, or throws what ends the call meanwhile. */
function pause(ms: number, call: Call): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(resolve, ms);
    call.interrupt = (reason) => {
      clearTimeout(timer);
      reject(reason);
    };
    // By a listener of the event before.
    if (call.ended) call.interrupt(call.ended);
  });
}
