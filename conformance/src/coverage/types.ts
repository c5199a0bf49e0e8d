import type { FaultGroup, OperationClass } from "../faults/types.js";

/**
 * What is known of one thing that the description has.
 *
 * - `proved`: an exchange shows it, and this run proved that exchange.
 * - `provable`: an exchange shows it; this run did not prove that exchange.
 * - `open`: no exchange shows it.
 */
export type Mark = "proved" | "provable" | "open";

/** How many things there are of a kind: described, shown by an exchange (index), proved by this run (score). `score <= index <= of`. */
export interface Tally {
  readonly of: number;
  readonly index: number;
  readonly score: number;
}

/**
 * What is counted, each thing once:
 *
 * - `operations`: of the description, whatever their status.
 * - `statuses`: of each operation; a range (`4XX`) is one, `default` is none.
 * - `parameters`: of path, query and header, of each operation.
 * - `fields`: members of the described JSON answers, seen with a value.
 * - `null`: of these, the ones that may be null, seen as null.
 * - `absent`: of these, the ones that may be left out, seen left out.
 * - `requestFields`, `requestNull`, `requestAbsent`: the same of described JSON request bodies.
 * - `events`: what the vendor sends to its customer by itself (`webhooks` of the description).
 * - `faults`: each fault, by the kind of operation that it can happen to. Provable: a client is here that can meet it.
 */
export type Dimension =
  | "operations"
  | "statuses"
  | "parameters"
  | "fields"
  | "null"
  | "absent"
  | "requestFields"
  | "requestNull"
  | "requestAbsent"
  | "events"
  | "faults";

/** A fault, met by one kind of operation of a vendor. Proved: every client of the vendor that can meet it showed what it must. */
export interface FaultCoverage {
  readonly fault: string;
  readonly group: FaultGroup;
  readonly class: OperationClass;
  readonly mark: Mark;
}

/** What is known of an event that the vendor sends. */
export interface EventCoverage {
  /** Its name among the `webhooks` of the description. */
  readonly event: string;
  readonly mark: Mark;
  /** The ids of the documented exchanges that show it. */
  readonly exchanges: readonly string[];
}

export interface FieldCoverage {
  /** JSON pointer into the body, with `*` for the items of an array. */
  readonly pointer: string;
  readonly seen: Mark;
  /** `undefined`: the description does not let it be null. */
  readonly null: Mark | undefined;
  /** `undefined`: the description requires it. */
  readonly absent: Mark | undefined;
}

export interface StatusCoverage {
  /** `200`, `4XX`. */
  readonly status: string;
  readonly mark: Mark;
  readonly fields: readonly FieldCoverage[];
}

export interface ParameterCoverage {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly mark: Mark;
}

export interface OperationCoverage {
  /** `GET /v1/employees/{id}`. */
  readonly operation: string;
  readonly deprecated: boolean;
  readonly mark: Mark;
  readonly statuses: readonly StatusCoverage[];
  readonly parameters: readonly ParameterCoverage[];
  /** Members of the described JSON request body. */
  readonly requestFields: readonly FieldCoverage[];
  /** The ids of the documented exchanges that show it. */
  readonly exchanges: readonly string[];
}

/** What the documented exchanges of a vendor show of its description, and what a run proved of it. */
export interface VendorCoverage {
  readonly vendor: string;
  readonly title: string;
  readonly totals: Readonly<Record<Dimension, Tally>>;
  readonly operations: readonly OperationCoverage[];
  readonly events: readonly EventCoverage[];
  readonly faults: readonly FaultCoverage[];
  /** Exchanges that count: what is schema-derived or recorded never does. */
  readonly documented: number;
  /** Left out, because they are schema-derived or recorded. */
  readonly derived: number;
}
