import type { Description } from "../openapi/description.js";
import { isTokenEndpoint, isTokenPath } from "../openapi/token-endpoint.js";
import { headerPairs, readableText } from "../record/capture.js";
import type { CapturedTraffic } from "../record/types.js";
import { splitUrl } from "../text/split-url.js";
import { type ConnectionFailure, connectionFailure } from "../transport/connection-failure.js";
import type { ReplayFetch } from "../transport/types.js";

const WITHOUT_BODY: ReadonlySet<number> = new Set([101, 204, 205, 304]);
/** A longer answer is not looked at. */
const MAX_ANSWER_BYTES = 32 * 1024 * 1024;

/** An answer as it came. */
export interface WireAnswer {
  /** With the vendor's host also where the bytes went to another origin. */
  readonly url: string;
  readonly method: string;
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

/** Options of a {@link Wire}. */
export interface WireOptions {
  readonly description: Description;
  readonly fetch: ReplayFetch;
  /** Where everything goes in place of the described hosts. */
  readonly origin: string | undefined;
  /** What may be sent although it is no read, such as `POST /v1/things`. */
  readonly allow: ReadonlySet<string>;
  /** Reads that record something: they need to be allowed, like writes. */
  readonly writes: ReadonlySet<string>;
  /** What the client sends by itself to get a token, beside the token endpoints. */
  readonly signIn: ReadonlySet<string>;
  /** How many requests may be sent. */
  readonly budget: number;
  /** How long one request may take, in milliseconds, its answer's body included. */
  readonly timeoutMs: number;
  /** Told of each request that was answered. */
  readonly onTraffic?: ((traffic: CapturedTraffic) => void) | undefined;
}

/** The last gate before a vendor: lets through what is described and read-only or allowed, to the vendor's hosts, within the budget. */
export class Wire {
  readonly #options: WireOptions;
  requests = 0;
  /** Whether a request was held back because the budget was used up. */
  isExhausted = false;
  /** The answer of the call: the last one that was not about a token, or the redirect that it was sent away with. */
  answer: WireAnswer | undefined;
  /** The answers about tokens, in the order in which they came. */
  tokenAnswers: WireAnswer[] = [];
  /** Why the last request got no answer. */
  failure: ConnectionFailure | undefined;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** Before the next call. */
  forget(): void {
    this.answer = undefined;
    this.tokenAnswers = [];
    this.failure = undefined;
  }

  readonly fetch: ReplayFetch = async (url, init) => {
    const { description, origin, budget, signIn } = this.#options;
    const method = (init?.method ?? "GET").toUpperCase();
    const parts = splitUrl(url);
    if (parts === undefined) throw new TypeError("not sent: the URL is not absolute");
    const endpoints = description.tokenEndpoints;
    const operation = description.routes.find(method, parts.path)?.operation;
    const name = operation && `${method} ${operation.template}`;
    const isToken =
      (name !== undefined && signIn.has(name)) ||
      (method === "POST" && endpoints.some((endpoint) => isTokenPath(endpoint, parts.path)));
    if (!isToken && !this.#mayBeSent(method, name)) throw new TypeError(`not sent: ${method} is not read-only`);
    const isKnown =
      description.routes.knowsHost(parts.scheme, parts.host) ||
      endpoints.some((endpoint) => isTokenEndpoint(endpoint, parts));
    if (origin === undefined && !isKnown) throw new TypeError(`not sent: ${parts.host} is no host of the vendor`);
    if (this.requests >= budget) {
      this.isExhausted = true;
      throw new TypeError("not sent: the budget is used up");
    }
    this.requests += 1;
    const { status, headers, text } = await this.#send(url, method, init);
    const answer = { url, method, status, headers, text };
    const isRedirected = this.answer !== undefined && isRedirect(this.answer.status);
    if (isToken) this.tokenAnswers.push(answer);
    else if (!isRedirected) this.answer = answer;
    return new Response(WITHOUT_BODY.has(status) ? null : text, { status, headers });
  };

  async #send(url: string, method: string, init: RequestInit | undefined) {
    const { origin, timeoutMs, onTraffic } = this.#options;
    const target = origin === undefined ? url : origin + url.slice(new URL(url).origin.length);
    const own = AbortSignal.timeout(timeoutMs);
    const signal = init?.signal ? AbortSignal.any([init.signal, own]) : own;
    try {
      const response = await this.#options.fetch(target, { ...init, signal });
      const bytes = await readBytes(response);
      const headers = new Headers(response.headers);
      headers.delete("content-encoding");
      headers.delete("content-length");
      onTraffic?.(capture(url, method, init, response, bytes));
      this.failure = undefined;
      return { status: response.status, headers, text: new TextDecoder().decode(bytes) };
    } catch (error) {
      this.failure = connectionFailure(
        error,
        new URL(target).origin,
        own.aborted || isAbort(error) ? timeoutMs : undefined,
      );
      throw error;
    }
  }

  #mayBeSent(method: string, name: string | undefined): boolean {
    const { allow, writes } = this.#options;
    if (name === undefined) return false;
    return allow.has(name) || ((method === "GET" || method === "HEAD") && !writes.has(name));
  }
}

/** The client's own deadline. */
function isAbort(error: unknown): boolean {
  return error instanceof Error && (error.name === "AbortError" || error.name === "TimeoutError");
}

function isRedirect(status: number): boolean {
  return status >= 300 && status < 400 && status !== 304;
}

/** @throws when there is more than anybody documents. */
async function readBytes(response: Response): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of response.body ?? []) {
    size += chunk.length;
    if (size > MAX_ANSWER_BYTES) throw new RangeError(`the answer has over ${MAX_ANSWER_BYTES / 1_048_576} MiB`);
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}

function capture(
  url: string,
  method: string,
  init: RequestInit | undefined,
  response: Response,
  bytes: Uint8Array,
): CapturedTraffic {
  const body = init?.body ?? null;
  return {
    method,
    url,
    requestHeaders: [...new Headers(init?.headers)],
    requestBody:
      body === null ? null : typeof body === "string" || body instanceof URLSearchParams ? String(body) : undefined,
    status: response.status,
    responseHeaders: headerPairs(response.headers),
    responseBody: readableText(bytes, response.headers.get("content-type") ?? undefined),
  };
}
