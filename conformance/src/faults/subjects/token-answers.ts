import type { FaultSubject } from "../types.js";

/** A token endpoint of the standard kind (RFC 6749 section 5.1), without a refresh token. */
export function clientCredentials(path: string): NonNullable<FaultSubject["tokens"]> {
  return {
    paths: [path],
    answer: (_, { accessToken, expiresIn }) => ({
      access_token: accessToken,
      token_type: "Bearer",
      ...(expiresIn !== undefined && { expires_in: expiresIn }),
    }),
  };
}
