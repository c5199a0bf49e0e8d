import type { Json, JsonObject } from "../../exchange/types.js";
import { isObject } from "./compose.js";
import type { ListPlace } from "./schema-node.js";

/** The value behind some members; `undefined` when there is none. */
export function at(value: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((inner, name) => (isObject(inner) ? inner[name] : undefined), value);
}

/** A copy with another value behind some members; objects on the way are made. */
export function withValue(value: Json, path: readonly string[], member: Json): Json {
  const [first, ...rest] = path;
  if (first === undefined) return member;
  const members: JsonObject = isObject(value) ? value : {};
  return { ...members, [first]: withValue(members[first] ?? null, rest, member) };
}

/** The id of an item. */
export function idOf(item: Json | undefined, idPath: readonly string[] | undefined): Json | undefined {
  const id = idPath === undefined ? undefined : at(item, idPath);
  return typeof id === "string" || typeof id === "number" ? id : undefined;
}

/** The list in an answer: where the schema has it, or the answer itself. */
export function listIn(body: Json | undefined, place: ListPlace | undefined): readonly Json[] | undefined {
  if (Array.isArray(body)) return body as readonly Json[];
  const list = place === undefined ? undefined : at(body, place.path);
  return Array.isArray(list) ? (list as readonly Json[]) : undefined;
}

/** A copy in which every text that holds the old id has the new one; a number that is the old id is the new one. */
export function replaceId(value: Json, old: Json | undefined, id: string | number): Json {
  const before = old === undefined || old === null ? "" : String(old);
  if (before === "" || before === String(id)) return value;
  const inside = before.length >= 4;
  const walk = (inner: Json): Json => {
    if (typeof inner === "string") {
      if (inner === before) return String(id);
      return inside ? inner.replaceAll(before, String(id)) : inner;
    }
    if (typeof inner === "number")
      return inside && String(inner) === before && /^\d{1,15}$/.test(String(id)) ? Number(id) : inner;
    if (Array.isArray(inner)) return inner.map(walk);
    if (!isObject(inner)) return inner;
    return Object.fromEntries(Object.entries(inner).map(([name, member]) => [name, walk(member)]));
  };
  return walk(value);
}

/** RFC 7396, but for `null`, which is a value here: many vendors have members that may be null. */
export function merged(value: Json, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const members = new Map(Object.entries(isObject(value) ? value : {}));
  for (const [name, member] of Object.entries(patch)) members.set(name, merged(members.get(name) ?? null, member));
  return Object.fromEntries(members);
}

const COUNTER =
  /^_?(total|count|totalElements|totalRecords|totalRecordCount|total_count|totalCount|elementCount|numberOfElements|recordCount)$/;

/** A page whose counters, at most one level down, have gone up by so many. */
export function countedUp(page: Json, by: number, depth = 0): Json {
  if (!isObject(page) || by === 0) return page;
  return Object.fromEntries(
    Object.entries(page).map(([name, member]) => {
      if (typeof member === "number" && COUNTER.test(name)) return [name, Math.max(0, member + by)];
      return [name, depth === 0 && isObject(member) ? countedUp(member, by, 1) : member];
    }),
  );
}

/** A page that says another number of items, with the members that its schema has; `undefined` when there is no place for it. */
export function withTotal(page: Json, total: number, described: Iterable<string>): Json | undefined {
  if (!isObject(page)) return undefined;
  const member = [...described].find((name) => COUNTER.test(name));
  if (member !== undefined) return { ...page, [member]: total };
  for (const [name, member] of Object.entries(page)) {
    if (typeof member === "number" && COUNTER.test(name)) return { ...page, [name]: total };
    const inner = isObject(member)
      ? Object.entries(member).find(([other, value]) => typeof value === "number" && COUNTER.test(other))
      : undefined;
    if (inner !== undefined) return { ...page, [name]: { ...(member as JsonObject), [inner[0]]: total } };
  }
  return undefined;
}

/** What a record is known by: all of it. */
export function keyOf(record: Json): string {
  return JSON.stringify(record);
}

/** An id as a path shows it; `undefined` for a placeholder. */
export function shownId(id: string | undefined): Json | undefined {
  return id !== undefined && /^[{<]/.test(id) ? undefined : id;
}
