import type { DocumentedRequest, DocumentedResponse, Json } from "../exchange/types.js";
import { isFormType, isJsonType, mediaType } from "../text/media-type.js";
import { wirePairs } from "../text/pairs.js";
import { parseJson } from "../text/parse-json.js";
import type { Scrubber } from "./scrubber.js";
import type { CapturedTraffic } from "./types.js";

/** Of the connection or written anew by whoever sends: no part of what the API does. */
const OF_THE_CONNECTION =
  /^(host|connection|keep-alive|proxy-connection|transfer-encoding|te|trailer|upgrade|content-length|content-encoding|accept-encoding|date|expect|sec-.*|x-forwarded-.*|forwarded|via)$/i;

/** What an HTTP library says of itself, or adds where the client said nothing. */
function isOfTheLibrary(name: string, value: string): boolean {
  return /^user-agent$/i.test(name) || (/^accept-language$/i.test(name) && value === "*");
}

/** Request and response of an exchange, with placeholders in place of secrets. */
export interface ScrubbedTraffic {
  readonly request: DocumentedRequest;
  readonly response: DocumentedResponse;
  /** How many secrets were replaced in the request. */
  readonly redactionsInRequest: number;
  readonly redactions: number;
}

/**
 * Puts traffic into the form of an exchange, scrubbed. What the first pass finds in the answer is replaced in the request by the second, so no
 * order of places lets a secret through.
 */
export function scrubTraffic(traffic: CapturedTraffic, scrubber: Scrubber): ScrubbedTraffic {
  pass(traffic, scrubber);
  return pass(traffic, scrubber);
}

function pass(traffic: CapturedTraffic, scrubber: Scrubber): ScrubbedTraffic {
  const start = scrubber.redactions;
  const request: DocumentedRequest = {
    method: traffic.method.toUpperCase(),
    url: scrubber.url(traffic.url),
    headers: headersOf(traffic.requestHeaders, "request", scrubber),
    body: bodyOf(traffic.requestBody, traffic.requestHeaders, scrubber),
  };
  const redactionsInRequest = scrubber.redactions - start;
  const response: DocumentedResponse = {
    status: traffic.status,
    headers: headersOf(traffic.responseHeaders, "response", scrubber),
    body: bodyOf(traffic.responseBody, traffic.responseHeaders, scrubber),
  };
  return { request, response, redactionsInRequest, redactions: scrubber.redactions - start };
}

function headersOf(
  pairs: CapturedTraffic["requestHeaders"],
  of: "request" | "response",
  scrubber: Scrubber,
): Record<string, string> {
  const headers: Record<string, string> = {};
  for (const [name, value] of pairs) {
    if (OF_THE_CONNECTION.test(name) || (of === "request" && isOfTheLibrary(name, value))) continue;
    const key = scrubber.text(name);
    const scrubbed = scrubber.header(name, value, of);
    const before = headers[key];
    headers[key] = before === undefined ? scrubbed : `${before}, ${scrubbed}`;
  }
  return headers;
}

function bodyOf(text: string | null | undefined, headers: CapturedTraffic["requestHeaders"], scrubber: Scrubber): Json {
  if (text === null || text === "") return null;
  if (text === undefined) return "<bytes>";
  const type = mediaType(headers.find(([name]) => name.toLowerCase() === "content-type")?.[1]);
  if (isFormType(type)) return scrubber.form(wirePairs(text));
  if (/csv|tab-separated/.test(type ?? "")) return scrubber.csv(text);
  const value = isJsonType(type) || /^\s*[{["]/.test(text) ? parseJson(text) : undefined;
  return value === undefined ? scrubber.text(text) : scrubber.json(value);
}
