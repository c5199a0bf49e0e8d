import {
  type AuthorizationServer,
  allowInsecureRequests,
  type ClientAuth,
  clientCredentialsGrantRequest,
  customFetch,
  refreshTokenGrantRequest,
} from "oauth4webapi";
import { checkCredential, checkUrl } from "./checks.js";
import type { ClientAuthentication } from "./client-authentication.js";
import { isApiClientError, isTokenError, TokenError } from "./errors.js";
import { type AnswerHooks, readTokenAnswer, type TokenAnswer } from "./token-answer.js";

/** The part of `fetch` that is used: always called with a URL as a string. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** Asks a vendor for a token, once. Retries, deadlines and tracing are those of the fetch that it was given. */
export type TokenExchange = (request?: { refreshToken?: string | undefined }) => Promise<TokenAnswer>;

/** What both standard grants need to know. */
export interface GrantOptions extends AnswerHooks {
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
}

/** Options of {@link clientCredentials}. */
export interface ClientCredentialsOptions extends GrantOptions {
  /** The `scope` field, sent exactly as given; absent: no such field. */
  scope?: string | undefined;
}

/** One token request over the library that knows the protocol, and its answer in our terms. */
type GrantRequest = (send: GrantSender, refreshToken?: string) => Promise<TokenAnswer>;

type GrantSender = (
  server: AuthorizationServer,
  client: { client_id: string },
  authenticate: ClientAuth,
  transport: { [customFetch]: Fetch; [allowInsecureRequests]: boolean },
) => Promise<Response>;

/** Checks the options at once; what it returns sends one request each time. */
function prepare(options: GrantOptions): GrantRequest {
  const url = checkUrl("tokenUrl", options.tokenUrl);
  const clientId = checkCredential("clientId", options.clientId);
  const clientSecret = checkCredential("clientSecret", options.clientSecret);
  const authenticate = options.clientAuthentication(clientId, clientSecret);
  const server = { issuer: url.origin, token_endpoint: url.href };

  return async (send, refreshToken) => {
    // Servers and gateways repeat in their messages what they were sent.
    const secrets = [clientSecret, clientId, refreshToken];
    let response: Response;
    try {
      response = await send(
        server,
        { client_id: clientId },
        (_server, _client, form, headers) => {
          authenticate(form, headers);
          secrets.push(headers.get("authorization")?.slice(6));
        },
        {
          [customFetch]: options.fetch ?? ((target, init) => fetch(target, init)),
          [allowInsecureRequests]: url.protocol === "http:",
        },
      );
    } catch (cause) {
      if (isApiClientError(cause)) throw cause;
      throw new TokenError("token_unavailable", "the token endpoint could not be reached", {}, cause);
    }
    return readTokenAnswer(response, secrets, options);
  };
}

/**
 * The client credentials grant (RFC 6749 section 4.4). Options are checked at once, the request is sent by the
 * exchange that is returned.
 * @throws ConfigurationError for a missing or unusable option.
 */
export function clientCredentials(options: ClientCredentialsOptions): TokenExchange {
  const request = prepare(options);
  const { scope, parameters } = options;
  const form = scope === undefined ? { ...parameters } : { ...parameters, scope };
  return () =>
    request((server, client, authenticate, transport) =>
      clientCredentialsGrantRequest(server, client, authenticate, form, transport),
    );
}

/**
 * The refresh token grant (RFC 6749 section 6) in front of another exchange: used while there is a refresh token; the
 * other exchange gets the first token, and a new one when the server no longer takes the refresh token
 * (`token_refused`, unless it is the client that was refused). A refresh token that the answer does not replace stays in
 * use.
 * @throws ConfigurationError for a missing or unusable option.
 */
export function refreshToken(options: GrantOptions, first: TokenExchange): TokenExchange {
  const request = prepare(options);
  const additionalParameters = { ...options.parameters };
  return async (previous) => {
    const current = previous?.refreshToken;
    if (!current) return first();
    try {
      const answer = await request(
        (server, client, authenticate, transport) =>
          refreshTokenGrantRequest(server, client, authenticate, current, { ...transport, additionalParameters }),
        current,
      );
      return { ...answer, refreshToken: answer.refreshToken ?? current };
    } catch (error) {
      const spent = isTokenError(error) && error.code === "token_refused" && error.oauthError !== "invalid_client";
      if (!spent) throw error;
      return first();
    }
  };
}
