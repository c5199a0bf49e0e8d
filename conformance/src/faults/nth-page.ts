import { json } from "./reply.js";
import type { FaultPage, FaultSubject, Reply } from "./types.js";

/** Pages of a listing in which nothing goes wrong. Each has one item. */
export const PAGES = 3;

/** The answer that is this page. */
export function pageReply({ paging }: FaultSubject, page: FaultPage): Reply {
  return json(paging?.page(page) ?? null, 200, paging?.headers?.(page));
}

/** The n-th page, from 1; after the last one they are empty. */
export function nthPage(subject: FaultSubject, count: number): Reply {
  const ids = count > PAGES ? [] : [`item-${count}`];
  return pageReply(subject, { ids, next: count < PAGES ? String(count) : undefined, total: PAGES });
}

/** How many pages are asked for in all: a client that numbers them finds the end by an empty one. */
export function pagesAskedFor({ paging }: FaultSubject): number {
  return paging?.cursor === "client" ? PAGES + 1 : PAGES;
}
