import type { Contradiction } from "../check/contradiction.js";
import type { Difference } from "../compare/difference.js";
import type { Fidelity } from "../exchange/types.js";
import type { TransportName } from "../transport/types.js";

/**
 * What replay found of an exchange.
 *
 * - `passed`: request and answer are as documented.
 * - `request-only`: the request is as documented; no response is.
 * - `contradicts`: passed, with known contradictions of the vendor's own description.
 * - `failed`: something differs, or the exchange contradicts the description and does not say so.
 * - `incoming`: an event that the vendor sends; not a call.
 * - `not-replayable`: the page lost what a replay needs.
 * - `no-client`: there is no client for this vendor here.
 */
export type Verdict =
  | "passed"
  | "request-only"
  | "contradicts"
  | "failed"
  | "incoming"
  | "not-replayable"
  | "no-client";

/** What one transport found. */
export interface Outcome {
  readonly verdict: Verdict;
  /** One line; why an exchange was not replayed. */
  readonly reason?: string;
  readonly differences: readonly Difference[];
  readonly contradictions: readonly Contradiction[];
}

/** What replay found of an exchange over all transports. JSON-safe; credentials are withheld. */
export interface ReplayResult extends Outcome {
  readonly id: string;
  readonly vendor: string;
  /** The operation of the vendor's description, such as `GET /v1/employees/{id}`; where none was found, as the exchange names it. */
  readonly operation: string;
  readonly fidelity: Fidelity;
  readonly source: { readonly title: string; readonly url: string | null };
  /** What each transport found; empty when nothing was sent. */
  readonly transports: Readonly<Partial<Record<TransportName, Verdict>>>;
  /** Milliseconds, over all transports. */
  readonly ms: number;
}
