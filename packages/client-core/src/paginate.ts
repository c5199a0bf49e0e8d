import type { RequestParts } from "./build-request.js";
import type { ResponseFormatError } from "./errors.js";
import type { Paginated } from "./types.js";

/** How the pages of an operation hang together. */
export interface PagingStrategy {
  /** The items of a page. `undefined`: it is no page, and ends in an error. */
  items(page: unknown): readonly unknown[] | undefined;
  /**
   * The request for the page after this one, as changes to the request for this one; `undefined` after the last.
   * `key` identifies that page (empty: the first one): when it comes up a second time, the vendor is sending us in a
   * circle.
   */
  next(page: unknown, request: RequestParts, response: Response): { key: string; request: RequestParts } | undefined;
}

/** One page: sends the request, throws for an answer outside 2xx. `refuse` makes the error of a page that is none. */
export type FetchPage = (request: RequestParts) => Promise<{
  data: unknown;
  response: Response;
  refuse: (what: string) => ResponseFormatError;
}>;

/** Items and pages of an operation, fetched as they are asked for. */
export function paginate(
  { items, next }: PagingStrategy,
  first: RequestParts,
  fetchPage: FetchPage,
): Paginated<unknown, unknown> {
  async function* walk() {
    const seen = new Set([""]);
    let request: RequestParts | undefined = first;
    while (request) {
      const { data, response, refuse } = await fetchPage(request);
      const list = items(data);
      if (!Array.isArray(list)) throw refuse("something that is no page");
      yield { data, list };
      const following = next(data, request, response);
      if (following && seen.has(following.key)) {
        throw refuse(`a next page that was given before, after ${seen.size} pages`);
      }
      if (following) seen.add(following.key);
      request = following && { ...request, ...following.request };
    }
  }

  return {
    async *pages() {
      for await (const { data } of walk()) yield data;
    },
    async *[Symbol.asyncIterator]() {
      for await (const { list } of walk()) yield* list;
    },
  };
}
