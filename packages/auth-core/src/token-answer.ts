import { type ErrorFacts, TokenError } from "./errors.js";
import { scrub } from "./secret.js";

/** What a token exchange yields. */
export interface TokenAnswer {
  accessToken: string;
  /** Lifetime in seconds, counted from when the request was sent; absent: unknown, used until a 401. */
  expiresIn?: number | undefined;
  refreshToken?: string | undefined;
  scope?: string | undefined;
  /** Members that the vendor's package keeps for its users. They must hold no secret. */
  details?: Readonly<Record<string, unknown>> | undefined;
}

/** Members of a token endpoint's JSON answer, as parsed. */
export type TokenMembers = Record<string, unknown>;

/** By preference; the second covers vendors' own names, as `x-vendor-request-id`. */
const REQUEST_IDS = [/^x-request-id$/, /request-?id$/, /^x-correlation-id$/, /^cf-ray$/];

/** The server's id of a request, by the header names in common use. */
export function requestIdOf(headers: Headers): string | undefined {
  for (const known of REQUEST_IDS) {
    for (const [name, value] of headers) if (value && known.test(name)) return value;
  }
  return undefined;
}

function isObject(value: unknown): value is TokenMembers {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

/**
 * Code and text of an error body, in the shapes that token endpoints and the gateways before them use:
 * RFC 6749 `{error, error_description}`, `{ErrorCode, Error}`, `{fault: {faultstring, detail: {errorcode}}}` and
 * `{code, message}`.
 */
export function describeErrorBody(body: unknown): { code?: string | undefined; message?: string | undefined } {
  if (!isObject(body)) return {};
  if (isObject(body.fault)) {
    const detail = isObject(body.fault.detail) ? body.fault.detail : {};
    return { code: text(detail.errorcode), message: text(body.fault.faultstring) };
  }
  const code = body.error ?? body.ErrorCode ?? body.code;
  return {
    code: typeof code === "number" ? String(code) : text(code),
    message: text(body.error_description) ?? text(body.Error) ?? text(body.message),
  };
}

/** How a vendor's package reads what is special about its vendor's answers. */
export interface AnswerHooks {
  /** Puts a vendor's unusual answer into RFC 6749 terms before it is checked. Given 2xx answers only. */
  normalize?: ((members: TokenMembers) => TokenMembers) | undefined;
  /** Picks members of the answer, as it was sent, to keep for the user, e.g. the products that a token covers. */
  details?: ((members: TokenMembers) => Record<string, unknown>) | undefined;
}

/**
 * The token in an answer of a token endpoint, as RFC 6749 section 5.1 describes it, read leniently where servers differ:
 * `token_type` in any spelling of Bearer, or missing; `expires_in` as a number or a numeric string.
 *
 * oauth4webapi's own reader is stricter about both and costs 2.9 KiB gzipped, so it stays out of the bundle; the tests
 * hold this one against it.
 * @throws TokenError for a refusal, an outage, or an answer that holds no token that could be sent as a bearer. It never
 *   shows a body whole, nor any of `secrets`.
 */
export async function readTokenAnswer(
  response: Response,
  secrets: readonly (string | undefined)[],
  { normalize, details }: AnswerHooks,
): Promise<TokenAnswer> {
  const { status, ok, headers } = response;
  const facts: ErrorFacts = { status, requestId: requestIdOf(headers) };
  let body: string;
  try {
    body = await response.text();
  } catch (cause) {
    throw new TokenError("token_unavailable", "the token endpoint's answer broke off", facts, cause);
  }
  let raw: unknown;
  try {
    raw = JSON.parse(body);
  } catch {
    // Not JSON: said below, together with the other unusable answers.
  }
  const members = ok && normalize && isObject(raw) ? normalize(raw) : raw;
  const error = describeErrorBody(members);
  if (!ok || (isObject(members) && error.code && !members.access_token)) {
    const unavailable = status === 408 || status === 429 || status >= 500;
    const oauthError = error.code && scrub(error.code, secrets, 60);
    const said = [oauthError, error.message && scrub(error.message, secrets)].filter(Boolean).join(": ");
    throw new TokenError(
      unavailable ? "token_unavailable" : "token_refused",
      `the token endpoint answered ${status}${said && ` (${said})`}`,
      { ...facts, oauthError },
    );
  }
  if (!isObject(members)) {
    const type = headers.get("content-type") ?? "no content type";
    throw malformed(
      `answered ${status} without a JSON object (${scrub(type, secrets, 60)}, ${body.length} characters)`,
      facts,
    );
  }
  const { token_type: type } = members;
  const accessToken = checkAccessToken(members.access_token, facts);
  if (type && (typeof type !== "string" || !/^bearer(token)?$/i.test(type))) {
    throw malformed("gave a token_type that is not Bearer", facts);
  }
  return {
    accessToken,
    expiresIn: readLifetime(members.expires_in),
    refreshToken: text(members.refresh_token),
    scope: text(members.scope),
    details: details?.(raw as TokenMembers),
  };
}

/** A {@link TokenError} for an answer that is no usable token. */
function malformed(what: string, facts: ErrorFacts | undefined): TokenError {
  return new TokenError("token_malformed", `the token endpoint ${what}`, facts);
}

/**
 * Seconds out of what servers send as `expires_in`: a number, a numeric string; less than zero counts as zero. What is
 * neither, or too long to be meant, counts as not given.
 */
export function readLifetime(value: unknown): number | undefined {
  const seconds = typeof value === "string" && value.trim() ? Number(value) : value;
  return typeof seconds === "number" && seconds < 1e12 ? Math.max(0, seconds) : undefined;
}

/**
 * An access token that can be sent in a header.
 * @throws TokenError, which never shows the value.
 */
export function checkAccessToken(value: unknown, facts?: ErrorFacts): string {
  if (typeof value !== "string" || value === "") throw malformed("gave no access_token", facts);
  // RFC 9110 section 5.5: a field value is visible ASCII, with blanks only inside.
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(value)) {
    throw malformed("gave an access_token with characters that do not belong in a header", facts);
  }
  return value;
}
