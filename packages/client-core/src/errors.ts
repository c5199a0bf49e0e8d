import { ApiClientError, type ErrorFacts, isErrorOfKind } from "@x/auth-core";

/**
 * The vendor answered with a status outside 2xx, or with a 2xx that reports failures.
 *
 * | status | class | `code` |
 * |---|---|---|
 * | 400 | {@link BadRequestError} | `bad_request` |
 * | 401 | {@link AuthenticationError} | `unauthorized` |
 * | 403 | {@link PermissionError} | `forbidden` |
 * | 404 | {@link NotFoundError} | `not_found` |
 * | 409 | {@link ConflictError} | `conflict` |
 * | 422 | {@link ValidationError} | `unprocessable` |
 * | 429 | {@link RateLimitError} | `rate_limited` |
 * | 5xx | {@link ServerError} | `server_error` |
 * | 3xx, except 300 and 304 | ApiError | `redirect_refused` |
 * | other | ApiError | `http_error` |
 * | 2xx | {@link PartialFailureError} | `partial_failure` |
 */
export class ApiError<Body = unknown> extends ApiClientError {
  declare readonly status: number;
  declare readonly vendor: string;
  declare readonly operation: string;
  declare readonly attempts: number;
  /** The vendor's error body: parsed where it is JSON, else its text. Not enumerable, so that no log prints it. */
  declare readonly body: Body;

  constructor(message: string, facts: ErrorFacts, body?: unknown, code = "http_error", kind?: string) {
    super(["ApiClientError", "ApiError", ...(kind ? [kind] : [])], code, message, facts);
    Object.defineProperty(this, "body", { value: body });
  }
}

/** 400 */
export class BadRequestError<Body = unknown> extends ApiError<Body> {}
/** 401, after the one replay with a new token */
export class AuthenticationError<Body = unknown> extends ApiError<Body> {}
/** 403 */
export class PermissionError<Body = unknown> extends ApiError<Body> {}
/** 404 */
export class NotFoundError<Body = unknown> extends ApiError<Body> {}
/** 409 */
export class ConflictError<Body = unknown> extends ApiError<Body> {}
/** 422 */
export class ValidationError<Body = unknown> extends ApiError<Body> {}
/** 429; `retryAfterMs` says how long to wait, where the vendor said so */
export class RateLimitError<Body = unknown> extends ApiError<Body> {}
/** 500 and above */
export class ServerError<Body = unknown> extends ApiError<Body> {}

/** A part of a request that failed, as the vendor reports it. */
export interface PartialFailure<Item = unknown> {
  /** The vendor's code, e.g. `INVALID_DATE` or `404`. */
  code: string | undefined;
  /** The vendor's words. */
  message: string | undefined;
  /** What the vendor sent of this part, whole. */
  item: Item;
}

/**
 * A 2xx in which the vendor reports that parts of the request failed. What is not among `failures` was done: do not send
 * it again. `code`: `partial_failure`.
 */
export class PartialFailureError<Item = unknown, Body = unknown> extends ApiError<Body> {
  /** The parts that failed. Not enumerable, so that no log prints them. */
  declare readonly failures: readonly PartialFailure<Item>[];

  constructor(message: string, facts: ErrorFacts, body: unknown, failures: readonly PartialFailure<Item>[]) {
    super(message, facts, body, "partial_failure", "PartialFailureError");
    Object.defineProperty(this, "failures", { value: failures });
  }
}

type ApiErrorClass = new (message: string, facts: ErrorFacts, body: unknown, code: string, kind?: string) => ApiError;

const BY_STATUS: Record<number, readonly [ApiErrorClass, kind: string, code: string]> = {
  400: [BadRequestError, "BadRequestError", "bad_request"],
  401: [AuthenticationError, "AuthenticationError", "unauthorized"],
  403: [PermissionError, "PermissionError", "forbidden"],
  404: [NotFoundError, "NotFoundError", "not_found"],
  409: [ConflictError, "ConflictError", "conflict"],
  422: [ValidationError, "ValidationError", "unprocessable"],
  429: [RateLimitError, "RateLimitError", "rate_limited"],
  500: [ServerError, "ServerError", "server_error"],
};

/** The error class of a status, filled. */
export function apiErrorFor(status: number, message: string, facts: ErrorFacts, body: unknown): ApiError {
  const [Class, kind, code] = BY_STATUS[Math.min(status, 500)] ?? [
    ApiError,
    undefined,
    [301, 302, 303, 307, 308].includes(status) ? "redirect_refused" : "http_error",
  ];
  return new Class(message, { ...facts, status }, body, code, kind);
}

/** No answer arrived: refused, reset, name not found, or the answer broke off. `code`: `connection_failed`. */
export class ConnectionError extends ApiClientError {
  constructor(message: string, facts: ErrorFacts, cause: unknown) {
    super(["ApiClientError", "ConnectionError"], "connection_failed", message, facts, cause);
  }
}

/** Our own deadline passed. `code`: `attempt_timeout` for one attempt, `total_timeout` for the whole call. */
export class TimeoutError extends ApiClientError {
  constructor(code: "attempt_timeout" | "total_timeout", message: string, facts: ErrorFacts) {
    super(["ApiClientError", "TimeoutError"], code, message, facts);
  }
}

/** The caller's signal aborted the call; its reason is the `cause`. `code`: `aborted`. */
export class AbortedError extends ApiClientError {
  constructor(message: string, facts: ErrorFacts, cause: unknown) {
    super(["ApiClientError", "AbortedError"], "aborted", message, facts, cause);
  }
}

/** A 2xx whose body is not what is documented, e.g. HTML in place of JSON. `code`: `response_format`. */
export class ResponseFormatError extends ApiClientError {
  declare readonly status: number;
  /** The first 200 characters of the body. Not enumerable, so that no log prints them. */
  declare readonly bodyStart: string;

  constructor(message: string, facts: ErrorFacts, bodyStart: string) {
    super(["ApiClientError", "ResponseFormatError"], "response_format", message, facts);
    Object.defineProperty(this, "bodyStart", { value: bodyStart });
  }
}

/** A GraphQL answer with `errors`, which arrives as a 200. `code`: `graphql_errors`. */
export class GraphQLResponseError<Data = unknown> extends ApiClientError {
  /** The `errors` of the answer, as sent. Not enumerable. */
  declare readonly errors: readonly unknown[];
  /** What the server could resolve all the same. Not enumerable. */
  declare readonly data: Data | null | undefined;

  constructor(message: string, facts: ErrorFacts, errors: readonly unknown[], data: Data | null | undefined) {
    super(["ApiClientError", "GraphQLResponseError"], "graphql_errors", message, facts);
    Object.defineProperty(this, "errors", { value: errors });
    Object.defineProperty(this, "data", { value: data });
  }
}

/** Any answer outside 2xx, and a 2xx with failures in it. */
export function isApiError(value: unknown): value is ApiError {
  return isErrorOfKind(value, "ApiError");
}
/** A 400. */
export function isBadRequestError(value: unknown): value is BadRequestError {
  return isErrorOfKind(value, "BadRequestError");
}
/** A 401. */
export function isAuthenticationError(value: unknown): value is AuthenticationError {
  return isErrorOfKind(value, "AuthenticationError");
}
/** A 403. */
export function isPermissionError(value: unknown): value is PermissionError {
  return isErrorOfKind(value, "PermissionError");
}
/** A 404. */
export function isNotFoundError(value: unknown): value is NotFoundError {
  return isErrorOfKind(value, "NotFoundError");
}
/** A 409. */
export function isConflictError(value: unknown): value is ConflictError {
  return isErrorOfKind(value, "ConflictError");
}
/** A 422. */
export function isValidationError(value: unknown): value is ValidationError {
  return isErrorOfKind(value, "ValidationError");
}
/** A 429. */
export function isRateLimitError(value: unknown): value is RateLimitError {
  return isErrorOfKind(value, "RateLimitError");
}
/** A 5xx. */
export function isServerError(value: unknown): value is ServerError {
  return isErrorOfKind(value, "ServerError");
}
/** A 2xx with failures in it. */
export function isPartialFailureError(value: unknown): value is PartialFailureError {
  return isErrorOfKind(value, "PartialFailureError");
}
/** No answer arrived. */
export function isConnectionError(value: unknown): value is ConnectionError {
  return isErrorOfKind(value, "ConnectionError");
}
/** A deadline of this client passed. */
export function isTimeoutError(value: unknown): value is TimeoutError {
  return isErrorOfKind(value, "TimeoutError");
}
/** The caller aborted. */
export function isAbortedError(value: unknown): value is AbortedError {
  return isErrorOfKind(value, "AbortedError");
}
/** A 2xx that is not what is documented. */
export function isResponseFormatError(value: unknown): value is ResponseFormatError {
  return isErrorOfKind(value, "ResponseFormatError");
}
/** A GraphQL answer with errors. */
export function isGraphQLResponseError(value: unknown): value is GraphQLResponseError {
  return isErrorOfKind(value, "GraphQLResponseError");
}
