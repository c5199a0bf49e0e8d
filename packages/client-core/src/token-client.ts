import {
  createTokenSource,
  type Fetch,
  isApiClientError,
  type TokenExchange,
  type TokenSource,
} from "@x/auth-core";
import { factsOf } from "./call.js";
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
  /** Makes the exchange over the fetch that it is handed. */
  exchange: (fetch: Fetch) => TokenExchange;
}

const OPERATION = "token request";

/**
 * A token source whose requests have a deadline, retries of their own, an origin guard and tracing. `invalid_client`
 * and `invalid_grant` are final, whatever the status.
 */
export function createTokenClient(definition: TokenClientOptions, options: ClientOptions): TokenSource {
  const { vendor, tokenUrl } = definition;
  const emit = createEmit(options.onEvent);
  const send = createPipeline({
    fetch: options.fetch,
    origins: [new URL(tokenUrl).origin],
    retry: options.retry,
    isFinal: (body) => /"invalid_(client|grant)"/.test(body),
    attemptTimeoutMs: options.attemptTimeoutMs ?? 10_000,
    totalTimeoutMs: Math.min(options.totalTimeoutMs ?? 60_000, 30_000),
    emit,
  });

  return createTokenSource({
    exchange: async (previous) => {
      const facts: { attempts: number; retryAfterMs?: number | undefined } = { attempts: 0 };
      const fetch: Fetch = async (url, init) => {
        // A token request changes nothing that matters: it may be repeated.
        const call = newCall(vendor, OPERATION, { retry: "always", parseAs: "text" });
        try {
          const headers = new Headers(init.headers);
          const response = await send(url, { method: "POST", headers, body: init.body ?? null, call });
          facts.retryAfterMs = readRetryAfter(response.headers, response.status, Date.now());
          const { status } = response;
          return new Response(status === 204 || status === 205 || status === 304 ? null : (call.body as string), {
            status,
            headers: response.headers,
          });
        } finally {
          facts.attempts += factsOf(call).attempts;
        }
      };
      try {
        return await definition.exchange(fetch)(previous);
      } catch (error) {
        if (isApiClientError(error)) Object.assign(error, { vendor, operation: OPERATION, ...facts });
        throw error;
      }
    },
    key: definition.key,
    sharing: options.tokenSharing,
    clock: options.clock,
    onEvent: (event) => emit({ vendor, operation: OPERATION }, () => event),
  });
}
