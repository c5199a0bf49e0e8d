import type { PagingStrategy } from "@x/client-core";
import type { components } from "../generated/work-analytics.js";
import { withQuery } from "../paging/by-number.js";
import { dataOf } from "../paging/data-of.js";
import { byHalPage } from "../paging/hal.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface WorkAnalyticsPages {
  "/analytics/work/v2/call-records": Schemas["CallRecord"];
  "/analytics/work/v2/call-legs": Schemas["CallLeg"];
  "/analytics/work/v1/cdr": Schemas["CallLeg"] | Schemas["CallRecord"];
  "/analytics/work/v2/pbxes/{pbxId}/calls": Schemas["Call"];
  "/analytics/work/v2/pbxes/{pbxId}/calls/active": Schemas["ActiveCall"];
  "/analytics/work/v2/pbxes/{pbxId}/calls/unreturned/callees": Schemas["Participant"];
  "/analytics/work/v2/pbxes/{pbxId}/calls/unreturned/callers": Schemas["Participant"];
  "/analytics/work/v2/pbxes/{pbxId}/calls/unreturned/detailed": Schemas["UnreturnedRecord"];
  "/analytics/work/v2/pbxes/": Schemas["Pbx"];
  "/analytics/work/v2/pbxes/{pbxId}/sites": Schemas["Site"];
  "/analytics/work/v2/pbxes/{pbxId}/sites/{siteId}/queues": Schemas["CallQueue"];
  "/analytics/work/v2/pbxes/{pbxId}/queues": Schemas["CallQueue"];
  "/analytics/work/v2/pbxes/{pbxId}/agents": Schemas["Agent"];
}

/** Batch reports: `meta.scrollId`. The end is an empty page, whose scrollId reads "No Data". */
const byScrollId: PagingStrategy = {
  items: dataOf,
  next(page, request) {
    const { scrollId } = (page as Schemas["CallRecordPage"]).meta ?? {};
    const isLast = !scrollId || scrollId === "No Data" || !dataOf(page)?.length;
    return isLast ? undefined : withQuery(request, { scrollId });
  },
};

type Item = Readonly<Record<string, unknown>>;

/** The value of a member; `caller.name` is a member of a member. */
function valueAt(item: unknown, field: string): unknown {
  return field.split(".").reduce((value: unknown, name) => (value as Item | null | undefined)?.[name], item);
}

/** Lists without a cursor of their own: id and sort value of the last item seen go back. A short page is the last. */
function byLastItem(list: string, id: string): PagingStrategy {
  const items = (page: unknown) =>
    page && typeof page === "object" ? (((page as Item)[list] ?? []) as readonly unknown[]) : undefined;
  return {
    items,
    next(page, request) {
      const { limit, sortingField } = request.params?.query ?? {};
      const seen = items(page) ?? [];
      const startingAfter = valueAt(seen.at(-1), id);
      if (startingAfter === undefined || seen.length < Number(limit ?? 1)) return undefined;
      const latestSortingValue = sortingField ? valueAt(seen.at(-1), String(sortingField)) : undefined;
      return withQuery(request, { startingAfter, latestSortingValue });
    },
  };
}

const byLastCall = byLastItem("calls", "callId");
const byLastParticipant = byLastItem("participants", "address");
const byLastRecord = byLastItem("records", "callId");

/** By path, for the client. */
export const paging: Record<keyof WorkAnalyticsPages, PagingStrategy> = {
  "/analytics/work/v2/call-records": byScrollId,
  "/analytics/work/v2/call-legs": byScrollId,
  "/analytics/work/v1/cdr": byScrollId,
  "/analytics/work/v2/pbxes/{pbxId}/calls": byLastCall,
  "/analytics/work/v2/pbxes/{pbxId}/calls/active": byLastCall,
  "/analytics/work/v2/pbxes/{pbxId}/calls/unreturned/callees": byLastParticipant,
  "/analytics/work/v2/pbxes/{pbxId}/calls/unreturned/callers": byLastParticipant,
  "/analytics/work/v2/pbxes/{pbxId}/calls/unreturned/detailed": byLastRecord,
  "/analytics/work/v2/pbxes/": byHalPage,
  "/analytics/work/v2/pbxes/{pbxId}/sites": byHalPage,
  "/analytics/work/v2/pbxes/{pbxId}/sites/{siteId}/queues": byHalPage,
  "/analytics/work/v2/pbxes/{pbxId}/queues": byHalPage,
  "/analytics/work/v2/pbxes/{pbxId}/agents": byHalPage,
};
