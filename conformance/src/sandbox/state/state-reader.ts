import type { Json } from "../../exchange/types.js";
import type { Operation } from "../../openapi/operation.js";
import { type Pair, wirePairs } from "../../text/pairs.js";
import type { SandboxAnswer } from "../types.js";
import { isObject } from "./compose.js";
import type { Example } from "./documented.js";
import { fitsFilter } from "./filter.js";
import type { Ids } from "./ids.js";
import { placeOf, plain, type Resource, type Resources, type Role } from "./resources.js";
import { listPlace, successOf } from "./schema-node.js";
import type { Shapes } from "./shapes.js";
import { stateAnswer } from "./state-answer.js";
import type { Store } from "./store.js";
import { type Asked, hasPlaceholder, type StateOptions } from "./types.js";
import { countedUp, idOf, keyOf, listIn, replaceId, shownId, withValue } from "./values.js";

/** Parameters that say which page; a further page has nothing new on it. */
const PAGERS =
  /^(_?cursor|_?offset|scroll_?id|after(_?key|_?id)?|page(_?(key|token|number|index))?|last_?document_?id|start_?index)$/i;
/** Parameters that say how the answer looks, and not what is in it. */
const SIZES =
  /^(_?limit|(page_?)?size|per_?page|_?fields|sort(_?(field|direction|by))?|order(_?by)?|_?embed|expand|details)$/i;

/** Reads what was written: items, what is beneath them, and lists. */
export class StateReader {
  readonly #options: StateOptions;
  readonly #store: Store;
  readonly #resources: Resources;
  readonly #ids: Ids;
  readonly #shapes: Shapes;

  constructor(options: StateOptions, store: Store, resources: Resources, ids: Ids, shapes: Shapes) {
    this.#options = options;
    this.#store = store;
    this.#resources = resources;
    this.#ids = ids;
    this.#shapes = shapes;
  }

  read(asked: Asked, role: Role | undefined): SandboxAnswer | undefined {
    const { operation, path } = asked;
    const { reads, beneath } = this.#resources as Resources;
    const resource = reads.get(operation);
    if (resource !== undefined) return this.#readItem(asked, resource);
    const above = beneath.get(operation);
    if (role?.action === "list") {
      const listed = this.#list(asked, role.resource);
      if (listed !== undefined) return listed;
    }
    const thing = above && this.#store.at(placeOf(above, path)).things.get(path[above.idParameter ?? ""] ?? "");
    if (above === undefined || thing === undefined) return undefined;
    // What is new has nothing in it yet.
    if (role?.action === "list")
      return stateAnswer(
        this.#options,
        operation,
        undefined,
        this.#shapes.emptyPage(successOf(this.#options.description, operation).schema),
      );
    return this.#readBeneath(asked, above, thing.reads);
  }

  #readItem({ operation, path }: Asked, resource: Resource): SandboxAnswer | undefined {
    const id = path[resource.idParameter ?? ""] ?? "";
    const thing = this.#store.at(placeOf(resource, path)).things.get(id);
    if (thing === undefined) return undefined;
    const [example] = this.#options.documented.successes(operation, path);
    return stateAnswer(this.#options, operation, example, thing.value);
  }

  /** The documented answers of a like item, one after the other: a job goes on. */
  #readBeneath(
    { operation, path, found }: Asked,
    above: Resource,
    reads: Map<Operation, number>,
  ): SandboxAnswer | undefined {
    const id = path[above.idParameter ?? ""] ?? "";
    const examples = this.#options.documented.successes(operation, path);
    const { type, schema } = successOf(this.#options.description, operation);
    if (examples.length === 0) {
      if (type === undefined || schema === undefined) return undefined;
      return stateAnswer(this.#options, operation, undefined, this.#shapes.emptyPage(schema));
    }
    if ("answerable" in found && found.match === "exact" && !hasPlaceholder(found)) return undefined;
    const count = reads.get(operation) ?? 0;
    reads.set(operation, count + 1);
    const example = examples[Math.min(count, examples.length - 1)] as Example;
    const old = example.pathParameters[above.idParameter ?? ""];
    return stateAnswer(
      this.#options,
      operation,
      example,
      replaceId(example.response.body ?? null, shownId(old), this.#ids.typed(id, schema, above.idPath)),
    );
  }

  #list(asked: Asked, resource: Resource): SandboxAnswer | undefined {
    const { operation, path, found, request } = asked;
    const collection = this.#store.find(placeOf(resource, path));
    if (collection === undefined) return undefined;
    const { schema } = successOf(this.#options.description, operation);
    const place = listPlace(this.#options.description, schema, resource.schema);
    const example =
      "answerable" in found ? this.#options.documented.example(found.answerable.exchange.id, operation) : undefined;
    const page = example?.response.body ?? this.#shapes.emptyPage(schema);
    const shown = "match" in found && found.match === "last-page" ? [] : (listIn(page, place) ?? []);
    const query = wirePairs(request.query);
    const written = [...collection.things].map(([id, { value }]) => ({ id, value }));
    const kept = shown.flatMap((item) => {
      const id = String(idOf(item, resource.idPath) ?? keyOf(item));
      if (collection.gone.has(id)) return [];
      return [collection.things.get(id)?.value ?? item];
    });
    const known = new Set(shown.map((item) => String(idOf(item, resource.idPath) ?? keyOf(item))));
    const isFirst = query.every((pair) => isOfFirstPage(pair, operation));
    const added = isFirst
      ? written.filter(({ id, value }) => !known.has(id) && fits(value, query, resource)).map(({ value }) => value)
      : [];
    const list = [...kept, ...added];
    const body =
      place === undefined || place.path.length === 0 || Array.isArray(page) ? list : withValue(page, place.path, list);
    return stateAnswer(this.#options, operation, example, countedUp(body, list.length - shown.length));
  }
}

/** Whether a parameter says nothing of the page, or that it is the first: pages count from 0 where nobody says otherwise. */
function isOfFirstPage([name, value]: Pair, { parameters }: Operation): boolean {
  if (!PAGERS.test(name) || value === "") return true;
  const { schema } = parameters.find((parameter) => parameter.in === "query" && parameter.name === name) ?? {};
  return value === String(schema?.default ?? schema?.minimum ?? 0);
}

/** Whether an item is asked for: records by what is in them, items by each parameter that is called like one of their members. */
export function fits(value: Json, query: readonly Pair[], { kind }: Resource): boolean {
  if (!isObject(value)) return true;
  const members = Object.entries(value).filter(([, member]) => member === null || typeof member !== "object");
  return query.every(([name, wanted]) => {
    if (PAGERS.test(name) || SIZES.test(name)) return true;
    if (name.toLowerCase() === "filter") return fitsFilter(value, wanted);
    if (kind === "records") return members.some(([, member]) => String(member) === wanted);
    const member = members.find(([other]) => plain(other) === plain(name));
    return member === undefined || String(member[1]) === wanted;
  });
}
