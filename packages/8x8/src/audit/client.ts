import type { Client } from "@x/client-core";
import { apiKey } from "../auth/api-key.js";
import type { paths } from "../generated/audit.js";
import type { ApiKeyOptions } from "../options.js";
import { createProduct } from "../product.js";
import { type AuditPages, paging } from "./pagination.js";

const TITLE = "Audit Records";

/** Options of {@link createAuditClient}. */
export interface AuditOptions extends ApiKeyOptions {
  /** Sent as `x-api-key`. Default: the environment variable `EIGHT_BY_EIGHT_AUDIT_API_KEY`. */
  apiKey?: string | undefined;
}

/** A typed client for Audit Records. */
export type AuditClient = Client<paths, AuditPages>;

/**
 * A client for audit records: who changed or viewed what in an account.
 *
 * Source: https://developer.8x8.com/analytics/docs/audit-records
 */
export function createAuditClient(options: AuditOptions = {}): AuditClient {
  return createProduct<paths, never, AuditPages>(
    {
      title: TITLE,
      authorize: apiKey(TITLE, "x-api-key", options.apiKey, "AUDIT"),
      paging,
    },
    options,
  );
}
