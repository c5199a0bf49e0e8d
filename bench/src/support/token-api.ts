import type { ServerResponse } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { sendJson, startLoopback } from "./loopback.ts";

/** What a new token does to the older ones: ends them, or leaves them valid until they are revoked. */
export type TokenModel = "one-valid" | "all-valid";

/** An API behind a token endpoint, on loopback. */
export interface TokenApi {
  origin: string;
  counts: { token: number; api: number };
  /**
   * Ends all tokens issued so far. Calls that still carry one are kept until `inFlight` of them have arrived, and are
   * then refused one by one, `stepMs` apart, the first at once.
   */
  revoke(plan: { inFlight: number; stepMs: number }): void;
  close(): Promise<void>;
}

const TOKEN_MS = 60;

export async function startTokenApi(model: TokenModel): Promise<TokenApi> {
  const valid = new Set<string>();
  const counts = { token: 0, api: 0 };
  let plan = { inFlight: 0, stepMs: 0 };
  let revoked = new Set<string>();
  let waiting: ServerResponse[] = [];

  async function refuseAll(): Promise<void> {
    const refused = waiting;
    waiting = [];
    for (const [index, response] of refused.entries()) {
      if (index > 0) await pause(plan.stepMs);
      sendJson(response, 401, { code: 401, message: "Unauthorized" });
    }
  }

  const server = await startLoopback(async ({ target, headers }, response) => {
    if (target === "/v1/oauth2/token") {
      counts.token += 1;
      const token = `token-${counts.token}`;
      await pause(TOKEN_MS);
      if (model === "one-valid") valid.clear();
      valid.add(token);
      sendJson(response, 200, { access_token: token, token_type: "Bearer", expires_in: 3_600 });
      return;
    }
    counts.api += 1;
    const token = headers.authorization?.replace("Bearer ", "") ?? "";
    if (valid.has(token)) {
      sendJson(response, 200, { data: [] });
    } else if (revoked.has(token)) {
      waiting.push(response);
      if (waiting.length === plan.inFlight) await refuseAll();
    } else {
      sendJson(response, 401, { code: 401, message: "Unauthorized" });
    }
  });

  return {
    origin: server.origin,
    counts,
    revoke(next) {
      plan = next;
      revoked = new Set(valid);
      valid.clear();
    },
    close: server.close,
  };
}
