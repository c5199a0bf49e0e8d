import { basicRaw, type ClientOptions, clientCredentials, createTokenClient, type TokenSource } from "@x/client-core";
import { checkName } from "./check-name.js";

/** Who asks for tokens, and where. */
export interface TokenSettings {
  /** The host that issues tokens; never the gateway. */
  origin: string;
  company: string;
  clientId: string;
  clientSecret: string;
}

/**
 * Tokens by client credentials in a Basic header. There are no scopes and no refresh token.
 *
 * Source: https://developer.medallia.com/medallia-apis/reference/authentication
 */
export function createTokens(settings: TokenSettings, options: ClientOptions): TokenSource {
  const { origin, clientId, clientSecret } = settings;
  const tokenUrl = `${origin}/oauth/${checkName("company", settings.company)}/token`;
  return createTokenClient(
    {
      vendor: "medallia-mec",
      tokenUrl,
      key: [tokenUrl, clientId],
      secrets: [clientSecret, clientId],
      exchange: (fetch) =>
        clientCredentials({ tokenUrl, clientId, clientSecret, clientAuthentication: basicRaw, fetch }),
    },
    options,
  );
}
