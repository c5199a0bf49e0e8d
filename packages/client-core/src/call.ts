import { requestIdOf, scrub } from "@x/auth-core";
import type { AbortedError, TimeoutError } from "./errors.js";

/** How an answer's body is read. */
export type ParseAs = "json" | "text" | "blob" | "arrayBuffer" | "stream";

/**
 * When a call may be sent again: `idempotent` methods only, `always` (the operation is documented to be safe to
 * repeat), only where it is `asked` for, or `never` (it records something on every send).
 */
export type RetryMode = "idempotent" | "always" | "asked" | "never";

/** What is special about an operation. Everything else has a default. */
export interface OperationPolicy {
  /** Default `idempotent`. */
  retry?: RetryMode | undefined;
  /** A 200 or 201 without a body is documented. */
  emptyBody?: boolean | undefined;
  /** Nothing is documented of the body: JSON is parsed, other text is text, and there may be none. HTML is an error. */
  anyBody?: boolean | undefined;
  /** How the body is read where the caller does not say. Default `json`. */
  parseAs?: ParseAs | undefined;
  /** What the `Accept` header asks for. Default `application/json`. */
  accept?: string | undefined;
  /** Media type of the request body. Default `application/json`. */
  contentType?: string | undefined;
  /** `false`: lists in the query are joined by commas, `true` (default): the name is repeated. */
  explode?: boolean | undefined;
}

/** One call on its way through the layers: what it is, and what has happened to it so far. */
export interface Call {
  readonly vendor: string;
  /** Method and path template. */
  readonly operation: string;
  readonly policy: OperationPolicy;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
  readonly parseAs: ParseAs;
  /** This call's own deadlines, where the caller set them. */
  readonly attemptTimeoutMs: number | undefined;
  readonly totalTimeoutMs: number | undefined;
  /** On the monotonic clock: after this instant nothing more is tried. Set by the deadline layer. */
  endsAt: number;
  /** Requests sent so far. */
  attempts: number;
  /** Aborts whatever the call waits for now. */
  controller: AbortController;
  /** Ends the wait itself: a fetch may ignore its signal. */
  interrupt: ((reason: Error) => void) | undefined;
  /** Why the whole call ended before its time. */
  ended: TimeoutError | AbortedError | undefined;
  /** The body of the last answer: read within the attempt, unless it is a stream. */
  body: string | Blob | ArrayBuffer | ReadableStream<Uint8Array> | null | undefined;
  /** Credentials that were put on the call's requests. They must show in no message; layers add theirs. */
  readonly secrets: string[];
  /** Whether a 401 has already been answered with a new token. */
  replayed: boolean;
}

/** A request as the layers see it. */
export interface SendInit extends RequestInit {
  method: string;
  headers: Headers;
  /** Set for streams: the platform's fetch asks for it. */
  duplex?: "half" | undefined;
  call: Call;
}

/** A fetch that is always called with a URL as a string. */
export type Send = (url: string, init: SendInit) => Promise<Response>;

/** Takes a fetch, gives a fetch. */
export type Layer = (next: Send) => Send;

/** Who and what failed, for errors. */
export function factsOf(call: Call): { vendor: string; operation: string; attempts: number } {
  const { vendor, operation, attempts } = call;
  return { vendor, operation, attempts };
}

/** The vendor's id of the request. A server that puts a credential of ours into it does not get it into logs. */
export function requestIdFor(call: Call, headers: Headers): string | undefined {
  const id = requestIdOf(headers);
  return id && scrub(id, call.secrets);
}

/** Whether a body can be sent a second time. A stream cannot. */
export function isReplayable(body: unknown): boolean {
  return !(body && typeof body === "object" && ("getReader" in body || Symbol.asyncIterator in body));
}
