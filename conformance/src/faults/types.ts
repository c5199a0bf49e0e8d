import type { Socket } from "node:net";
import type { Json } from "../exchange/types.js";

/** What kind of thing goes wrong. */
export type FaultGroup = "status" | "auth" | "body" | "wire" | "paging";

/**
 * A kind of operation that a fault is tried on.
 *
 * - `read`: a call that may be repeated.
 * - `list`: every item of an operation that pages.
 * - `record`: a call that records something on every send, and must not be repeated.
 * - `token`: the request for a token that goes before a call.
 */
export type OperationClass = "read" | "list" | "record" | "token";

/** How a client of a run is made: it talks to a server on loopback that misbehaves. */
export interface FaultClientOptions {
  /** Of API and token endpoint, such as `http://127.0.0.1:41235`. */
  readonly origin: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly retry: { readonly maxAttempts: number; readonly baseDelayMs: number; readonly maxDelayMs: number };
  readonly attemptTimeoutMs: number;
  readonly totalTimeoutMs: number;
  /** Where token lifetimes are read from: milliseconds. */
  readonly clock: { now(): number; monotonic(): number };
  readonly onEvent: (event: unknown) => void;
}

/** What a call gives: data, or the error that it returns. What it throws is an error as well. */
export interface FaultCallResult {
  readonly data?: unknown;
  readonly error?: unknown;
}

/** A client under test, reduced to the calls that faults need. */
export interface FaultClient {
  /** A call that reads, and may be repeated. Absent: the client has none. */
  read?(): Promise<FaultCallResult>;
  /** A call that records something on every send. Absent: the client has none. */
  record?(): Promise<FaultCallResult>;
  /** A call whose 2xx may report failures of its own. */
  partial?(): Promise<FaultCallResult>;
  /** Every item of an operation that pages. */
  items?(): AsyncIterable<unknown>;
  close?(): void;
}

/** One page that the server gives. */
export interface FaultPage {
  /** Names of its items. */
  readonly ids: readonly string[];
  /** The cursor of the page after it; `undefined`: it is the last. */
  readonly next: string | undefined;
  readonly total: number;
}

/** A vendor's client, and what its server says when nothing is wrong. */
export interface FaultSubject {
  /** The vendor, or the vendor and one of its products: `8x8/storage`. */
  readonly id: string;
  create(options: FaultClientOptions): FaultClient;
  /** What `read` is answered; without one, `record`. */
  readonly ok: Json;
  /** What `partial` is answered, and the class of its error; without one, the failures are in the data, as documented. */
  readonly partial?: {
    readonly body: Json;
    /** Default 200. */
    readonly status?: number;
    readonly error?: string;
    /** Whether `partial` may be repeated. Default `record`. */
    readonly class?: "read" | "record";
  };
  /** An empty body is documented, or nothing is documented of the body. */
  readonly anyBody?: boolean;
  /** Absent: calls carry credentials that nothing issues, such as a key. */
  readonly tokens?: {
    /** Paths of the token endpoint. The last one gives the token. */
    readonly paths: readonly string[];
    /** Where a refresh token is exchanged. */
    readonly refreshPath?: string;
    answer(path: string, issued: IssuedTokens): Json;
  };
  readonly paging?: {
    page(page: FaultPage): Json;
    /** Where the cursor is in a header. */
    headers?(page: FaultPage): Readonly<Record<string, string>>;
    /** Whether pages say how many items there are. */
    readonly countsTotal?: boolean;
    /** Who says which page is next, and that there is none: the server (default), or the client, which asks until a page is empty. */
    readonly cursor?: "server" | "client";
    /** Whether a page without items is documented to be the last one. */
    readonly emptyIsLast?: boolean;
  };
}

/** What a token endpoint issues. */
export interface IssuedTokens {
  readonly accessToken: string;
  readonly refreshToken: string;
  /** Seconds; `undefined`: not said. */
  readonly expiresIn: number | undefined;
}

/** What a client must show. */
export interface FaultExpectation {
  /** Class of the error; `undefined`: the call succeeds. */
  readonly error?: string;
  /** Whether a read is sent again. */
  readonly retryable: boolean;
  /** Requests of a read whose every answer is the fault. */
  readonly attempts: number;
  /** Before the second request of a read, in milliseconds. */
  readonly minWaitMs: number;
}

/** A request that the server saw. */
export interface FaultTimelineEntry {
  /** Which run of the fault: `read`, `recover`, `record` or another. */
  readonly run: string;
  /** Milliseconds since the run started. */
  readonly atMs: number;
  readonly to: "token" | "api";
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  /** The kind of operation that this request is part of. */
  readonly class?: OperationClass;
  /** What the server did, in a few words: `429, Retry-After: 1`, `reset`, `no answer`. */
  readonly answer?: string;
  /** The status that was answered; absent when there was no complete answer. */
  readonly status?: number;
  /** Milliseconds from the start of the run to the end of the answer; of the connection, where there was no complete answer. */
  readonly endedMs?: number;
}

/** How one client fared with one fault on one kind of operation. */
export interface FaultClassResult {
  readonly class: OperationClass;
  readonly verdict: "passed" | "failed";
}

/** How one client fared with one fault. JSON-safe, and without credentials. */
export interface FaultResult {
  readonly subject: string;
  readonly fault: string;
  readonly group: FaultGroup;
  readonly verdict: "passed" | "failed" | "not-applicable";
  /** Why it does not apply. */
  readonly reason?: string;
  readonly expected?: FaultExpectation;
  readonly observed?: {
    /** Class and code of the error; `null`: none. */
    readonly error: string | null;
    readonly code: string | null;
    readonly attempts: number;
    /** Before the second request, in milliseconds; `null`: there was none. */
    readonly waitMs: number | null;
  };
  /** The kinds of operations that it was tried on, and how each fared. Empty: it does not apply. */
  readonly classes: readonly FaultClassResult[];
  /** What differs, a sentence each. */
  readonly problems: readonly string[];
  readonly timeline: readonly FaultTimelineEntry[];
  readonly ms: number;
}

/** A way in which a server misbehaves. */
export interface Fault {
  readonly name: string;
  readonly group: FaultGroup;
  /** The kinds of operations that it can happen to. */
  readonly classes: readonly OperationClass[];
  /** Those of one client, where its documentation says which. */
  classesOf?(subject: FaultSubject): readonly OperationClass[];
  /** The deadline of an attempt that the server lets pass, in milliseconds. */
  readonly deadlineMs?: number;
  /** How long it takes at the least, in milliseconds. Those that take longest are begun first. */
  readonly takesMs?: number;
  /** It moves megabytes: few are tried at once. */
  readonly isHeavy?: boolean;
  /** What the server does. */
  readonly does: string;
  /** What the client must show, in words. */
  readonly shows: string;
  /** Why it does not apply to a client, though the client has such operations; `undefined`: it does. */
  skip?(subject: FaultSubject): string | undefined;
  expect(subject: FaultSubject, classes: ReadonlySet<OperationClass>): FaultExpectation;
  /** What one request is answered, where the fault is one answer; `ok` is what it would have been. */
  answer?(request: RawRequest, ok: Json): Reply;
  run(trial: FaultTrial): Promise<void>;
}

/** One fault being tried on one client. */
export interface FaultTrial {
  readonly subject: FaultSubject;
  /** The kinds of operations that it is tried on: those that the fault can happen to, and the client has. */
  readonly classes: ReadonlySet<OperationClass>;
  readonly expected: FaultExpectation;
  /** Opens a server with this behaviour, and a client of it, for as long as `use` takes. */
  visit(script: FaultScript, use: (visit: FaultVisit) => Promise<void>): Promise<void>;
  /** What the result's `observed` is made of. */
  observe(outcome: FaultOutcome, visit: FaultVisit): void;
}

/** How the server behaves. */
export interface FaultScript {
  /** Name of the run: `read`, `recover`, `list`. */
  readonly run: string;
  /** The kind of operation that is tried. */
  readonly class: OperationClass;
  /** Answers the n-th request of the API, from 1; `undefined`: as it should. */
  api?(count: number, request: RawRequest): Reply | undefined;
  /** Answers the n-th request for a token, from 1; `undefined`: as it should, which is `right`. */
  token?(count: number, request: RawRequest, right: Json): Reply | undefined;
  /** Lifetime of tokens in seconds, default 3600; `null`: not said. */
  readonly expiresIn?: number | null;
  readonly client?: Partial<Pick<FaultClientOptions, "attemptTimeoutMs" | "clock">> & {
    readonly maxAttempts?: number;
  };
}

/** A server and a client of it. */
export interface FaultVisit {
  readonly client: FaultClient;
  readonly origin: string;
  /** Requests that the API saw. */
  readonly api: readonly RawRequest[];
  /** Requests that gave a token, or would have. */
  readonly token: readonly RawRequest[];
  /** Refresh tokens that were sent, in order. */
  readonly refreshTokens: readonly string[];
  /** Notes a problem of this run. */
  problem(text: string): void;
  /** Runs a call and says how it ended. Whatever it shows is searched for credentials. */
  outcomeOf(call: () => Promise<FaultCallResult>): Promise<FaultOutcome>;
  /** A call of this kind; for a token or without a kind, any that the client has, at best a read. */
  call(of?: OperationClass): Promise<FaultCallResult>;
  /** Every item of the operation that pages. */
  list(): Promise<FaultListing>;
  /** Whether a request carries a credential of the client. */
  holdsCredential(request: RawRequest): boolean;
  /** Nobody listens any more: connections break, and new ones are refused. */
  stop(): Promise<void>;
}

/** How a listing ended. */
export interface FaultListing extends FaultOutcome {
  /** Items that arrived. */
  readonly items: number;
}

/** How a call ended. */
export interface FaultOutcome {
  readonly data?: unknown;
  /** Class of the error. */
  readonly error?: string;
  readonly code?: string;
  /** What the error says of its attempts. */
  readonly attempts?: number;
}

/** A request as a raw server read it. */
export interface RawRequest {
  /** By `performance.now()`. */
  readonly at: number;
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: string;
  /** Lower case names. */
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}

/** Writes an answer, or whatever else, to a connection. */
export interface Reply {
  (connection: Socket): void;
  /** What it does, in a few words; absent: `plain` says it. */
  readonly does?: string;
  /** The same as status, headers and body, where it is a complete answer. */
  readonly plain?: {
    readonly status: number;
    readonly headers: Readonly<Record<string, string>>;
    readonly body: string;
  };
}
