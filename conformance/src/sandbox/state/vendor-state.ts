import type { RouteMatch } from "../../openapi/route-index.js";
import { wireAnswer } from "../../replay/wire-answer.js";
import type { Found } from "../find-exchange.js";
import type { SandboxAnswer, SandboxRequest } from "../types.js";
import { Ids } from "./ids.js";
import { itemOf, placeOf, Resources } from "./resources.js";
import { Shapes } from "./shapes.js";
import { StateReader } from "./state-reader.js";
import { StateWriter } from "./state-writer.js";
import { Store } from "./store.js";
import type { Asked, StateOptions } from "./types.js";

/** What is made when something is written first: a sandbox that is only read from has none of it. */
interface Parts {
  readonly resources: Resources;
  readonly reader: StateReader;
  readonly writer: StateWriter;
}

/**
 * What was created can be read, shows in the list, is changed by a write and gone after a delete. Which operations belong together follows from
 * paths and schemas of the description; answers have the shape of the documented ones. There is no code for a single exchange in it.
 */
export class VendorState {
  readonly #options: StateOptions;
  readonly #store = new Store();
  #made: Parts | undefined;

  constructor(options: StateOptions) {
    this.#options = options;
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
    const { resources, reader, writer } = this.#parts();
    const asked: Asked = { request, operation, path, found };
    const lost = this.#goneAbove(asked);
    if (lost !== undefined) return lost;
    const role = resources.roles.get(operation);
    if (operation.method === "GET") return reader.read(asked, role);
    if (role !== undefined) return writer.write(asked, role);
    return resources.linksOf(operation).length > 0 ? writer.writeBeside(asked) : undefined;
  }

  /** Why an item is not there, in words; `undefined` when the operation is about none. */
  unknown({ operation, pathParameters: path }: RouteMatch): string | undefined {
    const { reads, roles } = this.#parts().resources;
    const resource = reads.get(operation) ?? roles.get(operation)?.resource;
    const id = path[resource?.idParameter ?? ""];
    if (resource === undefined || id === undefined || this.#options.documented.knows(resource, path)) return undefined;
    return "this id is neither documented nor was it made here";
  }

  #parts(): Parts {
    if (this.#made !== undefined) return this.#made;
    const resources = new Resources(this.#options.description);
    const ids = new Ids(this.#options, this.#store);
    const shapes = new Shapes(this.#options, ids);
    const parts = [this.#options, this.#store, resources, ids, shapes] as const;
    this.#made = { resources, reader: new StateReader(...parts), writer: new StateWriter(...parts) };
    return this.#made;
  }

  /** Beneath what is gone, and in its place, there is nothing. */
  #goneAbove({ operation, path, request }: Asked): SandboxAnswer | undefined {
    const { all, roles } = this.#parts().resources;
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
}
