import { pointerTokens, valueAt } from "../text/pointer.js";
import type { OpenApiDocument, Reference } from "./types.js";

/** A part of a description and where it stands. */
export interface Located<T> {
  readonly value: T;
  /** JSON pointer into the description. */
  readonly pointer: string;
}

const MAX_HOPS = 16;

/** Follows `$ref` inside the description; `undefined` when it leads nowhere or in a circle. */
export function resolve<T>(
  document: OpenApiDocument,
  value: T | Reference | undefined,
  pointer: string,
): Located<T> | undefined {
  let at: Located<unknown> = { value, pointer };
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const reference = (at.value as Partial<Reference> | undefined | null)?.$ref;
    if (typeof reference !== "string")
      return at.value === undefined || at.value === null ? undefined : (at as Located<T>);
    if (!reference.startsWith("#/")) return undefined;
    const target = decodeFragment(reference.slice(1));
    at = { value: valueAt(document, target), pointer: target };
  }
  return undefined;
}

/** A JSON pointer as a URI fragment: tokens percent-encoded. */
export function toFragment(pointer: string): string {
  const tokens = pointerTokens(pointer).map((token) =>
    encodeURIComponent(token.replaceAll("~", "~0").replaceAll("/", "~1")),
  );
  return `#${tokens.map((token) => `/${token}`).join("")}`;
}

function decodeFragment(fragment: string): string {
  try {
    return decodeURIComponent(fragment);
  } catch {
    return fragment;
  }
}
