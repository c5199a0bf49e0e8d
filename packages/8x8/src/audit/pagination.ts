import type { PagingStrategy } from "@x/client-core";
import type { components } from "../generated/audit.js";
import { withQuery } from "../paging/by-number.js";
import { dataOf } from "../paging/data-of.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface AuditPages {
  "/administration/audit/v1/audits": Schemas["AuditRecord"];
}

/** `meta.scrollId` is null on the last page. */
const byScrollId: PagingStrategy = {
  items: dataOf,
  next(page, request) {
    const { scrollId } = (page as Schemas["AuditPage"]).meta ?? {};
    return scrollId ? withQuery(request, { scrollId }) : undefined;
  },
};

/** By path, for the client. */
export const paging: Record<keyof AuditPages, PagingStrategy> = { "/administration/audit/v1/audits": byScrollId };
