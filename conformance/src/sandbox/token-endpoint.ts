import { readBasic } from "../compare/compare-authorization.js";
import { isFormType, mediaType } from "../text/media-type.js";
import { wirePairs } from "../text/pairs.js";
import type { SandboxBehaviour } from "../vendors/types.js";
import { jsonAnswer, tokenRefusal } from "./answers.js";
import { isSame } from "./authorize.js";
import type { TokenIssuer } from "./token-issuer.js";
import type { SandboxAnswer, SandboxCredentials, SandboxRequest } from "./types.js";

/** What a token endpoint needs to know. */
export interface TokenEndpointOptions {
  readonly behaviour: SandboxBehaviour;
  readonly credentials: SandboxCredentials;
  readonly issuer: TokenIssuer;
  /** Every permission of the vendor. */
  readonly known: readonly string[];
  /** Those that the credentials have. */
  readonly allowed: readonly string[];
}

/**
 * The client credentials grant (RFC 6749 section 4.4), strictly: a form, one way of client authentication, the right credentials, the grant, a
 * well-formed scope.
 */
export function answerTokenRequest(request: SandboxRequest, options: TokenEndpointOptions): SandboxAnswer {
  if (request.method !== "POST") {
    return tokenRefusal(405, "invalid_request", "the token endpoint takes POST", { headers: [["allow", "POST"]] });
  }
  if (!isFormType(mediaType(request.headers.get("content-type")))) {
    return tokenRefusal(400, "invalid_request", "Content-Type is not application/x-www-form-urlencoded");
  }
  const pairs = wirePairs(request.body);
  const fields = new Map(pairs);
  if (fields.size !== pairs.length) return tokenRefusal(400, "invalid_request", "a field is sent twice");

  const problem = checkClient(request, fields, options.credentials);
  if (problem !== undefined) return problem;
  const grant = fields.get("grant_type");
  if (grant === undefined) return tokenRefusal(400, "invalid_request", "grant_type is missing");
  if (grant !== "client_credentials")
    return tokenRefusal(400, "unsupported_grant_type", "grant_type is not client_credentials");
  return grantToken(fields.get("scope"), options);
}

function grantToken(
  scope: string | undefined,
  { behaviour, issuer, known, allowed }: TokenEndpointOptions,
): SandboxAnswer {
  const asked = behaviour.readScope(scope, known);
  if ("problem" in asked) return tokenRefusal(400, "invalid_scope", asked.problem);
  const permissions = asked.permissions.filter((permission) => allowed.includes(permission));
  if (permissions.length === 0 && asked.permissions.length > 0)
    return tokenRefusal(400, "invalid_scope", "the credentials have none of the permissions");
  return jsonAnswer(
    200,
    {
      access_token: issuer.issue(permissions),
      expires_in: issuer.lifetimeSeconds,
      scope: scope?.replace(asked.permissions.join(","), permissions.join(",")),
      token_type: "Bearer",
    },
    { headers: [["cache-control", "no-store"]] },
  );
}

/** A refusal of credentials that the sandbox did not issue; `undefined` when they are right. */
export function checkClient(
  request: SandboxRequest,
  fields: ReadonlyMap<string, string>,
  wanted: SandboxCredentials,
): SandboxAnswer | undefined {
  const authorization = request.headers.get("authorization");
  const hasFields = fields.has("client_id") || fields.has("client_secret");
  if (authorization !== undefined && hasFields) {
    return tokenRefusal(
      400,
      "invalid_request",
      "credentials are sent as fields and as a header; one of them is enough",
    );
  }
  const basic = readBasic(authorization);
  const id = basic?.id ?? fields.get("client_id") ?? "";
  const secret = basic?.secret ?? fields.get("client_secret") ?? "";
  // Both are compared, whatever the first one gives: the time taken says nothing.
  const [isId, isSecret] = [isSame(id, wanted.clientId), isSame(secret, wanted.clientSecret)];
  if (isId && isSecret) return undefined;
  const challenge = authorization === undefined ? [] : [["www-authenticate", 'Basic realm="sandbox"'] as const];
  return tokenRefusal(401, "invalid_client", "the sandbox did not issue these credentials", { headers: challenge });
}
