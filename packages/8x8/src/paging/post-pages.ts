import {
  type CallInit,
  type InitArgs,
  type OperationOf,
  type Paginated,
  type PagingStrategy,
  paginate,
  type RequestParts,
  ResponseFormatError,
  type SuccessBody,
  type UnpagedClient,
} from "@x/client-core";

/** Pages of operations that are searches by POST. `Pages` maps each path that pages to the type of its items. */
export interface PostPages<Paths, Pages> {
  /** Every item of a paged search. Pages are fetched as the loop asks for them; an answer outside 2xx is thrown. */
  paginate<Path extends keyof Pages & keyof Paths & string>(
    path: Path,
    ...init: InitArgs<CallInit<OperationOf<Paths, Path, "post">, "json">>
  ): Paginated<Pages[Path], SuccessBody<OperationOf<Paths, Path, "post">>>;
}

type Post = (path: string, init: RequestParts) => Promise<{ data?: unknown; error?: Error; response: Response }>;

/** Adds `paginate` to a client whose pages are asked for by POST. */
export function withPostPages<Paths, Pages>(
  client: UnpagedClient<Paths>,
  strategy: PagingStrategy,
): UnpagedClient<Paths> & PostPages<Paths, Pages> {
  const pages = (path: string, init: RequestParts = {}) =>
    paginate(strategy, init, async (parts) => {
      const { data, error, response } = await (client.POST as unknown as Post)(path, parts);
      if (error) throw error;
      const operation = `POST ${path}`;
      const { status } = response;
      const refuse = (what: string) =>
        new ResponseFormatError(
          `${operation}: answered ${status} with ${what}`,
          { vendor: "8x8", operation, status },
          "",
        );
      return { data, response, refuse };
    });
  // The types are those of the description; at run time a path is a path.
  return { ...client, paginate: pages } as unknown as UnpagedClient<Paths> & PostPages<Paths, Pages>;
}
