import {
  allowInsecureRequests,
  type AuthorizationServer,
  clientCredentialsGrantRequest,
  customFetch,
  processClientCredentialsResponse,
  processRefreshTokenResponse,
  refreshTokenGrantRequest,
} from "oauth4webapi";
import { checkCredential, checkUrl } from "./checks.js";
import type { ClientAuthentication } from "./client-authentication.js";
import { type ErrorFacts, isApiClientError, TokenError } from "./errors.js";
import { malformed, normaliseTokenMembers, readTokenMembers, type TokenAnswer, type TokenMembers } from "./token-answer.js";

/** The part of `fetch` that is used: always called with a URL as a string. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Asks a vendor for a token, once. Retries, deadlines and tracing are those of the fetch that it was given. */
export type TokenExchange = (request?: { refreshToken?: string | undefined }) => Promise<TokenAnswer>;

/** What both standard grants need to know. */
export interface GrantOptions {
  /** The token endpoint: https, or http on loopback. */
  tokenUrl: string;
  clientId: string;
  clientSecret: string;
  /** How the client proves who it is: `post`, `basicRaw` or `basicRfc6749`. */
  clientAuthentication: ClientAuthentication;
  /** Sends the request. Default: the platform's fetch. */
  fetch?: Fetch | undefined;
  /** Further form fields of the request. */
  parameters?: Readonly<Record<string, string>> | undefined;
  /** Puts a vendor's unusual answer into RFC 6749 terms before it is checked. */
  normalize?: ((members: TokenMembers) => TokenMembers) | undefined;
  /** Picks members of the answer to keep for the user, e.g. the products that a token covers. */
  details?: ((members: TokenMembers) => Record<string, unknown>) | undefined;
}

/** Options of {@link clientCredentials}. */
export interface ClientCredentialsOptions extends GrantOptions {
  /** The `scope` field, sent exactly as given; absent: no such field. */
  scope?: string | undefined;
}

type Grant = "client_credentials" | "refresh_token";

function grantFor(
  options: GrantOptions,
  grant: Grant,
): (parameters: Record<string, string>) => Promise<TokenAnswer> {
  const url = checkUrl("tokenUrl", options.tokenUrl);
  const clientId = checkCredential("clientId", options.clientId);
  const clientSecret = checkCredential("clientSecret", options.clientSecret);
  const authenticate = options.clientAuthentication(clientId, clientSecret);
  const secrets = [clientSecret, clientId];
  const server: AuthorizationServer = { issuer: url.origin, token_endpoint: url.href };
  const client = { client_id: clientId };

  return async (parameters) => {
    const send = options.fetch ?? ((target: string, init: RequestInit) => fetch(target, init));
    const transport = {
      [customFetch]: send,
      [allowInsecureRequests]: url.protocol === "http:",
    };
    const form = { ...options.parameters, ...parameters };
    const auth = (_server: unknown, _client: unknown, body: URLSearchParams, headers: Headers) =>
      authenticate(body, headers);
    const { refresh_token: refreshToken = "", ...rest } = form;
    let response: Response;
    try {
      response =
        grant === "refresh_token"
          ? await refreshTokenGrantRequest(server, client, auth, refreshToken, { ...transport, additionalParameters: rest })
          : await clientCredentialsGrantRequest(server, client, auth, form, transport);
    } catch (cause) {
      if (isApiClientError(cause)) throw cause;
      throw new TokenError("token_unavailable", "the token endpoint could not be reached", {}, cause);
    }
    const { members, facts } = await readTokenMembers(response, refreshToken ? [...secrets, refreshToken] : secrets);
    const normal = normaliseTokenMembers(options.normalize?.(members) ?? members, facts);
    const checked = await checkByProtocol(server, client, grant, normal, facts);
    return {
      accessToken: checked.access_token,
      expiresIn: checked.expires_in,
      refreshToken: checked.refresh_token,
      scope: checked.scope,
      details: options.details?.(members),
    };
  };
}

async function checkByProtocol(
  server: AuthorizationServer,
  client: { client_id: string },
  grant: Grant,
  members: TokenMembers,
  facts: ErrorFacts,
) {
  const check = grant === "refresh_token" ? processRefreshTokenResponse : processClientCredentialsResponse;
  try {
    return await check(server, client, Response.json(members));
  } catch {
    // The library's error holds the answer, and so the token: it is not passed on.
    throw malformed("gave an answer that breaks RFC 6749 section 5.1", facts);
  }
}

/**
 * The client credentials grant (RFC 6749 section 4.4). Options are checked at once, the request is sent by the
 * exchange that is returned.
 * @throws ConfigurationError for a missing or unusable option.
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenExchange {
  const request = grantFor(options, "client_credentials");
  const { scope } = options;
  return () => request(scope === undefined ? {} : { scope });
}

/**
 * The refresh token grant (RFC 6749 section 6) in front of another exchange: used while there is a refresh token; the
 * other exchange gets the first token, and a new one when the server no longer takes the refresh token
 * (`token_refused`). A refresh token that the answer does not replace stays in use.
 * @throws ConfigurationError for a missing or unusable option.
 */
export function refreshToken(options: GrantOptions, first: TokenExchange): TokenExchange {
  const request = grantFor(options, "refresh_token");
  return async (previous) => {
    const current = previous?.refreshToken;
    if (!current) return first();
    try {
      const answer = await request({ refresh_token: current });
      return { ...answer, refreshToken: answer.refreshToken ?? current };
    } catch (error) {
      if (error instanceof TokenError && error.code === "token_refused") return first();
      throw error;
    }
  };
}
