import { isFormType, isJsonType, mediaType } from "../text/media-type.js";

/** The text of a body; `undefined` when it is no text, so that nobody can say what is in it. */
export function readableText(bytes: Uint8Array, contentType: string | undefined): string | null | undefined {
  if (bytes.length === 0) return null;
  const type = mediaType(contentType);
  const isText =
    type === undefined ||
    isJsonType(type) ||
    isFormType(type) ||
    /^(text|multipart)\/|xml|javascript|graphql|ndjson|csv/.test(type);
  if (!isText) return undefined;
  const charset = /;\s*charset="?([\w.:-]+)/i.exec(contentType ?? "")?.[1] ?? "utf-8";
  try {
    const text = new TextDecoder(charset, { fatal: true }).decode(bytes);
    // Text of another encoding than it says: what is in it would not be found.
    return text.includes("\0") ? undefined : text;
  } catch {
    return undefined;
  }
}

/** The headers of an answer; each Set-Cookie on its own. */
export function headerPairs(headers: Headers): (readonly [name: string, value: string])[] {
  const others = [...headers].filter(([name]) => name !== "set-cookie");
  return [...others, ...headers.getSetCookie().map((line) => ["set-cookie", line] as const)];
}
