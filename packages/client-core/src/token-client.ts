import {
  checkUrl,
  createTokenSource,
  type ErrorFacts,
  type Fetch,
  isApiClientError,
  type TokenExchange,
  type TokenSource,
} from "@x/auth-core";
import { requestIdFor } from "./call.js";
import { createEmit } from "./events.js";
import type { ClientOptions } from "./options.js";
import { createPipeline, newCall } from "./pipeline.js";
import { readRetryAfter } from "./retry-after.js";

/** What the token source of a vendor's client needs to know. */
export interface TokenClientOptions {
  vendor: string;
  /** The token endpoint: the only origin that credentials are sent to. */
  tokenUrl: string;
  /** What the token belongs to: token URL, client id, scope, tenant. */
  key: readonly (string | undefined)[];
  /** The credentials: a server that repeats them in an answer does not get them into a message. */
  secrets: readonly string[];
  /** Makes the exchange over the fetch that it is handed. */
  exchange: (fetch: Fetch) => TokenExchange;
}

const OPERATION = "token request";

/**
 * A token source whose requests have a deadline, retries of their own, an origin guard and tracing. `invalid_client`
 * and `invalid_grant` are final, whatever the status.
 * @throws ConfigurationError for a token URL that credentials cannot be sent to, and what `exchange` throws.
 */
export function createTokenClient(definition: TokenClientOptions, options: ClientOptions): TokenSource {
  const { vendor } = definition;
  const emit = createEmit(options.onEvent);
  const send = createPipeline({
    ...options,
    origins: [checkUrl("tokenUrl", definition.tokenUrl).origin],
    isFinal: (body) => /"invalid_(client|grant)"/.test(body),
    totalTimeoutMs: Math.min(options.totalTimeoutMs ?? 60_000, 30_000),
    emit,
  });

  // Of the flight under way: the token source has one at a time.
  let attempts = 0;
  let facts: ErrorFacts = {};

  const exchange = definition.exchange(async (url, init) => {
    // A token request changes nothing that matters: it may be repeated.
    const call = newCall(vendor, OPERATION, { retry: "always", parseAs: "text" });
    const headers = new Headers(init.headers);
    call.secrets.push(...definition.secrets, headers.get("authorization")?.split(" ")[1] ?? "");
    try {
      const response = await send(url, { method: "POST", headers, body: init.body ?? null, call });
      const { status } = response;
      const requestId = requestIdFor(call, response.headers);
      const retryAfterMs = readRetryAfter(response.headers, status, Date.now());
      facts = { ...(requestId && { requestId }), ...(retryAfterMs !== undefined && { retryAfterMs }) };
      return new Response([204, 205, 304].includes(status) ? null : (call.body as string), response);
    } finally {
      attempts += call.attempts;
    }
  });

  return createTokenSource({
    exchange: async (previous) => {
      attempts = 0;
      facts = {};
      try {
        return await exchange(previous);
      } catch (error) {
        if (isApiClientError(error)) Object.assign(error, { vendor, operation: OPERATION, attempts }, facts);
        throw error;
      }
    },
    key: definition.key,
    sharing: options.tokenSharing,
    clock: options.clock,
    onEvent: (event) => emit({ vendor, operation: OPERATION }, () => event),
  });
}
