import { ConfigurationError, type Paginated, type PagingStrategy, paginate, ResponseFormatError } from "@x/client-core";
import { factsOf, type QueryOptions, type RunQuery, type TypedDocument, type Variables } from "./query.js";
import type { DataOf, QuerySchema } from "./query-schema.js";

/** A page of a list in GraphQL. */
export interface Connection<Item> {
  readonly nodes?: readonly (Item | null)[] | null | undefined;
  readonly pageInfo?: { readonly endCursor?: string | null; readonly hasNextPage?: boolean } | null | undefined;
  readonly totalCount?: unknown;
}

/** The items of whichever connection is at the top of the data. */
export type ItemsOf<Data> = {
  [Field in keyof Data]: Data[Field] extends { readonly nodes?: readonly (infer Item)[] | null } | null
    ? NonNullable<Item>
    : never;
}[keyof Data] extends infer Item
  ? [Item] extends [never]
    ? unknown
    : Item
  : never;

/** How a document is paged. */
export interface ConnectionInit<Data, Vars, Item> extends QueryOptions {
  /** Values of the first page's variables. A number as `after` is an offset; the social and unit lists have those. */
  variables?: Vars | undefined;
  /** Finds the connection in the data. Default: the first one at the top. */
  connection?: ((data: Data) => Connection<Item> | null | undefined) | undefined;
}

/** Pages through connections of the Query API. */
export interface PaginateDocument<Schema extends QuerySchema> {
  /**
   * Every node of a connection, over all its pages, one page after the other. The document takes a variable `$after`;
   * where that is a cursor it also selects `pageInfo { endCursor hasNextPage }`. An error is thrown.
   */
  <Data, Vars, Item = ItemsOf<Data>>(
    document: TypedDocument<Data, Vars>,
    init?: ConnectionInit<Data, Vars, Item>,
  ): Paginated<Item, Data>;
  <const Text extends string, Item = ItemsOf<DataOf<Schema, Text>>>(
    document: Text extends `/${string}` ? never : Text,
    init?: ConnectionInit<DataOf<Schema, Text>, Variables, Item>,
  ): Paginated<Item, DataOf<Schema, Text>>;
}

type Find = (data: unknown) => Connection<unknown> | null | undefined;

const first: Find = (data) =>
  Object.values(data as object).find((value) => typeof value === "object" && value !== null && "nodes" in value);

/** Relay cursors, or offsets where the caller starts with a number. */
function strategyFor(find: Find): PagingStrategy {
  return {
    items(data) {
      const nodes = find(data)?.nodes;
      return nodes === null ? [] : nodes?.filter((node) => node !== null);
    },
    next(data, { body }) {
      const { nodes, pageInfo, totalCount } = find(data) as Connection<unknown>;
      const variables = body as Variables;
      const step = (after: string | number) => ({ key: String(after), request: { body: { ...variables, after } } });
      if (typeof variables.after === "number") {
        const read = nodes?.length ?? 0;
        const after = variables.after + read;
        const isMore = pageInfo?.hasNextPage ?? after < Number(totalCount ?? Number.POSITIVE_INFINITY);
        return isMore && read > 0 ? step(after) : undefined;
      }
      const { hasNextPage, endCursor } = pageInfo ?? {};
      if (hasNextPage === false) return undefined;
      if (hasNextPage && endCursor) return step(endCursor);
      throw new ConfigurationError("document", "cannot be paged: it must select pageInfo { endCursor hasNextPage }");
    },
  };
}

/** Pages and nodes of a document's connection. */
export function paginateDocument(
  run: RunQuery,
  document: unknown,
  { variables = {}, connection, ...options }: ConnectionInit<never, unknown, unknown> = {},
): Paginated<unknown, unknown> {
  return paginate(strategyFor((connection as Find | undefined) ?? first), { body: variables }, async ({ body }) => {
    const { data, error, response } = await run(document, body as Variables, options);
    if (error) throw error;
    const refuse = (what: string) =>
      new ResponseFormatError(`POST /data/v0/query: answered 200 with ${what}`, factsOf(response), "");
    return { data, response, refuse };
  });
}
