import type { Dimension, Tally } from "../coverage/types.js";
import type { Fidelity } from "../exchange/types.js";
import type { ReplayResult, Verdict } from "../replay/types.js";
import type { TransportName } from "../transport/types.js";

/** A result, and the file of its exchange. */
export interface ReportedResult extends ReplayResult {
  /** With `/`, relative to where the report is made; `undefined` when the exchange is in no file. */
  readonly file: string | undefined;
  /** The documented status; `undefined` when the page shows no response. */
  readonly status: number | undefined;
}

/** A status of an operation, or an exchange whose status is not described. */
export interface MapCell {
  /** `200`, `4XX`. */
  readonly status: string;
  /** The worst verdict of its exchanges; `undefined` when there is none. */
  readonly verdict: Verdict | undefined;
  /** The best fidelity of its exchanges. */
  readonly fidelity: Fidelity | undefined;
  /** The ids of its exchanges. */
  readonly exchanges: readonly string[];
}

/** An operation of the coverage map. */
export interface MapRow {
  /** `GET /v1/employees/{id}`. */
  readonly operation: string;
  readonly deprecated: boolean;
  readonly cells: readonly MapCell[];
}

/** A vendor in a report. */
export interface ReportedVendor {
  readonly vendor: string;
  readonly title: string;
  /** `undefined` when its description is not known. */
  readonly totals: Readonly<Record<Dimension, Tally>> | undefined;
  readonly map: readonly MapRow[];
}

/** One replay run, as data. JSON-safe; credentials are withheld. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601. */
  readonly createdAt: string;
  readonly transports: readonly TransportName[];
  /** Milliseconds that the run took. */
  readonly ms: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly vendors: readonly ReportedVendor[];
  readonly results: readonly ReportedResult[];
}
