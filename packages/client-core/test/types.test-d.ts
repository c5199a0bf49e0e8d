// Compiled, never run: what the types make of a description. See tsconfig.json.

import {
  type ApiError,
  type CallInit,
  type Client,
  type ErrorBody,
  type Layer,
  type OperationOf,
  type Paginated,
  type PathsWith,
  type SuccessBody,
  unwrap,
} from "../src/index.js";
import type { Paged, Paths, Thing } from "./support/things.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Assertion extends true>(): void => {};
declare const client: Client<Paths, Paged>;
const id = { params: { path: { id: "1" } } };

// Paths by method.
holds<Equal<PathsWith<Paths, "delete">, "/things/{id}">>();
holds<Equal<PathsWith<Paths, "patch">, never>>();
holds<Equal<PathsWith<Paths, "get">, "/things" | "/things/{id}" | "/things/{id}/parts/{part}" | "/report">>();

// Bodies of answers: all documented statuses of a kind together.
type Get<Path extends keyof Paths> = OperationOf<Paths, Path, "get">;
holds<Equal<SuccessBody<Get<"/things/{id}">>, Thing>>();
holds<Equal<ErrorBody<Get<"/things/{id}">>, { code: number; message: string }>>();
holds<Equal<SuccessBody<OperationOf<Paths, "/things/{id}", "delete">>, undefined>>();
holds<Equal<ErrorBody<OperationOf<Paths, "/things/{id}", "delete">>, undefined>>();
// An error may come where none is documented; nothing is known of its body.
holds<Equal<ErrorBody<OperationOf<Paths, "/things/{id}", "put">>, unknown>>();
// A `default` answer is the data where there is no other, and an error's body beside.
holds<Equal<SuccessBody<OperationOf<Paths, "/upload", "post">>, { stored: boolean }>>();
holds<
  Equal<
    SuccessBody<{
      responses: { 200: { content: { "application/json": 1 } }; default: { content: { "application/json": 2 } } };
    }>,
    1
  >
>();
holds<
  Equal<
    ErrorBody<{
      responses: { 200: { content: { "application/json": 1 } }; default: { content: { "application/json": 2 } } };
    }>,
    2
  >
>();
holds<Equal<SuccessBody<{ responses: { "2XX": { content: { "application/json": 1 } } } }>, 1>>();

export async function results(): Promise<void> {
  const result = await client.GET("/things/{id}", id);
  // Told apart by `error`, and by `data`.
  if (result.error) {
    holds<Equal<typeof result.error, ApiError<{ code: number; message: string }>>>();
    holds<Equal<typeof result.data, undefined>>();
  } else {
    holds<Equal<typeof result.data, Thing>>();
  }
  const created = await client.POST("/things", { body: { name: "a" } });
  if (created.error) holds<Equal<typeof created.error.body, { reasons: string[] }>>();
  const head = await client.HEAD("/things/{id}", id);
  if (!head.error) holds<Equal<typeof head.data, undefined>>();
  const data = await unwrap(client.GET("/things/{id}", id));
  holds<Equal<typeof data, Thing>>();
  const text = await unwrap(client.GET("/things/{id}", { ...id, parseAs: "text" }));
  holds<Equal<typeof text, string>>();
  const bytes = await unwrap(client.GET("/things/{id}", { ...id, parseAs: "arrayBuffer" }));
  holds<Equal<typeof bytes, ArrayBuffer>>();
}

export async function arguments_(): Promise<void> {
  await client.GET("/things");
  await client.GET("/things", { params: {} });
  await client.GET("/things", { params: { query: { tag: ["a"], since: new Date() } } });
  // @ts-expect-error a path parameter is required
  await client.GET("/things/{id}");
  // @ts-expect-error one of two path parameters is missing
  await client.GET("/things/{id}/parts/{part}", id);
  // @ts-expect-error a body is required
  await client.POST("/things");
  // @ts-expect-error a member of the body is missing
  await client.POST("/things", { body: {} });
  await client.DELETE("/things/{id}", id);
  await client.DELETE("/things/{id}", { ...id, body: { reason: "old" } });
  // @ts-expect-error no such member
  await client.DELETE("/things/{id}", { ...id, body: { why: "old" } });
  // @ts-expect-error no such method on this path
  await client.PUT("/things", { body: { name: "a" } });
  // @ts-expect-error no such option
  await client.GET("/things", { timeout: 1 });
  // @ts-expect-error what pages use among themselves is no option
  await client.GET("/things", { rawQuery: "a=b" });

  // Bodies by media type.
  await client.POST("/upload", { body: new FormData() });
  await client.POST("/upload", { body: new Blob() });
  await client.POST("/upload", { body: new Uint8Array() });
  await client.POST("/upload", { body: new ReadableStream() });
  // @ts-expect-error an object is neither a form nor bytes
  await client.POST("/upload", { body: { file: "a" } });
  await client.POST("/form", { body: { name: "a", tags: ["b"] } });
  await client.POST("/form", { body: new URLSearchParams() });
  // @ts-expect-error a required field is missing
  await client.POST("/form", { body: { tags: [] } });

  // An init made apart.
  const init: CallInit<OperationOf<Paths, "/things", "post">> = { body: { name: "a" }, retry: true };
  await client.POST("/things", init);
}

export function paging(): void {
  const things = client.paginate("/things", { params: { query: { limit: 1 } } });
  holds<Equal<typeof things, Paginated<Thing, { items: Thing[]; next?: string }>>>();
  // @ts-expect-error it does not page
  client.paginate("/report");
}

// A layer sees the call, and headers that it may set.
export const layer: Layer = (next) => (url, init) => {
  holds<Equal<typeof url, string>>();
  init.headers.set("x-key", init.call.vendor);
  return next(url, init);
};
