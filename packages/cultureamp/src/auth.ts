import {
  basicRaw,
  ConfigurationError,
  clientCredentials,
  createTokenClient,
  credential,
  post,
  type TokenSource,
} from "@x/client-core";
import type { CultureAmpClientOptions } from "./options.js";
import { type CultureAmpPermission, cultureAmpPermissions } from "./permissions.js";

/**
 * The one scope value of a token request: `target-entity:<entity id>:<permission,permission>`.
 * @throws ConfigurationError for no permission, or an unknown one.
 */
export function scopeFor(entityId: string, permissions: readonly CultureAmpPermission[]): string {
  const names = new Set(Array.isArray(permissions) ? permissions : []);
  if (!names.size || [...names].some((name) => !cultureAmpPermissions.includes(name))) {
    throw new ConfigurationError("permissions", `must name one or more of ${cultureAmpPermissions.join(", ")}`);
  }
  return `target-entity:${entityId}:${[...names].join(",")}`;
}

/**
 * Tokens by client credentials, with the credentials as form fields or as plain Basic. There is no refresh token.
 *
 * Source: https://docs.api.cultureamp.com/docs/customer-guide-authentication
 */
export function createTokens(origin: string, entityId: string, options: CultureAmpClientOptions): TokenSource {
  const { clientAuthentication = "form", permissions } = options;
  const clientId = credential("clientId", options.clientId, "CULTUREAMP_CLIENT_ID");
  const clientSecret = credential("clientSecret", options.clientSecret, "CULTUREAMP_CLIENT_SECRET");
  const authentication = clientAuthentication === "basic" ? basicRaw : clientAuthentication === "form" && post;
  if (!authentication) throw new ConfigurationError("clientAuthentication", "is neither form nor basic");
  const scope = scopeFor(entityId, permissions);
  const tokenUrl = options.tokenUrl ?? `${origin}/v1/oauth2/token`;
  return createTokenClient(
    {
      vendor: "cultureamp",
      tokenUrl,
      key: [tokenUrl, clientId, scope],
      secrets: [clientSecret, clientId],
      exchange: (fetch) =>
        clientCredentials({ tokenUrl, clientId, clientSecret, clientAuthentication: authentication, scope, fetch }),
    },
    options,
  );
}
