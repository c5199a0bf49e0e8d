import type { Json } from "../exchange/types.js";

/**
 * A client of the user's own: makes the call that it is asked for, and gives back what the client gives its caller. What it throws is a
 * failure; where the client throws for an answer such as a 404, give that back as `error`.
 */
export type ClientAdapter = (request: ClientRequest) => Promise<ClientResponse | Response> | ClientResponse | Response;

/**
 * A documented call as a caller means it, not as it goes on the wire. JSON, but for `fetch` and `signal`, which a program that is reached by
 * URL is not sent.
 */
export interface ClientRequest {
  /** The id of the exchange. */
  readonly exchange: string;
  /** The first part of the id. */
  readonly vendor: string;
  /** `token`: the exchange documents how a token is got, so that request is compared; in a `call` it is answered, and not compared. */
  readonly kind: "call" | "token";
  readonly operation: ClientOperation;
  /** Path parameters by name, decoded, typed by the description: an integer is a number. */
  readonly path: Readonly<Record<string, Json>>;
  /** Query parameters by name, decoded and typed; a list is an array. */
  readonly query: Readonly<Record<string, Json>>;
  /** Headers that a caller gives: parameters of the operation, and those of HTTP. Not media types of JSON and of the body, nor credentials. */
  readonly headers: Readonly<Record<string, Json>>;
  /** JSON, the fields of a form as an object, or text; absent when there is none. */
  readonly body?: Json;
  /** The media type of the body, such as `application/json`, as shown or described. */
  readonly bodyType?: string;
  readonly credentials: ClientCredentials;
  /** Where the client has to send: scheme, host and port of what stands for the vendor. */
  readonly origin: string;
  /** `origin` with the path of the documented server, such as `/eu`. */
  readonly baseUrl: string;
  /** With `method`, for clients that take a URL: `baseUrl`, path and query, encoded. */
  readonly url: string;
  /** The method of `operation`. */
  readonly method: string;
  /** The vendor's own origin, as documented. Reached through `fetch`, and on the transport `nock`; nowhere else. */
  readonly vendorOrigin: string;
  /** For clients that take one: answers for `origin` and for `vendorOrigin`. On the transport `inject`, the only way. */
  readonly fetch: typeof globalThis.fetch;
  /** Aborts when the time for the call is over. */
  readonly signal: AbortSignal;
}

/** What is called. */
export interface ClientOperation {
  /** Upper case. */
  readonly method: string;
  /** The path's template below `baseUrl`, such as `/v1/employees/{id}`; without a description, the documented path. */
  readonly template: string;
  /** As described. */
  readonly operationId?: string;
  /** Whether there is a description of this vendor. */
  readonly described: boolean;
}

/**
 * What the exchange shows of who is calling; placeholders where it shows nothing. Values are compared where they are shown and no
 * placeholders, except tokens, of which the scheme is compared.
 */
export interface ClientCredentials {
  /** The `Authorization` header as shown; absent when none is. */
  readonly authorization?: string;
  /** For a client that is given a token. */
  readonly accessToken: string;
  /** For a client that gets its own token. Any will do, except where the exchange documents the token request. */
  readonly clientId: string;
  readonly clientSecret: string;
  /** Of a documented token request. */
  readonly scope?: string;
  /** User name and password of Basic on a call. */
  readonly basic?: { readonly username: string; readonly password: string };
  /** API keys and the like, by the header's name. */
  readonly headers: Readonly<Record<string, string>>;
  /** Keys in the query, by name. */
  readonly query: Readonly<Record<string, string>>;
}

/** What a client gave its caller: an answer, or an error that the answer became. */
export type ClientResponse = ClientAnswer | { readonly error: ClientFailure };

/** An answer. A status outside 2xx is an error that the caller can see. */
export interface ClientAnswer {
  readonly status: number;
  /** With a JSON `content-type`, a `body` that is text is read as JSON. Not compared. */
  readonly headers?: Readonly<Record<string, string>> | Headers;
  /** As the caller gets it: JSON taken apart, or text. */
  readonly body?: unknown;
}

/** An error, for clients that make one of an answer. */
export interface ClientFailure {
  readonly status: number;
  readonly body?: unknown;
  /** Compared where the exchange expects one and the client has one. */
  readonly code?: string;
}
