import type { Json } from "../exchange/types.js";
import type { SchemaObject } from "../openapi/types.js";
import { hasPlaceholder } from "../text/placeholder.js";

/**
 * A decoded parameter as the value that a caller would give: an integer parameter's `100` becomes a number. What is no such value, or would
 * be written differently again (`007`), stays text; so does a placeholder.
 */
export function typedValue(schema: SchemaObject, text: string): Json {
  const types = [schema.type ?? []].flat();
  if (types.length === 0 || types.includes("string") || hasPlaceholder(text)) return text;
  if (types.includes("boolean") && (text === "true" || text === "false")) return text === "true";
  if (types.includes("integer") && /^-?\d+$/.test(text) && String(Number(text)) === text) return Number(text);
  if (types.includes("number") && /^-?\d+(?:\.\d+)?$/.test(text) && String(Number(text)) === text) return Number(text);
  return text;
}

/** Whether a schema allows an array. */
export function isArraySchema(schema: SchemaObject): boolean {
  return [schema.type ?? []].flat().includes("array");
}
