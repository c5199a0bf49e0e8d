import type { SchemaObject } from "../openapi/types.js";
import { hasPlaceholder } from "../text/placeholder.js";
import { pointerToken } from "../text/pointer.js";
import { type JsonType, type SchemaNode, type SchemaReader, typeOf } from "./schema-node.js";
import type { Shape } from "./shape.js";
import type { DriftKind } from "./types.js";

/** Takes down what is different at a place of an answer. */
export type Note = (kind: DriftKind, pointer: string, documented: string, found: string) => void;

/** How often a member was there, of how many objects: what is missing in all of them shows at the end only. */
export type Census = Map<string, { objects: number; readonly seen: Set<string>; readonly expected: readonly string[] }>;

/** What the walk through an answer needs. */
export interface Walk {
  readonly reader: SchemaReader;
  readonly note: Note;
  readonly census: Census;
}

const NO_NODE: SchemaNode = {
  types: new Set(),
  isInteger: false,
  values: undefined,
  properties: new Map(),
  required: new Set(),
  saysRequired: false,
  others: undefined,
  items: undefined,
  branches: [],
};

/** Compares a value with the schema of its place and with what the exchanges show there. Either may excuse what the other does not have. */
export function compareValue(
  walk: Walk,
  value: unknown,
  schema: SchemaNode | undefined,
  shape: Shape | undefined,
  pointer: string,
): void {
  if (typeof value === "string" && hasPlaceholder(value)) return;
  const node = chooseBranch(walk, value, schema ?? NO_NODE);
  const type = typeOf(value);
  if (shape?.any === true && type !== "object" && type !== "array") return;
  if (!isExpected(type, value, node, shape)) {
    walk.note(
      type === "null" ? "new-null" : "type",
      pointer,
      documentedTypes(node, shape),
      node.isInteger && type === "number" ? "number with a fraction" : type,
    );
    return;
  }
  if (node.values !== undefined && type !== "null" && type !== "object" && !node.values.includes(value))
    walk.note("new-enum-value", pointer, node.values.slice(0, 20).join(", "), String(value).slice(0, 60));
  if (Array.isArray(value)) {
    const items = node.items && walk.reader.node(node.items);
    for (const item of value) compareValue(walk, item, items, shape?.items, `${pointer}/#`);
  } else if (type === "object") compareMembers(walk, value as Readonly<Record<string, unknown>>, node, shape, pointer);
}

function compareMembers(
  walk: Walk,
  value: Readonly<Record<string, unknown>>,
  node: SchemaNode,
  shape: Shape | undefined,
  pointer: string,
): void {
  const isDescribed = node.properties.size > 0;
  const isOpen = node.others !== undefined || (!isDescribed && (shape === undefined || shape.members.size === 0));
  for (const name of Object.keys(value)) {
    const own = node.properties.get(name);
    const shown = shape?.members.get(name);
    if (own !== undefined || shown !== undefined) {
      compareValue(walk, value[name], own && walk.reader.node(own), shown, `${pointer}/${pointerToken(name)}`);
    } else if (!isOpen) {
      walk.note("new-field", `${pointer}/${pointerToken(name)}`, "no such member", typeOf(value[name]));
    } else if (typeof node.others === "object") {
      compareValue(walk, value[name], walk.reader.node(node.others as SchemaObject), undefined, `${pointer}/#`);
    }
  }
  for (const name of node.required)
    if (!(name in value) && !isOptionalIn(shape, name))
      walk.note("missing-field", `${pointer}/${pointerToken(name)}`, "required", "absent");
  takeCensus(walk, value, node, shape, pointer);
}

/** An exchange that leaves a required member out shows that the description is wrong there. */
function isOptionalIn(shape: Shape | undefined, name: string): boolean {
  return shape !== undefined && shape.objects > (shape.seen.get(name) ?? 0);
}

/** Where nobody says what is required, a member that every documented object has is expected in one of those that came. */
function takeCensus(
  { census }: Walk,
  value: object,
  node: SchemaNode,
  shape: Shape | undefined,
  pointer: string,
): void {
  if (shape === undefined || node.saysRequired || shape.any) return;
  let entry = census.get(pointer);
  if (entry === undefined) {
    const expected = [...shape.seen].filter(([, count]) => count === shape.objects).map(([name]) => name);
    entry = { objects: 0, seen: new Set(), expected };
    census.set(pointer, entry);
  }
  entry.objects += 1;
  for (const name of entry.expected) if (name in value) entry.seen.add(name);
}

/** Notes every member that was expected and in none of the objects that came. */
export function noteMissing(census: Census, note: Note): void {
  for (const [pointer, { seen, expected }] of census)
    for (const name of expected)
      if (!seen.has(name))
        note("missing-field", `${pointer}/${pointerToken(name)}`, "in every documented answer", "absent");
}

function isExpected(type: JsonType, value: unknown, node: SchemaNode, shape: Shape | undefined): boolean {
  if (shape?.types.has(type) === true) return true;
  if (node.types.size > 0)
    return node.types.has(type) && !(node.isInteger && type === "number" && !Number.isInteger(value));
  if (node.values?.includes(null) === true && type === "null") return true;
  if (node.branches.length > 0 || node.values !== undefined) return type !== "null" || shape === undefined;
  if (node.properties.size > 0) return type === "object";
  // Nobody says anything, or all that was ever shown is null.
  return shape === undefined || [...shape.types].every((shown) => shown === "null");
}

function documentedTypes(node: SchemaNode, shape: Shape | undefined): string {
  const types = node.types.size > 0 ? [...node.types] : [...(shape?.types ?? [])];
  return (
    (node.isInteger ? types.map((type) => (type === "number" ? "integer" : type)) : types).join(" or ") || "object"
  );
}

const WEIGHTS: Readonly<Partial<Record<DriftKind, number>>> = {
  type: 100,
  "new-null": 20,
  "missing-field": 10,
  "new-enum-value": 10,
};

/** Of alternatives the one that fits best; what they share is said beside them. */
function chooseBranch(walk: Walk, value: unknown, node: SchemaNode, depth = 0): SchemaNode {
  if (node.branches.length === 0 || depth > 8) return node;
  let best: SchemaNode | undefined;
  let least = Number.POSITIVE_INFINITY;
  for (const branch of node.branches) {
    const candidate = chooseBranch(walk, value, walk.reader.node(branch), depth + 1);
    let weight = 0;
    const note: Note = (kind) => {
      weight += WEIGHTS[kind] ?? 1;
    };
    compareValue({ ...walk, note, census: new Map() }, value, candidate, undefined, "");
    if (weight < least) [best, least] = [candidate, weight];
  }
  if (best === undefined) return node;
  return {
    ...best,
    types: best.types.size > 0 ? best.types : node.types,
    properties: new Map([...node.properties, ...best.properties]),
    required: new Set([...node.required, ...best.required]),
    branches: [],
  };
}
