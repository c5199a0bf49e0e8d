import { ConfigurationError, isConfigurationError } from "@x/auth-core";
import { createQuerySerializer, mergeHeaders } from "openapi-fetch";
import { isReplayable, type OperationPolicy, type SendInit } from "./call.js";

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

const exploded = createQuerySerializer();
const joined = createQuerySerializer({ array: { style: "form", explode: false } });

/**
 * The absolute URL of a call.
 * @throws ConfigurationError when the path is not one, or a value would lead to another operation.
 */
export function buildUrl(origin: string, path: string, parts: RequestParts, policy: OperationPolicy): string {
  // Tabs and line breaks are taken out by whoever parses the URL: what they keep apart would come together.
  if (!/^\/(?![/\\])[^\t\n\r]*$/.test(path) || hasDotSegment(path)) {
    throw new ConfigurationError("path", "must start with one slash and hold no dot segment");
  }
  const { params, rawQuery } = parts;
  try {
    const pathname = path.replace(/\{([^{}]+)\}/g, (_, name: string) =>
      toPathSegment(`params.path.${name}`, params?.path?.[name]),
    );
    const serialize = policy.explode === false ? joined : exploded;
    const query = rawQuery ?? (params?.query ? serialize(toValues("params.query", params.query)) : "");
    return `${origin}${pathname}${query && `?${query}`}`;
  } catch (cause) {
    if (isConfigurationError(cause)) throw cause;
    throw new ConfigurationError("params", "cannot be put into a URL");
  }
}

function toPathSegment(option: string, value: unknown): string {
  const text = value == null || typeof value === "object" ? "" : String(value);
  if (text === "") {
    throw new ConfigurationError(option, "is missing or empty");
  }
  if (hasDotSegment(text)) {
    throw new ConfigurationError(option, "holds a dot segment");
  }
  return encodeURIComponent(text);
}

/** Looks at the text as it is when decoded until nothing changes: servers and proxies may decode more than once. */
function hasDotSegment(text: string): boolean {
  let current = text;
  for (let rounds = 0; rounds < 9 && current.includes("%"); rounds += 1) {
    current = current.replace(/%([2-7][0-9a-f])/gi, (_, hex) => String.fromCharCode(Number.parseInt(hex, 16)));
  }
  return DOT_SEGMENT.test(current);
}

/** Dates as text, and nothing in place of `null` and `undefined`, at any depth. */
function toValues(option: string, value: unknown): unknown {
  if (value instanceof Date) {
    if (Number.isNaN(value.getTime())) throw new ConfigurationError(option, "is an invalid Date");
    return value.toISOString();
  }
  if (Array.isArray(value)) return value.filter((item) => item != null).map((item) => toValues(option, item));
  if (!value || typeof value !== "object") return value;
  const values: Values = {};
  for (const [name, member] of Object.entries(value)) {
    if (member != null) values[name] = toValues(`${option}.${name}`, member);
  }
  return values;
}

/**
 * Method, headers and body of a call.
 * @throws ConfigurationError for a header that no request can carry, or a body that cannot be sent.
 */
export function buildMessage(method: string, parts: RequestParts, policy: OperationPolicy): Omit<SendInit, "call"> {
  const { body } = parts;
  let headers: Headers;
  try {
    headers = mergeHeaders(
      { accept: policy.accept ?? "application/json" },
      policy.contentType && body != null ? { "content-type": policy.contentType } : undefined,
      parts.headers as HeadersInit,
      parts.params?.header as HeadersInit,
    );
  } catch {
    // The platform's message shows the value.
    throw new ConfigurationError("headers", "cannot be put into headers");
  }
  if (body == null) return { method, headers };
  if (method === "GET" || method === "HEAD") throw new ConfigurationError("body", `is not sent with ${method}`);
  if (!isReplayable(body)) return { method, headers, body: body as BodyInit, duplex: "half" };
  const type = headers.get("content-type") ?? "application/json";
  // Its boundary is known to the platform only.
  if (body instanceof FormData) headers.delete("content-type");
  if (isReady(body, type)) return { method, headers, body };
  if (type.startsWith("application/x-www-form-urlencoded")) {
    return { method, headers, body: exploded(toValues("body", body)) };
  }
  headers.set("content-type", type);
  try {
    return { method, headers, body: JSON.stringify(body) };
  } catch (cause) {
    throw new ConfigurationError("body", `cannot be written as JSON: ${(cause as Error).message}`);
  }
}

/** Whether a body goes out as it is: bytes and forms always, text where its type is not JSON. */
function isReady(body: unknown, type: string): body is BodyInit {
  if (typeof body === "string") return !/[/+]json/.test(type);
  return (
    ArrayBuffer.isView(body) || [URLSearchParams, FormData, Blob, ArrayBuffer].some((Ready) => body instanceof Ready)
  );
}
