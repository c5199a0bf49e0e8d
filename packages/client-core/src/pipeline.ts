import type { Call, Layer, OperationPolicy, Send } from "./call.js";
import type { Emit } from "./events.js";
import { attemptTimeout } from "./layers/attempt-timeout.js";
import { deadline } from "./layers/deadline.js";
import { originGuard } from "./layers/origin-guard.js";
import { platform } from "./layers/platform.js";
import { retry } from "./layers/retry.js";
import { trace } from "./layers/trace.js";
import type { ClientOptions } from "./options.js";
import type { CallOptions } from "./types.js";

/** What a pipeline is made of, beside the options of the client. */
export interface PipelineOptions
  extends Pick<ClientOptions, "fetch" | "retry" | "attemptTimeoutMs" | "totalTimeoutMs"> {
  /** Origins that requests, and credentials with them, may go to. */
  origins: readonly string[];
  /** Puts credentials on a request. */
  authorize?: Layer | undefined;
  /** Vetoes a retry by the text of the answer. */
  isFinal?: ((body: string) => boolean) | undefined;
  emit: Emit;
}

/** The way of a request: trace, deadline, retry, credentials, origin guard, attempt, platform. */
export function createPipeline(options: PipelineOptions): Send {
  const { emit, authorize = (next: Send) => next, attemptTimeoutMs = 10_000, totalTimeoutMs = 60_000 } = options;
  const again = retry(options.retry === false ? { maxAttempts: 1 } : (options.retry ?? {}), emit, options.isFinal);
  const send = attemptTimeout(attemptTimeoutMs)(platform(options.fetch));
  return trace(emit)(deadline(totalTimeoutMs)(again(authorize(originGuard(options.origins)(send)))));
}

/** A call that has not been sent. */
export function newCall(vendor: string, operation: string, policy: OperationPolicy, options: CallOptions = {}): Call {
  return {
    vendor,
    operation,
    policy,
    signal: options.signal,
    attemptTimeoutMs: options.attemptTimeoutMs,
    totalTimeoutMs: options.totalTimeoutMs,
    parseAs: options.parseAs ?? policy.parseAs ?? "json",
    endsAt: Number.POSITIVE_INFINITY,
    attempts: 0,
    controller: new AbortController(),
    interrupt: undefined,
    ended: undefined,
    body: undefined,
    secrets: [],
    replayed: false,
  };
}
