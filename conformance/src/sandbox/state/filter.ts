import type { Json } from "../../exchange/types.js";
import { isObject } from "./compose.js";
import { plain } from "./resources.js";

const CONDITION = /^\s*([\w.-]+)\s*(==|!=)\s*(.*?)\s*$/;
/** Members of members are looked into so far. */
const MOST_DEPTH = 3;

/**
 * Whether an item fits a filter such as `status==ACTIVE;name=='Ada*'` (RSQL): `;` is and, `,` is or, `*` any text. Equality is all that is
 * looked at: what compares otherwise, or has parentheses, fits every item.
 */
export function fitsFilter(item: Json, filter: string): boolean {
  if (/[()]/.test(filter)) return true;
  return split(filter, ",").some((any) => split(any, ";").every((condition) => fitsCondition(item, condition)));
}

function fitsCondition(item: Json, condition: string): boolean {
  const [, name, operator, wanted = ""] = CONDITION.exec(condition) ?? [];
  if (name === undefined) return true;
  const text = wanted.replace(/^(['"])(.*)\1$/, "$2");
  const isThere = valuesOf(item, name.split("."), 0).some((value) => isLike(String(value), text));
  return operator === "==" ? isThere : !isThere;
}

/** The plain values behind some names: in any case, of every item of a list, whose name may be the plural, and further in. */
function valuesOf(value: Json, path: readonly string[], depth: number): Json[] {
  if (Array.isArray(value)) return (value as readonly Json[]).flatMap((item) => valuesOf(item, path, depth));
  const [first, ...rest] = path;
  if (first === undefined) return isObject(value) ? [] : [value];
  if (!isObject(value) || depth > MOST_DEPTH) return [];
  const own = Object.entries(value).filter(([name]) =>
    [plain(first), `${plain(first)}s`, `${plain(first)}es`].includes(plain(name)),
  );
  if (own.length > 0) return own.flatMap(([, member]) => valuesOf(member, rest, depth + 1));
  return Object.values(value).flatMap((member) => (isObject(member) ? valuesOf(member, path, depth + 1) : []));
}

function isLike(text: string, wanted: string): boolean {
  const parts = wanted.split("*");
  const [first = "", ...others] = parts;
  if (others.length === 0) return text === wanted;
  if (!text.startsWith(first)) return false;
  let at = first.length;
  for (const [index, part] of others.entries()) {
    const isLast = index === others.length - 1;
    const found = isLast ? text.length - part.length : text.indexOf(part, at);
    if (found < at || !text.startsWith(part, found)) return false;
    at = found + part.length;
  }
  return true;
}

/** Splits where no quotes are open. */
function split(text: string, separator: string): string[] {
  const parts = [""];
  let quote = "";
  for (const letter of text) {
    if (quote === "" && letter === separator) {
      parts.push("");
      continue;
    }
    if (quote === letter) quote = "";
    else if (quote === "" && (letter === "'" || letter === '"')) quote = letter;
    parts[parts.length - 1] += letter;
  }
  return parts;
}
