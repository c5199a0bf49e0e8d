import { createCrowdicityClient } from "@x/crowdicity";
import type { FaultSubject } from "../types.js";

const REFRESH = "/v2/auth/refresh";

/** Medallia Ideas: two steps to a token, and refresh tokens. No answer is documented. */
export const crowdicitySubject: FaultSubject = {
  id: "crowdicity",
  create(options) {
    const client = createCrowdicityClient({ ...options, refreshPath: REFRESH });
    return {
      read: () => client.GET("/v2/ideas"),
      record: () => client.POST("/v2/ideas", { body: { title: "an idea" } } as never),
      close: () => client.close(),
    };
  },
  ok: { ideas: [{ id: 1 }], total: 1 },
  anyBody: true,
  tokens: {
    paths: ["/v2/auth/code", "/v2/auth"],
    refreshPath: REFRESH,
    answer: (path, { accessToken, refreshToken, expiresIn }) =>
      path === "/v2/auth/code"
        ? { auth_code: accessToken }
        : {
            access_token: accessToken,
            refresh_token: refreshToken,
            ...(expiresIn !== undefined && { expires_in: expiresIn }),
          },
  },
};
