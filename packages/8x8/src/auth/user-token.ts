import { createTokenClient, isApiClientError, readTokenAnswer, TokenError, type TokenSource } from "@x/client-core";
import { API_ORIGIN } from "../product.js";
import type { WorkAnalyticsOptions } from "../work-analytics/client.js";
import { productCredential } from "./product-credential.js";

/**
 * Tokens of an 8x8 user, from API key, user name and password. No OAuth grant: there is no grant_type, and the secret of
 * the key is not used. There is no refresh token.
 *
 * Source: https://developer.8x8.com/analytics/reference/authentication-1
 */
export function createUserTokens(title: string, key: string, options: WorkAnalyticsOptions): TokenSource {
  const username = productCredential(title, "username", options.username, "WORK_ANALYTICS_USERNAME");
  const password = productCredential(title, "password", options.password, "WORK_ANALYTICS_PASSWORD");
  const tokenUrl = options.tokenUrl ?? `${options.origin ?? API_ORIGIN}/analytics/work/v1/oauth/token`;
  const secrets = [key, password, username];
  return createTokenClient(
    {
      vendor: "8x8",
      tokenUrl,
      key: [tokenUrl, key, username],
      secrets,
      exchange: (fetch) => async () => {
        let response: Response;
        try {
          response = await fetch(tokenUrl, {
            method: "POST",
            headers: { accept: "application/json", "8x8-apikey": key },
            body: new URLSearchParams({ username, password }),
          });
        } catch (cause) {
          if (isApiClientError(cause)) throw cause;
          throw new TokenError("token_unavailable", "the token endpoint could not be reached", {}, cause);
        }
        return readTokenAnswer(response, secrets, {});
      },
    },
    options,
  );
}
