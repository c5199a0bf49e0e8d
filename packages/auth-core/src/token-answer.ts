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

const REQUEST_IDS = ["x-request-id", "request-id", "x-correlation-id", "x-amzn-requestid", "cf-ray"];

/** The server's id of a request, by the header names in common use. */
export function requestIdOf(headers: Headers): string | undefined {
  for (const name of REQUEST_IDS) {
    const value = headers.get(name);
    if (value) return value;
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

/**
 * Reads a token endpoint's answer into its members.
 * @throws TokenError for a refusal, an outage, or an answer that holds no JSON object. Bodies are never shown whole.
 */
export async function readTokenMembers(
  response: Response,
  secrets: readonly string[],
): Promise<{ members: TokenMembers; facts: ErrorFacts }> {
  const { status } = response;
  const facts: ErrorFacts = { status, requestId: requestIdOf(response.headers) };
  let body: string;
  try {
    body = await response.text();
  } catch (cause) {
    throw new TokenError("token_unavailable", "the token endpoint's answer broke off", facts, cause);
  }
  let members: unknown;
  try {
    members = JSON.parse(body);
  } catch {
    // Not JSON: said below, together with the other unusable answers.
  }
  const error = describeErrorBody(members);
  if (!response.ok || (isObject(members) && error.code && !members.access_token)) {
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
    const type = response.headers.get("content-type") ?? "no content type";
    throw malformed(`answered ${status} without a JSON object (${scrub(type, secrets, 60)}, ${body.length} characters)`, facts);
  }
  return { members, facts };
}

/** A {@link TokenError} for an answer that is no usable token. */
function malformed(what: string, facts: ErrorFacts): TokenError {
  return new TokenError("token_malformed", `the token endpoint ${what}`, facts);
}

/** Seconds out of what servers send as `expires_in`: a number, a numeric string; less than zero counts as zero. */
function readLifetime(value: unknown): number | undefined {
  const seconds = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof seconds === "number" && Number.isFinite(seconds) ? Math.max(0, seconds) : undefined;
}

/**
 * The token in an answer, as RFC 6749 section 5.1 describes it, read leniently where servers differ: `token_type` in
 * any spelling of Bearer, or missing; `expires_in` as a number or a numeric string.
 * @throws TokenError when there is no token that could be sent as a bearer.
 */
export function readTokenAnswer(members: TokenMembers, facts: ErrorFacts): TokenAnswer {
  const { access_token: accessToken, token_type: type } = members;
  if (typeof accessToken !== "string" || accessToken === "") {
    throw malformed("gave no access_token", facts);
  }
  // RFC 9110 section 5.5: a field value is visible ASCII, with blanks only inside.
  if (!/^[\x21-\x7e](?:[\x20-\x7e]*[\x21-\x7e])?$/.test(accessToken)) {
    throw malformed("gave an access_token with characters that do not belong in a header", facts);
  }
  if (type !== undefined && type !== null && !/^bearer(token)?$/i.test(String(type))) {
    throw malformed("gave a token_type that is not Bearer", facts);
  }
  return {
    accessToken,
    expiresIn: readLifetime(members.expires_in),
    refreshToken: text(members.refresh_token),
    scope: text(members.scope),
  };
}
