/** A live run that could not look at anything: no drift, and no proof that there is none. */
export class DriftEnvironmentError extends Error {
  override readonly name = "DriftEnvironmentError";
  /** Stable: `REFUSED`, the credentials; `UNREACHABLE`, the vendor. */
  readonly code: "REFUSED" | "UNREACHABLE";

  constructor(code: "REFUSED" | "UNREACHABLE", message: string) {
    super(message);
    this.code = code;
  }
}
