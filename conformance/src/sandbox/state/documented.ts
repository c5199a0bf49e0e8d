import type { DocumentedResponse, Exchange, Json } from "../../exchange/types.js";
import type { Description } from "../../openapi/description.js";
import type { Operation } from "../../openapi/operation.js";
import { matchesDocumented } from "../../text/matches-documented.js";
import { isPlaceholder } from "../../text/placeholder.js";
import { isObject } from "./compose.js";
import type { Resource } from "./resources.js";
import { listPlace, successOf } from "./schema-node.js";
import { idOf, listIn } from "./values.js";

/** An exchange with an answer, whatever its status, as an answer to its own operation. */
export interface Example {
  readonly operation: Operation;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly exchange: Exchange;
  readonly response: DocumentedResponse;
}

/** What the documentation shows of a vendor's things before anything is written. */
export class Documented {
  readonly #description: Description;
  readonly #examples: readonly Example[];

  constructor(description: Description, examples: readonly Example[]) {
    this.#description = description;
    this.#examples = examples;
  }

  /** The successes that are documented for an operation; those of the same path first. */
  successes(operation: Operation, path: Readonly<Record<string, string>> = {}): readonly Example[] {
    const own = this.#examples.filter(
      ({ operation: other, response: { status } }) => other === operation && status >= 200 && status < 300,
    );
    return [...own.filter((example) => isAt(example, path)), ...own.filter((example) => !isAt(example, path))];
  }

  /** The exchange with this id, if it documents a success of the operation. */
  example(id: string, operation: Operation): Example | undefined {
    return this.successes(operation).find(({ exchange }) => exchange.id === id);
  }

  /** The answer that is documented for what is not there. */
  notFound(operation: Operation): Example | undefined {
    return this.#examples.find((example) => example.operation === operation && example.response.status === 404);
  }

  /** An id that the documentation shows. */
  idExample({ template, idParameter, read, list, create, idPath }: Resource): Json | undefined {
    const shown = [read, list, create].flatMap((operation) => (operation ? this.successes(operation) : []));
    for (const { operation, response } of shown) {
      const items = operation === list ? this.#itemsOf(operation, response.body) : [response.body ?? null];
      const id = items.map((item) => idOf(item, idPath)).find((value) => value !== undefined && value !== null);
      if (id !== undefined) return id;
    }
    const item = `${template}/{${idParameter}}`;
    return this.#examples
      .filter(({ operation }) => operation.template === item || operation.template.startsWith(`${item}/`))
      .map(({ pathParameters }) => pathParameters[idParameter ?? ""] ?? "")
      .find((value) => value !== "" && !isPlaceholder(value));
  }

  /** Whether the documentation shows the item with this id: in a path, in a list, as what was made. */
  knows(resource: Resource, path: Readonly<Record<string, string>>): boolean {
    const { template, idParameter = "" } = resource;
    const item = `${template}/{${idParameter}}`;
    const inPath = this.#examples.some(
      (example) =>
        (example.operation.template === item || example.operation.template.startsWith(`${item}/`)) &&
        example.response.status < 300 &&
        isAt(example, path, idParameter),
    );
    return inPath || this.item(resource, path) !== undefined;
  }

  /** The item as the documentation shows it; `undefined` when it does not. */
  item(resource: Resource, path: Readonly<Record<string, string>>): Json | undefined {
    const { read, list, create, idParameter = "", idPath } = resource;
    const wanted = path[idParameter];
    const shown = read && this.successes(read).find((example) => isAt(example, path, idParameter));
    if (shown?.response.body !== undefined) return shown.response.body;
    for (const operation of [list, create]) {
      if (operation === undefined) continue;
      for (const example of this.successes(operation)) {
        const body = example.response.body ?? null;
        const found = (operation === list ? this.#itemsOf(operation, body) : [body]).find(
          (item) => isObject(item) && String(idOf(item, idPath)) === wanted,
        );
        if (found !== undefined && isAt(example, path)) return found;
      }
    }
    return undefined;
  }

  #itemsOf(operation: Operation, body: Json | undefined): readonly Json[] {
    const place = listPlace(this.#description, successOf(this.#description, operation).schema);
    return listIn(body, place) ?? [];
  }
}

/** Whether an exchange is at the same path, as far as both have its parameters; with `id` it has to have that one. */
function isAt({ pathParameters }: Example, path: Readonly<Record<string, string>>, id?: string): boolean {
  if (id !== undefined && pathParameters[id] === undefined) return false;
  return Object.entries(pathParameters).every(
    ([name, value]) => path[name] === undefined || matchesDocumented(value, path[name]),
  );
}
