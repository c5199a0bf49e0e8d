import { hasPlaceholder } from "../text/placeholder.js";
import { pointerToken } from "../text/pointer.js";
import { type DateForm, type JsonType, typeOf } from "./schema-node.js";

/** What the documented exchanges show at one place of an answer, all of them together. */
export interface Shape {
  readonly types: Set<JsonType>;
  /** Whether a placeholder stood there: then any text, number or boolean may. */
  any: boolean;
  /** Whether an exchange calls the place volatile: then null may, too. */
  isVolatile: boolean;
  /** How many objects were seen here. */
  objects: number;
  readonly members: Map<string, Shape>;
  /** In how many objects each member was. */
  readonly seen: Map<string, number>;
  /** The members that a page shows; others are made of a schema, which shows only what may be. */
  readonly documented: Set<string>;
  items: Shape | undefined;
  /** Texts and numbers that were shown, up to a few: they belong to an enumeration even if the description lacks them. */
  readonly values: Set<unknown>;
  /** Whether a number with a fraction was shown. */
  hasFraction: boolean;
  /** Whether a text was shown that is no date. */
  hasPlainText: boolean;
  /** How dates were shown. */
  readonly dateForms: Set<DateForm>;
}

const MOST_VALUES = 200;

/** An empty shape. */
export function newShape(): Shape {
  return {
    types: new Set(),
    any: false,
    isVolatile: false,
    objects: 0,
    members: new Map(),
    seen: new Map(),
    documented: new Set(),
    items: undefined,
    values: new Set(),
    hasFraction: false,
    hasPlainText: false,
    dateForms: new Set(),
  };
}

/** Which exchange a value is of. */
export interface ShapeSource {
  /** Pointers into the body whose values are not compared. */
  readonly volatile: ReadonlySet<string>;
  /** Whether a page shows it. */
  readonly isDocumented: boolean;
}

/** Adds what a value of an exchange shows. */
export function addToShape(shape: Shape, value: unknown, pointer: string, source: ShapeSource): void {
  if (source.volatile.has(pointer)) shape.isVolatile = true;
  if (typeof value === "string" && hasPlaceholder(value)) shape.any = true;
  shape.types.add(typeOf(value));
  if (typeof value === "number" && !Number.isInteger(value)) shape.hasFraction = true;
  if (typeof value === "string") {
    const form = dateFormOf(value);
    if (form === undefined) shape.hasPlainText = true;
    else shape.dateForms.add(form);
  }
  if (typeof value !== "object" && shape.values.size < MOST_VALUES) shape.values.add(value);
  if (Array.isArray(value)) {
    shape.items ??= newShape();
    for (const [index, item] of value.entries()) addToShape(shape.items, item, `${pointer}/${index}`, source);
  } else if (value !== null && typeof value === "object") {
    shape.objects += 1;
    for (const [name, member] of Object.entries(value)) {
      const inner = shape.members.get(name) ?? newShape();
      shape.members.set(name, inner);
      shape.seen.set(name, (shape.seen.get(name) ?? 0) + 1);
      if (source.isDocumented) shape.documented.add(name);
      addToShape(inner, member, `${pointer}/${pointerToken(name)}`, source);
    }
  }
}

/** Whether a text is a date, with a time or without (RFC 3339, a space for the T and no offset allowed); `undefined`: it is none. */
export function dateFormOf(text: string): DateForm | undefined {
  const [found, time] = /^\d{4}-\d\d-\d\d([Tt ]\d\d:\d\d.*)?$/.exec(text) ?? [];
  if (found === undefined || Number.isNaN(Date.parse(text.slice(0, 10)))) return undefined;
  return time === undefined ? "date" : "date-time";
}

/** What is shown of the members of a map, all of them together: of those that the description does not name. */
export function shapeOfOthers(shape: Shape, isNamed: (name: string) => boolean): Shape | undefined {
  const others = [...shape.members].filter(([name]) => !isNamed(name)).map(([, member]) => member);
  return others.length === 0 ? undefined : others.reduce(mergeShapes, newShape());
}

function mergeShapes(a: Shape, b: Shape): Shape {
  const merged = newShape();
  for (const shape of [a, b]) {
    for (const type of shape.types) merged.types.add(type);
    for (const value of shape.values) merged.values.add(value);
    for (const [name, count] of shape.seen) merged.seen.set(name, (merged.seen.get(name) ?? 0) + count);
    for (const name of shape.documented) merged.documented.add(name);
    for (const [name, member] of shape.members) {
      const known = merged.members.get(name);
      merged.members.set(name, known === undefined ? member : mergeShapes(known, member));
    }
    if (shape.items !== undefined)
      merged.items = merged.items === undefined ? shape.items : mergeShapes(merged.items, shape.items);
    merged.any ||= shape.any;
    merged.isVolatile ||= shape.isVolatile;
    merged.objects += shape.objects;
    merged.hasFraction ||= shape.hasFraction;
    merged.hasPlainText ||= shape.hasPlainText;
    for (const form of shape.dateForms) merged.dateForms.add(form);
  }
  return merged;
}
