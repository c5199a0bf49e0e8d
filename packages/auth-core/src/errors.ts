import { scrub } from "./secret.js";

const KINDS = Symbol.for("@x/client-error");

/** Facts that an error may carry. All of them are copies; none leads back to a live request or response. */
export interface ErrorFacts {
  /** Vendor whose API was called, e.g. the short name in the package's name. */
  vendor?: string | undefined;
  /** Method and path template of the call, e.g. `GET /v1/things/{id}`, or `token request`. */
  operation?: string | undefined;
  /** HTTP status of the last answer. */
  status?: number | undefined;
  /** The vendor's id for the last request, from the answer's headers. */
  requestId?: string | undefined;
  /** How many requests were sent for this call, the failed ones included. */
  attempts?: number | undefined;
  /** How long the server asked to wait before the next request, in milliseconds. */
  retryAfterMs?: number | undefined;
}

/**
 * Root of every error that these packages throw. `code` is stable and safe to switch on; the text of `message` is not.
 */
export class ApiClientError extends Error implements ErrorFacts {
  readonly code: string;
  declare readonly vendor?: string;
  declare readonly operation?: string;
  declare readonly status?: number;
  declare readonly requestId?: string;
  declare readonly attempts?: number;
  declare readonly retryAfterMs?: number;

  constructor(kinds: readonly string[], code: string, message: string, facts: ErrorFacts = {}, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    // Not enumerable: a name in an inspected error would stand there twice.
    Object.defineProperty(this, "name", {
      value: kinds[kinds.length - 1],
      configurable: true,
    });
    Object.defineProperty(this, KINDS, { value: kinds });
    this.code = code;
    for (const [name, value] of Object.entries(facts)) {
      if (value !== undefined) (this as Record<string, unknown>)[name] = value;
    }
  }

  /** Name, message and the facts; never a body, a header or a cause. */
  toJSON(): Record<string, unknown> {
    const { name, message } = this;
    return Object.assign({ name, message } as Record<string, unknown>, this);
  }
}

/** Whether `value` is an error of this kind, made by this or by another copy of the package. */
export function isErrorOfKind(value: unknown, kind: string): boolean {
  const kinds = (value as { [KINDS]?: unknown } | null | undefined)?.[KINDS];
  return Array.isArray(kinds) && kinds.includes(kind);
}

/** Any error thrown by these packages. */
export function isApiClientError(value: unknown): value is ApiClientError {
  return isErrorOfKind(value, "ApiClientError");
}

/** An option that cannot work, found before anything was sent. `code`: `invalid_configuration`. */
export class ConfigurationError extends ApiClientError {
  /** Name of the option at fault. */
  readonly option: string;

  constructor(option: string, message: string, facts: ErrorFacts = {}) {
    super(["ApiClientError", "ConfigurationError"], "invalid_configuration", `${option}: ${message}`, facts);
    this.option = option;
  }
}

/** Whether `value` is a {@link ConfigurationError}. */
export function isConfigurationError(value: unknown): value is ConfigurationError {
  return isErrorOfKind(value, "ConfigurationError");
}

/**
 * Why there is no token.
 * - `token_refused`: the token endpoint said no (a 4xx, or an OAuth error in a 200). Trying again will not help.
 * - `token_unavailable`: it could not be reached, or answered 408, 429 or 5xx.
 * - `token_malformed`: it answered something that is no usable token.
 */
export type TokenErrorCode = "token_refused" | "token_unavailable" | "token_malformed";

/**
 * A copy of a foreign error: name, text, stack, code and causes, cleared of `secrets`, and nothing else that it holds. A
 * fetch may throw errors that carry the live request, credentials included.
 */
export function plainCause(
  error: unknown,
  secrets: readonly string[] = [],
  depth = 4,
): (Error & { code?: string }) | undefined {
  // Not told by instanceof: some test runners have a realm of their own.
  const { name, message, stack = message, cause, code } = Object(error) as Partial<Error> & { code?: unknown };
  if (typeof message !== "string" || !depth) return undefined;
  const clean = (text: unknown) => scrub(String(text), secrets, 1_000);
  const copy = new Error(clean(message), cause ? { cause: plainCause(cause, secrets, depth - 1) } : {});
  Object.defineProperty(copy, "name", { value: name });
  return Object.assign(
    copy,
    { stack: String(stack).split("\n").map(clean).join("\n    ") },
    typeof code === "string" ? { code: clean(code) } : {},
  );
}

/** The token endpoint did not give a usable token. */
export class TokenError extends ApiClientError {
  declare readonly code: TokenErrorCode;
  /** The server's own error code where it sent one, e.g. `invalid_client` (RFC 6749 section 5.2). */
  declare readonly oauthError?: string;

  constructor(
    code: TokenErrorCode,
    message: string,
    facts: ErrorFacts & { oauthError?: string | undefined } = {},
    cause?: unknown,
  ) {
    super(["ApiClientError", "TokenError"], code, message, facts, plainCause(cause));
  }
}

/** Whether `value` is a {@link TokenError}. */
export function isTokenError(value: unknown): value is TokenError {
  return isErrorOfKind(value, "TokenError");
}
