import type { Json, JsonObject } from "../../exchange/types.js";
import { isObject } from "./compose.js";
import { plain } from "./resources.js";
import { replaceId, withValue } from "./values.js";

/** The members of a documented job that name what it is about, as this one's start says them; links to that go to `place`. */
export function sameMembers(
  about: JsonObject,
  start: JsonObject,
  id: string | number | undefined,
  place: string | undefined,
): JsonObject {
  let subject: Json = about;
  for (const [name, member] of Object.entries(about)) {
    if (plain(name) === "resourceid" && id !== undefined) {
      subject = withValue(relinked(replaceId(subject, member, id), String(id), place), [name], id);
    } else if (Object.hasOwn(start, name) && typeof start[name] === typeof member) {
      subject = withValue(subject, [name], start[name] as Json);
    }
  }
  return subject as JsonObject;
}

/** A value whose links that end in this id have this path. */
function relinked(value: Json, id: string, place: string | undefined): Json {
  if (place === undefined) return value;
  if (typeof value === "string") {
    const [, origin = ""] = /^(https?:\/\/[^/]+)\/.*$/.exec(value) ?? [];
    return value.endsWith(`/${id}`) ? origin + place : value;
  }
  if (Array.isArray(value)) return value.map((item) => relinked(item, id, place));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, relinked(member, id, place)]));
}
