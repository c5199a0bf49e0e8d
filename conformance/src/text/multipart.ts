import type { Pair } from "./pairs.js";

/** Whether a media type is a form in parts. */
export function isMultipart(type: string | undefined): boolean {
  return type === "multipart/form-data";
}

/** Takes a form in parts apart (RFC 7578): each part's name and text. File names and the parts' own types are left out. */
export function multipartPairs(text: string, contentType: string | undefined): Pair[] {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^;\s]+))/i.exec(contentType ?? "") ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return [];
  return text
    .split(`--${boundary}`)
    .slice(1, -1)
    .flatMap((part): Pair[] => {
      const end = part.indexOf("\r\n\r\n");
      const [, name] = /;\s*name="([^"]*)"/i.exec(part.slice(0, end)) ?? [];
      return end === -1 || name === undefined ? [] : [[name, part.slice(end + 4).replace(/\r\n$/, "")]];
    });
}
