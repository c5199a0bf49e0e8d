import {
  type Client,
  type ClientDefinition,
  ConfigurationError,
  checkOrigin,
  createClient,
  type RequestParts,
} from "@x/client-core";
import type { Filled } from "./filled-paths.js";
import type { ProductOptions } from "./options.js";

/** Where the client's options put a call. */
export interface Place {
  /** Default `https://api.8x8.com`. */
  origin?: string | undefined;
  /** Path parameters, by name; `undefined`: the option behind it is not set. */
  path?: Readonly<Record<string, string | undefined>>;
  /** Headers, by name; `undefined`: the option behind it is not set. */
  headers?: Readonly<Record<string, string | undefined>>;
}

/** What a product says of itself. */
export interface Product extends Pick<ClientDefinition, "policy" | "paging" | "close"> {
  /** As messages name it. */
  title: string;
  /** Puts credentials on. */
  authorize: NonNullable<ClientDefinition["authorize"]>;
  /** @throws ConfigurationError for an option that leads nowhere; asked before each call. */
  place?: (operation: string) => Place;
}

/** Host of all products but those of the contact center's clusters and of the journeys in Europe. */
export const API_ORIGIN = "https://api.8x8.com";

/** A client of one product. An option that leads nowhere is said at the call: the other products go on working. */
export function createProduct<Paths, FilledNames extends string, Pages = Record<never, never>>(
  { title, place = () => ({}), ...definition }: Product,
  options: ProductOptions,
): Client<Filled<Paths, FilledNames>, Pages> {
  let { origin } = options;
  if (origin === undefined) {
    try {
      origin = place("").origin;
    } catch {
      // Said at the call.
    }
  }
  return createClient(
    {
      vendor: "8x8",
      ...definition,
      origin: checkOrigin("origin", origin ?? API_ORIGIN),
      prepare: (operation, parts) => complete(title, operation, parts, place(operation)),
    },
    options,
  );
}

/** Puts path parameters and headers where the caller gave none. */
function complete(title: string, operation: string, parts: RequestParts, { path, headers }: Place): RequestParts {
  const params = { ...parts.params, path: { ...path, ...parts.params?.path } };
  for (const name in path) {
    if (params.path[name] === undefined && operation.includes(`{${name}}`)) {
      throw new ConfigurationError("tenant", `is missing for ${title}; set the option, or params.path.${name}`);
    }
  }
  let given = parts.headers;
  for (const [name, value] of Object.entries(headers ?? {})) {
    const { [name]: own } = (params.header ?? {}) as Record<string, unknown>;
    if (value === undefined || own !== undefined) continue;
    // The caller's own come later, and win.
    if (!(given instanceof Headers)) given = { [name]: value, ...given };
    else if (!given.has(name)) given = new Headers([...given, [name, value]]);
  }
  return { ...parts, params, headers: given };
}
