import {
  basicRaw,
  clientCredentials,
  ConfigurationError,
  createTokenClient,
  credential,
  post,
  type TokenSource,
} from "@x/client-core";
import { environments } from "./environments.js";
import type { CultureAmpClientOptions } from "./options.js";
import { type CultureAmpPermission, cultureAmpPermissions } from "./permissions.js";

/**
 * The one scope value of a token request: `target-entity:<entity id>:<permission,permission>`.
 * @throws ConfigurationError for no permission, or an unknown one.
 */
export function scopeFor(entityId: string, permissions: readonly CultureAmpPermission[]): string {
  const known = cultureAmpPermissions.join(", ");
  if (!Array.isArray(permissions) || permissions.length === 0) {
    throw new ConfigurationError("permissions", `names none; give at least one of ${known}`);
  }
  for (const permission of permissions) {
    if (!cultureAmpPermissions.includes(permission)) {
      throw new ConfigurationError("permissions", `holds a name that is not one of ${known}`);
    }
  }
  return `target-entity:${entityId}:${[...new Set(permissions)].join(",")}`;
}

/**
 * Tokens by client credentials, with the credentials as form fields or as plain Basic. There is no refresh token.
 *
 * Source: https://docs.api.cultureamp.com/docs/customer-guide-authentication
 */
export function createTokens(origin: string, options: CultureAmpClientOptions): TokenSource {
  const { environment = "production", clientAuthentication = "form", permissions } = options;
  const clientId = credential("clientId", options.clientId, "CULTUREAMP_CLIENT_ID");
  const clientSecret = credential("clientSecret", options.clientSecret, "CULTUREAMP_CLIENT_SECRET");
  const authentications = { form: post, basic: basicRaw };
  const authentication = authentications[clientAuthentication];
  if (!authentication) throw new ConfigurationError("clientAuthentication", "is neither form nor basic");
  const scope = scopeFor(environments[environment].entityId, permissions);
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
