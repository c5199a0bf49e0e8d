import type { Json } from "../exchange/types.js";
import { documentedPairs } from "../text/pairs.js";
import { parseJson } from "../text/parse-json.js";

/** The fields with which a client asks for a token: those of OAuth (RFC 6749), and of what came before it. */
const TOKEN_FIELDS: readonly string[] = ["grant_type", "client_secret"];

/** Whether a request asks for a token, by its body alone: a form, or JSON. */
export function asksForToken(method: string, body: Json | undefined): boolean {
  if (method !== "POST" || body === null || body === undefined) return false;
  const fields = typeof body === "string" ? (parseJson(body) ?? body) : body;
  const names =
    typeof fields === "string" ? documentedPairs(fields).map(([name]) => name) : Object.keys(Object(fields) as object);
  return TOKEN_FIELDS.some((name) => names.includes(name));
}
