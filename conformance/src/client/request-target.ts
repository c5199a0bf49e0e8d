import { documentedPairs } from "../text/pairs.js";
import { decodePercent } from "../text/percent.js";
import { pathSegments, type UrlParts } from "../text/split-url.js";

/** Path and query of a documented URL, encoded as they go on the wire: pages print spaces and placeholders as they are. */
export function requestTarget({ path, query }: UrlParts, keepsPlus?: (name: string) => boolean): string {
  const segments = pathSegments(path).map((segment) => encode(decodePercent(segment)));
  const pairs = documentedPairs(query, keepsPlus).map(([name, value]) => `${encode(name)}=${encode(value)}`);
  return `/${segments.join("/")}${pairs.length === 0 ? "" : `?${pairs.join("&")}`}`;
}

function encode(text: string): string {
  return encodeURIComponent(text.replace(/\p{Surrogate}/gu, "\ufffd"));
}
