import type { Json } from "../exchange/types.js";
import { documentedPairs, type Pair } from "../text/pairs.js";

/** The fields of a documented form: the raw text taken apart, or the object's members, an array once for each of its values. */
export function documentedForm(body: Json | undefined): Pair[] {
  if (body === null || body === undefined) return [];
  if (typeof body === "string") return documentedPairs(body);
  if (typeof body !== "object") return [];
  return Object.entries(body).flatMap(([name, value]): Pair[] =>
    Array.isArray(value) ? value.map((one): Pair => [name, fieldText(one)]) : [[name, fieldText(value as Json)]],
  );
}

function fieldText(value: Json): string {
  if (value === null) return "";
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}
