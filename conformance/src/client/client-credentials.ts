import { readBasic } from "../compare/compare-authorization.js";
import type { Exchange } from "../exchange/types.js";
import { documentedCredentials } from "../replay/replay-token.js";
import { headerOf } from "../text/header.js";
import { blotPlaceholders } from "../text/placeholder.js";
import type { UrlParts } from "../text/split-url.js";
import type { ClientCredentials } from "./types.js";

/** Who is calling, as an exchange shows it. */
export function clientCredentials(
  exchange: Exchange,
  url: UrlParts,
  headers: Readonly<Record<string, string>>,
  query: Readonly<Record<string, string>>,
): ClientCredentials {
  const authorization = headerOf(exchange.request.headers, "authorization")?.trim();
  const basic = readBasic(authorization);
  const { clientId, clientSecret, scope } = documentedCredentials(exchange, url);
  return {
    ...(authorization !== undefined && { authorization }),
    accessToken: tokenIn(authorization) ?? "{access_token}",
    clientId,
    clientSecret,
    ...(scope !== undefined && { scope }),
    ...(basic && { basic: { username: basic.id, password: basic.secret } }),
    headers,
    query,
  };
}

/** What follows the scheme; a placeholder may stand for the scheme, and hold spaces. */
function tokenIn(authorization: string | undefined): string | undefined {
  if (authorization === undefined || /^basic\b/i.test(authorization)) return undefined;
  const space = blotPlaceholders(authorization).search(/\s/);
  return space === -1 ? authorization : authorization.slice(space).trim();
}
