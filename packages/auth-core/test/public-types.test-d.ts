// Compiled by `tsc -p tsconfig.json`, never run: what the public types accept and refuse.
import {
  type AccessToken,
  ApiClientError,
  basicRaw,
  type ClientAuthentication,
  type ClientCredentialsOptions,
  clientCredentials,
  createTokenSource,
  type Fetch,
  isTokenError,
  memoryTokenStore,
  post,
  refreshToken,
  Secret,
  shareTokens,
  type TokenErrorCode,
  type TokenEvent,
  type TokenExchange,
  type TokenSource,
  type TokenStore,
} from "../src/index.js";

type Same<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
function same<A, B>(_: Same<A, B>): void {}

declare const options: ClientCredentialsOptions;
declare const source: TokenSource;
declare const exchange: TokenExchange;

// The platform's fetch, and any function of that shape, will do.
const platform: Fetch = fetch;
const wrapped: Fetch = (url, init) => fetch(url, { ...init, signal: AbortSignal.timeout(1_000) });
clientCredentials({ ...options, fetch: platform });
clientCredentials({ ...options, fetch: wrapped });

// An option may be handed on as undefined, also under exactOptionalPropertyTypes.
clientCredentials({ ...options, scope: undefined, fetch: undefined, parameters: undefined, normalize: undefined });
createTokenSource({ exchange, key: ["a", undefined], sharing: undefined, windows: undefined, clock: undefined });

// @ts-expect-error The client's authentication has no default: vendors differ.
clientCredentials({ tokenUrl: "https://vendor.example", clientId: "id", clientSecret: "secret" });
// @ts-expect-error A secret is text, not a wrapper that somebody forgot to open.
clientCredentials({ ...options, clientSecret: new Secret("x") });
// @ts-expect-error The key says what the token belongs to; without it a store would mix tokens up.
createTokenSource({ exchange });
// @ts-expect-error One value, exactly as it is sent.
clientCredentials({ ...options, scope: ["a", "b"] });

// A vendor may have a way of its own, and an exchange of its own.
const own: ClientAuthentication = (id, secret) => (form, headers) => {
  form.set("id", id);
  headers.set("x-secret", secret);
};
clientCredentials({ ...options, clientAuthentication: own });
const byHand: TokenExchange = async () => ({ accessToken: "x" });
createTokenSource({ exchange: refreshToken({ ...options, clientAuthentication: post }, byHand), key: [] });
// @ts-expect-error An answer without a token is none.
const without: TokenExchange = async () => ({ expiresIn: 1 });
void [basicRaw, without];

same<ReturnType<TokenSource["get"]>, Promise<AccessToken>>(true);
same<ReturnType<TokenSource["reject"]>, boolean>(true);
same<AccessToken["expiresAt"], number | undefined>(true);
same<
  TokenEvent["type"],
  "token-requested" | "token-obtained" | "token-failed" | "token-rejected" | "token-store-failed"
>(true);
same<TokenErrorCode, "token_refused" | "token_unavailable" | "token_malformed">(true);

const token = await source.get({ signal: undefined });
// @ts-expect-error A token is not text: its value has to be asked for.
const text: string = token;
// @ts-expect-error Nor can it be changed.
token.expiresAt = 1;
void text;

// Only a token can be rejected, not what looks like one.
// @ts-expect-error
source.reject("value");

// A type guard narrows to the codes that there are.
function codeOf(error: unknown): TokenErrorCode | undefined {
  if (isTokenError(error)) {
    same<typeof error.code, TokenErrorCode>(true);
    same<typeof error.status, number | undefined>(true);
    return error.code;
  }
  return error instanceof ApiClientError ? undefined : undefined;
}
void codeOf;

// A store is three methods.
const store: TokenStore = memoryTokenStore();
const custom: TokenStore = {
  get: async () => undefined,
  compareAndSet: async () => true,
  lock: async () => () => {},
};
shareTokens(store, { timeoutMs: undefined, lockTtlMs: 1 });
shareTokens(custom);
// @ts-expect-error All three are needed.
shareTokens({ get: async () => undefined });
