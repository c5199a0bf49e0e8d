import type { Json } from "../exchange/types.js";
import { isPlaceholder } from "../text/placeholder.js";

const SECRET =
  /secret|client[-_]?id|password|passwd|token|auth[-_]?code|api[-_]?key|authorization|cookie|credential|assertion|signature/i;
const WITHHELD = "[withheld]";

/** Whether a header, parameter or field of this name holds a secret. */
export function isSecretName(name: string): boolean {
  return SECRET.test(name) && !/token[-_]?type|expires/i.test(name);
}

/** The value, or in its place a note that it is withheld, when its name says that it is a secret. */
export function withhold<T extends Json | undefined>(name: string, value: T): T | string {
  if (value === undefined || value === null || !isSecretName(name)) return value;
  return typeof value === "string" && isPlaceholder(value) ? value : WITHHELD;
}

/** A copy of a JSON value with the members that hold secrets withheld. */
export function withholdMembers(value: Json): Json {
  if (Array.isArray(value)) return value.map(withholdMembers);
  if (value === null || typeof value !== "object") return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => [
      name,
      isSecretName(name) && typeof member === "string" ? WITHHELD : withholdMembers(member),
    ]),
  );
}
