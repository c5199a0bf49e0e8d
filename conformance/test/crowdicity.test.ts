import { createCrowdicityClient, isTokenError } from "@x/crowdicity";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import { replay } from "../src/replay/replay.js";
import { startSandbox } from "../src/sandbox/start-sandbox.js";
import type { Sandbox } from "../src/sandbox/types.js";

test("the exchanges with a URL are replayed; two pages lost theirs", async () => {
  const results = await replay({ exchanges: packagedExchanges(), vendor: "crowdicity", transports: ["inject"] });
  expect(results.map(({ id, verdict, reason }) => [id, verdict, reason])).toEqual([
    ["crowdicity/auth-code-post", "request-only", undefined],
    ["crowdicity/auth-code-get-older", "request-only", undefined],
    ["crowdicity/access-token-us", "request-only", undefined],
    ["crowdicity/refresh", "not-replayable", "the page lost the URL"],
    ["crowdicity/validate", "not-replayable", "the page lost the URL"],
    ["crowdicity/auth-code-au", "request-only", undefined],
  ]);
});

describe("the sandbox", () => {
  let sandbox: Sandbox;
  let origin: string;
  beforeEach(async () => {
    sandbox = await startSandbox({ vendors: ["crowdicity"], tokenLifetimeSeconds: 600 });
    origin = sandbox.origin("crowdicity");
  });
  afterEach(() => sandbox.close());
  const paths = () => sandbox.journal.map(({ method, path }) => `${method} ${path}`);

  test("takes the real client through both steps; all that it answers is marked as made up", async () => {
    const client = createCrowdicityClient({ ...sandbox.credentials, origin });
    const { data, response } = await client.GET("/v2/synthetic/anything");
    expect(data).toEqual({ synthetic: true, method: "GET", path: "/v2/synthetic/anything" });
    expect(response.headers.get("x-conformance-match")).toBe("synthetic");
    expect(paths()).toEqual(["POST /v2/auth/code", "POST /v2/auth", "GET /v2/synthetic/anything"]);
    expect(sandbox.journal.map(({ match, exchange }) => [match, exchange])).toEqual([
      ["synthetic", undefined],
      ["synthetic", undefined],
      ["synthetic", undefined],
    ]);
    expect(JSON.stringify(sandbox.journal)).not.toContain(sandbox.credentials.clientSecret);
  });

  test("renews by refresh token and validates, on paths that are plainly made up", async () => {
    const client = createCrowdicityClient({
      ...sandbox.credentials,
      origin,
      refreshPath: "/v2/synthetic/refresh",
      validatePath: "/v2/synthetic/validate",
    });
    expect((await client.validateToken()).data).toEqual({ valid: true, synthetic: true });
    await client.GET("/v2/synthetic");
    sandbox.clock.advance(300_000);
    await client.GET("/v2/synthetic");
    sandbox.clock.advance(301_000);
    expect((await client.GET("/v2/synthetic")).error).toBeUndefined();
    sandbox.clock.advance(31 * 24 * 3_600_000);
    expect((await client.GET("/v2/synthetic")).error).toBeUndefined();
    expect(paths().filter((line) => line.startsWith("POST"))).toEqual([
      "POST /v2/auth/code",
      "POST /v2/auth",
      "POST /v2/synthetic/validate",
      "POST /v2/synthetic/refresh",
      // A month later, the refresh token has expired as well.
      "POST /v2/synthetic/refresh",
      "POST /v2/auth/code",
      "POST /v2/auth",
    ]);
  });

  test("refuses credentials and codes that it did not issue, and calls without a token", async () => {
    const wrong = createCrowdicityClient({ ...sandbox.credentials, clientSecret: "another", origin });
    await expect(wrong.GET("/v2/synthetic")).rejects.toSatisfy(isTokenError);
    const post = (path: string, fields: Record<string, string>) =>
      fetch(origin + path, { method: "POST", body: new URLSearchParams(fields) });
    const { clientId: client_id, clientSecret: client_secret } = sandbox.credentials;
    const answers = [
      await post("/v2/auth", { auth_code: "made-up", client_id, client_secret }),
      await post("/v2/auth", { client_id, client_secret }),
      await post("/v2/synthetic/refresh", { refresh_token: "made-up" }),
      await fetch(`${origin}/v2/synthetic`),
    ];
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 401, 401]);
  });

  test("has no resource of the vendor's: none is documented", async () => {
    const client = createCrowdicityClient({ ...sandbox.credentials, origin, retry: false });
    const { error, response } = await client.GET("/v2/challenges");
    expect(error?.status).toBe(404);
    expect(response.headers.get("x-conformance-match")).toBeNull();
  });
});
