import type { Description } from "../../openapi/description.js";
import { declaredResponse, type Operation } from "../../openapi/operation.js";
import { type Located, resolve } from "../../openapi/resolve.js";
import type { SchemaObject } from "../../openapi/types.js";
import { isJsonType } from "../../text/media-type.js";
import { pointerToken, valueAt } from "../../text/pointer.js";

/** A schema of the description, with references followed, and where it stands. */
export type SchemaNode = Located<SchemaObject>;

/** What an object's schema says of its members. */
export interface ObjectShape {
  readonly properties: ReadonlyMap<string, SchemaNode>;
  readonly required: ReadonlySet<string>;
  readonly readOnly: ReadonlySet<string>;
  readonly writeOnly: ReadonlySet<string>;
}

/** What an operation answers when all went well. */
export interface Success {
  readonly status: number;
  /** Of a JSON body; `undefined`: no body, or none that is JSON. */
  readonly type: string | undefined;
  readonly schema: SchemaNode | undefined;
  /** Whether a body is described that is not JSON. */
  readonly isOther: boolean;
}

const MOST_DEPTH = 12;

/** The schema at a pointer; `undefined` when there is none. */
export function schemaAt({ document }: Description, pointer: string | undefined): SchemaNode | undefined {
  if (pointer === undefined) return undefined;
  return resolve(document, valueAt(document, pointer) as SchemaObject | undefined, pointer);
}

/** The first success that the description has for an operation. */
export function successOf(description: Description, operation: Operation): Success {
  const key = [...operation.responses.keys()].find((status) => /^2(\d\d|XX)$/i.test(status));
  if (key === undefined) return { status: 200, type: undefined, schema: undefined, isOther: false };
  const status = /^\d+$/.test(key) ? Number(key) : 200;
  const content = operation.responses.get(key)?.content ?? declaredResponse(operation, status)?.content ?? new Map();
  const [type, declared] = [...content].find(([name]) => isJsonType(name)) ?? [];
  const schema = schemaAt(description, declared?.schemaPointer);
  return { status, type, schema, isOther: type === undefined && content.size > 0 };
}

/** The schema of an operation's JSON request body. */
export function requestSchema(description: Description, { requestContent }: Operation): SchemaNode | undefined {
  const declared = [...(requestContent ?? [])].find(([name]) => isJsonType(name))?.[1];
  return schemaAt(description, declared?.schemaPointer);
}

/** The members of an object, those of all its parts together; of alternatives the first one that is an object. */
export function objectShape(description: Description, node: SchemaNode | undefined): ObjectShape {
  const shape = {
    properties: new Map<string, SchemaNode>(),
    required: new Set<string>(),
    readOnly: new Set<string>(),
    writeOnly: new Set<string>(),
  };
  if (node !== undefined) collect(description, node, shape, 0);
  return shape;
}

type GrowingShape = {
  readonly properties: Map<string, SchemaNode>;
  readonly required: Set<string>;
  readonly readOnly: Set<string>;
  readonly writeOnly: Set<string>;
};

function collect(description: Description, { value, pointer }: SchemaNode, shape: GrowingShape, depth: number): void {
  if (depth > MOST_DEPTH) return;
  for (const name of (value.required as readonly string[] | undefined) ?? []) shape.required.add(name);
  for (const [name, member] of Object.entries((value.properties as Record<string, SchemaObject> | undefined) ?? {})) {
    const found = resolve<SchemaObject>(description.document, member, `${pointer}/properties/${pointerToken(name)}`);
    if (found === undefined) continue;
    shape.properties.set(name, found);
    if (member.readOnly === true || found.value.readOnly === true) shape.readOnly.add(name);
    if (member.writeOnly === true || found.value.writeOnly === true) shape.writeOnly.add(name);
  }
  for (const part of partsOf(description, { value, pointer }, "allOf")) collect(description, part, shape, depth + 1);
  const alternative = firstAlternative(description, { value, pointer });
  if (alternative !== undefined) collect(description, alternative, shape, depth + 1);
}

/** Of `anyOf` or `oneOf`, the first one that may be an object; else the first that is not null. */
export function firstAlternative(description: Description, node: SchemaNode): SchemaNode | undefined {
  const all = [...partsOf(description, node, "anyOf"), ...partsOf(description, node, "oneOf")];
  return all.find((part) => typesOf(part).includes("object")) ?? all.find((part) => !typesOf(part).includes("null"));
}

/** The schemas of `allOf` and the like. */
export function partsOf(
  { document }: Description,
  { value, pointer }: SchemaNode,
  keyword: "allOf" | "anyOf" | "oneOf",
): SchemaNode[] {
  return ((value[keyword] as readonly SchemaObject[] | undefined) ?? []).flatMap((part, index) => {
    const found = resolve<SchemaObject>(document, part, `${pointer}/${keyword}/${index}`);
    return found === undefined ? [] : [found];
  });
}

/** The types that a schema names, or that its keywords mean. */
export function typesOf({ value }: SchemaNode): readonly string[] {
  if (value.type !== undefined) return typeof value.type === "string" ? [value.type] : value.type;
  if (value.properties !== undefined || value.additionalProperties !== undefined) return ["object"];
  return value.items === undefined ? [] : ["array"];
}

/** The schema of an array's items. */
export function itemsOf({ document }: Description, { value, pointer }: SchemaNode): SchemaNode | undefined {
  return resolve<SchemaObject>(document, value.items, `${pointer}/items`);
}

/** Where the list stands in an answer that is a list or a page of one. */
export interface ListPlace {
  /** The members to go through; empty: the answer is the list. */
  readonly path: readonly string[];
  readonly items: SchemaNode | undefined;
}

/** Finds the list in an answer: the one with these items, else the first one, as near to the root as there is one. */
export function listPlace(
  description: Description,
  node: SchemaNode | undefined,
  items?: SchemaNode | undefined,
): ListPlace | undefined {
  if (node === undefined) return undefined;
  const places: ListPlace[] = [];
  let level: { readonly path: readonly string[]; readonly node: SchemaNode }[] = [{ path: [], node }];
  for (let depth = 0; depth < 3 && level.length > 0; depth += 1) {
    const next: typeof level = [];
    for (const { path, node: at } of level) {
      const list = listAlternative(description, at);
      // A page, or several: the list is the one in the page.
      const items = list && list !== at ? itemsOf(description, list) : undefined;
      const isPages =
        items !== undefined &&
        listPlace(description, items)?.path.length === 1 &&
        isOfObjects(listPlace(description, items));
      if (list !== undefined && !isPages) places.push({ path, items: itemsOf(description, list) });
      else
        for (const [name, member] of objectShape(description, at).properties)
          next.push({ path: [...path, name], node: member });
    }
    level = next;
  }
  const same = places.find((place) => items !== undefined && place.items?.pointer === items.pointer);
  return same ?? (items === undefined || typesOf(node).includes("array") ? places[0] : places.find(isOfObjects));
}

/** The schema itself, or that of its alternatives which is a list. */
export function listAlternative(description: Description, node: SchemaNode): SchemaNode | undefined {
  if (typesOf(node).includes("array")) return node;
  return [...partsOf(description, node, "anyOf"), ...partsOf(description, node, "oneOf")].find((part) =>
    typesOf(part).includes("array"),
  );
}

function isOfObjects(place: ListPlace | undefined): boolean {
  return place?.items !== undefined && typesOf(place.items).includes("object");
}
