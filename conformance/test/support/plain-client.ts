import type { ClientRequest } from "../../src/client/types.js";

/** What a client puts on the wire. */
export interface PlainRequest {
  url: string;
  method: string;
  headers: Headers;
  body: BodyInit | undefined;
}

/** A client that is written by hand around `fetch`, as a team might have one: no description, no types. */
// biome-ignore lint/style/noDefaultExport: it is a module for --client, whose default export is the client.
export default async function plainClient(request: ClientRequest): Promise<Response> {
  const { url, method, headers, body } = plainRequest(request);
  return request.fetch(url, { method, headers, body: body ?? null, redirect: "manual", signal: request.signal });
}

/** What that client sends. */
export function plainRequest({
  url,
  operation,
  headers: given,
  body,
  bodyType,
  credentials,
}: ClientRequest): PlainRequest {
  const headers = new Headers({ accept: "application/json" });
  for (const [name, value] of Object.entries({ ...given, ...credentials.headers })) headers.set(name, String(value));
  headers.set("authorization", credentials.authorization ?? `Bearer ${credentials.accessToken}`);
  const plain = { url, method: operation.method, headers };
  if (body === undefined) return { ...plain, body: undefined };
  if (bodyType === "application/x-www-form-urlencoded") return { ...plain, body: new URLSearchParams(fields(body)) };
  if (bodyType === "multipart/form-data") {
    const form = new FormData();
    for (const [name, value] of fields(body)) form.append(name, value);
    return { ...plain, body: form };
  }
  if (bodyType !== undefined) headers.set("content-type", bodyType);
  return { ...plain, body: typeof body === "string" ? body : JSON.stringify(body) };
}

function fields(body: unknown): [string, string][] {
  return Object.entries(body as object).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
}
