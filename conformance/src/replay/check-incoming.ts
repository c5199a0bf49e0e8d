import type { Exchange, Json } from "../exchange/types.js";
import { describedEvents, nearestEvent } from "../openapi/events.js";
import { parseJson } from "../text/parse-json.js";
import type { Vendor } from "../vendors/types.js";
import { judge } from "./outcome.js";
import type { Outcome } from "./types.js";

/**
 * Checks an event that the vendor sends to its customer: its body must be one of the events that the description has as `webhooks`, and what
 * else the vendor documents of it, such as a signature, must hold.
 */
export async function checkIncoming(exchange: Exchange, vendor: Vendor, outcome: Outcome): Promise<Outcome> {
  const description = vendor.describe();
  const event = bodyOf(exchange);
  const found = event === undefined ? undefined : nearestEvent(event, exchange.source.url ?? "", description);
  const differences = (await vendor.checkIncoming?.(exchange)) ?? [];
  const checked = judge(exchange, differences, found?.contradictions ?? []);
  const isDescribed = describedEvents(description).length > 0;
  const reason = `${outcome.reason ?? "an event of the vendor"}, ${isDescribed ? "checked as an event" : "not described"}`;
  return checked.verdict === "failed" || checked.verdict === "contradicts"
    ? { ...checked, reason }
    : { ...outcome, reason };
}

/** The body of a request, read where a page shows it as text. */
export function bodyOf({ request: { body } }: Exchange): Json | undefined {
  return typeof body === "string" ? parseJson(body) : (body ?? undefined);
}
