import type { WireRequest } from "./types.js";

/** Reads what a client gave to `fetch`, with what the platform would add to it. */
export function readWireRequest(url: string, init: RequestInit = {}): WireRequest | Promise<WireRequest> {
  const { body } = init;
  const method = (init.method ?? "GET").toUpperCase();
  const headers = readHeaders(init.headers);
  // The platform writes URLs in its own way: so must the transport that does without it.
  const href = new URL(url).href;
  if (body === undefined || body === null) return { method, url: href, headers, body: null };
  if (typeof body === "string")
    return { method, url: href, headers: withType(headers, "text/plain;charset=UTF-8"), body };
  if (body instanceof URLSearchParams) {
    return {
      method,
      url: href,
      headers: withType(headers, "application/x-www-form-urlencoded;charset=UTF-8"),
      body: body.toString(),
    };
  }
  return readThroughPlatform(url, init);
}

function readHeaders(init: HeadersInit | undefined): Map<string, string> {
  const headers = new Map<string, string>();
  if (init === undefined) return headers;
  for (const [name, value] of init instanceof Headers ? init : new Headers(init)) headers.set(name, value);
  return headers;
}

function withType(headers: Map<string, string>, type: string): Map<string, string> {
  if (!headers.has("content-type")) headers.set("content-type", type);
  return headers;
}

/** Multipart forms, bytes and streams. */
async function readThroughPlatform(url: string, init: RequestInit): Promise<WireRequest> {
  const request = new Request(url, { ...init, duplex: "half" } as RequestInit);
  return { method: request.method, url: request.url, headers: new Map(request.headers), body: await request.text() };
}
