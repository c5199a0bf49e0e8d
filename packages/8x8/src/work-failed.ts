import { ApiClientError, isErrorOfKind } from "@x/client-core";

/** The vendor gave up on a report or on a bulk download. `code`: `work_failed`. */
export class WorkFailedError extends ApiClientError {
  /** The vendor's status, e.g. `FAILED` or `CANCELLED`. Not that of HTTP, which was 200. */
  readonly workStatus: string;

  constructor(operation: string, workStatus: string, reason?: string) {
    const said = reason ? `${workStatus}, ${reason}` : workStatus;
    super(["ApiClientError", "WorkFailedError"], "work_failed", `${operation}: ended as ${said}`, {
      vendor: "8x8",
      operation,
    });
    this.workStatus = workStatus;
  }
}

/** Whether `value` is a {@link WorkFailedError}. */
export function isWorkFailedError(value: unknown): value is WorkFailedError {
  return isErrorOfKind(value, "WorkFailedError");
}
