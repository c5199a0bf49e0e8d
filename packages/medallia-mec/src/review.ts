import { type ApiError, type Call, type PartialFailure, partialFailure } from "@x/client-core";
import type { components } from "./generated/medallia-mec.js";

type Schemas = components["schemas"];

/** Finds the records and recordings that a 2xx reports as rejected, so that they cannot go unseen. */
export function review(call: Call, data: unknown, response: Response): ApiError | undefined {
  return partialFailure(call, data, response, failuresIn(call.operation, data, response));
}

function failuresIn(operation: string, data: unknown, { status }: Response): PartialFailure[] {
  if (operation === "POST /inbound/v1/{importer-name}" && status === 200) {
    const { records, rejects = -1 } = (data ?? {}) as Partial<Schemas["ImportSummary"]>;
    if (rejects === 0) return [];
    const message = rejects < 0 ? "the answer has no counts" : `${rejects} of ${records} records were rejected`;
    return [{ code: undefined, message, item: data }];
  }
  if (operation === "POST /speech/v0/bulk-ingest") {
    const job = (data ?? {}) as Schemas["ProcessingResponse"];
    const rejected = (job.details ?? []).filter((detail) => detail.status === "REJECTED");
    if (rejected.length === 0 && job.status === "REJECTED")
      return [{ code: job.status, message: undefined, item: data }];
    return rejected.map((item) => ({ code: item.status, message: item.error_message, item }));
  }
  return [];
}
