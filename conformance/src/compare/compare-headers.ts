import { matchesDocumented } from "../text/matches-documented.js";
import { mediaType } from "../text/media-type.js";
import { hasPlaceholder } from "../text/placeholder.js";
import { compareAuthorization } from "./compare-authorization.js";
import type { Difference } from "./difference.js";
import { withhold } from "./withhold.js";

/**
 * Headers of the connection, which the platform writes and a client cannot: shown by a page or not, they are not compared.
 */
const OF_THE_CONNECTION: ReadonlySet<string> = new Set([
  "accept-encoding",
  "connection",
  "content-length",
  "expect",
  "host",
  "keep-alive",
  "proxy-connection",
  "te",
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/** Whether a documented header is left out of the comparison. */
export function isOfTheConnection(name: string): boolean {
  return OF_THE_CONNECTION.has(name.toLowerCase());
}

/** Compares the headers that the page shows, and only those. `sent` has lower case names. */
export function compareHeaders(
  documented: Readonly<Record<string, string>>,
  sent: ReadonlyMap<string, string>,
): Difference[] {
  return Object.entries(documented).flatMap(([name, value]) => {
    if (isOfTheConnection(name)) return [];
    const found = sent.get(name.toLowerCase());
    if (name.toLowerCase() === "authorization") return compareAuthorization(value, found);
    if (found === undefined) {
      return [
        {
          aspect: "header",
          at: name,
          message: `header "${name}" was not sent`,
          documented: withhold(name, value),
        } as const,
      ];
    }
    const isSame =
      name.toLowerCase() === "content-type" ? isSameType(value, found) : matchesDocumented(value.trim(), found.trim());
    if (isSame) return [];
    const message = `header "${name}" was sent with another value`;
    return [
      { aspect: "header", at: name, message, documented: withhold(name, value), found: withhold(name, found) } as const,
    ];
  });
}

function isSameType(documented: string, sent: string): boolean {
  if (hasPlaceholder(documented)) return matchesDocumented(documented.trim(), sent.trim());
  return mediaType(documented) === mediaType(sent);
}
