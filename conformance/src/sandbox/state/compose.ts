import type { Json, JsonObject } from "../../exchange/types.js";
import type { Description } from "../../openapi/description.js";
import { firstAlternative, itemsOf, listAlternative, objectShape, type SchemaNode, typesOf } from "./schema-node.js";

/** What a value is put together from. */
export interface Sources {
  /** What the request says; it goes before all else. */
  readonly sent?: Json | undefined;
  /** What the documentation shows there. */
  readonly shown?: Json | undefined;
  /** What the documented request says there: what of it stands in `shown` came from there, and is the caller's to say. */
  readonly documented?: Json | undefined;
  /** By the sandbox's clock, milliseconds since the epoch. */
  readonly now: number;
}

const MOST_DEPTH = 8;

/** Ends of a job: what was started is done when somebody asks. */
const DONE = /^(completed|complete|done|success|succeeded|finished|processed|ready|active|enabled)$/i;

/**
 * Puts a value together that fits a schema: the members that were sent and that the schema has, those that the vendor's documentation shows
 * and a caller does not send (ids, times, states), and what the schema requires beyond.
 */
export function compose(description: Description, node: SchemaNode | undefined, sources: Sources, depth = 0): Json {
  const { sent, shown } = sources;
  if (node === undefined || depth > MOST_DEPTH) return sent ?? shown ?? null;
  const isList = Array.isArray(sent ?? shown);
  if (isList) return composeList(description, node, sources, depth);
  if (sent !== undefined && !isObject(sent)) return sent;
  if (sent === undefined && shown !== undefined && !isObject(shown)) return shown;
  const shape = objectShape(description, node);
  if (shape.properties.size === 0) return sent ?? shown ?? sample(description, node, sources.now, depth);
  const [asked, known, before] = [sent, shown, sources.documented].map((value) => (isObject(value) ? value : {})) as [
    JsonObject,
    JsonObject,
    JsonObject,
  ];
  const isServers = (name: string): boolean => shape.readOnly.has(name) || !Object.hasOwn(before, name);
  const made: Record<string, Json> = {};
  const unknown = Object.keys(asked).filter((name) => !shape.properties.has(name));
  for (const [name, member] of shape.properties) {
    if (shape.writeOnly.has(name)) continue;
    const value = {
      sent: shape.readOnly.has(name)
        ? undefined
        : (asked[name] ?? (shape.required.has(name) ? asked[calledLike(name, unknown) ?? ""] : undefined)),
      shown: isServers(name) || Object.hasOwn(asked, name) || shape.required.has(name) ? known[name] : undefined,
      documented: shape.readOnly.has(name) ? undefined : before[name],
      now: sources.now,
    };
    if (value.sent === undefined && value.shown === undefined && !shape.required.has(name)) continue;
    made[name] = compose(description, member, value, depth + 1);
  }
  return made;
}

/** What is sent as `text` may be read as `originalText`: a member that only the request has, and whose name another one ends in. */
function calledLike(name: string, sent: readonly string[]): string | undefined {
  const wanted = name.toLowerCase();
  return sent.find((other) => other.length > 3 && wanted.length > other.length && wanted.endsWith(other.toLowerCase()));
}

/** Each item by itself; what a documented item has beside what was sent is taken from the one at the same place. */
function composeList(description: Description, node: SchemaNode, sources: Sources, depth: number): Json {
  const { sent, shown, documented, now } = sources;
  if (!Array.isArray(sent)) return (sent ?? shown ?? []) as Json;
  const items = itemsOf(description, listAlternative(description, node) ?? node);
  const [first] = Array.isArray(shown) ? (shown as readonly Json[]) : [];
  const [before] = Array.isArray(documented) ? (documented as readonly Json[]) : [];
  return (sent as readonly Json[]).map((item, index) => {
    const at = Array.isArray(shown) ? ((shown as readonly Json[])[index] ?? first) : undefined;
    return isObject(item)
      ? compose(description, items, { sent: item, shown: at, documented: before, now }, depth + 1)
      : item;
  });
}

/** A value that fits a schema, where the documentation shows none. Of an object only what is required. */
export function sample(description: Description, node: SchemaNode | undefined, now: number, depth = 0): Json {
  if (node === undefined || depth > MOST_DEPTH) return null;
  const { value } = node;
  const [example] = (value.examples as readonly Json[] | undefined) ?? [];
  for (const given of [value.const, value.example, example, value.default])
    if (given !== undefined) return given as Json;
  const members = value.enum as readonly Json[] | undefined;
  if (members !== undefined) return members.find((member) => DONE.test(String(member))) ?? members[0] ?? null;
  const types = typesOf(node);
  if (types.includes("array")) {
    const items = itemsOf(description, node);
    const least = Number(value.minItems ?? 0);
    return Array.from({ length: least }, () => sample(description, items, now, depth + 1));
  }
  if (types.includes("string")) return sampleText(value.format, Number(value.minLength ?? 0), now);
  if (types.includes("integer") || types.includes("number")) return Number(value.minimum ?? 0);
  if (types.includes("boolean")) return false;
  const { properties, required } = objectShape(description, node);
  if (types.includes("object") || properties.size > 0) {
    return Object.fromEntries(
      [...properties]
        .filter(([name]) => required.has(name))
        .map(([name, member]) => [name, sample(description, member, now, depth + 1)]),
    );
  }
  const alternative = firstAlternative(description, node);
  return alternative === undefined ? null : sample(description, alternative, now, depth + 1);
}

function sampleText(format: string | undefined, minLength: number, now: number): string {
  const time = new Date(now).toISOString();
  if (format === "date-time") return time;
  if (format === "date") return time.slice(0, 10);
  if (format === "uuid") return "00000000-0000-4000-8000-000000000000";
  if (format === "email") return "someone@example.com";
  if (format === "uri") return "https://example.com/";
  return "text".padEnd(minLength, "-");
}

export function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}
