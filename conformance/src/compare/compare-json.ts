import type { Json, JsonObject } from "../exchange/types.js";
import { matchesDocumented } from "../text/matches-documented.js";
import { pointerToken } from "../text/pointer.js";
import type { Aspect, Difference } from "./difference.js";
import type { Loosening } from "./loosening.js";
import { withhold, withholdMembers } from "./withhold.js";

const MAX_DIFFERENCES = 20;

/** How two JSON values are compared. */
export interface JsonComparison {
  readonly aspect: Aspect;
  /** Where the compared values stand in the exchange, such as `/response/body`. */
  readonly base: string;
  readonly loosening: Loosening;
  /** Whether a placeholder in a documented text stands for any value. */
  readonly placeholders: boolean;
}

/** Compares JSON values: members in any order, everything else exactly, except where the exchange says otherwise. */
export function compareJson(documented: Json, found: unknown, comparison: JsonComparison): Difference[] {
  // Nearly always so, and found out without a pointer to every member.
  if (isSame(documented, found)) return [];
  const differences: Difference[] = [];
  compareAt(documented, found, "", "", comparison, differences);
  return differences;
}

function isSame(left: unknown, right: unknown): boolean {
  if (left === right) return true;
  if (left === null || right === null || typeof left !== "object" || typeof right !== "object") return false;
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false;
    for (let index = 0; index < left.length; index += 1) if (!isSame(left[index], right[index])) return false;
    return true;
  }
  if (Array.isArray(right)) return false;
  const names = Object.keys(left);
  if (names.length !== Object.keys(right).length) return false;
  for (const name of names) {
    if (!Object.hasOwn(right, name)) return false;
    if (!isSame((left as JsonObject)[name], (right as JsonObject)[name])) return false;
  }
  return true;
}

function compareAt(
  documented: Json,
  found: unknown,
  pointer: string,
  member: string,
  how: JsonComparison,
  into: Difference[],
): void {
  if (documented === found || into.length >= MAX_DIFFERENCES) return;
  if (how.loosening.accepts(how.base + pointer, documented, found)) return;
  if (Array.isArray(documented) && Array.isArray(found)) {
    const length = Math.max(documented.length, found.length);
    for (let index = 0; index < length; index += 1) {
      compareAt(documented[index] as Json, found[index], `${pointer}/${index}`, member, how, into);
    }
    return;
  }
  if (isObject(documented) && isObject(found)) {
    for (const name of Object.keys(documented)) {
      compareAt(documented[name] as Json, found[name], `${pointer}/${pointerToken(name)}`, name, how, into);
    }
    for (const name of Object.keys(found)) {
      if (!Object.hasOwn(documented, name))
        compareAt(undefined as never, found[name], `${pointer}/${pointerToken(name)}`, name, how, into);
    }
    return;
  }
  if (
    how.placeholders &&
    typeof documented === "string" &&
    typeof found === "string" &&
    matchesDocumented(documented, found)
  )
    return;
  into.push(difference(documented, found, pointer, member, how.aspect));
}

function difference(
  documented: Json | undefined,
  found: unknown,
  at: string,
  member: string,
  aspect: Aspect,
): Difference {
  const what =
    documented === undefined ? "is not documented" : found === undefined ? "is missing" : "is not the documented value";
  return {
    aspect,
    at,
    message: `${at || "the body"} ${what}`,
    ...(documented === undefined ? {} : { documented: withhold(member, withholdMembers(documented)) }),
    ...(found === undefined ? {} : { found: withhold(member, withholdMembers(toJson(found))) }),
  };
}

function isObject(value: unknown): value is JsonObject {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

function toJson(value: unknown): Json {
  try {
    return JSON.parse(JSON.stringify(value)) as Json;
  } catch {
    return String(value);
  }
}
