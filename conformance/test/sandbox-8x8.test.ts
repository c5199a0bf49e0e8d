import { create8x8Client, type EightByEightOptions, isTokenError } from "@x/8x8";
import { afterEach, beforeEach, expect, test } from "vitest";
import { startSandbox } from "../src/sandbox/start-sandbox.js";
import type { Sandbox } from "../src/sandbox/types.js";

let sandbox: Sandbox;
beforeEach(async () => {
  sandbox = await startSandbox({ vendors: ["8x8"], tokenLifetimeSeconds: 1_799 });
});
afterEach(() => sandbox.close());

/** A client with the sandbox's credentials in every place. */
function client(more: EightByEightOptions = {}) {
  const { clientId, clientSecret } = sandbox.credentials;
  const apiKey = clientSecret;
  return create8x8Client({
    clientId,
    clientSecret,
    origin: sandbox.origin("8x8"),
    username: clientId,
    actionRequestToken: clientSecret,
    tenant: "acme",
    chapi: { apiKey },
    workAnalytics: { apiKey, username: clientId, password: clientSecret },
    recentCalls: { apiKey, token: clientSecret },
    retry: false,
    ...more,
  });
}

const BATCH = { startTime: "2022-02-03 00:00:00", endTime: "2022-02-03 10:00:00", timeZone: "America/New_York" };

test("OAuth: numbers are text, the products are listed, a token that ran out is renewed", async () => {
  const all = client();
  expect(
    (await all.storage.GET("/storage/{region}/v3/regions", { params: { path: { region: "us-east" } } })).response
      .status,
  ).toBe(200);
  expect(await all.apiProducts()).toContain("QM - API");
  sandbox.clock.advance(1_799_000);
  expect((await all.quality.GET("/qm/{region}/v1/users")).response.status).toBe(200);
  expect(sandbox.journal.map(({ path, status }) => `${status} ${path}`)).toEqual([
    "200 /oauth/v2/token",
    "200 /storage/us-east/v3/regions",
    "401 /qm/us-west/v1/users",
    "200 /oauth/v2/token",
    "200 /qm/us-west/v1/users",
  ]);
});

test("Work Analytics: its own token, and both headers on the report", async () => {
  const query = { pbxId: "hq", ...BATCH, pageSize: 50 };
  const { data, error } = await client().workAnalytics.GET("/analytics/work/v2/call-records", { params: { query } });
  expect(error).toBeUndefined();
  expect(data?.data?.length).toBeGreaterThan(0);
});

test("Work Analytics: a wrong key and a wrong password are refused as documented", async () => {
  const { clientId, clientSecret } = sandbox.credentials;
  const ask = (workAnalytics: EightByEightOptions["workAnalytics"]) =>
    client({ workAnalytics })
      .workAnalytics.GET("/analytics/work/v2/pbxes/")
      .then(
        () => undefined,
        (failure: unknown) => (isTokenError(failure) ? failure.oauthError : failure),
      );
  expect(await ask({ apiKey: "wrong", username: clientId, password: clientSecret })).toBe("SHA001");
  expect(await ask({ apiKey: clientSecret, username: clientId, password: "wrong" })).toBe("invalid_grant");
});

test("keys and Basic are checked, and what is wrong is said", async () => {
  expect((await client().chapi.GET("/chat/api/chat/v1/messages")).response.status).toBe(200);
  const wrong = await client({ chapi: { apiKey: "wrong" } }).chapi.GET("/chat/api/chat/v1/messages");
  expect(wrong.error?.status).toBe(401);
  expect(sandbox.journal.at(-1)?.reason).toBe('the sandbox did not issue the key in "x-api-key"');
  const agents = "/api/v1/tenants/{tenantId}/agentstatus/agents";
  expect((await client().agentStatus.GET(agents)).response.status).toBe(200);
  expect((await client({ actionRequestToken: "wrong" }).agentStatus.GET(agents)).error?.status).toBe(401);
});

test("no key shows in the journal", async () => {
  await client().chapi.GET("/chat/api/chat/v1/messages");
  await client().workAnalytics.GET("/analytics/work/v2/pbxes/");
  expect(JSON.stringify(sandbox.journal)).not.toContain(sandbox.credentials.clientSecret);
});
