import { createHash } from "node:crypto";
import type { Json } from "../../exchange/types.js";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** What an id of a vendor looks like. */
export interface IdForm {
  /** One that the documentation shows. */
  readonly example: Json | undefined;
  /** `uuid`, as the schema says. */
  readonly format: string | undefined;
  readonly types: readonly string[];
}

/**
 * The n-th id of its kind, in the form of those that are documented: a UUID, a number above theirs, or a text with letters and digits at the
 * same places behind the same prefix. The same kind and number always give the same id.
 */
export function newId(kind: string, count: number, { example, format, types }: IdForm): string | number {
  const digest = createHash("sha256").update(`${kind} ${count}`).digest();
  const shown = example === undefined || example === null ? undefined : String(example);
  const isNumber =
    typeof example === "number" || (!types.includes("string") && types.some((type) => /^(integer|number)$/.test(type)));
  if (isNumber) return Math.floor(Number(shown ?? 1_000)) + count;
  if (shown === undefined || UUID.test(shown)) {
    if (shown !== undefined || format === "uuid") return uuid(digest);
    return `new-${count}`;
  }
  if (/^\d{1,15}$/.test(shown)) return String(Number(shown) + count).padStart(shown.length, "0");
  return likeText(shown, digest, count);
}

function uuid(digest: Buffer): string {
  const hex = digest.toString("hex");
  const parts = [hex.slice(0, 8), hex.slice(8, 12), `4${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`];
  return [...parts, hex.slice(20, 32)].join("-");
}

const CLASSES = ["0123456789", "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"] as const;

/** A prefix such as `op_` and an ending such as `.zip` stay. */
function likeText(example: string, digest: Buffer, count: number): string {
  const prefix = /^[A-Za-z]{1,8}[_-]/.exec(example)?.[0] ?? "";
  const ending = /\.[A-Za-z]{2,4}$/.exec(example)?.[0] ?? "";
  const inner = example.slice(prefix.length, example.length - ending.length);
  // Too short to be told apart by chance: counted.
  if (inner.length < 4) return `${prefix}${inner.replace(/\d+$/, "")}${count}${ending}`;
  const isHex = /^[0-9a-f-]+$/.test(inner);
  const made = [...inner].map((letter, index) => {
    const byte = digest[index % digest.length] as number;
    if (isHex) return letter === "-" ? letter : (byte % 16).toString(16);
    const letters = CLASSES.find((set) => set.includes(letter));
    return letters === undefined ? letter : (letters[byte % letters.length] as string);
  });
  return prefix + made.join("") + ending;
}
