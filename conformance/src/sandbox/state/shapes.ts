import type { Json, JsonObject } from "../../exchange/types.js";
import type { Operation } from "../../openapi/operation.js";
import { compose, isObject, sample } from "./compose.js";
import type { Example } from "./documented.js";
import type { Ids } from "./ids.js";
import type { Resource } from "./resources.js";
import { listPlace, objectShape, requestSchema, type SchemaNode, successOf } from "./schema-node.js";
import type { StateOptions } from "./types.js";
import { idOf, listIn, replaceId, withValue } from "./values.js";

/** How things and answers look that the documentation does not show. */
export class Shapes {
  readonly #options: StateOptions;
  readonly #ids: Ids;

  constructor(options: StateOptions, ids: Ids) {
    this.#options = options;
    this.#ids = ids;
  }

  /** Another operation's documented answer with the same schema. */
  likeExample({ template }: Operation, schema: SchemaNode | undefined): Example | undefined {
    if (schema === undefined) return undefined;
    const { description, documented } = this.#options;
    return description.routes.operations
      .filter((other) => other.method !== "GET" && other.template.split("/")[1] === template.split("/")[1])
      .filter((other) => successOf(description, other).schema?.pointer === schema.pointer)
      .flatMap((other) => documented.successes(other))
      .sort((left, right) => sharedWith(template, right) - sharedWith(template, left))[0];
  }

  /** What was shown for another operation, for this one: members that say what was done have a word for each. */
  withAction(shown: Json | undefined, schema: SchemaNode | undefined, { method }: Operation): Json | undefined {
    if (!isObject(shown)) return shown;
    const { properties } = objectShape(this.#options.description, schema);
    const done = { POST: /^creat/i, DELETE: /^(delet|remov)/i }[method] ?? /^(updat|modif|chang)/i;
    return Object.fromEntries(
      Object.entries(shown).map(([name, member]) => {
        const words = (properties.get(name)?.value.enum as readonly Json[] | undefined) ?? [];
        return [name, words.find((word) => done.test(String(word))) ?? member];
      }),
    );
  }

  /** The status of a job that is done, where a schema has one. */
  endOf(schema: SchemaNode): JsonObject {
    const members = [...objectShape(this.#options.description, schema).properties].filter(([name]) =>
      /^(status|state)$/i.test(name),
    );
    return Object.fromEntries(
      members.map(([name, node]) => [name, sample(this.#options.description, node, this.#options.now())]),
    );
  }

  /** A new thing, as it will be read. */
  made(
    resource: Resource,
    operation: Operation,
    example: Example | undefined,
    sent: Json,
    id: string | number,
    old: Json | undefined,
  ): Json {
    const { description, documented, now } = this.#options;
    const isOwnShape = successOf(description, operation).schema?.pointer === resource.schema?.pointer;
    const [read] = resource.read ? documented.successes(resource.read) : [];
    const answer = example?.response.body ?? undefined;
    let shown: Json | undefined;
    let before: Json | undefined;
    if (isOwnShape && isObject(answer)) {
      shown = answer;
      before = isObject(example?.exchange.request.body)
        ? example.exchange.request.body
        : this.callersOwn(answer, operation);
    } else if (isObject(read?.response.body)) {
      shown = read.response.body;
      before = this.callersOwn(shown, operation);
    }
    const oldShown = idOf(shown, resource.idPath) ?? old;
    const value = compose(description, resource.schema, {
      sent,
      shown: shown === undefined ? undefined : replaceId(shown, oldShown, id),
      documented: before,
      now: now(),
    });
    return this.#ids.withId(value, resource, id);
  }

  /** Of a documented thing, what a caller says: the members that the request has. */
  callersOwn(value: Json, operation: Operation): Json {
    const { properties } = objectShape(this.#options.description, requestSchema(this.#options.description, operation));
    return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => properties.has(name))) : value;
  }

  emptyPage(schema: SchemaNode | undefined): Json {
    const { description, now } = this.#options;
    const place = listPlace(description, schema);
    const page = sample(description, schema, now());
    return place === undefined || place.path.length === 0 ? page : withValue(page, place.path, []);
  }

  aRecord(resource: Resource): Json | undefined {
    const [example] = resource.list ? this.#options.documented.successes(resource.list) : [];
    const place =
      resource.list &&
      listPlace(this.#options.description, successOf(this.#options.description, resource.list).schema, resource.schema);
    return listIn(example?.response.body, place)?.[0];
  }
}

/** How many segments of its path an example shares from the beginning. */
function sharedWith(template: string, { operation }: Example): number {
  const own = operation.template.split("/");
  const other = template.split("/");
  const differs = other.findIndex((segment, index) => segment !== own[index]);
  return differs === -1 ? other.length : differs;
}
