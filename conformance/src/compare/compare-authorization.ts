import { matchesDocumented } from "../text/matches-documented.js";
import { blotPlaceholders, hasPlaceholder } from "../text/placeholder.js";
import type { Difference } from "./difference.js";

/** `id:secret` out of a Basic header. */
export interface BasicCredentials {
  readonly id: string;
  readonly secret: string;
}

/**
 * Compares `Authorization` by its scheme, never by a token's value; Basic also by the decoded credentials, unless the documented ones are a
 * placeholder.
 */
export function compareAuthorization(documented: string, sent: string | undefined): Difference[] {
  const scheme = schemeOf(documented);
  if (sent === undefined)
    return [
      { aspect: "header", at: "Authorization", message: 'header "Authorization" was not sent', documented: scheme },
    ];
  const sentScheme = schemeOf(sent);
  if (!matchesDocumented(scheme.toLowerCase(), sentScheme.toLowerCase())) {
    return [
      {
        aspect: "header",
        at: "Authorization",
        message: 'header "Authorization" has another scheme',
        documented: scheme,
        found: sentScheme,
      },
    ];
  }
  if (scheme.toLowerCase() !== "basic" || hasPlaceholder(documented)) return [];
  return compareBasic(readBasic(documented), readBasic(sent));
}

/** The credentials in a Basic header; `undefined` when it is another scheme or no base64 of `id:secret`. */
export function readBasic(value: string | undefined): BasicCredentials | undefined {
  if (value === undefined || schemeOf(value).toLowerCase() !== "basic") return undefined;
  const encoded = value.trim().slice("basic".length).trim();
  if (!/^[A-Za-z0-9+/_-]+={0,2}$/.test(encoded)) return undefined;
  const decoded = Buffer.from(encoded, "base64").toString("utf8");
  const colon = decoded.indexOf(":");
  return colon === -1 || decoded.includes("\ufffd")
    ? undefined
    : { id: decoded.slice(0, colon), secret: decoded.slice(colon + 1) };
}

function compareBasic(documented: BasicCredentials | undefined, sent: BasicCredentials | undefined): Difference[] {
  if (documented === undefined) {
    return [
      { aspect: "header", at: "Authorization", message: "the documented Basic credentials are no base64 of id:secret" },
    ];
  }
  const isSame =
    sent !== undefined &&
    matchesDocumented(documented.id, sent.id) &&
    matchesDocumented(documented.secret, sent.secret);
  return isSame
    ? []
    : [
        {
          aspect: "header",
          at: "Authorization",
          message: "the Basic credentials are not the documented ones (values withheld)",
        },
      ];
}

/** Up to the first space that is not part of a placeholder's name. A header that is one word is all scheme. */
function schemeOf(value: string): string {
  const text = value.trim();
  const space = blotPlaceholders(text).search(/\s/);
  return space === -1 ? text : text.slice(0, space);
}
