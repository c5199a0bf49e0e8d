/**
 * What lint looks for.
 *
 * - `unusable`: a file that cannot be read, is not JSON, or is no exchange.
 * - `duplicate-id`: two files with one id.
 * - `missing-source`: no page is named, or its address is not absolute.
 * - `undescribed`: a request that the vendor's description does not have.
 * - `contradicts-description`: a value that the vendor's own schema refuses, and that the exchange does not acknowledge.
 * - `secret`: a value that looks like a live credential.
 * - `machine-path`: a path of somebody's machine.
 */
export type LintRule =
  | "unusable"
  | "duplicate-id"
  | "missing-source"
  | "undescribed"
  | "contradicts-description"
  | "secret"
  | "machine-path";

/** One thing to put right. Holds no secret: the value itself is never in it. */
export interface LintFinding {
  /** Relative to the folder that was linted. */
  readonly file: string;
  /** `undefined` when the file is no exchange. */
  readonly id: string | undefined;
  readonly rule: LintRule;
  /** JSON pointer into the exchange; `''` for the whole of it. */
  readonly pointer: string;
  /** One line for people. */
  readonly message: string;
}
