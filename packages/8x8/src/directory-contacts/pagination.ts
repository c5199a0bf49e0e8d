import type { PagingStrategy } from "@x/client-core";
import type { components } from "../generated/directory-contacts.js";
import { withQuery } from "../paging/by-number.js";
import { dataOf } from "../paging/data-of.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface DirectoryContactsPages {
  "/directory-contacts/api/v3/contacts": Schemas["Contact"];
}

/** While `meta.hasMore`: by cursor where the answer has one, which it has with `useScrollId`, else by number. */
const byMeta: PagingStrategy = {
  items: dataOf,
  next(page, request) {
    const { hasMore, scrollId } = (page as Schemas["ContactPage"]).meta ?? {};
    if (!hasMore) return undefined;
    if (scrollId) return withQuery(request, { scrollId });
    return withQuery(request, { page: Number(request.params?.query?.page ?? 0) + 1 });
  },
};

/** By path, for the client. */
export const paging: Record<keyof DirectoryContactsPages, PagingStrategy> = {
  "/directory-contacts/api/v3/contacts": byMeta,
};
