import type { PagingStrategy, RequestParts } from "@x/client-core";

/** The request for another page: changes to the query of this one. */
export function withQuery(
  { params }: RequestParts,
  changes: Readonly<Record<string, unknown>>,
): { key: string; request: RequestParts } {
  return { key: JSON.stringify(changes), request: { params: { ...params, query: { ...params?.query, ...changes } } } };
}

/** What the vendor's pages say of where they are. */
export interface PageFacts {
  number: number | null | undefined;
  pages: number | null | undefined;
}

/** Pages that are numbered from 0, and say how many there are. Without that, the first empty one is the last. */
export function byNumber(
  parameter: string,
  items: (page: unknown) => readonly unknown[] | undefined,
  read: (page: unknown, response: Response) => PageFacts,
): PagingStrategy {
  return {
    items,
    next(page, request, response) {
      const { number, pages } = read(page, response);
      const next = Number(number ?? request.params?.query?.[parameter] ?? 0) + 1;
      if (pages == null ? !items(page)?.length : next >= pages) return undefined;
      return withQuery(request, { [parameter]: next });
    },
  };
}
