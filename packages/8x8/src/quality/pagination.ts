import type { PagingStrategy } from "@x/client-core";
import type { components } from "../generated/quality.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface QualityPages {
  "/qm/{region}/v1/interactions": Schemas["Interaction"];
  "/qm/{region}/v1/users": Schemas["User"];
  "/qm/{region}/v1/evaluations": Schemas["Evaluation"];
  "/qm/{region}/v1/speechAnalysis/categories": Schemas["SpeechCategory"];
  "/qm/{region}/v1/speechAnalysis/{categoryId}/topics": Schemas["SpeechTopic"];
}

type Page = { content?: readonly unknown[] | null; links?: readonly Schemas["Link"][] | null } | null;

/**
 * The link `nextUrl` is there while there are more pages, or stays for ever: an empty page ends the list as well. What
 * is followed is its query, as it stands: that cannot lead to another operation or host.
 */
const byNextUrl: PagingStrategy = {
  items: (page) => (page && typeof page === "object" ? ((page as Page)?.content ?? []) : undefined),
  next(page) {
    const { content, links } = page as NonNullable<Page>;
    const href = links?.find(({ rel }) => rel === "nextUrl")?.href;
    const rawQuery = /\?([^#]*)/.exec(href ?? "")?.[1];
    return rawQuery && content?.length ? { key: rawQuery, request: { rawQuery } } : undefined;
  },
};

/** By path, for the client. */
export const paging: Record<keyof QualityPages, PagingStrategy> = {
  "/qm/{region}/v1/interactions": byNextUrl,
  "/qm/{region}/v1/users": byNextUrl,
  "/qm/{region}/v1/evaluations": byNextUrl,
  "/qm/{region}/v1/speechAnalysis/categories": byNextUrl,
  "/qm/{region}/v1/speechAnalysis/{categoryId}/topics": byNextUrl,
};
