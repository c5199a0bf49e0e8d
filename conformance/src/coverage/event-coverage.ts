import type { Exchange } from "../exchange/types.js";
import type { Description } from "../openapi/description.js";
import { nearestEvent } from "../openapi/events.js";
import { bodyOf } from "../replay/check-incoming.js";
import { prepare } from "../replay/prepare.js";
import type { Vendor } from "../vendors/types.js";
import type { EventCoverage } from "./types.js";

/** What the exchanges show of the events that a description has, and which of them a run has checked. */
export function eventCoverage(
  description: Description,
  exchanges: readonly Exchange[],
  vendor: Vendor,
  received: ReadonlySet<string>,
): EventCoverage[] {
  const shownBy = new Map<string, string[]>(Object.keys(description.document.webhooks ?? {}).map((name) => [name, []]));
  if (shownBy.size === 0) return [];
  for (const exchange of exchanges) {
    const body = bodyOf(exchange);
    const prepared = prepare(exchange, vendor);
    if (body === undefined || prepared.kind !== "settled" || prepared.outcome.verdict !== "incoming") continue;
    const { name = "" } = nearestEvent(body, exchange.source.url ?? "", description) ?? {};
    shownBy.get(name)?.push(exchange.id);
  }
  return [...shownBy].map(([event, ids]) => ({
    event,
    mark: ids.length === 0 ? "open" : ids.some((id) => received.has(id)) ? "proved" : "provable",
    exchanges: ids,
  }));
}
