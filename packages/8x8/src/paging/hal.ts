import type { PagingStrategy } from "@x/client-core";
import { byNumber } from "./by-number.js";

interface HalPage {
  _embedded?: Readonly<Record<string, unknown>> | null;
  page?: { number?: number | null; totalPages?: number | null } | null;
}

/** The list in `_embedded`, whatever its name; an empty page may leave it out. */
function items(page: unknown): readonly unknown[] | undefined {
  if (!page || typeof page !== "object") return undefined;
  return Object.values((page as HalPage)._embedded ?? {}).find(Array.isArray) ?? [];
}

/** HAL: a list in `_embedded`, numbers from 0 in `page`. Its links are not followed: they name hosts. */
export const byHalPage: PagingStrategy = byNumber("page", items, (page) => {
  const { number, totalPages } = (page as HalPage).page ?? {};
  return { number, pages: totalPages };
});
