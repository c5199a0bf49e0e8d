import {
  type ApiError,
  type CallFailure,
  type CallOptions,
  type CallResult,
  type CallSuccess,
  ConfigurationError,
  type ErrorFacts,
  GraphQLResponseError,
  ResponseFormatError,
} from "@x/client-core";
import type { components } from "./generated/medallia-mec.js";
import { printDocument } from "./print-document.js";
import type { DataOf, QuerySchema } from "./query-schema.js";

/**
 * A document that knows the types of its data and its variables: the `TypedDocumentNode` of GraphQL Code Generator and
 * gql.tada, or the `TypedDocumentString` of the former. Nothing of either is needed at run time.
 */
export type TypedDocument<Data, Variables> = { __apiType?: (variables: Variables) => Data } & (
  | { readonly kind: "Document"; readonly definitions: readonly { readonly kind: string }[] }
  // biome-ignore lint/complexity/noBannedTypes: GraphQL Code Generator's documents are objects of class String.
  | (String & object)
);

/** Values of a document's variables. */
export type Variables = Readonly<Record<string, unknown>>;

/** Options of a query: those of any call but for how the body is read. */
export type QueryOptions = Omit<CallOptions, "parseAs">;

/** What a query gives. `error` is an `ApiError`, or a `GraphQLResponseError` with the partial data on it. */
export type QueryResult<Data> = CallResult<
  Data,
  unknown,
  CallSuccess<Data, 200>,
  CallFailure<undefined, ApiError<undefined> | GraphQLResponseError<Data>>
>;

/** Variables come second, and may be left out when the document needs none. */
type QueryArgs<Vars> =
  Record<never, never> extends Vars
    ? [variables?: Vars | undefined, options?: QueryOptions]
    : [variables: Vars, options?: QueryOptions];

/** Sends GraphQL documents to the Query API. */
export interface QueryMethods<Schema extends QuerySchema> {
  /**
   * Runs a GraphQL document: a typed one, or text. Text that stands in the code is typed by the schema, see
   * {@link DataOf}; `query<Data>(text)` gives the type by hand.
   *
   * An answer outside 2xx, and an answer with `errors`, is the result's `error`: of the latter, `error.data` is what the
   * server could resolve all the same. Queries are sent again like a GET, mutations are not.
   *
   * @throws ConfigurationError for an empty document, or one that is none for a server, and what every call throws.
   */
  query<Data, Vars>(document: TypedDocument<Data, Vars>, ...variables: QueryArgs<Vars>): Promise<QueryResult<Data>>;
  query<const Text extends string>(
    document: Text,
    variables?: Variables,
    options?: QueryOptions,
  ): Promise<QueryResult<DataOf<Schema, Text>>>;
  query<Data extends object>(
    document: string,
    variables?: Variables,
    options?: QueryOptions,
  ): Promise<QueryResult<Data>>;
  /**
   * What a document would cost, in cost units, without running it. At most 3,000,000 are allowed. The vendor documents
   * `compute_cost_only`; that the answer is an error message with a number in it was observed.
   */
  estimateCost<Data, Vars>(
    document: TypedDocument<Data, Vars> | string,
    variables?: Vars | undefined,
    options?: QueryOptions,
  ): Promise<QueryResult<{ cost: number }>>;
}

/** A document, ready to send. */
export interface PreparedDocument {
  query: string;
  /** Whether it changes something. Where text might be a mutation it counts as one: then it is sent once only. */
  isMutation: boolean;
}

/** The text of a document. @throws ConfigurationError when there is none. */
export function prepareDocument(document: unknown): PreparedDocument {
  const isNode = typeof document === "object" && (document as { kind?: unknown } | null)?.kind === "Document";
  const query = isNode ? printDocument(document as object) : document instanceof String ? String(document) : document;
  if (typeof query !== "string" || !query.includes("{")) {
    throw new ConfigurationError("document", "is empty, or no GraphQL document");
  }
  return { query, isMutation: /\bmutation\b/.test(query) };
}

type Envelope = components["schemas"]["QueryResponse"];

/** A POST of the Query API, without its types. */
export type PostQuery = (
  path: "/data/v0/query",
  init: QueryOptions & {
    body: { query: string; variables?: Record<string, unknown> };
    params?: { query: { compute_cost_only: true } };
  },
) => Promise<CallResult<Envelope, undefined, CallSuccess<Envelope, 200>>>;

/** Runs a document, without its types. */
export type RunQuery = (
  document: unknown,
  variables?: Variables | undefined,
  options?: QueryOptions,
) => Promise<QueryResult<unknown>>;

const OPERATION = "POST /data/v0/query";

/** Facts of an answer, for errors. */
export function factsOf({ status, headers }: Response): ErrorFacts {
  const requestId = headers.get("x-medallia-rpc-request-id") ?? undefined;
  return { vendor: "medallia-mec", operation: OPERATION, status, requestId };
}

function failureOf({ data, errors }: Envelope, response: Response): Error {
  if (!errors?.length) {
    return new ResponseFormatError(`${OPERATION}: answered without data and without errors`, factsOf(response), "");
  }
  const message = (errors[0]?.message ?? "the answer has errors").replace(/\s+/g, " ").slice(0, 200);
  return new GraphQLResponseError(`${OPERATION}: ${message}`, factsOf(response), errors, data);
}

/** `errors` may be null or empty on success, and members such as `_allowed` may be beside it. */
function dataOf({ data, errors }: Envelope): unknown {
  return errors?.length ? undefined : data;
}

function costOf({ errors }: Envelope): unknown {
  const [, digits] = /cost is:?\s*(\d[\d,]*)/i.exec(errors?.[0]?.message ?? "") ?? [];
  return digits && { cost: Number(digits.replaceAll(",", "")) };
}

/** The methods of a client that send GraphQL documents. */
export function createQuery(post: PostQuery): { query: RunQuery; estimateCost: RunQuery } {
  const run =
    (read: (envelope: Envelope) => unknown, init: { params?: { query: { compute_cost_only: true } } }): RunQuery =>
    async (document, variables, options) => {
      const { query, isMutation } = prepareDocument(document);
      const body = variables ? { query, variables } : { query };
      const result = await post("/data/v0/query", { retry: !isMutation, ...options, ...init, body });
      if (result.error) return result;
      const { data: envelope, response, status } = result;
      const data = read(envelope);
      const failure = data ? undefined : failureOf(envelope, response);
      if (failure instanceof ResponseFormatError) throw failure;
      const outcome = failure ? { error: failure, status } : { data, status };
      return Object.defineProperty(outcome, "response", { value: response }) as unknown as QueryResult<unknown>;
    };
  return { query: run(dataOf, {}), estimateCost: run(costOf, { params: { query: { compute_cost_only: true } } }) };
}
