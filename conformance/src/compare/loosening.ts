import type { Exchange, Json, Matcher } from "../exchange/types.js";

/** Where an exchange is compared less than exactly: its `volatile` pointers and its `matchers`. */
export interface Loosening {
  /** Whether the value found at a pointer into the exchange will do. */
  accepts(pointer: string, documented: Json | undefined, found: unknown): boolean;
}

const EXACT: Loosening = { accepts: () => false };

/** The loosening that an exchange asks for; exact when it asks for none. */
export function looseningOf(exchange: Pick<Exchange, "volatile" | "matchers">): Loosening {
  const { volatile = [], matchers = {} } = exchange;
  if (volatile.length === 0 && Object.keys(matchers).length === 0) return EXACT;
  const byPointer = new Map<string, Matcher["match"]>(
    Object.entries(matchers).map(([pointer, { match }]) => [pointer, match]),
  );
  for (const pointer of volatile) byPointer.set(pointer, "any");
  return {
    accepts(pointer, documented, found) {
      const match = byPointer.get(pointer);
      return match !== undefined && isAccepted(match, documented, found);
    },
  };
}

function isAccepted(match: Matcher["match"], documented: Json | undefined, found: unknown): boolean {
  switch (match) {
    case "any":
      return true;
    case "type":
      return typeOf(documented) === typeOf(found);
    case "integer":
      return Number.isInteger(found);
    case "date-time":
      return typeof found === "string" && /^\d{4}-\d\d-\d\dT\d\d:\d\d/.test(found) && !Number.isNaN(Date.parse(found));
    default:
      return typeof found === match;
  }
}

function typeOf(value: unknown): string {
  if (value === null) return "null";
  return Array.isArray(value) ? "array" : typeof value;
}
