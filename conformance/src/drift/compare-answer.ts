import type { SchemaObject } from "../openapi/types.js";
import { hasPlaceholder } from "../text/placeholder.js";
import { pointerToken } from "../text/pointer.js";
import { type DateForm, type JsonType, type SchemaNode, type SchemaReader, typeOf } from "./schema-node.js";
import { dateFormOf, type Shape, shapeOfOthers } from "./shape.js";
import type { DriftKind } from "./types.js";

/** Takes down what is different at a place of an answer. */
export type Note = (kind: DriftKind, pointer: string, documented: string, found: string) => void;

/** Which of the expected members were there, by the place of their objects: what is missing in all of them shows at the end only. */
export type Census = Map<
  string,
  { readonly seen: Set<string>; readonly expected: readonly string[]; readonly isOptional: (name: string) => boolean }
>;

/** What the walk through an answer needs. */
export interface Walk {
  readonly reader: SchemaReader;
  readonly note: Note;
  readonly census: Census;
}

const NO_NODE: SchemaNode = {
  types: new Set(),
  isInteger: false,
  dateForm: undefined,
  values: undefined,
  properties: new Map(),
  required: new Set(),
  saysRequired: false,
  others: undefined,
  items: undefined,
  branches: [],
  isAlternative: false,
};

const IN_WORDS: Readonly<Record<DateForm, string>> = {
  date: "a date without a time",
  "date-time": "a date with a time",
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
  if (shape !== undefined && isExcused(type, shape)) return;
  if (!isExpected(type, value, node, shape)) {
    walk.note(
      type === "null" ? "new-null" : "type",
      pointer,
      documentedTypes(node, shape),
      node.isInteger && type === "number" ? "number with a fraction" : type,
    );
    return;
  }
  if (node.dateForm !== undefined && typeof value === "string" && shape?.hasPlainText !== true) {
    const found = dateFormOf(value);
    if (found === undefined) walk.note("format", pointer, "a date", "a text that is none");
    else if (found !== node.dateForm && shape?.dateForms.has(found) !== true)
      walk.note("format", pointer, IN_WORDS[node.dateForm], IN_WORDS[found]);
  }
  if (isNewValue(value, node, shape))
    walk.note("new-enum-value", pointer, node.values?.slice(0, 20).join(", ") ?? "", String(value).slice(0, 60));
  if (Array.isArray(value)) {
    const items = node.items && walk.reader.node(node.items);
    for (const item of value) compareValue(walk, item, items, shape?.items, `${pointer}/#`);
  } else if (type === "object") compareMembers(walk, value as Readonly<Record<string, unknown>>, node, shape, pointer);
}

/** Whether an exchange says that it does not matter what stands there. */
function isExcused(type: JsonType, { any, isVolatile }: Shape): boolean {
  return type !== "object" && type !== "array" && (isVolatile || (any && type !== "null"));
}

/** Whether a value is one of an enumeration, and neither the description nor an exchange has it. */
function isNewValue(value: unknown, { values }: SchemaNode, shape: Shape | undefined): boolean {
  return (
    values !== undefined &&
    (value === null || typeof value !== "object") &&
    value !== null &&
    !values.includes(value) &&
    shape?.values.has(value) !== true
  );
}

function compareMembers(
  walk: Walk,
  value: Readonly<Record<string, unknown>>,
  node: SchemaNode,
  shape: Shape | undefined,
  pointer: string,
): void {
  const isDescribed = node.properties.size > 0;
  // A map: any name will do. A name that was never shown is compared with what was shown of all the others.
  const isMap = node.others !== undefined && !isDescribed;
  const isOpen = isMap || typeof node.others === "object" || (!isDescribed && (shape?.members.size ?? 0) === 0);
  const ofOthers = (): Shape | undefined => shape && shapeOfOthers(shape, (name) => node.properties.has(name));
  for (const name of Object.keys(value)) {
    const own = node.properties.get(name);
    const shown = shape?.members.get(name);
    const at = `${pointer}/${pointerToken(name)}`;
    if (own !== undefined) compareValue(walk, value[name], walk.reader.node(own), shown, at);
    else if (isOpen) {
      const schema = typeof node.others === "object" ? walk.reader.node(node.others as SchemaObject) : undefined;
      if (shown !== undefined) compareValue(walk, value[name], schema, shown, at);
      else compareValue(walk, value[name], schema, ofOthers(), `${pointer}/#`);
    } else if (shown !== undefined) compareValue(walk, value[name], undefined, shown, at);
    else walk.note("new-field", at, "no such member", typeOf(value[name]));
  }
  for (const name of node.required)
    if (!(name in value) && !isOptionalIn(shape, name))
      walk.note("missing-field", `${pointer}/${pointerToken(name)}`, "required", "absent");
  if (!isOpen) takeCensus(walk, value, node, shape, pointer);
}

/** An exchange that leaves a required member out shows that the description is wrong there. */
function isOptionalIn(shape: Shape | undefined, name: string): boolean {
  return shape !== undefined && shape.objects > (shape.seen.get(name) ?? 0);
}

/** A member that every documented object has is expected in one of those that came, also where nobody requires it. */
function takeCensus(
  { census }: Walk,
  value: object,
  node: SchemaNode,
  shape: Shape | undefined,
  pointer: string,
): void {
  // Of alternatives the pages may show one, and the vendor send another.
  if (shape === undefined || shape.any || shape.isVolatile || node.isAlternative) return;
  let entry = census.get(pointer);
  if (entry === undefined) {
    const expected = [...shape.seen]
      .filter(([name, count]) => count === shape.objects && shape.documented.has(name) && !node.required.has(name))
      .map(([name]) => name);
    entry = { seen: new Set(), expected, isOptional: (name) => node.saysRequired && node.properties.has(name) };
    census.set(pointer, entry);
  }
  for (const name of entry.expected) if (name in value) entry.seen.add(name);
}

/** Notes every member that was expected and in none of the objects that came. */
export function noteMissing(census: Census, note: Note): void {
  for (const [pointer, { seen, expected, isOptional }] of census)
    for (const name of expected)
      if (!seen.has(name)) {
        const at = `${pointer}/${pointerToken(name)}`;
        if (isOptional(name)) note("missing-optional", at, "optional, in every documented answer", "absent from all");
        else note("missing-field", at, "in every documented answer", "absent from all");
      }
}

function isExpected(type: JsonType, value: unknown, node: SchemaNode, shape: Shape | undefined): boolean {
  if (node.isInteger && typeof value === "number" && !Number.isInteger(value)) return shape?.hasFraction === true;
  if (shape?.types.has(type) === true) return true;
  if (node.types.size > 0) return node.types.has(type);
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
  format: 2,
};

/** More than everything that can be wrong inside. */
const OF_ANOTHER_TYPE = 1e9;

/** Of alternatives the one that fits best; what they share is said beside them. */
function chooseBranch(walk: Walk, value: unknown, node: SchemaNode, depth = 0): SchemaNode {
  if (node.branches.length === 0 || depth > 8) return node;
  let best: SchemaNode | undefined;
  let least = Number.POSITIVE_INFINITY;
  const candidates = node.branches.map((branch) => chooseBranch(walk, value, walk.reader.node(branch), depth + 1));
  for (const candidate of candidates) {
    let weight = 0;
    const note: Note = (kind, pointer) => {
      weight += pointer === "" && kind === "type" ? OF_ANOTHER_TYPE : (WEIGHTS[kind] ?? 1);
    };
    compareValue({ ...walk, note, census: new Map() }, value, candidate, undefined, "");
    if (weight < least) [best, least] = [candidate, weight];
  }
  if (least >= OF_ANOTHER_TYPE) return anyOfTypes(node, candidates);
  if (best === undefined) return node;
  return {
    ...best,
    types: best.types.size > 0 ? best.types : node.types,
    properties: new Map([...node.properties, ...best.properties]),
    required: new Set([...node.required, ...best.required]),
    saysRequired: node.saysRequired || best.saysRequired,
    branches: [],
    isAlternative: best.isAlternative || node.branches.filter((branch) => !isNull(walk, branch)).length > 1,
  };
}

/** No alternative has such a value: what it may be is one of their types. */
function anyOfTypes(node: SchemaNode, candidates: readonly SchemaNode[]): SchemaNode {
  const numeric = candidates.filter(({ types }) => types.has("number"));
  return {
    ...NO_NODE,
    types: new Set([...node.types, ...candidates.flatMap(({ types }) => [...types])]),
    isInteger: numeric.length > 0 && numeric.every(({ isInteger }) => isInteger),
  };
}

function isNull({ reader }: Walk, branch: SchemaObject): boolean {
  const { types } = reader.node(branch);
  return types.size === 1 && types.has("null");
}
