import type { Json, JsonObject } from "../../exchange/types.js";
import type { Description } from "../../openapi/description.js";
import type { Operation } from "../../openapi/operation.js";
import type { RouteMatch } from "../../openapi/route-index.js";
import { wireAnswer } from "../../replay/wire-answer.js";
import { headerOf } from "../../text/header.js";
import { isFormType, isJsonType, mediaType } from "../../text/media-type.js";
import { isMultipart, multipartPairs } from "../../text/multipart.js";
import { type Pair, wirePairs } from "../../text/pairs.js";
import { parseJson } from "../../text/parse-json.js";
import type { Found } from "../find-exchange.js";
import type { SandboxAnswer, SandboxRequest } from "../types.js";
import { compose, isObject, sample } from "./compose.js";
import type { Documented, Example } from "./documented.js";
import { newId } from "./new-id.js";
import { idNames, plain, type Resource, Resources, type Role } from "./resources.js";
import { itemsOf, listPlace, objectShape, requestSchema, type SchemaNode, successOf, typesOf } from "./schema-node.js";
import { Store } from "./store.js";
import { countedUp, idOf, listIn, merged, replaceId, withValue } from "./values.js";

/** What a state needs to know of its sandbox. */
export interface StateOptions {
  readonly description: Description;
  readonly documented: Documented;
  /** Milliseconds since the epoch. */
  now(): number;
  /** An answer in the vendor's error envelope. */
  refuse(status: number, reason: string): SandboxAnswer;
}

type Path = Readonly<Record<string, string>>;

/** A request that is being answered. */
interface Asked {
  readonly request: SandboxRequest;
  readonly operation: Operation;
  readonly path: Path;
  readonly found: Found;
}

const PAGERS =
  /^(_?cursor|_?offset|scroll_?id|after(_?key|_?id)?|page(_?(key|token|number|index))?|last_?document_?id|start_?index)$/i;
const SIZES =
  /^(_?limit|(page_?)?size|per_?page|_?fields|sort(_?(field|direction|by))?|order(_?by)?|_?embed|expand|details|filter)$/i;

/**
 * What was created can be read, shows in the list, is changed by a write and gone after a delete. Which operations belong together follows from
 * paths and schemas of the description; answers have the shape of the documented ones. There is no code for a single exchange in it, and
 * a sandbox that was only read from has no state at all.
 */
export class VendorState {
  readonly #options: StateOptions;
  readonly #store = new Store();
  #resources: Resources | undefined;

  constructor(options: StateOptions) {
    this.#options = options;
  }

  /** Whether anything was written. */
  get isEmpty(): boolean {
    return this.#store.isEmpty;
  }

  /** The number of things that are kept. */
  get size(): number {
    return this.#store.size;
  }

  reset(): void {
    this.#store.clear();
  }

  /** The answer where state makes a difference; `undefined`: the documented one is right. */
  answer(
    request: SandboxRequest,
    { operation, pathParameters: path }: RouteMatch,
    found: Found,
  ): SandboxAnswer | undefined {
    if (operation.method === "GET" && this.#store.isEmpty) return undefined;
    this.#resources ??= new Resources(this.#options.description);
    const asked: Asked = { request, operation, path, found };
    const lost = this.#goneAbove(asked);
    if (lost !== undefined) return lost;
    const role = this.#resources.roles.get(operation);
    if (operation.method === "GET") return this.#read(asked, role);
    if (role !== undefined) return this.#write(asked, role);
    return this.#resources.linksOf(operation).length > 0 ? this.#writeBeside(asked) : undefined;
  }

  /** Why an item is not there, in words; `undefined` when the operation is about none. */
  unknown({ operation, pathParameters: path }: RouteMatch): string | undefined {
    this.#resources ??= new Resources(this.#options.description);
    const { reads, roles } = this.#resources;
    const resource = reads.get(operation) ?? roles.get(operation)?.resource;
    const id = path[resource?.idParameter ?? ""];
    if (resource === undefined || id === undefined || this.#options.documented.knows(resource, path)) return undefined;
    return "this id is neither documented nor was it made here";
  }

  // Reading

  #read(asked: Asked, role: Role | undefined): SandboxAnswer | undefined {
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
      return this.#answer(
        operation,
        undefined,
        this.#emptyPage(successOf(this.#options.description, operation).schema),
      );
    return this.#readBeneath(asked, above, thing.reads);
  }

  #readItem({ operation, path }: Asked, resource: Resource): SandboxAnswer | undefined {
    const id = path[resource.idParameter ?? ""] ?? "";
    const thing = this.#store.at(placeOf(resource, path)).things.get(id);
    if (thing === undefined) return undefined;
    const [example] = this.#options.documented.successes(operation, path);
    return this.#answer(operation, example, thing.value);
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
      return this.#answer(operation, undefined, this.#emptyPage(schema));
    }
    if ("answerable" in found && found.match === "exact" && !hasPlaceholder(found)) return undefined;
    const count = reads.get(operation) ?? 0;
    reads.set(operation, count + 1);
    const example = examples[Math.min(count, examples.length - 1)] as Example;
    const old = example.pathParameters[above.idParameter ?? ""];
    return this.#answer(
      operation,
      example,
      replaceId(example.response.body ?? null, numberLike(old), this.#typed(id, schema, above.idPath)),
    );
  }

  #list(asked: Asked, resource: Resource): SandboxAnswer | undefined {
    const { operation, path, found, request } = asked;
    const collection = this.#store.find(placeOf(resource, path));
    if (collection === undefined) return undefined;
    const { schema } = successOf(this.#options.description, operation);
    const place = listPlace(this.#options.description, schema, resource.schema);
    const example = "answerable" in found ? this.#exampleOf(found.answerable.exchange.id, operation) : undefined;
    const page = example?.response.body ?? this.#emptyPage(schema);
    const shown = "match" in found && found.match === "last-page" ? [] : (listIn(page, place) ?? []);
    const query = wirePairs(request.query);
    const written = [...collection.things].map(([id, { value }]) => ({ id, value }));
    const kept = shown.flatMap((item) => {
      const id = String(idOf(item, resource.idPath) ?? keyOf(item));
      if (collection.gone.has(id)) return [];
      return [collection.things.get(id)?.value ?? item];
    });
    const known = new Set(shown.map((item) => String(idOf(item, resource.idPath) ?? keyOf(item))));
    const isFirst = query.every(
      ([name, value]) => !PAGERS.test(name) || value === "0" || value === "1" || value === "",
    );
    const added = isFirst
      ? written
          .filter(({ id, value }) => !known.has(id) && this.#fits(value, query, resource))
          .map(({ value }) => value)
      : [];
    const list = [...kept, ...added];
    const body =
      place === undefined || place.path.length === 0 || Array.isArray(page) ? list : withValue(page, place.path, list);
    return this.#answer(operation, example, countedUp(body, list.length - shown.length));
  }

  /** Whether an item is asked for: records by what is in them, items by each parameter that is called like one of their members. */
  #fits(value: Json, query: readonly Pair[], { kind }: Resource): boolean {
    if (!isObject(value)) return true;
    const members = Object.entries(value).filter(([, member]) => member === null || typeof member !== "object");
    return query.every(([name, wanted]) => {
      if (PAGERS.test(name) || SIZES.test(name)) return true;
      if (kind === "records") return members.some(([, member]) => String(member) === wanted);
      const member = members.find(([other]) => plain(other) === plain(name));
      return member === undefined || String(member[1]) === wanted;
    });
  }

  // Writing

  #write(asked: Asked, role: Role): SandboxAnswer | undefined {
    if (role.resource.kind === "records")
      return role.action === "delete"
        ? this.#deleteRecords(asked, role.resource)
        : this.#addRecords(asked, role.resource);
    if (role.action === "create") return this.#create(asked, role.resource);
    if (role.action === "delete") return this.#delete(asked, role.resource);
    return this.#change(asked, role);
  }

  #create(asked: Asked, resource: Resource): SandboxAnswer | undefined {
    const { operation, path, request } = asked;
    if (!this.#hasParents(resource, path)) return undefined;
    const { documented } = this.#options;
    const example = this.#exampleFor(asked);
    const sent = bodyOf(request);
    const place = placeOf(resource, path);
    const collection = this.#store.at(place);
    const old = this.#idIn(example, resource) ?? documented.idExample(resource);
    const given = this.#givenId(sent, resource, operation);
    const isTaken = (id: Json): boolean =>
      collection.things.has(String(id)) ||
      (!collection.gone.has(String(id)) &&
        documented.knows(resource, { ...path, [resource.idParameter ?? ""]: String(id) }));
    if (given !== undefined && isTaken(given) && operation.responses.has("409"))
      return this.#options.refuse(
        409,
        `${operation.method} ${request.path}: ${JSON.stringify(given)} is there already`,
      );
    const isVerbatim = this.#isVerbatim(asked, example) && !(old !== undefined && collection.things.has(String(old)));
    const id =
      given ??
      (isVerbatim && this.#idIn(example, resource) !== undefined
        ? (old as string | number)
        : this.#newId(place, resource, old, isTaken));
    this.#store.put(place, String(id), this.#made(resource, operation, example, sent, id, old));
    const answer = this.#writeAnswer(asked, resource, example, { sent, id, old });
    return isVerbatim ? undefined : answer;
  }

  #change(asked: Asked, { resource, action, part }: Role): SandboxAnswer | undefined {
    const { operation, path, request } = asked;
    const id = path[resource.idParameter ?? ""] ?? "";
    const place = placeOf(resource, path);
    const example = this.#exampleFor(asked);
    const sent = bodyOf(request);
    const current = this.#store.at(place).things.get(id)?.value ?? this.#options.documented.item(resource, path);
    const isAnybody = "answerable" in asked.found;
    if (current === undefined && !isAnybody && (resource.create !== undefined || !this.#hasParents(resource, path)))
      return this.#options.documented.knows(resource, path) ? this.#kept(asked, resource, example, sent) : undefined;
    const other = action === "part" ? undefined : idOf(sent, resource.idPath);
    if (other !== undefined && String(other) !== id)
      return this.#options.refuse(
        400,
        `body member "/${resource.idPath?.join("/")}" is ${JSON.stringify(other)}; the path says "${id}"`,
      );
    const schema = resource.schema;
    const now = this.#options.now();
    let value: Json;
    if (part !== undefined) value = withValue(current ?? {}, [part], sent);
    else if (action === "patch")
      value = compose(this.#options.description, schema, { sent: merged(current ?? {}, sent), now });
    else {
      const documented = current === undefined ? undefined : this.#callersOwn(current, operation);
      value = compose(this.#options.description, schema, { sent, shown: current, documented, now });
    }
    this.#store.put(place, id, this.#withId(value, resource, id));
    const answer = this.#writeAnswer(asked, resource, example, {
      sent,
      id: this.#typed(id, schema, resource.idPath),
      old: this.#idIn(example, resource) ?? numberLike(example?.pathParameters[resource.idParameter ?? ""]),
    });
    return this.#isVerbatim(asked, example) ? undefined : answer;
  }

  /** A change of what the documentation knows by its id alone: it is what was sent. */
  #kept(asked: Asked, resource: Resource, example: Example | undefined, sent: Json): SandboxAnswer {
    const { operation, path } = asked;
    const id = path[resource.idParameter ?? ""] ?? "";
    this.#store.put(placeOf(resource, path), id, this.#made(resource, operation, example, sent, id, undefined));
    return this.#writeAnswer(asked, resource, example, { sent, id, old: undefined });
  }

  #delete(asked: Asked, resource: Resource): SandboxAnswer | undefined {
    const { path } = asked;
    const id = path[resource.idParameter ?? ""] ?? "";
    const place = placeOf(resource, path);
    const example = this.#exampleFor(asked);
    const isThere =
      this.#store.at(place).things.has(id) ||
      this.#options.documented.knows(resource, path) ||
      "answerable" in asked.found;
    if (!isThere) return undefined;
    this.#store.remove(place, id);
    this.#store.removeBeneath(`${place}/${encodeURIComponent(id)}`);
    const old = this.#idIn(example, resource) ?? numberLike(example?.pathParameters[resource.idParameter ?? ""]);
    const answer = this.#writeAnswer(asked, resource, example, { sent: bodyOf(asked.request), id, old });
    return this.#isVerbatim(asked, example) ? undefined : answer;
  }

  #addRecords(asked: Asked, resource: Resource): SandboxAnswer | undefined {
    const { operation, path, request } = asked;
    if (!this.#hasParents(resource, path)) return undefined;
    const example = this.#exampleFor(asked);
    const sent = bodyOf(request);
    const place = placeOf(resource, path);
    const records = Array.isArray(sent) ? (sent as readonly Json[]) : [sent];
    for (const record of records) {
      const value =
        objectShape(this.#options.description, resource.schema).properties.size === 0
          ? record
          : compose(this.#options.description, resource.schema, {
              sent: record,
              shown: this.#aRecord(resource),
              documented: this.#aRecord(resource),
              now: this.#options.now(),
            });
      this.#store.put(place, keyOf(value), value);
    }
    if (this.#isVerbatim(asked, example)) return undefined;
    const { schema } = successOf(this.#options.description, operation);
    const [entry] = Array.isArray(example?.response.body) ? (example.response.body as readonly Json[]) : [];
    if (schema !== undefined && typesOf(schema).includes("array") && Array.isArray(sent)) {
      const made = records.map((record) =>
        this.#resultOf(record, entry, itemsOf(this.#options.description, schema), resource, path),
      );
      return this.#answer(operation, example, made);
    }
    return this.#writeAnswer(asked, resource, example, { sent, id: undefined, old: undefined });
  }

  /** What became of one record of several: what it is known by is what the thing around it says, by the names of its members. */
  #resultOf(
    record: Json,
    shown: Json | undefined,
    schema: SchemaNode | undefined,
    resource: Resource,
    path: Path,
  ): Json {
    const { description, documented, now } = this.#options;
    const around = this.#parentsOf(resource).map(
      (parent) =>
        this.#store.at(placeOf(parent, path)).things.get(path[parent.idParameter ?? ""] ?? "")?.value ??
        documented.item(parent, path),
    );
    const parent = around.find(isObject) ?? {};
    const result = compose(description, schema, { sent: shown, now: now() });
    if (!isObject(result) || !isObject(record)) return result;
    return Object.fromEntries(
      Object.entries(result).map(([name, member]) => {
        const key = parent[name];
        const value = typeof key === "string" ? record[key] : undefined;
        return [name, value === undefined || typeof value === "object" ? member : String(value)];
      }),
    );
  }

  #deleteRecords(asked: Asked, resource: Resource): SandboxAnswer | undefined {
    const { path, request } = asked;
    const place = placeOf(resource, path);
    const query = wirePairs(request.query);
    const there = [
      ...[...this.#store.at(place).things.values()].map(({ value }) => value),
      ...(resource.list ? this.#options.documented.successes(resource.list, path) : [])
        .filter(({ pathParameters }) => Object.entries(pathParameters).every(([name, value]) => path[name] === value))
        .flatMap(({ response }) => listIn(response.body, undefined) ?? []),
    ].filter((record) => this.#fits(record, query, resource));
    if (there.length === 0) return undefined;
    for (const record of there) this.#store.remove(place, keyOf(record));
    return this.#writeAnswer(asked, resource, this.#exampleFor(asked), { sent: null, id: undefined, old: undefined });
  }

  /** A write that makes something by the way, and has no thing of its own. */
  #writeBeside(asked: Asked): SandboxAnswer | undefined {
    const example = this.#exampleFor(asked);
    if (example === undefined && !("answerable" in asked.found)) return undefined;
    const answer = this.#writeAnswer(asked, undefined, example, {
      sent: bodyOf(asked.request),
      id: undefined,
      old: undefined,
    });
    return this.#isVerbatim(asked, example) ? undefined : answer;
  }

  // Putting together

  #writeAnswer(
    asked: Asked,
    resource: Resource | undefined,
    example: Example | undefined,
    {
      sent,
      id,
      old,
    }: { readonly sent: Json; readonly id: string | number | undefined; readonly old: Json | undefined },
  ): SandboxAnswer {
    const { operation, path } = asked;
    const { description, now } = this.#options;
    const { schema } = successOf(description, operation);
    const stored =
      resource && id !== undefined ? this.#store.at(placeOf(resource, path)).things.get(String(id))?.value : undefined;
    let body: Json;
    if (stored !== undefined && schema !== undefined && schema.pointer === resource?.schema?.pointer) body = stored;
    else if (example !== undefined && (example.response.body ?? null) === null) body = null;
    else {
      const like = example ?? this.#likeExample(operation, schema);
      const oldId = example === undefined && resource !== undefined ? this.#idIn(like, resource) : old;
      const replaced = id === undefined ? like?.response.body : replaceId(like?.response.body ?? null, oldId, id);
      const shown = example === undefined ? this.#withAction(replaced, schema, operation) : replaced;
      const request = like?.exchange.request.body;
      body =
        schema === undefined
          ? (shown ?? null)
          : compose(description, schema, {
              sent: isObject(sent) ? sent : undefined,
              shown: shown ?? undefined,
              documented: request,
              now: now(),
            });
      const member = resource && id !== undefined ? this.#idMember(schema, resource, example) : undefined;
      if (
        member !== undefined &&
        id !== undefined &&
        isObject(body) &&
        (example === undefined || Object.hasOwn(body, member))
      )
        body = withValue(body, [member], this.#typed(id, schema, [member]));
    }
    return this.#answer(operation, example, this.#withLinks(asked, example, body, id));
  }

  /** Another operation's documented answer with the same schema. */
  #likeExample({ template }: Operation, schema: SchemaNode | undefined): Example | undefined {
    if (schema === undefined) return undefined;
    const { description, documented } = this.#options;
    return description.routes.operations
      .filter((other) => other.method !== "GET" && other.template.split("/")[1] === template.split("/")[1])
      .filter((other) => successOf(description, other).schema?.pointer === schema.pointer)
      .flatMap((other) => documented.successes(other))
      .sort((left, right) => sharedWith(template, right) - sharedWith(template, left))[0];
  }

  /** What was shown for another operation, for this one: members that say what was done have a word for each. */
  #withAction(shown: Json | undefined, schema: SchemaNode | undefined, { method }: Operation): Json | undefined {
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

  /** Makes what a write makes by the way, each with an id of its own. */
  #withLinks(asked: Asked, example: Example | undefined, answer: Json, id: string | number | undefined): Json {
    const { operation, path } = asked;
    const { description, documented, now } = this.#options;
    let body = answer;
    for (const { resource, member } of (this.#resources as Resources).linksOf(operation)) {
      if (!isObject(body)) continue;
      const place = placeOf(resource, path);
      const old = (isObject(example?.response.body) ? example.response.body[member] : undefined) ?? body[member];
      const isVerbatim = this.#isVerbatim(asked, example) && old !== undefined && old !== null;
      const shownId = old ?? documented.idExample(resource);
      const known = (value: Json): boolean =>
        this.#store.at(place).things.has(String(value)) ||
        documented.knows(resource, { ...path, [resource.idParameter ?? ""]: String(value) });
      const linkId = isVerbatim ? (old as string | number) : this.#newId(place, resource, shownId, known);
      body = withValue(replaceId(body, old, linkId), [member], linkId);
      const [shown] = resource.read ? documented.successes(resource.read, path) : [];
      // What its own page says of how far it is goes before what its start said.
      const start = Object.fromEntries(
        Object.entries(body as JsonObject).filter(([name]) => !/^(status|state)$/i.test(name)),
      );
      const about = replaceId(shown?.response.body ?? null, this.#idIn(shown, resource), linkId);
      const own = this.#resources?.roles.get(operation)?.resource;
      const at = own === undefined || id === undefined ? undefined : `${placeOf(own, path)}/${id}`;
      const subject = isObject(about) ? sameMembers(about, start, id, at) : about;
      const { schema } = resource;
      const status = schema === undefined ? undefined : this.#endOf(schema);
      const made = compose(description, schema, {
        sent: start,
        shown: isObject(subject) ? subject : { ...status },
        now: now(),
      });
      const linked = { ...path, [resource.idParameter ?? ""]: String(linkId) };
      if (!isVerbatim || documented.item(resource, linked) === undefined)
        this.#store.put(place, String(linkId), this.#withId(made, resource, linkId));
    }
    return body;
  }

  /** The status of a job that is done, where a schema has one. */
  #endOf(schema: SchemaNode): JsonObject {
    const members = [...objectShape(this.#options.description, schema).properties].filter(([name]) =>
      /^(status|state)$/i.test(name),
    );
    return Object.fromEntries(
      members.map(([name, node]) => [name, sample(this.#options.description, node, this.#options.now())]),
    );
  }

  /** A new thing, as it will be read. */
  #made(
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
        : this.#callersOwn(answer, operation);
    } else if (isObject(read?.response.body)) {
      shown = read.response.body;
      before = this.#callersOwn(shown, operation);
    }
    const oldShown = idOf(shown, resource.idPath) ?? old;
    const value = compose(description, resource.schema, {
      sent,
      shown: shown === undefined ? undefined : replaceId(shown, oldShown, id),
      documented: before,
      now: now(),
    });
    return this.#withId(value, resource, id);
  }

  /** Of a documented thing, what a caller says: the members that the request has. */
  #callersOwn(value: Json, operation: Operation): Json {
    const { properties } = objectShape(this.#options.description, requestSchema(this.#options.description, operation));
    return isObject(value) ? Object.fromEntries(Object.entries(value).filter(([name]) => properties.has(name))) : value;
  }

  #withId(value: Json, resource: Resource, id: string | number): Json {
    const { idPath, schema } = resource;
    return idPath === undefined || !isObject(value) ? value : withValue(value, idPath, this.#typed(id, schema, idPath));
  }

  /** An id as the schema has it there: a number or a text. */
  #typed(id: string | number, schema: SchemaNode | undefined, path: readonly string[] | undefined): string | number {
    let node = schema;
    for (const name of path ?? []) node = objectShape(this.#options.description, node).properties.get(name);
    const types = node === undefined || path === undefined ? [] : typesOf(node);
    const isNumber = !types.includes("string") && types.some((type) => type === "integer" || type === "number");
    return isNumber && /^\d{1,15}$/.test(String(id)) ? Number(id) : String(id);
  }

  /** An id that the caller gives: one that the request's schema has, and that is not the server's to say. */
  #givenId(sent: Json, { idPath, schema }: Resource, operation: Operation): string | number | undefined {
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

  #newId(place: string, resource: Resource, old: Json | undefined, isTaken: (id: Json) => boolean): string | number {
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
  #idIn(example: Example | undefined, resource: Resource): Json | undefined {
    const body = example?.response.body;
    if (!isObject(body) || example === undefined) return undefined;
    const member = this.#idMember(successOf(this.#options.description, example.operation).schema, resource);
    const id = (member === undefined ? undefined : body[member]) ?? idOf(body, resource.idPath);
    return typeof id === "string" || typeof id === "number" ? id : undefined;
  }

  /** The member of a write's answer that is the id of what it wrote: called like the parameter, or what stands for it, `resourceId`, or `id`. */
  #idMember(schema: SchemaNode | undefined, resource: Resource, example?: Example): string | undefined {
    const names = [...objectShape(this.#options.description, schema).properties.keys()];
    const placeholder = plain(example?.pathParameters[resource.idParameter ?? ""] ?? "");
    const wanted = [...idNames(resource), ...(placeholder === "" ? [] : [placeholder]), "resourceid", "id"];
    for (const other of wanted) {
      const found = names.find((name) => plain(name) === other);
      if (found !== undefined) return found;
    }
    return undefined;
  }

  #emptyPage(schema: SchemaNode | undefined): Json {
    const { description, now } = this.#options;
    const place = listPlace(description, schema);
    const page = sample(description, schema, now());
    return place === undefined || place.path.length === 0 ? page : withValue(page, place.path, []);
  }

  #aRecord(resource: Resource): Json | undefined {
    const [example] = resource.list ? this.#options.documented.successes(resource.list) : [];
    const place =
      resource.list &&
      listPlace(this.#options.description, successOf(this.#options.description, resource.list).schema, resource.schema);
    return listIn(example?.response.body, place)?.[0];
  }

  /** A request that is documented as it is, body and all, is answered as documented. */
  #isVerbatim({ found, request }: Asked, example: Example | undefined): boolean {
    if (!("answerable" in found) || found.match !== "exact" || example === undefined) return false;
    if (found.answerable.exchange.id !== example.exchange.id || hasPlaceholder(found)) return false;
    const body = example.exchange.request.body ?? null;
    return body === null ? request.body === "" : true;
  }

  #exampleFor({ found, operation, path }: Asked): Example | undefined {
    const own = "answerable" in found ? this.#exampleOf(found.answerable.exchange.id, operation) : undefined;
    return own ?? this.#options.documented.successes(operation, path)[0];
  }

  #exampleOf(id: string, operation: Operation): Example | undefined {
    return this.#options.documented.successes(operation).find(({ exchange }) => exchange.id === id);
  }

  /** Things whose path is the beginning of this one's. */
  #parentsOf({ template }: Resource): readonly Resource[] {
    return (this.#resources as Resources).all.filter(
      (other) => other.kind === "items" && (template === itemOf(other) || template.startsWith(`${itemOf(other)}/`)),
    );
  }

  #hasParents(resource: Resource, path: Path): boolean {
    return this.#parentsOf(resource).every((parent) => {
      const id = path[parent.idParameter ?? ""] ?? "";
      return this.#store.at(placeOf(parent, path)).things.has(id) || this.#options.documented.knows(parent, path);
    });
  }

  /** Beneath what is gone, and in its place, there is nothing. */
  #goneAbove({ operation, path, request }: Asked): SandboxAnswer | undefined {
    const { all, roles } = this.#resources as Resources;
    const role = roles.get(operation);
    const resource = all.find((other) => {
      if (other.kind !== "items") return false;
      const isAt = operation.template === itemOf(other) || operation.template.startsWith(`${itemOf(other)}/`);
      const isRevived = role?.resource === other && role.action === "replace" && other.create === undefined;
      return isAt && !isRevived && this.#store.at(placeOf(other, path)).gone.has(path[other.idParameter ?? ""] ?? "");
    });
    if (resource === undefined) return undefined;
    const reason = `${request.path} is gone: it was deleted`;
    const documented =
      this.#options.documented.notFound(operation) ??
      (resource.read && this.#options.documented.notFound(resource.read));
    const refused = this.#options.refuse(404, reason);
    const answer = documented === undefined ? refused : { ...refused, ...wireAnswer(documented.response) };
    return {
      ...answer,
      headers: [...answer.headers, ["x-conformance-match", "state"], ["x-conformance-reason", reason]],
      match: "state",
      reason,
    };
  }

  #answer(operation: Operation, example: Example | undefined, body: Json): SandboxAnswer {
    const { status, type } = successOf(this.#options.description, operation);
    const shown = example?.response;
    const named = headerOf(shown?.headers, "content-type") ?? type;
    const headers = { ...shown?.headers, ...(named !== undefined && body !== null && { "Content-Type": named }) };
    if (Object.keys(headers).filter((name) => name.toLowerCase() === "content-type").length > 1)
      delete (headers as Record<string, string>)["Content-Type"];
    const answered = wireAnswer({
      status: shown?.status ?? status,
      headers,
      body,
    });
    const told = [
      ["x-conformance-match", "state"] as const,
      ...(example ? [["x-conformance-exchange", example.exchange.id] as const] : []),
    ];
    return {
      ...answered,
      headers: [...answered.headers, ...told],
      match: "state",
      ...(example && { exchange: example.exchange.id }),
    };
  }
}

/** What a request says: JSON, the fields of a form, or text. */
function bodyOf({ body, headers }: SandboxRequest): Json {
  if (body === "") return null;
  const contentType = headers.get("content-type");
  const type = mediaType(contentType);
  if (isMultipart(type)) return Object.fromEntries(multipartPairs(body, contentType));
  if (isFormType(type)) return Object.fromEntries(wirePairs(body));
  return isJsonType(type) || type === undefined ? (parseJson(body) ?? body) : body;
}

/** The members of a documented job that name what it is about, as this one's start says them; links to that go to `place`. */
function sameMembers(
  about: JsonObject,
  start: JsonObject,
  id: string | number | undefined,
  place: string | undefined,
): JsonObject {
  let subject: Json = about;
  for (const [name, member] of Object.entries(about)) {
    if (plain(name) === "resourceid" && id !== undefined) {
      subject = withValue(relinked(replaceId(subject, member, id), String(id), place), [name], id);
    } else if (Object.hasOwn(start, name) && typeof start[name] === typeof member) {
      subject = withValue(subject, [name], start[name] as Json);
    }
  }
  return subject as JsonObject;
}

/** A value whose links that end in this id have this path. */
function relinked(value: Json, id: string, place: string | undefined): Json {
  if (place === undefined) return value;
  if (typeof value === "string") {
    const [, origin = ""] = /^(https?:\/\/[^/]+)\/.*$/.exec(value) ?? [];
    return value.endsWith(`/${id}`) ? origin + place : value;
  }
  if (Array.isArray(value)) return value.map((item) => relinked(item, id, place));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, relinked(member, id, place)]));
}

/** How many segments of its path an example shares from the beginning. */
function sharedWith(template: string, { operation }: Example): number {
  const own = operation.template.split("/");
  const other = template.split("/");
  const differs = other.findIndex((segment, index) => segment !== own[index]);
  return differs === -1 ? other.length : differs;
}

/** What a record is known by: all of it. */
function keyOf(record: Json): string {
  return JSON.stringify(record);
}

/** The path of a collection, with the ids of what is around it. */
function placeOf({ template }: Resource, path: Path): string {
  return template.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
}

function itemOf({ template, idParameter }: Resource): string {
  return `${template}/{${idParameter}}`;
}

function hasPlaceholder({ answerable }: Extract<Found, { readonly answerable: unknown }>): boolean {
  return Object.values(answerable.pathParameters).some((value) => /^[{<]/.test(value));
}

function numberLike(id: string | undefined): Json | undefined {
  return id !== undefined && /^[{<]/.test(id) ? undefined : id;
}
