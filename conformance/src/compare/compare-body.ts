import type { Exchange, Json } from "../exchange/types.js";
import { headerOf } from "../text/header.js";
import { matchesDocumented } from "../text/matches-documented.js";
import { isFormType, isJsonType, mediaType } from "../text/media-type.js";
import { isMultipart, multipartPairs } from "../text/multipart.js";
import { wirePairs } from "../text/pairs.js";
import { parseJson } from "../text/parse-json.js";
import type { WireRequest } from "../transport/types.js";
import { compareJson } from "./compare-json.js";
import { comparePairs } from "./compare-pairs.js";
import type { Difference } from "./difference.js";
import { documentedForm } from "./documented-form.js";
import { looseningOf } from "./loosening.js";
import { withhold, withholdMembers } from "./withhold.js";

/**
 * Compares the body that was sent with the documented one, as its media type asks.
 *
 * @param described the media type of the operation's body, for a page that shows no Content-Type.
 */
export function compareBody(exchange: Exchange, sent: WireRequest, described: string | undefined): Difference[] {
  const documented = exchange.request.body ?? "";
  const text = sent.body ?? "";
  if (documented === "") {
    return text === "" ? [] : [difference("a body was sent; none is documented", undefined, showSent(sent))];
  }
  if (text === "") return [difference("no body was sent")];

  const type = mediaType(headerOf(exchange.request.headers, "content-type")) ?? described;
  const loosening = looseningOf(exchange);
  if (isFormType(type) || isMultipart(type)) {
    const isVolatile = (name: string): boolean => loosening.accepts(`/request/body/${name}`, null, null);
    const words = { aspect: "body", noun: "form field", isVolatile } as const;
    const found = isMultipart(type) ? multipartPairs(text, sent.headers.get("content-type")) : wirePairs(text);
    return comparePairs(documentedForm(documented), found, words);
  }
  if (typeof documented === "string" && !isJsonType(type)) {
    if (matchesDocumented(documented, text)) return [];
    return [difference("another text was sent", shorten(documented), showSent(sent))];
  }
  if (documented === text) return [];
  const wanted = typeof documented === "string" ? parseJson(documented) : documented;
  if (wanted === undefined) return [difference("the documented body is no JSON; another text was sent")];
  const found = parseJson(text);
  if (found === undefined) return [difference("what was sent is no JSON", undefined, showSent(sent))];
  return compareJson(wanted, found, { aspect: "body", base: "/request/body", loosening, placeholders: true });
}

function difference(message: string, documented?: Json, found?: Json): Difference {
  return {
    aspect: "body",
    at: "",
    message,
    ...(documented !== undefined && { documented }),
    ...(found !== undefined && { found }),
  };
}

/** What was sent, with the fields that hold secrets withheld. */
function showSent({ headers, body }: WireRequest): Json {
  const text = body ?? "";
  if (isFormType(mediaType(headers.get("content-type")))) {
    return wirePairs(text)
      .map(([name, value]) => `${name}=${withhold(name, value)}`)
      .join("&");
  }
  const json = parseJson(text);
  return json === undefined ? shorten(text) : withholdMembers(json);
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
