import type { Exchange } from "../exchange/types.js";
import { headerOf } from "../text/header.js";
import { matchesDocumented } from "../text/matches-documented.js";
import { isFormType, isJsonType, mediaType } from "../text/media-type.js";
import { wirePairs } from "../text/pairs.js";
import type { WireRequest } from "../transport/types.js";
import { compareJson } from "./compare-json.js";
import { comparePairs } from "./compare-pairs.js";
import type { Difference } from "./difference.js";
import { documentedForm } from "./documented-form.js";
import { looseningOf } from "./loosening.js";

/**
 * Compares the body that was sent with the documented one, as its media type asks.
 *
 * @param described the media type of the operation's body, for a page that shows no Content-Type.
 */
export function compareBody(exchange: Exchange, sent: WireRequest, described: string | undefined): Difference[] {
  const documented = exchange.request.body ?? null;
  const text = sent.body ?? "";
  if (documented === null) {
    return text === ""
      ? []
      : [{ aspect: "body", at: "", message: "a body was sent; none is documented", found: shorten(text) }];
  }
  if (text === "") return [{ aspect: "body", at: "", message: "no body was sent" }];
  const type = mediaType(headerOf(exchange.request.headers, "content-type")) ?? described;
  const loosening = looseningOf(exchange);
  if (isFormType(type)) {
    const isVolatile = (name: string): boolean => loosening.accepts(`/request/body/${name}`, null, null);
    return comparePairs(documentedForm(documented), wirePairs(text), {
      aspect: "body",
      noun: "form field",
      isVolatile,
    });
  }
  if (typeof documented === "string" && !isJsonType(type)) {
    const isSame = matchesDocumented(documented, text);
    return isSame
      ? []
      : [
          {
            aspect: "body",
            at: "",
            message: "another text was sent",
            documented: shorten(documented),
            found: shorten(text),
          },
        ];
  }
  if (documented === text) return [];
  const [wanted, found] = [typeof documented === "string" ? parse(documented) : documented, parse(text)];
  if (wanted === undefined)
    return [{ aspect: "body", at: "", message: "the documented body is no JSON; another text was sent" }];
  if (found === undefined)
    return [{ aspect: "body", at: "", message: "what was sent is no JSON", found: shorten(text) }];
  return compareJson(wanted, found, { aspect: "body", base: "/request/body", loosening, placeholders: true });
}

function parse(text: string): NonNullable<Exchange["request"]["body"]> | undefined {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function shorten(text: string): string {
  return text.length > 200 ? `${text.slice(0, 200)}…` : text;
}
