import type { Json } from "../../exchange/types.js";
import type { Operation } from "../../openapi/operation.js";
import { isObject } from "./compose.js";
import type { Example } from "./documented.js";
import { newId } from "./new-id.js";
import { idNames, plain, type Resource } from "./resources.js";
import { objectShape, requestSchema, type SchemaNode, successOf, typesOf } from "./schema-node.js";
import type { Store } from "./store.js";
import type { StateOptions } from "./types.js";
import { idOf, withValue } from "./values.js";

/** The ids of things: where they stand, and new ones. */
export class Ids {
  readonly #options: StateOptions;
  readonly #store: Store;

  constructor(options: StateOptions, store: Store) {
    this.#options = options;
    this.#store = store;
  }

  withId(value: Json, resource: Resource, id: string | number): Json {
    const { idPath, schema } = resource;
    return idPath === undefined || !isObject(value) ? value : withValue(value, idPath, this.typed(id, schema, idPath));
  }

  /** An id as the schema has it there: a number or a text. */
  typed(id: string | number, schema: SchemaNode | undefined, path: readonly string[] | undefined): string | number {
    let node = schema;
    for (const name of path ?? []) node = objectShape(this.#options.description, node).properties.get(name);
    const types = node === undefined || path === undefined ? [] : typesOf(node);
    const isNumber = !types.includes("string") && types.some((type) => type === "integer" || type === "number");
    return isNumber && /^\d{1,15}$/.test(String(id)) ? Number(id) : String(id);
  }

  /** An id that the caller gives: one that the request's schema has, and that is not the server's to say. */
  given(sent: Json, { idPath, schema }: Resource, operation: Operation): string | number | undefined {
    const { description } = this.#options;
    const [first = "", ...rest] = idPath ?? [];
    const asked = requestSchema(description, operation);
    let shape = objectShape(description, asked ?? schema);
    if (shape.readOnly.has(first)) return undefined;
    for (const name of rest) {
      shape = objectShape(description, shape.properties.get(first));
      if (shape.readOnly.has(name)) return undefined;
    }
    return idOf(sent, idPath) as string | number | undefined;
  }

  make(place: string, resource: Resource, old: Json | undefined, isTaken: (id: Json) => boolean): string | number {
    const { description, documented } = this.#options;
    const example = old ?? documented.idExample(resource);
    const [first = ""] = resource.idPath ?? [];
    const node = objectShape(description, resource.schema).properties.get(first);
    const form = { example, format: node?.value.format, types: node === undefined ? [] : typesOf(node) };
    for (;;) {
      const id = newId(place, this.#store.count(place), form);
      if (!isTaken(id)) return id;
    }
  }

  /** The id that a documented answer gives to what it made. */
  shownIn(example: Example | undefined, resource: Resource): Json | undefined {
    const body = example?.response.body;
    if (!isObject(body) || example === undefined) return undefined;
    const member = this.memberOf(successOf(this.#options.description, example.operation).schema, resource);
    const id = (member === undefined ? undefined : body[member]) ?? idOf(body, resource.idPath);
    return typeof id === "string" || typeof id === "number" ? id : undefined;
  }

  /** The member of a write's answer that is the id of what it wrote: called like the parameter, or what stands for it, `resourceId`, or `id`. */
  memberOf(schema: SchemaNode | undefined, resource: Resource, example?: Example): string | undefined {
    const names = [...objectShape(this.#options.description, schema).properties.keys()];
    const placeholder = plain(example?.pathParameters[resource.idParameter ?? ""] ?? "");
    const wanted = [...idNames(resource), ...(placeholder === "" ? [] : [placeholder]), "resourceid", "id"];
    for (const other of wanted) {
      const found = names.find((name) => plain(name) === other);
      if (found !== undefined) return found;
    }
    return undefined;
  }
}
