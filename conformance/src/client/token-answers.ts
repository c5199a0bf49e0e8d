import { packagedExchanges } from "../exchange/packaged-exchanges.js";
import type { Exchange, JsonObject } from "../exchange/types.js";
import { wireAnswer } from "../replay/wire-answer.js";
import { matchesDocumented } from "../text/matches-documented.js";
import { decodePercent } from "../text/percent.js";
import { splitUrl } from "../text/split-url.js";
import type { WireRequest, WireResponse } from "../transport/types.js";
import { vendorIdOf } from "../vendors/registry.js";

/** What a request for a token gets where that is not the exchange. */
export type TokenAnswers = (request: WireRequest, vendorId: string) => WireResponse;

/** A token where no page shows one: the answer of RFC 6749, and the code that vendors with two steps give first. */
export const TOKEN: WireResponse = {
  status: 200,
  headers: [["content-type", "application/json"]],
  body: JSON.stringify({
    access_token: "replay-access-token",
    token_type: "Bearer",
    expires_in: 3600,
    refresh_token: "replay-refresh-token",
    auth_code: "replay-auth-code",
  }),
};

/**
 * Answers requests for tokens as the vendor's own pages show it, so that a client that takes a `token_type` or a lifetime for granted is found;
 * as OAuth has it where no page shows an answer.
 */
export function tokenAnswers(given: readonly Exchange[]): TokenAnswers {
  const found = new Map<string, WireResponse>();
  return ({ url }, vendorId) => {
    const path = decodePercent(splitUrl(url)?.path ?? "");
    const key = `${vendorId} ${path}`;
    let answer = found.get(key);
    if (answer === undefined) {
      answer = documentedToken(given, path, vendorId) ?? documentedToken(packagedExchanges(), path, vendorId) ?? TOKEN;
      found.set(key, answer);
    }
    return answer;
  };
}

function documentedToken(exchanges: readonly Exchange[], path: string, vendorId: string): WireResponse | undefined {
  const documented = exchanges.find(
    ({ id, request, response }) =>
      vendorIdOf(id) === vendorId &&
      request.method.toUpperCase() === "POST" &&
      response?.status === 200 &&
      typeof (response.body as JsonObject | null | undefined)?.access_token === "string" &&
      matchesDocumented(decodePercent(splitUrl(request.url ?? "")?.path ?? ""), path),
  )?.response;
  return documented ? wireAnswer(documented) : undefined;
}
