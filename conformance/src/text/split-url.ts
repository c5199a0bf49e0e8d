import { blotPlaceholders, findPlaceholders } from "./placeholder.js";

/** An absolute URL in its parts, nothing decoded. */
export interface UrlParts {
  /** Lower case, without the colon. */
  readonly scheme: string;
  /** Host and port, lower case, without the scheme's default port. */
  readonly host: string;
  /** Starts with `/`. */
  readonly path: string;
  /** Without the `?`; `''` when there is none. */
  readonly query: string;
}

/**
 * Splits an absolute URL as documentation prints it: with spaces and placeholders that the platform's parser refuses or encodes.
 * `undefined` when the text is no absolute http(s) URL. A fragment is left out: it never goes on the wire.
 */
export function splitUrl(url: string): UrlParts | undefined {
  const text = url.trim();
  const view = blotPlaceholders(text);
  const colon = view.indexOf("://");
  if (colon <= 0) return undefined;
  const scheme = text.slice(0, colon).toLowerCase();
  if (scheme !== "https" && scheme !== "http") return undefined;

  const hash = view.indexOf("#");
  const end = hash === -1 ? text.length : hash;
  const question = view.indexOf("?");
  const pathEnd = question === -1 || question > end ? end : question;
  const slash = view.indexOf("/", colon + 3);
  const hostEnd = slash === -1 || slash > pathEnd ? pathEnd : slash;
  if (hostEnd === colon + 3) return undefined;
  return {
    scheme,
    host: withoutDefaultPort(text.slice(colon + 3, hostEnd), scheme),
    path: text.slice(hostEnd, pathEnd) || "/",
    query: pathEnd < end ? text.slice(pathEnd + 1, end) : "",
  };
}

/** The segments of a path, as they stand: `/a/b/` gives `a`, `b` and an empty one. A `/` inside a placeholder belongs to it. */
export function pathSegments(path: string): string[] {
  const view = blotPlaceholders(path);
  const segments: string[] = [];
  let start = 1;
  while (start <= view.length) {
    const next = view.indexOf("/", start);
    const end = next === -1 ? view.length : next;
    segments.push(path.slice(start, end));
    start = end + 1;
  }
  return segments;
}

function withoutDefaultPort(host: string, scheme: string): string {
  const port = scheme === "https" ? ":443" : ":80";
  const lower = host.toLowerCase();
  return lower.endsWith(port) ? lower.slice(0, -port.length) : lower;
}

/** Scheme and host as a client can be given them: no host has the `<` of a placeholder in it, nor a space. */
export function originOf({ scheme, host }: UrlParts): string {
  let origin = `${scheme}://`;
  let at = 0;
  for (const { start, end } of findPlaceholders(host)) {
    origin += `${host.slice(at, start)}{${host.slice(start, end).replace(/[^\w-]+/g, "")}}`;
    at = end;
  }
  return origin + host.slice(at);
}
