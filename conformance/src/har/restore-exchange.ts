import type { DocumentedRequest, DocumentedResponse, Exchange, Json } from "../exchange/types.js";
import { isJsonType, mediaType } from "../text/media-type.js";
import { parseJson } from "../text/parse-json.js";
import type { HarEntry, HarPair } from "./types.js";

/** The exchange that an entry of our own export was made of. */
export function restoreExchange(entry: HarEntry): Exchange {
  const { url, exact, ...rest } = entry._exchange;
  if (exact !== undefined) return { ...rest, ...exact };
  return { ...rest, request: requestOf(entry.request, url), response: responseOf(entry.response) };
}

function requestOf({ method, headers, postData }: HarEntry["request"], url: string): DocumentedRequest {
  const body =
    postData === undefined
      ? null
      : "params" in postData
        ? recordOf(postData.params)
        : bodyOf(postData.text, postData.mimeType);
  return { method, url, headers: recordOf(headers), body };
}

function responseOf({ status, headers, content }: HarEntry["response"]): DocumentedResponse | null {
  if (status === 0) return null;
  const body = content.text === undefined ? null : bodyOf(content.text, content.mimeType);
  return { status, headers: recordOf(headers), body };
}

function bodyOf(text: string, type: string): Json {
  return (isJsonType(mediaType(type)) ? parseJson(text) : undefined) ?? text;
}

function recordOf(pairs: readonly HarPair[]): Record<string, string> {
  return Object.fromEntries(pairs.map(({ name, value }) => [name, value]));
}
