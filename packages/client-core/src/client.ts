import { checkUrl, ConfigurationError } from "@x/auth-core";
import { buildMessage, buildUrl, type RequestParts } from "./build-request.js";
import type { Layer, OperationPolicy } from "./call.js";
import { createEmit } from "./events.js";
import { checkOptions, type ClientOptions } from "./options.js";
import { type PagingStrategy, paginate } from "./paginate.js";
import { createPipeline, newCall } from "./pipeline.js";
import { readData, readError } from "./read-response.js";
import type { CallOptions, CallResult, Client } from "./types.js";

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
  /** How the operations that page do it, by path. */
  paging?: Readonly<Record<string, PagingStrategy>> | undefined;
  /** Called by `close()`. */
  close?: (() => void) | undefined;
}

type LooseInit = RequestParts & CallOptions;

/**
 * A scheme and host without anything behind.
 * @throws ConfigurationError naming `option`.
 */
export function checkOrigin(option: string, value: unknown): string {
  const url = checkUrl(option, value);
  if (url.pathname !== "/" || url.search || url.hash) {
    throw new ConfigurationError(option, "holds a path; give scheme and host only, as in https://host");
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
  checkOptions(options);
  const { vendor } = definition;
  const origin = checkOrigin("origin", definition.origin);
  const send = createPipeline({
    fetch: options.fetch,
    origins: [origin],
    authorize: definition.authorize,
    retry: options.retry,
    attemptTimeoutMs: options.attemptTimeoutMs ?? 10_000,
    totalTimeoutMs: options.totalTimeoutMs ?? 60_000,
    emit: createEmit(options.onEvent),
  });

  async function request(method: string, path: string, init: LooseInit = {}): Promise<CallResult<unknown, unknown>> {
    const operation = `${method} ${path}`;
    const known = definition.policy?.(operation) ?? {};
    const policy = init.retry === undefined ? known : { ...known, retry: init.retry ? "always" : "never" } as const;
    const call = newCall(vendor, operation, policy, init);
    const url = buildUrl(origin, path, init, policy);
    const message = buildMessage(init, policy);
    const response = await send(url, { method, ...message, call });
    return response.ok
      ? { data: readData(call, method, response), response }
      : { error: readError(call, response), response };
  }

  const via = (method: string) => (path: string, init?: LooseInit) => request(method, path, init);
  const client = {
    GET: via("GET"),
    PUT: via("PUT"),
    POST: via("POST"),
    DELETE: via("DELETE"),
    OPTIONS: via("OPTIONS"),
    HEAD: via("HEAD"),
    PATCH: via("PATCH"),
    TRACE: via("TRACE"),
    request,
    paginate: (path: string, init: LooseInit = {}) =>
      paginate(`GET ${path}`, definition.paging?.[path], init, async (page) => {
        const result = await request("GET", path, page);
        if (result.error) throw result.error;
        return result;
      }),
    close: () => definition.close?.(),
  };
  // The types are those of the description; at run time a path is a path.
  return client as unknown as Client<Paths, Paged>;
}
