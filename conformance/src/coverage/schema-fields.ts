import { resolve } from "../openapi/resolve.js";
import type { OpenApiDocument, SchemaObject } from "../openapi/types.js";

/** A member of a described answer, and what is in it. */
export interface FieldNode {
  readonly members: Map<string, FieldNode>;
  /** What stands in an array; `undefined`: it is none. */
  items: FieldNode | undefined;
  isOptional: boolean;
  isNullable: boolean;
}

const MAX_DEPTH = 12;

/** The members that a schema describes, through references and combinations. A schema inside itself is not entered again. */
export function schemaFields(document: OpenApiDocument, schemaPointer: string): FieldNode {
  const root = newNode();
  const schema = resolve<SchemaObject>(document, { $ref: `#${schemaPointer}` }, schemaPointer);
  if (schema !== undefined) addSchema(document, schema.value, schema.pointer, root, [], false);
  return root;
}

function newNode(): FieldNode {
  return { members: new Map(), items: undefined, isOptional: true, isNullable: false };
}

/** @param maybe whether the schema is one of several alternatives: what it requires may then be absent. */
function addSchema(
  document: OpenApiDocument,
  given: SchemaObject,
  pointer: string,
  into: FieldNode,
  within: readonly string[],
  maybe: boolean,
): void {
  const found = resolve<SchemaObject>(document, given, pointer);
  if (found === undefined || within.includes(found.pointer) || within.length >= MAX_DEPTH) return;
  const { value: schema } = found;
  const inside = [...within, found.pointer];
  const add = (inner: unknown, token: string, node: FieldNode, optional = maybe): void => {
    if (inner !== null && typeof inner === "object")
      addSchema(document, inner as SchemaObject, `${found.pointer}/${token}`, node, inside, optional);
  };
  if ([schema.type ?? []].flat().includes("null") || schema.nullable === true) into.isNullable = true;

  const required = Array.isArray(schema.required) ? schema.required : [];
  for (const [name, property] of Object.entries((schema.properties ?? {}) as Record<string, unknown>)) {
    let node = into.members.get(name);
    if (node === undefined) {
      node = newNode();
      into.members.set(name, node);
    }
    if (!maybe && required.includes(name)) node.isOptional = false;
    add(property, `properties/${name}`, node, false);
  }
  if (schema.items !== undefined) {
    into.items ??= newNode();
    add(schema.items, "items", into.items, false);
  }
  for (const keyword of ["allOf", "anyOf", "oneOf"]) {
    const branches = schema[keyword];
    if (!Array.isArray(branches)) continue;
    for (const [index, branch] of branches.entries())
      add(branch, `${keyword}/${index}`, into, maybe || keyword !== "allOf");
  }
}
