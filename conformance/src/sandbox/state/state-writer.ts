import type { Json, JsonObject } from "../../exchange/types.js";
import { wirePairs } from "../../text/pairs.js";
import type { SandboxAnswer } from "../types.js";
import { compose, isObject } from "./compose.js";
import type { Example } from "./documented.js";
import type { Ids } from "./ids.js";
import { sameMembers } from "./job.js";
import { itemOf, placeOf, type Resource, type Resources, type Role } from "./resources.js";
import { itemsOf, objectShape, type SchemaNode, successOf, typesOf } from "./schema-node.js";
import { bodyOf } from "./sent-body.js";
import type { Shapes } from "./shapes.js";
import { stateAnswer } from "./state-answer.js";
import { fits } from "./state-reader.js";
import type { Store } from "./store.js";
import { type Asked, hasPlaceholder, type Path, type StateOptions } from "./types.js";
import { idOf, keyOf, listIn, merged, replaceId, shownId, withValue } from "./values.js";

/** Writes, and puts together what a write is answered. */
export class StateWriter {
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

  write(asked: Asked, role: Role): SandboxAnswer | undefined {
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
    const old = this.#ids.shownIn(example, resource) ?? documented.idExample(resource);
    const given = this.#ids.given(sent, resource, operation);
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
      (isVerbatim && this.#ids.shownIn(example, resource) !== undefined
        ? (old as string | number)
        : this.#ids.make(place, resource, old, isTaken));
    this.#store.put(place, String(id), this.#shapes.made(resource, operation, example, sent, id, old));
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
      const documented = current === undefined ? undefined : this.#shapes.callersOwn(current, operation);
      value = compose(this.#options.description, schema, { sent, shown: current, documented, now });
    }
    this.#store.put(place, id, this.#ids.withId(value, resource, id));
    const answer = this.#writeAnswer(asked, resource, example, {
      sent,
      id: this.#ids.typed(id, schema, resource.idPath),
      old: this.#ids.shownIn(example, resource) ?? shownId(example?.pathParameters[resource.idParameter ?? ""]),
    });
    return this.#isVerbatim(asked, example) ? undefined : answer;
  }

  /** A change of what the documentation knows by its id alone: it is what was sent. */
  #kept(asked: Asked, resource: Resource, example: Example | undefined, sent: Json): SandboxAnswer {
    const { operation, path } = asked;
    const id = path[resource.idParameter ?? ""] ?? "";
    this.#store.put(placeOf(resource, path), id, this.#shapes.made(resource, operation, example, sent, id, undefined));
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
    const old = this.#ids.shownIn(example, resource) ?? shownId(example?.pathParameters[resource.idParameter ?? ""]);
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
              shown: this.#shapes.aRecord(resource),
              documented: this.#shapes.aRecord(resource),
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
      return stateAnswer(this.#options, operation, example, made);
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
    ].filter((record) => fits(record, query, resource));
    if (there.length === 0) return undefined;
    for (const record of there) this.#store.remove(place, keyOf(record));
    return this.#writeAnswer(asked, resource, this.#exampleFor(asked), { sent: null, id: undefined, old: undefined });
  }

  /** A write that makes something by the way, and has no thing of its own. */
  writeBeside(asked: Asked): SandboxAnswer | undefined {
    const example = this.#exampleFor(asked);
    if (example === undefined && !("answerable" in asked.found)) return undefined;
    const answer = this.#writeAnswer(asked, undefined, example, {
      sent: bodyOf(asked.request),
      id: undefined,
      old: undefined,
    });
    return this.#isVerbatim(asked, example) ? undefined : answer;
  }

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
      const like = example ?? this.#shapes.likeExample(operation, schema);
      const oldId = example === undefined && resource !== undefined ? this.#ids.shownIn(like, resource) : old;
      const replaced = id === undefined ? like?.response.body : replaceId(like?.response.body ?? null, oldId, id);
      const shown = example === undefined ? this.#shapes.withAction(replaced, schema, operation) : replaced;
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
      const member = resource && id !== undefined ? this.#ids.memberOf(schema, resource, example) : undefined;
      if (
        member !== undefined &&
        id !== undefined &&
        isObject(body) &&
        (example === undefined || Object.hasOwn(body, member))
      )
        body = withValue(body, [member], this.#ids.typed(id, schema, [member]));
    }
    return stateAnswer(this.#options, operation, example, this.#withLinks(asked, example, body, id));
  }

  /** Makes what a write makes by the way, each with an id of its own. */
  #withLinks(asked: Asked, example: Example | undefined, answer: Json, id: string | number | undefined): Json {
    const { operation, path } = asked;
    const { description, documented, now } = this.#options;
    let body = answer;
    for (const { resource, member } of this.#resources.linksOf(operation)) {
      if (!isObject(body)) continue;
      const place = placeOf(resource, path);
      const old = (isObject(example?.response.body) ? example.response.body[member] : undefined) ?? body[member];
      const isVerbatim = this.#isVerbatim(asked, example) && old !== undefined && old !== null;
      const shownId = old ?? documented.idExample(resource);
      const known = (value: Json): boolean =>
        this.#store.at(place).things.has(String(value)) ||
        documented.knows(resource, { ...path, [resource.idParameter ?? ""]: String(value) });
      const linkId = isVerbatim ? (old as string | number) : this.#ids.make(place, resource, shownId, known);
      body = withValue(replaceId(body, old, linkId), [member], linkId);
      const [shown] = resource.read ? documented.successes(resource.read, path) : [];
      // What its own page says of how far it is goes before what its start said.
      const start = Object.fromEntries(
        Object.entries(body as JsonObject).filter(([name]) => !/^(status|state)$/i.test(name)),
      );
      const about = replaceId(shown?.response.body ?? null, this.#ids.shownIn(shown, resource), linkId);
      const own = this.#resources.roles.get(operation)?.resource;
      const at = own === undefined || id === undefined ? undefined : `${placeOf(own, path)}/${id}`;
      const subject = isObject(about) ? sameMembers(about, start, id, at) : about;
      const { schema } = resource;
      const status = schema === undefined ? undefined : this.#shapes.endOf(schema);
      const made = compose(description, schema, {
        sent: start,
        shown: isObject(subject) ? subject : { ...status },
        now: now(),
      });
      const linked = { ...path, [resource.idParameter ?? ""]: String(linkId) };
      if (!isVerbatim || documented.item(resource, linked) === undefined)
        this.#store.put(place, String(linkId), this.#ids.withId(made, resource, linkId));
    }
    return body;
  }

  /** A request that is documented as it is, body and all, is answered as documented. */
  #isVerbatim({ found, request }: Asked, example: Example | undefined): boolean {
    if (!("answerable" in found) || found.match !== "exact" || example === undefined) return false;
    if (found.answerable.exchange.id !== example.exchange.id || hasPlaceholder(found)) return false;
    const body = example.exchange.request.body ?? null;
    return body === null ? request.body === "" : true;
  }

  #exampleFor({ found, operation, path }: Asked): Example | undefined {
    const own =
      "answerable" in found ? this.#options.documented.example(found.answerable.exchange.id, operation) : undefined;
    return own ?? this.#options.documented.successes(operation, path)[0];
  }

  /** Things whose path is the beginning of this one's. */
  #parentsOf({ template }: Resource): readonly Resource[] {
    return this.#resources.all.filter(
      (other) => other.kind === "items" && (template === itemOf(other) || template.startsWith(`${itemOf(other)}/`)),
    );
  }

  #hasParents(resource: Resource, path: Path): boolean {
    return this.#parentsOf(resource).every((parent) => {
      const id = path[parent.idParameter ?? ""] ?? "";
      return this.#store.at(placeOf(parent, path)).things.has(id) || this.#options.documented.knows(parent, path);
    });
  }
}
