import { ConfigurationError } from "@x/auth-core";
import type { RequestParts } from "./build-request.js";
import { ResponseFormatError } from "./errors.js";
import type { Paginated } from "./types.js";

/** How the pages of an operation hang together. */
export interface PagingStrategy {
  /** The items of a page. */
  items(page: unknown): readonly unknown[];
  /**
   * The request for the page after this one, as changes to the request for this one; `undefined` after the last.
   * `key` identifies that page: when it comes up a second time, the vendor is sending us in a circle.
   */
  next(page: unknown, request: RequestParts, response: Response): { key: string; request: RequestParts } | undefined;
}

/** One page: sends the request, throws for an answer outside 2xx. */
export type FetchPage = (request: RequestParts) => Promise<{ data: unknown; response: Response }>;

/** Items and pages of an operation, fetched as they are asked for. */
export function paginate(
  operation: string,
  strategy: PagingStrategy | undefined,
  first: RequestParts,
  fetchPage: FetchPage,
): Paginated<unknown, unknown> {
  if (!strategy) throw new ConfigurationError("path", `${operation} does not page; call it with GET`);

  async function* pages() {
    const seen = new Set<string>();
    let request: RequestParts | undefined = first;
    while (request) {
      const { data, response } = await fetchPage(request);
      yield data;
      const next = (strategy as PagingStrategy).next(data, request, response);
      if (next && seen.has(next.key)) {
        throw new ResponseFormatError(
          `${operation}: the vendor gave the same next page twice; stopped after ${seen.size + 1} pages`,
          { operation, status: response.status },
          "",
        );
      }
      if (next) seen.add(next.key);
      request = next && { ...request, ...next.request };
    }
  }

  return {
    pages,
    async *[Symbol.asyncIterator]() {
      for await (const page of pages()) yield* (strategy as PagingStrategy).items(page);
    },
  };
}
