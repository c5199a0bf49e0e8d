import { ConfigurationError } from "@x/auth-core";
import { createFinalURL, createQuerySerializer, defaultBodySerializer, defaultPathSerializer, mergeHeaders } from "openapi-fetch";
import type { OperationPolicy } from "./call.js";

/** Values of path, query or header parameters, before they are put on the wire. */
type Values = Record<string, unknown>;

/** The parts of a call that make up its request, without their types. */
export interface RequestParts {
  params?: { path?: Values | undefined; query?: Values | undefined; header?: Values | undefined } | undefined;
  body?: unknown;
  headers?: Headers | Readonly<Record<string, string | number | null | undefined>> | undefined;
  /** A query that is ready to send, in place of `params.query`. */
  rawQuery?: string | undefined;
}

const DOT_SEGMENT = /(^|[/\\])\.{1,2}($|[/\\])/;

/**
 * The absolute URL of a call.
 * @throws ConfigurationError when the path is not one, or a value would lead to another operation.
 */
export function buildUrl(origin: string, path: string, parts: RequestParts, policy: OperationPolicy): string {
  if (!/^\/(?![/\\])/.test(path) || DOT_SEGMENT.test(decodeFully(path))) {
    throw new ConfigurationError("path", "is not a path of this API: it starts with one slash and holds no dot segment");
  }
  const values = parts.params?.path ?? {};
  for (const [, name = ""] of path.matchAll(/\{([^{}]+)\}/g)) checkPathValue(name, values[name]);
  const { rawQuery } = parts;
  try {
    return createFinalURL(path, {
      baseUrl: origin,
      params: { path: values, query: datesToText(parts.params?.query) },
      querySerializer: rawQuery === undefined ? serializerFor(policy) : () => rawQuery,
      pathSerializer: defaultPathSerializer,
    });
  } catch (cause) {
    throw new ConfigurationError("params.query", `cannot be put into a query: ${(cause as Error).message}`);
  }
}

const exploded = createQuerySerializer();
const joined = createQuerySerializer({ array: { style: "form", explode: false } });

function serializerFor({ explode = true }: OperationPolicy): (query: Values) => string {
  return explode ? exploded : joined;
}

function checkPathValue(name: string, value: unknown): void {
  const text = typeof value === "string" ? value : typeof value === "number" ? String(value) : "";
  if (text === "" || DOT_SEGMENT.test(decodeFully(text))) {
    throw new ConfigurationError(
      `params.path.${name}`,
      text === ""
        ? "is missing or empty; without it the call would reach another operation"
        : "holds a dot segment, which would lead to another operation",
    );
  }
}

/** Decoded until nothing changes: servers and proxies may decode more than once. */
function decodeFully(text: string): string {
  let current = text;
  for (let rounds = 0; rounds < 5 && current.includes("%"); rounds += 1) {
    current = current.replace(/%(2e|2f|5c|25)/gi, (escape) => decodeURIComponent(escape));
  }
  return current;
}

function datesToText(query: Values | undefined): Values {
  const texts: Values = {};
  for (const [name, value] of Object.entries(query ?? {})) {
    if (!(value instanceof Date)) texts[name] = value;
    else if (Number.isNaN(value.getTime())) throw new ConfigurationError(`params.query.${name}`, "is an invalid Date");
    else texts[name] = value.toISOString();
  }
  return texts;
}

/**
 * Headers and body of a call.
 * @throws ConfigurationError for a header that no request can carry, or a body that is no JSON.
 */
export function buildMessage(
  parts: RequestParts,
  policy: OperationPolicy,
): { headers: Headers; body: BodyInit | null } {
  const { body } = parts;
  let headers: Headers;
  try {
    headers = mergeHeaders(
      { accept: "application/json" },
      policy.contentType && body != null ? { "content-type": policy.contentType } : undefined,
      parts.headers as HeadersInit,
      parts.params?.header as HeadersInit,
    );
  } catch {
    // The platform's message shows the value.
    throw new ConfigurationError("headers", "holds a name or a value that no header can carry");
  }
  if (body == null) return { headers, body: null };
  if (isReady(body, headers)) return { headers, body };
  if (/^application\/x-www-form-urlencoded/.test(headers.get("content-type") ?? "")) {
    return { headers, body: new URLSearchParams(body as Record<string, string>) };
  }
  let text: BodyInit;
  try {
    text = defaultBodySerializer(body);
  } catch (cause) {
    throw new ConfigurationError("body", `cannot be written as JSON: ${(cause as Error).message}`);
  }
  if (!headers.has("content-type")) headers.set("content-type", "application/json");
  return { headers, body: text };
}

/** Whether a body goes out as it is: bytes, forms and streams always, text where its type is not JSON. */
function isReady(body: unknown, headers: Headers): body is BodyInit {
  if (typeof body === "string") return !/json/.test(headers.get("content-type") ?? "json");
  return (
    body instanceof URLSearchParams ||
    body instanceof FormData ||
    body instanceof Blob ||
    body instanceof ArrayBuffer ||
    body instanceof ReadableStream ||
    ArrayBuffer.isView(body)
  );
}
