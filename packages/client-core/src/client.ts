import { ConfigurationError, checkUrl, isConfigurationError } from "@x/auth-core";
import { buildMessage, buildUrl, type RequestParts } from "./build-request.js";
import { type Call, factsOf, type Layer, type OperationPolicy } from "./call.js";
import type { ApiError } from "./errors.js";
import { createEmit } from "./events.js";
import { type ClientOptions, checkCallOptions, checkOptions } from "./options.js";
import { type PagingStrategy, paginate } from "./paginate.js";
import { createPipeline, newCall } from "./pipeline.js";
import { formatError, readData, readError } from "./read-response.js";
import type { CallOptions, CallResult, Client, UnpagedClient } from "./types.js";

/** What a vendor's package says of its API. */
export interface ClientDefinition {
  /** Short name of the vendor, for errors and events. */
  vendor: string;
  /** Scheme and host that the paths hang on. */
  origin: string;
  /** Puts credentials on requests, e.g. {@link bearer}. */
  authorize?: Layer | undefined;
  /** What is special about an operation, e.g. `GET /things`. */
  policy?: ((operation: string) => OperationPolicy | undefined) | undefined;
  /** Completes and checks what the caller gave, before a request is made of it. */
  prepare?: ((operation: string, parts: RequestParts) => RequestParts) | undefined;
  /** The error of a 2xx that reports failures of its own, e.g. one of {@link partialFailure}. */
  review?: ((call: Call, data: unknown, response: Response) => ApiError | undefined) | undefined;
  /** How the operations that page do it, by path. */
  paging?: Readonly<Record<string, PagingStrategy>> | undefined;
  /** Called by `close()`. */
  close?: (() => void) | undefined;
}

type LooseInit = RequestParts & CallOptions;
type Result = CallResult<unknown, unknown>;

/**
 * A scheme and host without anything behind.
 * @throws ConfigurationError naming `option`.
 */
export function checkOrigin(option: string, value: unknown): string {
  const url = checkUrl(option, value);
  if (url.pathname !== "/" || url.search || url.hash) {
    throw new ConfigurationError(option, "must hold no path: scheme and host only");
  }
  return url.origin;
}

/**
 * A client over a vendor's API.
 * @throws ConfigurationError for an option that cannot work.
 */
export function createClient<Paths, Paged = Record<never, never>>(
  definition: ClientDefinition,
  options: ClientOptions,
): Client<Paths, Paged> {
  const { client, begin, perform } = createCalls(definition, options);
  return Object.assign(client, {
    paginate: (path: string, given?: LooseInit | null) => {
      const init: LooseInit = given || {};
      const { vendor } = definition;
      const strategy = definition.paging?.[path];
      if (!strategy) throw new ConfigurationError("path", `${path} does not page; call it with GET`, { vendor });
      return paginate(strategy, init, async (page) => {
        const call = begin(`GET ${path}`, init);
        const { data, error, response } = await perform(call, "GET", path, page);
        if (error) throw error;
        return { data, response, refuse: (what) => formatError(call, response, what) };
      });
    },
    // The types are those of the description; at run time a path is a path.
  }) as unknown as Client<Paths, Paged>;
}

/**
 * A client over a vendor's API in which nothing pages. A bundle is smaller by what paging takes.
 * @throws ConfigurationError for an option that cannot work.
 */
export function createUnpagedClient<Paths>(definition: ClientDefinition, options: ClientOptions): UnpagedClient<Paths> {
  return createCalls(definition, options).client as unknown as UnpagedClient<Paths>;
}

function createCalls(definition: ClientDefinition, options: ClientOptions) {
  checkOptions(options);
  const { vendor } = definition;
  const origin = checkOrigin("origin", definition.origin);
  const send = createPipeline({
    ...options,
    origins: [origin],
    authorize: definition.authorize,
    emit: createEmit(options.onEvent),
  });

  function begin(operation: string, init: LooseInit): Call {
    const known = definition.policy?.(operation) ?? {};
    const { retry } = init;
    const isAsked = retry !== undefined && known.retry !== "never";
    return newCall(vendor, operation, isAsked ? { ...known, retry: retry ? "always" : "never" } : known, init);
  }

  async function perform(call: Call, method: string, path: string, init: LooseInit): Promise<Result> {
    try {
      checkCallOptions(init);
      const { operation, policy } = call;
      const parts = definition.prepare?.(operation, init) ?? init;
      const url = buildUrl(origin, path, parts, policy);
      const response = await send(url, { ...buildMessage(method, parts, policy), call });
      const { ok, status } = response;
      const data = ok ? readData(call, method, response) : undefined;
      const error = ok ? definition.review?.(call, data, response) : readError(call, response);
      const result: object = error ? { error, status } : { data, status };
      // Not enumerable: its headers are the vendor's own words, which no log should print by accident.
      return Object.defineProperty(result, "response", { value: response }) as Result;
    } catch (error) {
      // Where an option is checked, the call is not known. A path that is none may be anything, a credential too.
      if (isConfigurationError(error) && !error.vendor) {
        Object.assign(error, error.option === "path" ? { vendor } : factsOf(call));
      }
      throw error;
    }
  }

  const request = (method: string, path: string, given?: LooseInit | null) => {
    const init: LooseInit = given || {};
    return perform(begin(`${method} ${path}`, init), method, path, init);
  };
  const client: Record<string, unknown> = { request, close: () => definition.close?.() };
  for (const method of "GET PUT POST DELETE OPTIONS HEAD PATCH TRACE".split(" ")) {
    client[method] = (path: string, init?: LooseInit) => request(method, path, init);
  }
  return { client, begin, perform };
}
