import type { PagingStrategy } from "@x/client-core";
import type { components } from "./generated/cultureamp.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface CultureAmpPages {
  "/v1/employees": Schemas["Employee"];
  "/v1/employees/{id}/manager-reviews": Schemas["ManagerReview"];
  "/v1/performance-cycles": Schemas["PerformanceCycle"];
  "/v1/performance-cycles/{id}/manager-reviews": Schemas["ManagerReview"];
  "/v1/manager-reviews": Schemas["ManagerReview"];
  "/v1/surveys": Schemas["Survey"];
  "/v1/surveys/{id}/questions": Schemas["SurveyQuestion"];
  "/v1/surveys/{id}/responses": Schemas["SurveyResp"];
  "/v1/surveys/{id}/factors": Schemas["SurveyFactor"];
  "/v1/surveys/{id}/sections": Schemas["SurveySection"];
}

interface Page {
  data?: readonly unknown[] | null;
  pagination?: { nextPath?: string | null; afterKey?: string | null } | null;
}

/**
 * `pagination.nextPath` is there while there are more pages; surveys leave `afterKey` out. The path in it is the
 * operation's own, with or without `/v1` depending on the page of the documentation, so what is followed is its query,
 * as it stands: that cannot lead to another operation or host. `afterKey` is the same cursor, and the fallback.
 *
 * Source: https://docs.api.cultureamp.com/docs/resources-pagination
 */
const byNextPath: PagingStrategy = {
  items: (page) => (page as Page | null)?.data ?? undefined,
  next(page) {
    const { nextPath, afterKey } = (page as Page).pagination ?? {};
    const path = nextPath === undefined ? afterKey && `?cursor=${encodeURIComponent(afterKey)}` : nextPath;
    if (!path) return undefined;
    // Without a query it is the first page again, and refused.
    const rawQuery = /\?([^#]*)/.exec(path)?.[1] ?? "";
    return { key: rawQuery, request: { rawQuery } };
  },
};

/** Two operations may leave their list out. */
const byNextPathOrNothing: PagingStrategy = {
  ...byNextPath,
  items: (page) => (page && typeof page === "object" ? ((page as Page).data ?? []) : undefined),
};

/** By path, for the client. */
export const paging: Record<keyof CultureAmpPages, PagingStrategy> = {
  "/v1/employees": byNextPath,
  "/v1/employees/{id}/manager-reviews": byNextPath,
  "/v1/performance-cycles": byNextPath,
  "/v1/performance-cycles/{id}/manager-reviews": byNextPath,
  "/v1/manager-reviews": byNextPath,
  "/v1/surveys": byNextPath,
  "/v1/surveys/{id}/questions": byNextPath,
  "/v1/surveys/{id}/responses": byNextPath,
  "/v1/surveys/{id}/factors": byNextPathOrNothing,
  "/v1/surveys/{id}/sections": byNextPathOrNothing,
};
