import { decodePercent } from "./percent.js";
import { blotPlaceholders } from "./placeholder.js";

/** A decoded name and value of a query or a form. */
export type Pair = readonly [name: string, value: string];

/**
 * Takes a query or an urlencoded form apart, as printed: spaces, `:` and the like may stand unencoded, and a `&` or `=` inside a placeholder
 * belongs to it.
 *
 * @param text without the leading `?`.
 * @param keepsPlus the names whose `+` is a plus (an offset of a date-time) and not a space.
 */
export function documentedPairs(text: string, keepsPlus: (name: string) => boolean = never): Pair[] {
  return split(text, blotPlaceholders(text), keepsPlus);
}

/** Takes a query or an urlencoded form apart, as it is on the wire. */
export function wirePairs(text: string): Pair[] {
  return split(text, text, never);
}

function never(): boolean {
  return false;
}

/** Splits where `view`, which is as long as `text`, shows a delimiter. */
function split(text: string, view: string, keepsPlus: (name: string) => boolean): Pair[] {
  const pairs: Pair[] = [];
  let start = 0;
  while (start <= view.length) {
    const next = view.indexOf("&", start);
    const end = next === -1 ? view.length : next;
    if (end > start) {
      const equals = view.indexOf("=", start);
      const nameEnd = equals === -1 || equals > end ? end : equals;
      const name = decodePercent(plusToSpace(text.slice(start, nameEnd)));
      const value = text.slice(Math.min(nameEnd + 1, end), end);
      pairs.push([name, decodePercent(keepsPlus(name) ? value : plusToSpace(value))]);
    }
    start = end + 1;
  }
  return pairs;
}

function plusToSpace(text: string): string {
  return text.includes("+") ? text.replaceAll("+", " ") : text;
}
