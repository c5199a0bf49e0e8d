import type { ParseAs } from "./call.js";
import type { ApiError } from "./errors.js";

/** HTTP methods as OpenAPI spells them. */
export type HttpMethod = "get" | "put" | "post" | "delete" | "options" | "head" | "patch" | "trace";

/** Paths that have this method. `Paths` is the `paths` type that openapi-typescript writes. */
export type PathsWith<Paths, Method extends HttpMethod> = {
  [Path in keyof Paths & string]: Paths[Path] extends { [M in Method]: { responses: unknown } } ? Path : never;
}[keyof Paths & string];

/** The operation of a path and a method. */
export type OperationOf<Paths, Path, Method extends HttpMethod> = Path extends keyof Paths
  ? Method extends keyof Paths[Path]
    ? Paths[Path][Method]
    : never
  : never;

type Content<Response> = Response extends { content: infer C } ? C[keyof C] : undefined;

type Success = 200 | 201 | 202 | 203 | 204 | 205 | 206 | 207 | 226 | "2XX";

/** Body of the operation's answers in 2xx; where none is documented, of its `default` answer. */
export type SuccessBody<Operation> = Operation extends { responses: infer R }
  ? Content<R[keyof R & (keyof R & Success extends never ? "default" : Success)]>
  : never;

/** Body of the operation's documented errors; `unknown` where none is documented. */
export type ErrorBody<Operation> = Operation extends { responses: infer R }
  ? Exclude<keyof R, Success> extends never
    ? unknown
    : Content<R[Exclude<keyof R, Success>]>
  : never;

type HasRequired<T> = { [K in keyof T]-?: Record<never, never> extends Pick<T, K> ? never : K }[keyof T] extends never
  ? false
  : true;

type ParamsOption<Operation> = Operation extends { parameters: infer P }
  ? HasRequired<P> extends true
    ? { params: P }
    : { params?: P | undefined }
  : { params?: undefined };

/** What may be given as a body of these media types: the schema's type where it can be written by the client. */
type BodyOf<Content> = {
  [Type in keyof Content]: Type extends `${string}json`
    ? Content[Type]
    : Type extends "application/x-www-form-urlencoded"
      ? Content[Type] | URLSearchParams
      : Type extends `multipart/${string}`
        ? FormData
        : BodyInit;
}[keyof Content];

type BodyOption<Operation> = Operation extends { requestBody: { content: infer C } }
  ? { body: BodyOf<C> }
  : Operation extends { requestBody?: { content: infer C } | undefined }
    ? { body?: BodyOf<C> | undefined }
    : { body?: undefined };

/** Options that every call takes beside its parameters and its body. */
export interface CallOptions<As extends ParseAs = ParseAs> {
  /** Ends this call: it rejects with an `AbortedError`. */
  signal?: AbortSignal | undefined;
  /** Further headers. `null` takes a default header away. */
  headers?: Headers | Readonly<Record<string, string | number | null | undefined>> | undefined;
  /** How the body of a 2xx is read. Default: as the operation is documented, mostly `json`. */
  parseAs?: As | undefined;
  /**
   * `false`: no retry; a 401 is answered with a new token all the same. `true`: may be sent again whatever its method
   * is, unless the operation records something on every send.
   */
  retry?: boolean | undefined;
  /** Deadline of one attempt in milliseconds, for this call. */
  attemptTimeoutMs?: number | undefined;
  /** Deadline of the whole call in milliseconds, for this call. */
  totalTimeoutMs?: number | undefined;
}

/** Parameters, body and options of a call to `Operation`. */
export type CallInit<Operation, As extends ParseAs = ParseAs> = ParamsOption<Operation> &
  BodyOption<Operation> &
  CallOptions<As>;

/** The argument after the path: it may be left out when nothing in it is required. */
export type InitArgs<Init> = HasRequired<Init> extends true ? [init: Init] : [init?: Init];

type Intersection<Union> = (Union extends unknown ? (each: Union) => void : never) extends (all: infer All) => void
  ? All
  : never;

/** Several paths at once stand for one that does not exist: it is the path then that is reported, and no argument. */
type InitArgsOf<Paths, Path, Method extends HttpMethod, As extends ParseAs> = [Path] extends [Intersection<Path>]
  ? InitArgs<CallInit<OperationOf<Paths, Path, Method>, As>>
  : [init?: CallInit<OperationOf<Paths, Path, Method>, As>];

/** Data as read: typed JSON, or the raw form that the caller asked for. */
export type DataAs<As extends ParseAs, Data> = As extends "text"
  ? string
  : As extends "blob"
    ? Blob
    : As extends "arrayBuffer"
      ? ArrayBuffer
      : As extends "stream"
        ? ReadableStream<Uint8Array> | null
        : Data;

/** What a call gives for a 2xx. */
export interface CallSuccess<Data, Status extends number = number> {
  data: Data;
  error?: undefined;
  /** Tells apart the data of an operation that answers in more than one way, e.g. 200 and 202. */
  status: Status;
  /** Status and headers; the body has been read into `data`. Not enumerable, so that no log prints its headers. */
  response: Response;
}

/** What a call gives for any other answer. */
export interface CallFailure<Body, Error = ApiError<Body>> {
  data?: undefined;
  error: Error;
  status: number;
  /** Status and headers; the body has been read into `error.body`. Not enumerable. */
  response: Response;
}

/** Either, told apart by `error`. */
export type CallResult<Data, Body, Successes = CallSuccess<Data>, Failure = CallFailure<Body>> = Successes | Failure;

/** One member for each documented status in 2xx, told apart by `status`. */
type SuccessesOf<Operation, As extends ParseAs> = Operation extends { responses: infer R }
  ? keyof R & Success extends never
    ? CallSuccess<DataAs<As, SuccessBody<Operation>>>
    : {
        [Status in keyof R & Success]: CallSuccess<
          DataAs<As, Content<R[Status]>>,
          Status extends number ? Status : number
        >;
      }[keyof R & Success]
  : never;

/** What a call to `Operation` gives. */
export type ResultOf<Operation, As extends ParseAs = "json"> = CallResult<
  DataAs<As, SuccessBody<Operation>>,
  ErrorBody<Operation>,
  SuccessesOf<Operation, As>
>;

/** A method of the client: path and parameters in, typed result out. */
export type CallMethod<Paths, Method extends HttpMethod> = <
  Path extends PathsWith<Paths, Method>,
  As extends ParseAs = "json",
>(
  path: Path,
  ...init: InitArgsOf<Paths, Path, Method, As>
) => Promise<ResultOf<OperationOf<Paths, Path, Method>, As>>;

/** Items over all pages, one by one; `pages()` gives whole pages. Requests are sent as the loop asks for them. */
export interface Paginated<Item, Page> extends AsyncIterable<Item> {
  /** The pages as the vendor answers them. */
  pages(): AsyncIterable<Page>;
}

/**
 * A typed client over `Paths`, without paging.
 *
 * Calls resolve to `{ data, response }` or, for an answer outside 2xx, to `{ error, response }`. What is no answer is
 * thrown: ConfigurationError, TokenError, ConnectionError, TimeoutError, AbortedError, ResponseFormatError.
 */
export interface UnpagedClient<Paths> {
  /**
   * Sends a GET: `const { data, error } = await client.GET("/things/{id}", { params: { path: { id } } })`.
   *
   * Resolves to `data` for a 2xx and to `error` for any other answer; rejects when there is none. `unwrap` throws both.
   */
  GET: CallMethod<Paths, "get">;
  /** Sends a PUT; parameters, body and result as {@link UnpagedClient.GET} has them. */
  PUT: CallMethod<Paths, "put">;
  /** Sends a POST; parameters, body and result as {@link UnpagedClient.GET} has them. */
  POST: CallMethod<Paths, "post">;
  /** Sends a DELETE; parameters, body and result as {@link UnpagedClient.GET} has them. */
  DELETE: CallMethod<Paths, "delete">;
  /** Sends a OPTIONS; parameters, body and result as {@link UnpagedClient.GET} has them. */
  OPTIONS: CallMethod<Paths, "options">;
  /** Sends a HEAD; parameters, body and result as {@link UnpagedClient.GET} has them. */
  HEAD: CallMethod<Paths, "head">;
  /** Sends a PATCH; parameters, body and result as {@link UnpagedClient.GET} has them. */
  PATCH: CallMethod<Paths, "patch">;
  /** Sends a TRACE; parameters, body and result as {@link UnpagedClient.GET} has them. */
  TRACE: CallMethod<Paths, "trace">;
  /** The same as the method of that name. */
  request<
    Method extends Uppercase<HttpMethod>,
    Path extends PathsWith<Paths, Lowercase<Method>>,
    As extends ParseAs = "json",
  >(
    method: Method,
    path: Path,
    ...init: InitArgsOf<Paths, Path, Lowercase<Method>, As>
  ): Promise<ResultOf<OperationOf<Paths, Path, Lowercase<Method>>, As>>;
  /** Forgets the token. Later calls are refused. */
  close(): void;
}

/** A typed client over `Paths`. `Paged` maps each path that pages to the type of its items. */
export interface Client<Paths, Paged = Record<never, never>> extends UnpagedClient<Paths> {
  /**
   * Every item of a paged operation. Pages are followed as the vendor says; a page that leads back to one already seen
   * ends in an error, not in a loop. An answer outside 2xx is thrown.
   */
  paginate<Path extends keyof Paged & keyof Paths & string>(
    path: Path,
    ...init: InitArgsOf<Paths, Path, "get", "json">
  ): Paginated<Paged[Path], SuccessBody<OperationOf<Paths, Path, "get">>>;
}
