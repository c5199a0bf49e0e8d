import { type Contradiction, contradictionsOf } from "../check/contradiction.js";
import type { Json } from "../exchange/types.js";
import { pointerToken } from "../text/pointer.js";
import type { Description } from "./description.js";
import { resolve } from "./resolve.js";
import type { OperationObject, RequestBodyObject } from "./types.js";

/** What a vendor sends to its customer by itself. */
export interface DescribedEvent {
  /** Its name among the `webhooks` of the description. */
  readonly name: string;
  /** The schema of its body. */
  readonly schemaPointer: string;
  /** The page that documents it. */
  readonly page: string | undefined;
}

/** The events of a description that have a body in JSON. */
export function describedEvents({ document }: Description): DescribedEvent[] {
  return Object.entries(document.webhooks ?? {}).flatMap(([name, { post }]) => {
    const operation = post as OperationObject | undefined;
    const pointer = `/webhooks/${pointerToken(name)}/post/requestBody`;
    const body = resolve<RequestBodyObject>(document, operation?.requestBody, pointer);
    if (body?.value.content?.["application/json"]?.schema === undefined) return [];
    const schemaPointer = `${body.pointer}/content/application~1json/schema`;
    return [{ name, schemaPointer, page: operation?.externalDocs?.url }];
  });
}

/**
 * The described event that a body is nearest to, and what is wrong with it by that description; `undefined`: none is
 * described. Of several that it fits alike, the one whose page is nearest to `page`.
 */
export function nearestEvent(
  event: Json,
  page: string,
  description: Description,
): { readonly name: string; readonly contradictions: readonly Contradiction[] } | undefined {
  const found = describedEvents(description).map((described) => ({
    name: described.name,
    common: commonStart(described.page ?? "", page),
    contradictions: contradictionsOf(
      description.validators.errors(described.schemaPointer, event),
      event,
      "/request/body",
    ),
  }));
  return found.sort((a, b) => a.contradictions.length - b.contradictions.length || b.common - a.common)[0];
}

/** How many letters two texts begin with in common. */
function commonStart(left: string, right: string): number {
  let length = 0;
  while (length < left.length && left[length] === right[length]) length += 1;
  return length;
}
