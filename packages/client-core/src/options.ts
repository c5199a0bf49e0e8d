import { type Clock, ConfigurationError, type Fetch, type TokenSharing } from "@x/auth-core";
import type { ClientEvent } from "./events.js";
import type { RetryOptions } from "./layers/retry.js";
import type { CallOptions } from "./types.js";

/** Options that every vendor's client takes. */
export interface ClientOptions {
  /** Sends the requests, e.g. through a proxy. Always called with a URL as a string. Default: the platform's fetch. */
  fetch?: Fetch | undefined;
  /** How calls are tried again; `false`: not at all. Default: 3 attempts, 250 ms doubling up to 8 s, full jitter. */
  retry?: RetryOptions | false | undefined;
  /** Deadline of one attempt, body included, in milliseconds. Default 10,000. */
  attemptTimeoutMs?: number | undefined;
  /** Deadline of a whole call, waits and retries included, in milliseconds. Default 60,000. */
  totalTimeoutMs?: number | undefined;
  /** Shares the access token, as `shareTokens(store)` makes it. Default: this client's own memory. */
  tokenSharing?: TokenSharing | undefined;
  /** Told of every call, retry and token request. Events hold no secret. */
  onEvent?: ((event: ClientEvent) => void) | undefined;
  /** Where token lifetimes are read from. Replace it in tests. Default: the platform's clocks. */
  clock?: Clock | undefined;
}

/**
 * A number of milliseconds that a timer takes, or a count.
 * @throws ConfigurationError naming `option`.
 */
export function checkNumber(option: string, value: unknown): void {
  if (value !== undefined && !(typeof value === "number" && value > 0 && value < 2 ** 31)) {
    throw new ConfigurationError(option, "must be a number above zero and below 2^31");
  }
}

function checkKind(option: string, value: unknown, kind: "function" | "object"): void {
  if (!value || typeof value !== kind) throw new ConfigurationError(option, `is no ${kind}`);
}

/**
 * Refuses options of the wrong kind, none at all included: plain JavaScript has no types to say so.
 * @throws ConfigurationError naming the option.
 */
export function checkOptions(options: ClientOptions): void {
  checkKind("options", options, "object");
  checkCallOptions(options);
  const { retry, fetch, onEvent, tokenSharing, clock } = options;
  if (retry) checkKind("retry", retry, "object");
  for (const [name, value] of Object.entries(retry || {})) checkNumber(`retry.${name}`, value);
  const functions = { fetch, onEvent, tokenSharing, clock: clock && (clock.monotonic ?? null) };
  for (const [name, value] of Object.entries(functions)) {
    if (value !== undefined) checkKind(name, value, "function");
  }
}

/**
 * Refuses what no call can work with, before anything is sent.
 * @throws ConfigurationError naming the option.
 */
export function checkCallOptions(options: Omit<CallOptions, "retry">): void {
  checkNumber("attemptTimeoutMs", options.attemptTimeoutMs);
  checkNumber("totalTimeoutMs", options.totalTimeoutMs);
  // Often the controller in place of its signal. Not told by instanceof: polyfills have classes of their own.
  if (options.signal) checkKind("signal", options.signal.addEventListener, "function");
}
