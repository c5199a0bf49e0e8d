import type { Dimension, FaultCoverage, OperationCoverage, Tally } from "../coverage/types.js";
import type { Fidelity } from "../exchange/types.js";
import type { FaultGroup, FaultResult } from "../faults/types.js";
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
  /** `200`, `4XX`; `request` where the page shows no response, `event` where the vendor is the one who sends. */
  readonly status: string;
  /** The worst verdict of its exchanges; `undefined` when there is none. */
  readonly verdict: Verdict | undefined;
  /** The best fidelity of its exchanges. */
  readonly fidelity: Fidelity | undefined;
  /** The ids of its exchanges. */
  readonly exchanges: readonly string[];
}

/** An operation of the coverage map, or an event that the vendor sends. */
export interface MapRow {
  /** `GET /v1/employees/{id}`; the name of an event. */
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
  /** What the vendor sends by itself. */
  readonly events: readonly MapRow[];
  /** What is known of each described operation: parameters, members of request bodies and answers. */
  readonly operations: readonly OperationCoverage[];
  /** Each fault, by the kind of operation that it can happen to. */
  readonly faults: readonly FaultCoverage[];
}

/** A fault that was tried. */
export interface ReportedFault {
  readonly name: string;
  readonly group: FaultGroup;
  /** What the server does; `""` when nobody knows. */
  readonly does: string;
  /** What the client must show, in words. */
  readonly shows: string;
}

/** How clients fared with a server that misbehaves. */
export interface ReportedFaults {
  /** In the order in which they were tried. */
  readonly tried: readonly ReportedFault[];
  readonly results: readonly FaultResult[];
  readonly verdicts: Readonly<Partial<Record<FaultResult["verdict"], number>>>;
}

/** One run, as data. JSON-safe; credentials are withheld. */
export interface Report {
  readonly tool: { readonly name: string; readonly version: string };
  /** ISO 8601. */
  readonly createdAt: string;
  readonly transports: readonly TransportName[];
  /** Milliseconds that the replay took. */
  readonly ms: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly vendors: readonly ReportedVendor[];
  readonly results: readonly ReportedResult[];
  /** Absent: no fault was tried. */
  readonly faults?: ReportedFaults;
}
