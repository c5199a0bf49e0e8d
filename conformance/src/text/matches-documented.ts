import { findPlaceholders } from "./placeholder.js";

/**
 * Whether a value is the documented one, where each placeholder in the documented text stands for any run of at least one character.
 * Both sides are decoded. No pattern is compiled: the literal parts are looked for from left to right.
 */
export function matchesDocumented(documented: string, actual: string): boolean {
  if (documented === actual) return true;
  const spans = findPlaceholders(documented);
  const first = spans[0];
  if (first === undefined) return false;
  if (!actual.startsWith(documented.slice(0, first.start))) return false;

  let at = first.start;
  for (const [index, { end }] of spans.entries()) {
    const next = spans[index + 1];
    const literal = documented.slice(end, next?.start);
    // Every placeholder takes one character at least.
    at += 1;
    if (at > actual.length) return false;
    if (next === undefined) return literal === "" || (actual.endsWith(literal) && actual.length - literal.length >= at);
    const found = actual.indexOf(literal, at);
    if (found === -1) return false;
    at = found + literal.length;
  }
  return true;
}
