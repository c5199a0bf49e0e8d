import { contradictionsOf } from "../check/contradiction.js";
import type { Exchange, Json } from "../exchange/types.js";
import type { Description } from "../openapi/description.js";
import { resolve } from "../openapi/resolve.js";
import type { OperationObject, RequestBodyObject } from "../openapi/types.js";
import { parseJson } from "../text/parse-json.js";
import { pointerToken } from "../text/pointer.js";
import type { Vendor } from "../vendors/types.js";
import { judge } from "./outcome.js";
import type { Outcome } from "./types.js";

/**
 * Checks an event that the vendor sends to its customer: its body must be one of the events that the description has as `webhooks`, and what
 * else the vendor documents of it, such as a signature, must hold.
 */
export async function checkIncoming(exchange: Exchange, vendor: Vendor, outcome: Outcome): Promise<Outcome> {
  const description = vendor.describe();
  const events = eventSchemas(description);
  const { body } = exchange.request;
  const event = typeof body === "string" ? parseJson(body) : (body ?? undefined);
  const found = event === undefined ? [] : nearest(events, event, description);
  const differences = (await vendor.checkIncoming?.(exchange)) ?? [];
  const checked = judge(exchange, differences, found);
  const reason = `${outcome.reason ?? "an event of the vendor"}, ${events.length === 0 ? "not described" : "checked as an event"}`;
  return checked.verdict === "failed" || checked.verdict === "contradicts"
    ? { ...checked, reason }
    : { ...outcome, reason };
}

/** Pointers to the schemas of all events. */
function eventSchemas({ document }: Description): string[] {
  return Object.entries(document.webhooks ?? {}).flatMap(([name, { post }]) => {
    const pointer = `/webhooks/${pointerToken(name)}/post/requestBody`;
    const body = resolve<RequestBodyObject>(document, (post as OperationObject | undefined)?.requestBody, pointer);
    return body?.value.content?.["application/json"]?.schema
      ? [`${body.pointer}/content/application~1json/schema`]
      : [];
  });
}

/** What is wrong with an event by the description of the one that it is nearest to. */
function nearest(schemas: readonly string[], event: Json, { validators }: Description) {
  const found = schemas.map((schema) => contradictionsOf(validators.errors(schema, event), event, "/request/body"));
  return found.sort((a, b) => a.length - b.length)[0] ?? [];
}
