/** Any JSON value. */
export type Json = null | boolean | number | string | readonly Json[] | JsonObject;

/** A JSON object. */
export interface JsonObject {
  readonly [member: string]: Json;
}

/**
 * How much of an exchange its page shows. `schema-derived` is assembled from a field table and never counts as documented.
 */
export type Fidelity = "verbatim" | "request-only" | "response-only" | "schema-derived";

/** The request of an exchange, as its page prints it. */
export interface DocumentedRequest {
  readonly method: string;
  /** Absolute; `null` when the page lost it. */
  readonly url: string | null;
  /** Only those that the page shows. */
  readonly headers?: Readonly<Record<string, string>>;
  /** `null` none; an object or array is JSON, or the decoded fields of a form; a string is the raw text. */
  readonly body?: Json;
  /** What the page prints where that is not valid JSON. */
  readonly body_raw?: string;
}

/** The response of an exchange, as its page prints it. */
export interface DocumentedResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: Json;
  readonly body_raw?: string;
}

/** How a value is compared where not exactly. */
export interface Matcher {
  readonly match: "any" | "type" | "string" | "number" | "integer" | "boolean" | "date-time";
}

/** A known contradiction between an exchange and the vendor's own description. */
export interface KnownContradiction {
  /** JSON pointer into the exchange, such as `/response/body/data/0/time`. */
  readonly pointer: string;
  readonly reason: string;
}

/** What a client must hand to its caller, where that is not simply the documented body. */
export interface Expectation {
  readonly data?: Json;
  readonly error?: { readonly code?: string };
}

/** One documented request and response, with the page that shows it. Its JSON Schema: `@x/conformance/exchange.schema.json`. */
export interface Exchange {
  /** `<vendor>/<slug>`, unique among the exchanges of a run. */
  readonly id: string;
  /** Method and path or URL, for people; not parsed. */
  readonly operation: string;
  readonly source: { readonly title: string; readonly url: string | null };
  readonly fidelity: Fidelity;
  readonly request: DocumentedRequest;
  /** `null` or absent: only the request can be checked. */
  readonly response?: DocumentedResponse | null;
  readonly notes?: string;
  /** JSON pointers into the exchange whose value may differ from call to call. */
  readonly volatile?: readonly string[];
  /** By JSON pointer into the exchange. */
  readonly matchers?: Readonly<Record<string, Matcher>>;
  readonly contradicts?: readonly KnownContradiction[];
  readonly expect?: Expectation;
}
