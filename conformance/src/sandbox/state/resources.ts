import type { Description } from "../../openapi/description.js";
import type { Operation } from "../../openapi/operation.js";
import { isPlaceholder } from "../../text/placeholder.js";
import {
  itemsOf,
  listPlace,
  objectShape,
  partsOf,
  requestSchema,
  type SchemaNode,
  successOf,
  typesOf,
} from "./schema-node.js";

/**
 * Operations of a description that are about the same things, so that one reads what another one wrote. `items` have an id in their path,
 * `records` are found by what is in them.
 */
export interface Resource {
  readonly kind: "items" | "records";
  /** Path template of the collection. */
  readonly template: string;
  /** The name of the path parameter that is the id. */
  readonly idParameter: string | undefined;
  readonly list: Operation | undefined;
  readonly create: Operation | undefined;
  readonly read: Operation | undefined;
  /** Of one item, as it is read. */
  readonly schema: SchemaNode | undefined;
  /** Where the id stands in an item. */
  readonly idPath: readonly string[] | undefined;
}

/** What an operation does with a resource. */
export interface Role {
  readonly resource: Resource;
  readonly action: "list" | "create" | "read" | "replace" | "patch" | "delete" | "part";
  /** The member that a `part` is. */
  readonly part?: string;
}

/** A resource whose items a write makes by the way, such as the job that does it. */
export interface Link {
  readonly resource: Resource;
  /** The member of the answer that is the id. */
  readonly member: string;
}

/** The resources of a description, found by paths and schemas alone. */
export class Resources {
  readonly all: readonly Resource[];
  readonly roles: ReadonlyMap<Operation, Role>;
  /** What reads beneath an item: its parts, its progress. */
  readonly beneath: ReadonlyMap<Operation, Resource>;
  /** What reads one item, also of things that a write makes by the way. */
  readonly reads: ReadonlyMap<Operation, Resource>;
  readonly #links = new Map<Operation, readonly Link[]>();
  readonly #description: Description;
  readonly #readable: readonly Resource[];

  constructor(description: Description) {
    this.#description = description;
    const finder = new Finder(description);
    this.all = finder.find();
    this.roles = finder.roles;
    this.#readable = [...this.all, ...finder.readOnly()].filter(
      ({ read, kind, schema }) => kind === "items" && read !== undefined && schema !== undefined,
    );
    this.beneath = finder.beneath;
    this.reads = new Map(this.#readable.flatMap((resource) => (resource.read ? [[resource.read, resource]] : [])));
  }

  /** What a write makes beside its own resource. */
  linksOf(operation: Operation): readonly Link[] {
    const known = this.#links.get(operation);
    if (known !== undefined) return known;
    const found = this.#findLinks(operation);
    this.#links.set(operation, found);
    return found;
  }

  #findLinks(operation: Operation): Link[] {
    const own = this.roles.get(operation)?.resource;
    if (operation.method === "GET" || (operation.method !== "POST" && own === undefined)) return [];
    const attributes = objectShape(this.#description, own?.schema).properties;
    const sent = objectShape(this.#description, requestSchema(this.#description, operation)).properties;
    const answer = objectShape(this.#description, successOf(this.#description, operation).schema).properties;
    return this.#readable.flatMap((resource) => {
      const isOwn = resource.template === own?.template || operation.template.includes(`{${resource.idParameter}}`);
      if (isOwn || firstSegment(resource.template) !== firstSegment(operation.template)) return [];
      const names = idNames(resource);
      const member = [...answer.keys()].find(
        (name) => !sent.has(name) && !attributes.has(name) && names.includes(plain(name)),
      );
      return member === undefined ? [] : [{ resource, member }];
    });
  }
}

/** The path of a collection, with the ids of what is around it. */
export function placeOf({ template }: Resource, path: Readonly<Record<string, string>>): string {
  return template.replace(/\{([^}]+)\}/g, (_, name: string) => encodeURIComponent(path[name] ?? ""));
}

/** The path template of one item. */
export function itemOf({ template, idParameter }: Resource): string {
  return `${template}/{${idParameter}}`;
}

/** How an item's id may be called where it stands among other ids: `userid`, `feedfileid`. */
export function idNames({ template, idParameter = "" }: Pick<Resource, "template" | "idParameter">): string[] {
  const parameter = plain(idParameter);
  const last = template.split("/").findLast((segment) => segment !== "" && !segment.startsWith("{")) ?? "";
  const named = `${singular(plain(last))}id`;
  return parameter === "id" ? [named] : [parameter, named];
}

/** The letters and digits of a name, in lower case: `web-hook-id`, `webhookId` and `web_hook_id` are one. */
export function plain(name: string): string {
  return name.toLowerCase().replace(/[^a-z0-9]/g, "");
}

function singular(word: string): string {
  if (word.endsWith("ies")) return `${word.slice(0, -3)}y`;
  if (/(ss|x|ch|sh)es$/.test(word)) return word.slice(0, -2);
  return word.endsWith("s") && !word.endsWith("ss") ? word.slice(0, -1) : word;
}

function firstSegment(template: string): string {
  return template.split("/")[1] ?? "";
}

class Finder {
  readonly roles = new Map<Operation, Role>();
  readonly beneath = new Map<Operation, Resource>();
  readonly #description: Description;
  readonly #byTemplate = new Map<string, Map<string, Operation>>();

  constructor(description: Description) {
    this.#description = description;
    const tokenPaths = new Set(description.tokenEndpoints.map(({ path }) => path));
    for (const operation of description.routes.operations) {
      if (tokenPaths.has(operation.template)) continue;
      const methods = this.#byTemplate.get(operation.template) ?? new Map<string, Operation>();
      methods.set(operation.method, operation);
      this.#byTemplate.set(operation.template, methods);
    }
  }

  find(): Resource[] {
    const found: Resource[] = [];
    const templates = [...this.#byTemplate.keys()];
    // What has something made in it is a collection first: its path may look like an item of the path above.
    for (const template of templates) {
      const create = this.#at(template, "POST");
      const idParameter = create && this.#idParameterOf(template);
      if (create === undefined || idParameter === undefined) continue;
      this.#add(found, this.#collection(template, idParameter));
    }
    for (const template of templates) {
      const [read, create] = [this.#at(template, "GET"), this.#at(template, "POST")];
      if (read === undefined || create === undefined || this.roles.has(read) || this.roles.has(create)) continue;
      const isSearch = this.#answersList(create) && this.#listItems(create) === this.#listItems(read);
      if (this.#answersList(read) && !isSearch && !this.#sameShape(read, create))
        this.#add(found, this.#records(template));
    }
    for (const template of templates) {
      const collection = parentOf(template);
      if (
        collection === undefined ||
        [...(this.#byTemplate.get(template)?.values() ?? [])].some((at) => this.roles.has(at))
      )
        continue;
      const idParameter = lastSegment(template).slice(1, -1);
      this.#add(found, this.#collection(collection, idParameter));
    }
    return found;
  }

  /** What can only be read here, and may be made by a write elsewhere. */
  readOnly(): Resource[] {
    return [...this.#byTemplate.keys()].flatMap((template) => {
      const collection = parentOf(template);
      const read = this.#at(template, "GET");
      if (collection === undefined || read === undefined || this.roles.has(read)) return [];
      const resource = this.#collection(collection, lastSegment(template).slice(1, -1));
      for (const operation of this.#beneath(resource))
        if (!this.beneath.has(operation)) this.beneath.set(operation, resource);
      return [resource];
    });
  }

  #at(template: string, method: string): Operation | undefined {
    return this.#byTemplate.get(template)?.get(method);
  }

  /** The parameter behind the path of a collection. */
  #idParameterOf(template: string): string | undefined {
    const prefix = `${template.replace(/\/$/, "")}/`;
    for (const other of this.#byTemplate.keys()) {
      const segment = other.startsWith(prefix) ? (other.slice(prefix.length).split("/")[0] ?? "") : "";
      if (isPlaceholder(segment)) return segment.slice(1, -1);
    }
    return undefined;
  }

  #collection(template: string, idParameter: string): Resource {
    const item = `${template}/{${idParameter}}`;
    const [read, list, create] = [this.#at(item, "GET"), this.#at(template, "GET"), this.#at(template, "POST")];
    const listed = list && this.#answersList(list) ? list : undefined;
    const readSchema = read && this.#answer(read);
    const items = listed && listPlace(this.#description, this.#answer(listed), readSchema)?.items;
    const schema = readSchema ?? items ?? (create && this.#answer(create));
    const resource = { kind: "items", template, idParameter, list: listed, create, read, schema } as const;
    return { ...resource, idPath: this.#idPath(resource, schema) };
  }

  #records(template: string): Resource {
    const [list, create] = [this.#at(template, "GET"), this.#at(template, "POST")];
    const schema = list && listPlace(this.#description, this.#answer(list))?.items;
    return {
      kind: "records",
      template,
      idParameter: undefined,
      list,
      create,
      read: undefined,
      schema,
      idPath: undefined,
    };
  }

  /** Takes a resource when something is written and something is read. */
  #add(found: Resource[], resource: Resource): void {
    const own = this.#rolesIn(resource).filter(([operation]) => !this.roles.has(operation));
    const beneath = this.#beneath(resource);
    const reads = own.some(([, { action }]) => action === "read" || action === "list") || beneath.length > 0;
    const writes = own.some(([{ method }]) => method !== "GET");
    if (!reads || !writes || !this.#showsId(resource)) return;
    found.push(resource);
    for (const [operation, role] of own) this.roles.set(operation, role);
    for (const operation of beneath) if (!this.beneath.has(operation)) this.beneath.set(operation, resource);
  }

  /** What nobody could ask for again is not kept. */
  #showsId({ kind, create, list, idPath }: Resource): boolean {
    if (kind !== "items" || create === undefined || list !== undefined || idPath !== undefined) return true;
    return objectShape(this.#description, this.#answer(create)).properties.size > 0;
  }

  #beneath({ kind, template, idParameter }: Resource): Operation[] {
    if (kind !== "items") return [];
    const prefix = `${template}/{${idParameter}}/`;
    return [...this.#byTemplate].flatMap(([other, methods]) => {
      const read = other.startsWith(prefix) ? methods.get("GET") : undefined;
      return read === undefined ? [] : [read];
    });
  }

  #rolesIn(resource: Resource): [Operation, Role][] {
    const { template, idParameter, list, create, kind } = resource;
    const roles: [Operation, Role][] = [];
    const give = (operation: Operation | undefined, action: Role["action"], part?: string): void => {
      if (operation !== undefined) roles.push([operation, { resource, action, ...(part !== undefined && { part }) }]);
    };
    give(list, "list");
    give(create, "create");
    if (kind === "records") give(this.#at(template, "DELETE"), "delete");
    const item = `${template}/{${idParameter}}`;
    if (kind === "items") {
      give(this.#at(item, "GET"), "read");
      give(this.#at(item, "PUT"), "replace");
      give(this.#at(item, "PATCH"), "patch");
      give(this.#at(item, "DELETE"), "delete");
      give(
        this.#sameShape(this.#at(item, "GET"), this.#at(item, "POST")) ? this.#at(item, "POST") : undefined,
        "replace",
      );
    }
    if (kind !== "items") return roles;
    const members = objectShape(this.#description, resource.schema).properties;
    for (const [other, methods] of this.#byTemplate) {
      if (!other.startsWith(`${item}/`)) continue;
      const part = lastSegment(other);
      for (const [method, operation] of methods) {
        const isPart = other === `${item}/${part}` && members.has(part) && method !== "GET" && method !== "DELETE";
        if (isPart && this.#answer(operation)?.pointer === resource.schema?.pointer) give(operation, "part", part);
      }
    }
    return roles;
  }

  #answer(operation: Operation): SchemaNode | undefined {
    return successOf(this.#description, operation).schema;
  }

  /** Whether an operation answers a list, or a page of one. */
  #answersList(operation: Operation): boolean {
    const schema = this.#answer(operation);
    const place = listPlace(this.#description, schema);
    if (schema === undefined || place === undefined) return false;
    return place.path.length === 0 || typesOf(place.items ?? schema).includes("object") || place.items === undefined;
  }

  #listItems(operation: Operation): string | undefined {
    return listPlace(this.#description, this.#answer(operation))?.items?.pointer;
  }

  /** Whether what is sent by the one is what the other answers. */
  #sameShape(read: Operation | undefined, write: Operation | undefined): boolean {
    const sent = write && requestSchema(this.#description, write);
    const answered = read && this.#answer(read);
    if (sent === undefined || answered === undefined) return false;
    // Nobody says what is answered; what was sent is as good an answer as any.
    if (Object.keys(answered.value).length === 0) return true;
    const either = [
      answered,
      ...partsOf(this.#description, answered, "anyOf"),
      ...partsOf(this.#description, answered, "oneOf"),
    ];
    if (either.some(({ pointer }) => pointer === sent.pointer)) return true;
    const [a, b] = [
      objectShape(this.#description, sent).properties,
      objectShape(this.#description, answered).properties,
    ];
    if (typesOf(sent).includes("array")) return false;
    return a.size > 0 && [...a].every(([name, node]) => isSame(this.#description, b.get(name), node));
  }

  /** The member that is an item's id: called like the parameter, else `id`, else what the parameter's name ends in; at most one level down. */
  #idPath(
    resource: Pick<Resource, "template" | "idParameter">,
    schema: SchemaNode | undefined,
  ): readonly string[] | undefined {
    const { properties } = objectShape(this.#description, schema);
    const names = idNames(resource);
    const parameter = plain(resource.idParameter ?? "");
    const byName = [...properties.keys()].find((name) => names.includes(plain(name)));
    if (byName !== undefined) return [byName];
    const byId = [...properties.keys()].find((name) => plain(name) === "id");
    if (byId !== undefined) return [byId];
    for (const [name, node] of properties) {
      const inner = objectShape(this.#description, node).properties;
      const found = [...inner.keys()].find((member) => names.includes(plain(member)));
      if (found !== undefined) return [name, found];
    }
    const [longest] = [...properties.keys()]
      .filter((name) => plain(name).length > 2 && parameter.endsWith(plain(name)))
      .sort((left, right) => right.length - left.length);
    return longest === undefined ? undefined : [longest];
  }
}

function isSame(description: Description, left: SchemaNode | undefined, right: SchemaNode): boolean {
  if (left === undefined) return false;
  if (left.pointer === right.pointer) return true;
  const [a, b] = [itemsOf(description, left), itemsOf(description, right)];
  return a !== undefined && a.pointer === b?.pointer;
}

/** The path above an item's; `undefined` when the last segment is no parameter. */
function parentOf(template: string): string | undefined {
  const last = lastSegment(template);
  return isPlaceholder(last) ? template.slice(0, -last.length - 1) : undefined;
}

function lastSegment(template: string): string {
  return template.slice(template.lastIndexOf("/") + 1);
}
