import { basicRaw, clientCredentials, createTokenClient, credential, type TokenSource } from "@x/client-core";
import type { MxoClientOptions } from "./options.js";

/**
 * Tokens by client credentials, with the credentials as plain Basic and nothing but `grant_type` in the body. They live
 * about five minutes, without scope and without a refresh token.
 *
 * Source:
 * https://docs.medallia.com/en/medallia-experience-orchestration/mxo-help-center/technical-documents/mxo-api/expected-response-body
 */
export function createTokens(origin: string, options: MxoClientOptions): TokenSource {
  const clientId = credential("clientId", options.clientId, "MXO_CLIENT_ID");
  const clientSecret = credential("clientSecret", options.clientSecret, "MXO_CLIENT_SECRET");
  const tokenUrl = options.tokenUrl ?? `${origin}/one/oauth2token`;
  return createTokenClient(
    {
      vendor: "mxo",
      tokenUrl,
      secrets: [clientId, clientSecret],
      key: [tokenUrl, clientId],
      exchange: (fetch) =>
        clientCredentials({ tokenUrl, clientId, clientSecret, clientAuthentication: basicRaw, fetch }),
    },
    options,
  );
}
