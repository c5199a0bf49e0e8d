import type { PagingStrategy } from "@x/client-core";
import { dataOf } from "./data-of.js";

/** Searches that are numbered from 1 in their body; the first empty page is the last. */
export const byRows: PagingStrategy = {
  items: dataOf,
  next(page, request) {
    if (!dataOf(page)?.length) return undefined;
    const body = request.body as { page?: number | string } | undefined;
    const next = Number(body?.page ?? 1) + 1;
    return { key: String(next), request: { body: { ...body, page: next } } };
  },
};
