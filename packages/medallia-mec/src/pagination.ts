import type { PagingStrategy, RequestParts } from "@x/client-core";
import type { components } from "./generated/medallia-mec.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface MedalliaMecPages {
  "/admin/v1/users": Schemas["User"];
  "/admin/v1/roles": Schemas["Role"];
  "/audit-email/v0/programs": NonNullable<Schemas["ProgramList"]["items"]>[number];
  "/admin/v0/surveys": Schemas["Survey"];
  "/admin/v0/translation-exports": Schemas["TranslationExport"];
  "/admin/v0/translation-imports": Schemas["TranslationImport"];
  "/admin/v0/translation-imports/{translationImportId}/changes": Schemas["TranslationChange"];
  "/admin/v0/translation-imports/{translationImportId}/changes/translation-categories": Schemas["TranslationCategory"];
  "/admin/v0/translation-imports/{translationImportId}/translation-locales": Schemas["TranslationLocale"];
  "/admin/v0/translation-imports/{translationImportId}/translation-tags": Schemas["TranslationTag"];
}

interface Page {
  items?: readonly unknown[] | null;
  _next?: { href?: string | null } | null;
  _total?: number | null;
  total_count?: number | null;
  _links?: { next?: { href?: string | null } | null } | null;
}

const items = (page: unknown) => (page == null ? undefined : ((page as Page).items ?? []));

/**
 * The request that a link asks for. Whether links are absolute is undocumented; what is followed is the query, as it
 * stands, on the operation's own path: that cannot lead to another operation or host.
 */
function follow(href: string | null | undefined): { key: string; request: RequestParts } | undefined {
  if (!href) return undefined;
  const rawQuery = href.split("#", 1)[0]?.split("?").slice(1).join("?") ?? "";
  return { key: rawQuery, request: { rawQuery } };
}

/** `_next.href` is there while there are more pages. */
const byCursor: PagingStrategy = {
  items,
  next: (page) => follow((page as Page)._next?.href),
};

/** An empty page is the last one. Else `_links.next.href` where there is one; else the offset goes on while `_total`, or `total_count`, is not reached. */
const byOffset: PagingStrategy = {
  items,
  next(page, { params, rawQuery }) {
    const { _total, total_count, _links } = page as Page;
    const query = params?.query ?? {};
    const read = items(page)?.length;
    if (!read) return undefined;
    const offset = Number(new URLSearchParams(rawQuery ?? "").get("offset") ?? query.offset ?? 0) + read;
    const isLast = offset >= (_total ?? total_count ?? Number.POSITIVE_INFINITY);
    const linked = follow(_links?.next?.href);
    if (linked || isLast) return linked;
    return {
      key: `offset ${offset}`,
      request: { params: { ...params, query: { ...query, offset } }, rawQuery: undefined },
    };
  },
};

/** By path, for the client. */
export const paging: Record<keyof MedalliaMecPages, PagingStrategy> = {
  "/admin/v1/users": byCursor,
  "/admin/v1/roles": byCursor,
  "/audit-email/v0/programs": byOffset,
  "/admin/v0/surveys": byOffset,
  "/admin/v0/translation-exports": byOffset,
  "/admin/v0/translation-imports": byOffset,
  "/admin/v0/translation-imports/{translationImportId}/changes": byOffset,
  "/admin/v0/translation-imports/{translationImportId}/changes/translation-categories": byOffset,
  "/admin/v0/translation-imports/{translationImportId}/translation-locales": byOffset,
  "/admin/v0/translation-imports/{translationImportId}/translation-tags": byOffset,
};
