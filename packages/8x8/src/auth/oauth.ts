import {
  basicRaw,
  bearer,
  clientCredentials,
  createEmit,
  createTokenClient,
  type Layer,
  type TokenMembers,
  type TokenSource,
} from "@x/client-core";
import type { OAuthOptions } from "../options.js";
import { API_ORIGIN } from "../product.js";
import { productCredential } from "./product-credential.js";

/** One OAuth token for the clients of several products, as `createTokens` makes it. */
export interface EightByEightTokens {
  /** The source behind it. `title` is the product that asks, for messages. */
  source(title: string): TokenSource;
  /**
   * Names of the API products that the token covers, e.g. `storage` or `QM - API`. Empty where the vendor did not say.
   * @throws ConfigurationError without credentials, TokenError when there is no token to be had.
   */
  apiProducts(options?: { signal?: AbortSignal | undefined }): Promise<readonly string[]>;
  /** Forgets the token. Later calls are refused. */
  close(): void;
}

/**
 * The products of a token answer. The list comes as JSON, as an unquoted `[a, b c]`, or as both.
 *
 * Source: https://developer.8x8.com/analytics/docs/oauth-authentication-for-8x8-xcaas-apis
 */
export function readApiProducts({ api_product_list_json: list, api_product_list: text }: TokenMembers): string[] {
  const names = Array.isArray(list)
    ? list
    : Array.isArray(text)
      ? text
      : String(text ?? "")
          .replace(/^\s*\[|\]\s*$/g, "")
          .split(",");
  return names.map((name) => String(name).trim()).filter(Boolean);
}

/**
 * Tokens by client credentials in a plain Basic header. There are no scopes and no refresh token. Nothing is sent, and
 * no credential is looked for, before the first call.
 */
export function createTokens(options: OAuthOptions): EightByEightTokens {
  let made: TokenSource | undefined;
  let isClosed = false;
  const tokens: EightByEightTokens = {
    source: (title) => {
      made ??= createSource(title, options);
      if (isClosed) made.close();
      return made;
    },
    async apiProducts(wait) {
      const { details } = await tokens.source("the token").get(wait);
      return (details.apiProducts ?? []) as string[];
    },
    close() {
      isClosed = true;
      made?.close();
    },
  };
  return tokens;
}

function createSource(title: string, options: OAuthOptions): TokenSource {
  const clientId = productCredential(title, "clientId", options.clientId, "CLIENT_ID");
  const clientSecret = productCredential(title, "clientSecret", options.clientSecret, "CLIENT_SECRET");
  const tokenUrl = options.tokenUrl ?? `${options.origin ?? API_ORIGIN}/oauth/v2/token`;
  return createTokenClient(
    {
      vendor: "8x8",
      tokenUrl,
      key: [tokenUrl, clientId],
      secrets: [clientSecret, clientId],
      exchange: (fetch) =>
        clientCredentials({
          tokenUrl,
          clientId,
          clientSecret,
          clientAuthentication: basicRaw,
          details: (members) => ({ apiProducts: readApiProducts(members) }),
          fetch,
        }),
    },
    options,
  );
}

/** The bearer of a product. Where the token does not list it, an event says so before the call fails of it. */
export function oauth(
  title: string,
  apiProduct: string,
  options: OAuthOptions,
): { authorize: Layer; close: () => void } {
  const tokens = options.tokens ?? createTokens(options);
  const emit = createEmit(options.onEvent);
  return {
    authorize: (next) => async (url, init) => {
      const { call } = init;
      const source = tokens.source(title);
      const { details } = await source.get({ signal: call.controller.signal });
      const products = (details.apiProducts ?? []) as string[];
      if (call.attempts === 0 && products.length && !products.includes(apiProduct)) {
        const message = `the token does not list ${apiProduct}, of ${title}; it lists ${products.join(", ")}`;
        emit(call, () => ({ type: "warning", code: "product_not_listed", message }));
      }
      return bearer(source)(next)(url, init);
    },
    close: () => {
      if (!options.tokens) tokens.close();
    },
  };
}
