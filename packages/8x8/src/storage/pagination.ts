import type { PagingStrategy } from "@x/client-core";
import type { components } from "../generated/storage.js";
import { withQuery } from "../paging/by-number.js";
import { oneOrMany } from "../paging/one-or-many.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface StoragePages {
  "/storage/{region}/v3/objects": Schemas["StoredObject"];
}

const pagesOf = (answer: unknown) => oneOrMany(answer as Schemas["ObjectPage"] | Schemas["ObjectPage"][]);

/**
 * `pageKey` is an offset that goes back as it came; it keeps growing, and only `lastPage` ends the list. A page is an
 * object in the guide, an array of them in the reference.
 *
 * Source: https://developer.8x8.com/analytics/docs/cloud-storage-service-objects
 */
const byPageKey: PagingStrategy = {
  items: (answer) =>
    answer && typeof answer === "object" ? pagesOf(answer).flatMap(({ content }) => oneOrMany(content)) : undefined,
  next(answer, request) {
    const { lastPage, pageKey, content } = pagesOf(answer).at(-1) ?? {};
    const isLast = lastPage ?? !content?.length;
    return isLast || pageKey == null ? undefined : withQuery(request, { pageKey });
  },
};

/** By path, for the client. */
export const paging: Record<keyof StoragePages, PagingStrategy> = { "/storage/{region}/v3/objects": byPageKey };
