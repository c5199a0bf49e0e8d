import { type ApiError, type Call, type PartialFailure, partialFailure } from "@x/client-core";
import type { components } from "./generated/medallia-mec.js";

type Schemas = components["schemas"];

/** Finds the records and recordings that a 2xx reports as rejected, so that they cannot go unseen. */
export function review(call: Call, data: unknown, response: Response): ApiError | undefined {
  return partialFailure(call, data, response, failuresIn(call.operation, data));
}

function failuresIn(operation: string, data: unknown): PartialFailure[] {
  if (operation === "POST /inbound/v1/{importer-name}") {
    const { records, rejects = 0 } = (data ?? {}) as Partial<Schemas["ImportSummary"]>;
    const message = `${rejects} of ${records} records were rejected; which of them is not said`;
    return rejects > 0 ? [{ code: undefined, message, item: data }] : [];
  }
  if (operation === "POST /speech/v0/bulk-ingest") {
    const { status, details = [] } = (data ?? {}) as Schemas["ProcessingResponse"];
    const rejected = details.filter((detail) => detail.status === "REJECTED");
    if (rejected.length === 0 && status === "REJECTED") return [{ code: status, message: undefined, item: data }];
    return rejected.map((item) => ({ code: item.status, message: item.error_message, item }));
  }
  return [];
}
