import type { Exchange } from "../exchange/types.js";
import type { Vendor } from "../vendors/types.js";

/** `info`: something new, or left out that may be; `warning`: something documented is gone, null or has a new value; `error`: what callers rely on is another thing now. */
export type Severity = "info" | "warning" | "error";

/** What is different. */
export type DriftKind =
  | "new-field"
  | "new-operation"
  | "missing-optional"
  | "missing-field"
  | "new-null"
  | "new-enum-value"
  | "format"
  | "type"
  | "status"
  | "content-type"
  | "page-changed"
  | "page-missing"
  | "new-page";

/** A place where a vendor behaves otherwise than documented. Holds names, types and enumerated values, and no other values of an answer. */
export interface DriftFinding {
  readonly severity: Severity;
  readonly kind: DriftKind;
  readonly vendor: string;
  /** Such as `GET /v1/employees/{id}`. */
  readonly operation: string;
  /** Where in the answer's body, with `#` for any item: `/data/#/id`; `""` for the answer as a whole. */
  readonly pointer: string;
  /** What is documented. */
  readonly documented: string;
  /** What came. */
  readonly found: string;
  /** In how many answers. */
  readonly count: number;
  /** Of an error found live: whether a second request showed it too. */
  readonly confirmed?: boolean;
}

/** What was looked at, or why not. */
export interface DriftSkip {
  readonly operation: string;
  readonly reason: string;
  readonly count: number;
}

/** What a run found. */
export interface DriftReport {
  readonly findings: readonly DriftFinding[];
  /** How many answers were compared. */
  readonly compared: number;
  readonly skipped: readonly DriftSkip[];
  /** How many requests were sent; 0 for what was saved. */
  readonly requests: number;
}

/** An answer of a vendor, live or saved. */
export interface Observation {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly status: number;
  readonly contentType: string | undefined;
  /** Parsed JSON, or a text; `null`: none. */
  readonly body: unknown;
  /** Whether there is something at this path for certain: then a 404 or 410 says that the operation is gone, even where it is described. */
  readonly exists?: boolean;
}

/** What behaviour is compared with. */
export interface DriftBasis {
  /** What is documented. Recordings and what is `schema-derived` do not count. Default: the packaged exchanges. */
  readonly exchanges?: readonly Exchange[];
  /** Findings that are known and accepted, each by operation and pointer, such as `GET /v1/things /data/#/note`. */
  readonly ignore?: readonly string[];
  /** Default: every vendor of this repository. */
  readonly vendors?: readonly Vendor[];
}
