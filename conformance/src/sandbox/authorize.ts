import type { Operation } from "../openapi/operation.js";
import type { TokenIssuer } from "./token-issuer.js";
import type { SandboxRequest } from "./types.js";

/** Why a request is not let through. */
export interface Denial {
  readonly status: 401 | 403;
  readonly reason: string;
}

/** Checks the bearer token of a request, and that it has the permissions of the operation. */
export function authorize(request: SandboxRequest, operation: Operation, issuer: TokenIssuer): Denial | undefined {
  if (operation.security.length === 0) return undefined;
  const authorization = request.headers.get("authorization");
  if (authorization === undefined) return { status: 401, reason: "no access token was sent" };
  const [scheme = "", token = ""] = authorization.split(" ");
  if (scheme.toLowerCase() !== "bearer" || token === "")
    return { status: 401, reason: "Authorization is not Bearer <access token>" };
  const issued = issuer.check(token);
  if (typeof issued === "string") return { status: 401, reason: issued };

  const alternatives = operation.security.map((requirement) => Object.values(requirement).flat());
  const isAllowed = alternatives.some((needed) =>
    needed.every((permission) => issued.permissions.includes(permission)),
  );
  return isAllowed ? undefined : { status: 403, reason: `the access token lacks ${alternatives[0]?.join(", ")}` };
}
