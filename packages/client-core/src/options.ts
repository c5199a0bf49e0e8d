import { type Clock, ConfigurationError, type Fetch, type TokenSharing } from "@x/auth-core";
import type { ClientEvent } from "./events.js";
import type { RetryOptions } from "./layers/retry.js";

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

/** @throws ConfigurationError for an option of the wrong kind. */
export function checkOptions(options: ClientOptions): void {
  checkNumber("attemptTimeoutMs", options.attemptTimeoutMs);
  checkNumber("totalTimeoutMs", options.totalTimeoutMs);
  for (const [name, value] of Object.entries(options.retry || {})) checkNumber(`retry.${name}`, value);
  for (const name of ["fetch", "onEvent"] as const) {
    if (options[name] !== undefined && typeof options[name] !== "function") {
      throw new ConfigurationError(name, "must be a function");
    }
  }
}
