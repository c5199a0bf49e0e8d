import type { Exchange } from "../exchange/types.js";
import { headerOf } from "../text/header.js";
import { isJsonType, mediaType } from "../text/media-type.js";
import { parseJson } from "../text/parse-json.js";

/** An exchange whose answer is kept as raw text: a client hands on the JSON in it, so that is what its result is compared with. */
export function withJsonAnswer(exchange: Exchange): Exchange {
  const { response } = exchange;
  if (typeof response?.body !== "string") return exchange;
  const type = mediaType(headerOf(response.headers, "content-type"));
  if (type !== undefined && !isJsonType(type)) return exchange;
  const body = parseJson(response.body);
  // Without a Content-Type, a text such as `7` is a text.
  return body !== null && typeof body === "object" ? { ...exchange, response: { ...response, body } } : exchange;
}
