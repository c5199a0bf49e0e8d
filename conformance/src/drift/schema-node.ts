import { resolve } from "../openapi/resolve.js";
import type { OpenApiDocument, SchemaObject } from "../openapi/types.js";
import { valueAt } from "../text/pointer.js";

/** The types of JSON, with numbers of every kind in one. */
export type JsonType = "null" | "boolean" | "number" | "string" | "array" | "object";

/** What a text that is a date may be, as a description names it. */
export type DateForm = "date" | "date-time";

/** A schema, as far as drift looks at it: `$ref` followed, `allOf` put together. */
export interface SchemaNode {
  /** Empty: any. */
  readonly types: ReadonlySet<JsonType>;
  readonly isInteger: boolean;
  /** Whether a text is a date, or a date with a time; `undefined`: neither. */
  readonly dateForm: DateForm | undefined;
  readonly values: readonly unknown[] | undefined;
  readonly properties: ReadonlyMap<string, SchemaObject>;
  readonly required: ReadonlySet<string>;
  /** Whether any part of it says which members are required. */
  readonly saysRequired: boolean;
  /** The schema of members without a name of their own; `true`: any. */
  readonly others: SchemaObject | true | undefined;
  readonly items: SchemaObject | undefined;
  readonly branches: readonly SchemaObject[];
  /** Whether it was chosen among several: then what others show says nothing of it. */
  readonly isAlternative: boolean;
}

/** Reads the schemas of a description, each once. */
export class SchemaReader {
  readonly #document: OpenApiDocument;
  readonly #nodes = new Map<SchemaObject, SchemaNode>();
  readonly #places = new Map<string, SchemaObject | undefined>();

  constructor(document: OpenApiDocument) {
    this.#document = document;
  }

  at(pointer: string): SchemaNode | undefined {
    if (!this.#places.has(pointer))
      this.#places.set(pointer, valueAt(this.#document, pointer) as SchemaObject | undefined);
    const schema = this.#places.get(pointer);
    return schema === undefined ? undefined : this.node(schema);
  }

  node(schema: SchemaObject): SchemaNode {
    const known = this.#nodes.get(schema);
    if (known !== undefined) return known;
    const node = this.#read(schema);
    this.#nodes.set(schema, node);
    return node;
  }

  #read(schema: SchemaObject): SchemaNode {
    const parts = this.#parts(schema, 0);
    const properties = new Map<string, SchemaObject>();
    const required = new Set<string>();
    for (const part of parts) {
      for (const [name, member] of Object.entries((part.properties ?? {}) as Record<string, SchemaObject>))
        if (!properties.has(name)) properties.set(name, member);
      for (const name of (part.required ?? []) as string[]) required.add(name);
    }
    // What is only ever written is in no answer.
    for (const [name, member] of properties)
      if (this.#parts(member, 0).some((part) => part.writeOnly === true)) required.delete(name);
    const declared = parts.flatMap(({ type }) => (type === undefined ? [] : [type].flat()));
    const nullable = parts.some((part) => part.nullable === true);
    const values = parts.find((part) => part.enum !== undefined || part.const !== undefined);
    const texts = values && ((values.enum ?? [values.const]) as unknown as readonly unknown[]);
    // An enumeration says of which types its values are.
    const types = declared.length > 0 ? declared : (texts ?? []).map(typeOf);
    const others = parts
      .map((part) => part.additionalProperties as SchemaObject | boolean | undefined)
      .find((one) => one);
    return {
      types: new Set([
        ...types.map((type) => (type === "integer" ? "number" : type) as JsonType),
        ...(nullable && types.length > 0 ? ["null" as const] : []),
      ]),
      isInteger: declared.includes("integer") && !declared.includes("number"),
      dateForm: parts.map(({ format }) => format).find((format) => format === "date" || format === "date-time"),
      values: texts,
      properties,
      required,
      saysRequired: parts.some((part) => part.required !== undefined),
      others: others || undefined,
      items: parts.find((part) => part.items !== undefined)?.items,
      branches: parts.flatMap((part) => (part.oneOf ?? part.anyOf ?? []) as unknown as SchemaObject[]),
      isAlternative: false,
    };
  }

  /** The schema and all that it is put together from. */
  #parts(schema: SchemaObject, depth: number): SchemaObject[] {
    if (depth > 16 || typeof schema !== "object") return [];
    const { $ref, ...own } = schema;
    const target = $ref === undefined ? undefined : resolve<SchemaObject>(this.#document, { $ref }, "")?.value;
    const all = ((own.allOf ?? []) as unknown as SchemaObject[]).flatMap((part) => this.#parts(part, depth + 1));
    return [own as SchemaObject, ...(target === undefined ? [] : this.#parts(target, depth + 1)), ...all];
  }
}

/** The type of a value of JSON. */
export function typeOf(value: unknown): JsonType {
  if (value === null) return "null";
  if (Array.isArray(value)) return "array";
  return typeof value as JsonType;
}
