import { ConfigurationError, type OperationPolicy, type RequestParts } from "@x/client-core";

const BY_COMMAS: OperationPolicy = { explode: false };

/** What is special about an operation. */
export const policies: Readonly<Record<string, OperationPolicy>> = {
  "GET /admin/v1/users": BY_COMMAS,
  "GET /admin/v1/roles": BY_COMMAS,
  "GET /admin/v1/users-bulk-download": { explode: false, parseAs: "text", accept: "text/csv" },
  // The 202 of an asynchronous feed has no body, whatever its headers say.
  "POST /inbound/v1/{importer-name}": { emptyBody: true },
  "GET /data/v0/mql": { parseAs: "text", accept: "*/*" },
  "GET /audit-email/v0/emails/tarfile": { parseAs: "blob", accept: "application/octet-stream" },
  "GET /admin/v0/translation-exports/{translationExportId}/file": {
    parseAs: "blob",
    accept: "application/vnd.ms-excel, text/csv",
  },
};

/** @throws ConfigurationError for more recordings than the documented 1,000. */
export function prepare(operation: string, parts: RequestParts): RequestParts {
  const { body } = parts;
  if (operation.startsWith("POST /speech/") && Array.isArray(body) && body.length > 1_000) {
    throw new ConfigurationError("body", `holds ${body.length} recordings; the vendor takes 1000 at a time`);
  }
  return parts;
}
