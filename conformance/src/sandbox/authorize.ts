import { createHash, timingSafeEqual } from "node:crypto";
import { readBasic } from "../compare/compare-authorization.js";
import type { Description } from "../openapi/description.js";
import type { Operation } from "../openapi/operation.js";
import type { SecuritySchemeObject } from "../openapi/types.js";
import { mediaType } from "../text/media-type.js";
import { isMultipart, multipartPairs } from "../text/multipart.js";
import { wirePairs } from "../text/pairs.js";
import type { TokenIssuer } from "./token-issuer.js";
import type { SandboxCredentials, SandboxRequest } from "./types.js";

/** Why a request is not let through. */
export interface Denial {
  readonly status: 401 | 403;
  readonly reason: string;
}

/** Who may call, and what with. */
export interface Guard {
  readonly issuer: TokenIssuer;
  readonly credentials: SandboxCredentials;
}

/**
 * Checks a request by the security requirement of its operation: one of the alternatives must hold, and of it every scheme. An API key in a
 * header is the sandbox's client secret, Basic its client id and secret; anything else is a bearer token that was issued here, with the
 * permissions of the operation.
 */
export function authorize(
  request: SandboxRequest,
  operation: Operation,
  { document }: Description,
  guard: Guard,
): Denial | undefined {
  const { security } = operation;
  if (security.length === 0) return undefined;
  const schemes = document.components?.securitySchemes ?? {};
  let denial: Denial | undefined;
  for (const requirement of security) {
    const denials = Object.entries(requirement).flatMap(([name, scopes]) => {
      const found = check(request, schemes[name], scopes, guard);
      return found === undefined ? [] : [found];
    });
    if (denials.length === 0) return undefined;
    denial ??= denials[0];
  }
  return denial;
}

function check(
  request: SandboxRequest,
  scheme: SecuritySchemeObject | undefined,
  scopes: readonly string[],
  { issuer, credentials }: Guard,
): Denial | undefined {
  if (scheme?.type === "apiKey" && scheme.in === "header" && scheme.name !== undefined) {
    const key = request.headers.get(scheme.name.toLowerCase());
    if (key === undefined) return { status: 401, reason: `no header "${scheme.name}" was sent` };
    return isSame(key, credentials.clientSecret)
      ? undefined
      : { status: 401, reason: `the sandbox did not issue the key in "${scheme.name}"` };
  }
  if (scheme?.type === "apiKey" && scheme.in === "query" && scheme.name !== undefined) {
    const key = queryKey(request, scheme.name);
    if (key === undefined) return { status: 401, reason: `no query "${scheme.name}" was sent` };
    return isSame(key, credentials.clientSecret)
      ? undefined
      : { status: 401, reason: `the sandbox did not issue the key in "${scheme.name}"` };
  }
  const authorization = request.headers.get("authorization");
  if (scheme?.type === "http" && scheme.scheme?.toLowerCase() === "basic") {
    const basic = readBasic(authorization);
    if (basic === undefined) return { status: 401, reason: "Authorization is not Basic" };
    const [isId, isSecret] = [isSame(basic.id, credentials.clientId), isSame(basic.secret, credentials.clientSecret)];
    return isId && isSecret ? undefined : { status: 401, reason: "the sandbox did not issue these credentials" };
  }
  if (authorization === undefined) return { status: 401, reason: "no access token was sent" };
  const [type = "", token = ""] = authorization.split(" ");
  if (type.toLowerCase() !== "bearer" || token === "")
    return { status: 401, reason: "Authorization is not Bearer <access token>" };
  const issued = issuer.check(token);
  if (typeof issued === "string") return { status: 401, reason: issued };
  const isBearer = scheme?.type === "http" && scheme.scheme?.toLowerCase() === "bearer";
  if ((isBearer || scheme?.type === "oauth2") && scheme.type !== issued.scheme)
    return { status: 401, reason: "the access token is that of another API of this vendor" };
  return scopes.every((permission) => issued.permissions.includes(permission))
    ? undefined
    : { status: 403, reason: `the access token lacks ${scopes.join(", ")}` };
}

/** A key of the query, which a form in parts has as a field. */
function queryKey({ query, body, headers }: SandboxRequest, name: string): string | undefined {
  const contentType = headers.get("content-type");
  const fields = isMultipart(mediaType(contentType)) ? multipartPairs(body, contentType) : [];
  return [...wirePairs(query), ...fields].find(([other]) => other === name)?.[1];
}

/** In a time that says nothing of where they differ. */
export function isSame(given: string, wanted: string): boolean {
  return timingSafeEqual(digest(given), digest(wanted));
}

function digest(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
