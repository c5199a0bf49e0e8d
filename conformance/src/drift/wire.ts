import type { Description } from "../openapi/description.js";
import { isTokenEndpoint, isTokenPath } from "../openapi/token-endpoint.js";
import { splitUrl } from "../text/split-url.js";
import type { ReplayFetch } from "../transport/types.js";

const WITHOUT_BODY: ReadonlySet<number> = new Set([204, 205, 304]);

/** An answer as it came. */
export interface WireAnswer {
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
  /** Writes that may be sent, such as `POST /v1/things`. */
  readonly allow: ReadonlySet<string>;
  /** How many requests may be sent. */
  readonly budget: number;
}

/** The last gate before a vendor: lets through what is read-only or allowed, to the vendor's hosts, within the budget. */
export class Wire {
  readonly #options: WireOptions;
  requests = 0;
  /** Whether a request was held back because the budget was used up. */
  isExhausted = false;
  /** The last answer that was not about a token. */
  answer: WireAnswer | undefined;
  /** The last answer about a token. */
  tokenAnswer: WireAnswer | undefined;

  constructor(options: WireOptions) {
    this.#options = options;
  }

  /** Before the next call. */
  forget(): void {
    this.answer = undefined;
    this.tokenAnswer = undefined;
  }

  readonly fetch: ReplayFetch = async (url, init) => {
    const { description, origin, budget } = this.#options;
    const method = (init?.method ?? "GET").toUpperCase();
    const parts = splitUrl(url);
    if (parts === undefined) throw new TypeError("not sent: the URL is not absolute");
    const endpoints = description.tokenEndpoints;
    const isToken = method === "POST" && endpoints.some((endpoint) => isTokenPath(endpoint, parts.path));
    if (!isToken && !this.#mayBeSent(method, parts.path)) throw new TypeError(`not sent: ${method} is not read-only`);
    const isKnown =
      description.routes.knowsHost(parts.scheme, parts.host) ||
      endpoints.some((endpoint) => isTokenEndpoint(endpoint, parts));
    if (origin === undefined && !isKnown) throw new TypeError(`not sent: ${parts.host} is no host of the vendor`);
    if (this.requests >= budget) {
      this.isExhausted = true;
      throw new TypeError("not sent: the budget is used up");
    }
    this.requests += 1;
    const target = origin === undefined ? url : origin + url.slice(new URL(url).origin.length);
    const { status, headers, ...response } = await read(await this.#options.fetch(target, init));
    const answer = { url, method, status, headers, text: response.text };
    if (isToken) this.tokenAnswer = answer;
    else this.answer = answer;
    return new Response(WITHOUT_BODY.has(status) ? null : answer.text, { status, headers });
  };

  #mayBeSent(method: string, path: string): boolean {
    if (method === "GET" || method === "HEAD") return true;
    const operation = this.#options.description.routes.find(method, path)?.operation;
    return operation !== undefined && this.#options.allow.has(`${method} ${operation.template}`);
  }
}

async function read(response: Response): Promise<{ status: number; headers: Headers; text: string }> {
  const headers = new Headers(response.headers);
  headers.delete("content-encoding");
  headers.delete("content-length");
  return { status: response.status, headers, text: await response.text() };
}
