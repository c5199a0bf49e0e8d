import { matchesDocumented } from "../text/matches-documented.js";
import { documentedPairs, wirePairs } from "../text/pairs.js";
import { decodePercent } from "../text/percent.js";
import { pathSegments, splitUrl, type UrlParts } from "../text/split-url.js";
import { comparePairs } from "./compare-pairs.js";
import type { Difference } from "./difference.js";

/** What the description knows and the URL does not say. */
export interface UrlComparison {
  /** Names of query parameters that are date-times: a `+` in them is a plus. */
  readonly keepsPlus?: (name: string) => boolean;
  readonly isVolatile?: (name: string) => boolean;
}

/** Compares scheme and host, the path segment by segment, and the query as a multiset; all decoded. */
export function compareUrl(documented: UrlParts, sentUrl: string, comparison: UrlComparison = {}): Difference[] {
  const sent = splitUrl(sentUrl);
  if (sent === undefined) return [{ aspect: "url", at: "", message: "no absolute URL was sent", found: sentUrl }];
  const differences: Difference[] = [];
  const [origin, sentOrigin] = [`${documented.scheme}://${documented.host}`, `${sent.scheme}://${sent.host}`];
  if (
    documented.scheme !== sent.scheme ||
    !matchesDocumented(decodePercent(documented.host), decodePercent(sent.host))
  ) {
    differences.push({
      aspect: "url",
      at: "",
      message: "another host was called",
      documented: origin,
      found: sentOrigin,
    });
  }
  if (!isSamePath(documented.path, sent.path)) {
    differences.push({
      aspect: "path",
      at: "",
      message: "another path was called",
      documented: documented.path,
      found: sent.path,
    });
  }
  const { keepsPlus, isVolatile } = comparison;
  differences.push(
    ...comparePairs(documentedPairs(documented.query, keepsPlus), wirePairs(sent.query), {
      aspect: "query",
      noun: "query parameter",
      ...(isVolatile && { isVolatile }),
    }),
  );
  return differences;
}

/** Whether a path is the documented one, segment by segment; a placeholder stays within its segment. */
export function isSamePath(documented: string, sent: string): boolean {
  if (documented === sent) return true;
  const segments = pathSegments(documented);
  const sentSegments = sent.split("/").slice(1);
  return (
    segments.length === sentSegments.length &&
    segments.every((segment, index) =>
      matchesDocumented(decodePercent(segment), decodePercent(sentSegments[index] as string)),
    )
  );
}
