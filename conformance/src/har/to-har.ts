import { STATUS_CODES } from "node:http";
import { isDeepStrictEqual } from "node:util";
import { documentedForm } from "../compare/documented-form.js";
import type { DocumentedRequest, DocumentedResponse, Exchange, Json } from "../exchange/types.js";
import { ownPackage } from "../files/own-package.js";
import { headerOf } from "../text/header.js";
import { isFormType, mediaType } from "../text/media-type.js";
import { documentedPairs } from "../text/pairs.js";
import { splitUrl } from "../text/split-url.js";
import { restoreExchange } from "./restore-exchange.js";
import type { Har, HarEntry, HarPair, HarPostData, HarRequest, HarResponse } from "./types.js";

/** What a documented exchange does not say of its time. */
const NO_TIME = {
  startedDateTime: "1970-01-01T00:00:00.000Z",
  time: 0,
  timings: { send: 0, wait: 0, receive: 0 },
} as const;
/** HAR's way to say that nobody knows. */
const UNKNOWN_SIZE = -1;

/**
 * Exports exchanges as HAR 1.2. Placeholders in a URL are percent-encoded, as HAR asks for a URI. An exchange without a usable URL is left out and
 * named in the log's comment; one without a response gets the status 0, as browsers write it.
 */
export function toHar(exchanges: readonly Exchange[]): Har {
  const entries: HarEntry[] = [];
  const leftOut: string[] = [];
  for (const exchange of exchanges) {
    const url = uriOf(exchange.request.url);
    if (url === undefined) leftOut.push(exchange.id);
    else entries.push(entryOf(exchange, url));
  }
  return {
    log: {
      version: "1.2",
      creator: ownPackage(),
      entries,
      ...(leftOut.length > 0 && { comment: `left out, for want of a URL: ${leftOut.join(", ")}` }),
    },
  };
}

/** As RFC 3986 has it: a parsed URL keeps some characters in host and query that no URI may hold. */
function uriOf(url: string | null): string | undefined {
  return URL.parse(url ?? "")?.href.replace(/[{}|^`\\]/g, encodeURIComponent);
}

function entryOf(exchange: Exchange, url: string): HarEntry {
  const { request, response, ...rest } = exchange;
  const entry: HarEntry = {
    ...NO_TIME,
    request: requestOf(request, url),
    response: responseOf(response ?? undefined),
    cache: {},
    comment: `${exchange.operation} (${exchange.source.title})`,
    _exchange: { ...rest, url: request.url ?? url },
  };
  if (isDeepStrictEqual(restoreExchange(entry), exchange)) return entry;
  const exact = response === undefined ? { request } : { request, response };
  return { ...entry, _exchange: { ...entry._exchange, exact } };
}

function requestOf(request: DocumentedRequest, url: string): HarRequest {
  const query = documentedPairs(splitUrl(request.url ?? "")?.query ?? "");
  const postData = postDataOf(request);
  return {
    method: request.method.toUpperCase(),
    url,
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairsOf(request.headers),
    queryString: query.map(([name, value]) => ({ name, value })),
    ...(postData && { postData }),
    headersSize: UNKNOWN_SIZE,
    bodySize: postData === undefined ? 0 : UNKNOWN_SIZE,
  };
}

function postDataOf({ headers, body = null }: DocumentedRequest): HarPostData | undefined {
  if (body === null) return undefined;
  const shown = headerOf(headers, "content-type");
  if (isFormType(mediaType(shown)) && typeof body !== "string") {
    return { mimeType: shown ?? "", params: documentedForm(body).map(([name, value]) => ({ name, value })) };
  }
  return { mimeType: shown ?? likelyType(body), text: textOf(body) };
}

function responseOf(response: DocumentedResponse | undefined): HarResponse {
  const { status = 0, headers, body = null } = response ?? {};
  const text = body === null ? undefined : textOf(body);
  const size = text === undefined ? 0 : Buffer.byteLength(text, "utf8");
  return {
    status,
    statusText: STATUS_CODES[status] ?? "",
    httpVersion: response === undefined ? "" : "HTTP/1.1",
    cookies: [],
    headers: pairsOf(headers),
    content: {
      size,
      mimeType: headerOf(headers, "content-type") ?? (body === null ? "x-unknown" : likelyType(body)),
      ...(text !== undefined && { text }),
    },
    redirectURL: headerOf(headers, "location") ?? "",
    headersSize: UNKNOWN_SIZE,
    bodySize: size,
  };
}

function textOf(body: Json): string {
  return typeof body === "string" ? body : JSON.stringify(body);
}

function likelyType(body: Json): string {
  return typeof body === "string" ? "text/plain" : "application/json";
}

function pairsOf(headers: Readonly<Record<string, string>> | undefined): HarPair[] {
  return Object.entries(headers ?? {}).map(([name, value]) => ({ name, value }));
}
