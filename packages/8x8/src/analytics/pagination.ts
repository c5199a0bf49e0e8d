import type { PagingStrategy } from "@x/client-core";
import type { components as HistoricalComponents } from "../generated/analytics-historical.js";
import type { components as RealtimeComponents } from "../generated/analytics-realtime.js";
import { withQuery } from "../paging/by-number.js";

type Historical = HistoricalComponents["schemas"];
type Realtime = RealtimeComponents["schemas"];

/** The operations that page, and what their pages hold. */
export interface AnalyticsPages {
  "/analytics/cc/{version}/realtime-metrics/queues": Realtime["QueueResponse"];
  "/analytics/cc/{version}/realtime-metrics/queues/{queueId}/agents": Realtime["AgentResponse"];
  "/analytics/cc/{version}/realtime-metrics/groups": Realtime["GroupResponse"];
  "/analytics/cc/{version}/realtime-metrics/groups/{groupId}/agents": Realtime["AgentResponse"];
  "/analytics/cc/{version}/realtime-metrics/agents": Realtime["TenantAgentResponse"];
  "/analytics/cc/{version}/historical-metrics/{id}/data": Historical["Row"];
  "/analytics/cc/{version}/historical-metrics/detailed-reports/{id}/data": Historical["DetailedRow"];
}

const items = (page: unknown) => (Array.isArray(page) ? page : undefined);

/**
 * Bare lists, numbered from 0: `X-Total-Pages` says how many, else the `Link` to the next one that there is one, else a
 * short page that it is the last. A page past the end is a 400, so none is asked for.
 */
const byHeaders: PagingStrategy = {
  items,
  next(page, request, { headers }) {
    const { page: asked = 0, size = headers.get("x-page-size") ?? 100 } = request.params?.query ?? {};
    const next = Number(asked) + 1;
    const pages = headers.get("x-total-pages");
    const link = headers.get("link");
    const isMore = pages
      ? next < Number(pages)
      : link
        ? /rel="?next\b/.test(link)
        : (page as unknown[]).length >= Number(size);
    return isMore ? withQuery(request, { page: next }) : undefined;
  },
};

/** The cursor of detailed rows is in a header, which the last page lacks. */
const byLastDocument: PagingStrategy = {
  items,
  next(_page, request, { headers }) {
    const lastDocumentId = headers.get("last-document-id");
    return lastDocumentId ? withQuery(request, { lastDocumentId }) : undefined;
  },
};

/** By path, for the client. */
export const paging: Record<keyof AnalyticsPages, PagingStrategy> = {
  "/analytics/cc/{version}/realtime-metrics/queues": byHeaders,
  "/analytics/cc/{version}/realtime-metrics/queues/{queueId}/agents": byHeaders,
  "/analytics/cc/{version}/realtime-metrics/groups": byHeaders,
  "/analytics/cc/{version}/realtime-metrics/groups/{groupId}/agents": byHeaders,
  "/analytics/cc/{version}/realtime-metrics/agents": byHeaders,
  "/analytics/cc/{version}/historical-metrics/{id}/data": byHeaders,
  "/analytics/cc/{version}/historical-metrics/detailed-reports/{id}/data": byLastDocument,
};
