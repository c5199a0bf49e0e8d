import { describe, expect, test } from "vitest";
import { createAgentStatusClient } from "../src/agent-status/index.js";
import { createAnalyticsClient } from "../src/analytics/index.js";
import { createCampaignsClient } from "../src/campaigns/index.js";
import { createChatClient } from "../src/chat/index.js";
import { createChatGatewayClient } from "../src/chat-gateway/index.js";
import { create8x8Client } from "../src/index.js";
import { createJourneyClient } from "../src/journey/index.js";
import { createQualityClient } from "../src/quality/index.js";
import { createStorageClient } from "../src/storage/index.js";
import { credentials, everyProduct } from "./support/every-product.js";
import { failureOf, fakeApi } from "./support/fake-api.js";

const oauth = { clientId: "k", clientSecret: "s" };
const QUEUES = "/analytics/cc/{version}/realtime-metrics/queues";
const REPORT_TYPES = "/analytics/cc/{version}/historical-metrics/report-types";

describe("the metrics APIs", () => {
  test.each([
    ["us", ""],
    ["eu", "/eu"],
    ["au", "/au"],
    ["ca", "/ca"],
  ] as const)("have region %s before the path", async (region, prefix) => {
    const api = fakeApi();
    const client = createAnalyticsClient({ ...oauth, region, fetch: api.fetch });
    await client.GET(QUEUES);
    await client.GET(REPORT_TYPES);
    expect(api.calls.map(({ url }) => url.href)).toEqual([
      `https://api.8x8.com${prefix}/analytics/cc/v5/realtime-metrics/queues`,
      `https://api.8x8.com${prefix}/analytics/cc/v8/historical-metrics/report-types`,
    ]);
    expect(api.tokenRequests.map(({ url }) => url.href)).toEqual(["https://api.8x8.com/oauth/v2/token"]);
  });

  test("take other versions, each its own, and one for a single call", async () => {
    const api = fakeApi();
    const client = createAnalyticsClient({
      ...oauth,
      realtimeVersion: "v4",
      historicalVersion: "v7",
      fetch: api.fetch,
    });
    await client.GET(QUEUES);
    await client.GET(REPORT_TYPES);
    await client.GET(REPORT_TYPES, { params: { path: { version: "v6" } } });
    expect(api.calls.map(({ url }) => url.pathname.split("/")[3])).toEqual(["v4", "v7", "v6"]);
  });

  test("get X-Tenant-Info where there is a tenant, and a call's own before it", async () => {
    const api = fakeApi();
    const client = createAnalyticsClient({ ...oauth, tenant: "acme", fetch: api.fetch });
    await client.GET(QUEUES);
    await client.GET(QUEUES, { params: { header: { "X-Tenant-Info": "other" } } });
    await client.GET(QUEUES, { headers: { "x-tenant-info": "third" } });
    await client.GET(QUEUES, { headers: new Headers({ "x-tenant-info": "fourth", "x-more": "1" }) });
    await client.GET(QUEUES, { headers: new Headers({ "x-more": "1" }) });
    await client.GET(QUEUES, { headers: { "X-Tenant-Info": null } });
    await createAnalyticsClient({ ...oauth, fetch: api.fetch }).GET(QUEUES);
    expect(api.calls.map(({ headers }) => headers.get("x-tenant-info"))).toEqual([
      "acme",
      "other",
      "third",
      "fourth",
      "acme",
      null,
      null,
    ]);
  });

  test("the prefix stays on a call that follows a 401", async () => {
    const api = fakeApi((_, count) => Response.json([], { status: count === 1 ? 401 : 200 }));
    await createAnalyticsClient({ ...oauth, region: "eu", fetch: api.fetch }).GET(QUEUES);
    expect(new Set(api.calls.map(({ url }) => url.pathname))).toEqual(
      new Set(["/eu/analytics/cc/v5/realtime-metrics/queues"]),
    );
  });
});

test("regions and tenants go into the path where the product wants them there", async () => {
  const api = fakeApi();
  await createStorageClient({ ...oauth, region: "uk", fetch: api.fetch }).GET("/storage/{region}/v3/regions");
  await createChatClient({ ...oauth, region: "ap", tenant: "a b", fetch: api.fetch }).GET(
    "/vcc/{region}/chat/v2/tenant/{tenant-id}/channels",
  );
  await createStorageClient({ ...oauth, fetch: api.fetch }).GET("/storage/{region}/v3/regions", {
    params: { path: { region: "us-east" } },
  });
  expect(api.calls.map(({ url }) => url.pathname)).toEqual([
    "/storage/uk/v3/regions",
    "/vcc/ap/chat/v2/tenant/a%20b/channels",
    "/storage/us-east/v3/regions",
  ]);
});

test("pbx and X-8x8-Tenant are put on, the latter where the operation has it", async () => {
  const api = fakeApi();
  await createQualityClient({ ...oauth, pbx: "hq", fetch: api.fetch }).GET("/qm/{region}/v1/users");
  await createCampaignsClient({ apiKey: "k", tenant: "acme", fetch: api.fetch }).PATCH(
    "/cc/{region}/campaigns/v1/{campaignId}",
    { params: { path: { campaignId: "1" } }, body: { action: "START" } } as never,
  );
  const gateway = createChatGatewayClient({ apiKey: "k", tenant: "acme", fetch: api.fetch });
  await gateway.GET("/chat-gateway/v1/channels");
  await gateway.POST("/chat-gateway/v1/conversations/{conversationId}/typing", {
    params: { path: { conversationId: "1" } },
    body: {},
  } as never);
  await gateway.PUT("/api/v1/tenant/{tenantId}/conversations/{conversationId}/cards/{cardId}/action-submit", {
    params: { path: { conversationId: "1", cardId: "2" } },
    body: {},
  } as never);
  expect(api.calls.map(({ headers }) => [headers.get("pbx"), headers.get("x-8x8-tenant")])).toEqual([
    ["hq", null],
    [null, "acme"],
    [null, "acme"],
    [null, null],
    [null, null],
  ]);
  expect(api.calls[0]?.headers.get("content-type")).toBe("application/json");
  expect(api.calls[1]?.headers.get("content-type")).toBe("application/vnd.campaigns.v1+json");
  expect(api.calls[4]?.url.pathname).toBe("/api/v1/tenant/acme/conversations/1/cards/2/action-submit");
});

describe("what leads nowhere is refused before anything is sent", () => {
  const KNOWN = {
    analytics: "us, eu, au, ca",
    storage: "us-west, us-east, uk, ap, ca",
    quality: "us-west, us-east, uk, ap, ca",
    chat: "us, eu, ca, ap",
    campaigns: "US1, US2, UK3",
    customer360: "us, uk, ca, ap",
    postCallSurvey: "us, uk",
    recentCalls: "us, uk",
    journey: "us, eu",
  } as const;

  test.each(Object.keys(KNOWN) as (keyof typeof KNOWN)[])(
    "an unknown region of %s, with the known ones listed",
    async (member) => {
      const api = fakeApi();
      const client = create8x8Client({
        ...credentials,
        [member]: { ...(credentials as object as Record<string, object>)[member], region: "mars" },
        fetch: api.fetch,
      });
      const failure = await failureOf(everyProduct[member].run(client));
      expect(failure).toMatchObject({ code: "invalid_configuration", option: "region", vendor: "8x8" });
      expect(failure.message).toMatch(/^region: "mars" is unknown for /);
      expect(failure.message).toContain(`known: ${KNOWN[member]}`);
      expect(api.sent).toEqual([]);
    },
  );

  test("a region that one product knows and another does not", async () => {
    const api = fakeApi();
    const client = create8x8Client({ ...credentials, journey: { apiKey: "k" }, region: "eu", fetch: api.fetch });
    await everyProduct.analytics.run(client);
    await everyProduct.journey.run(client);
    expect(api.calls.map(({ url }) => url.origin + url.pathname)).toEqual([
      "https://api.8x8.com/eu/analytics/cc/v5/realtime-metrics/queues",
      "https://api-eu.8x8.com/cidp/journey/api/v1/journeys/search",
    ]);
    expect(await failureOf(everyProduct.storage.run(client))).toMatchObject({ option: "region" });
    expect(await failureOf(everyProduct.customer360.run(client))).toMatchObject({ option: "region" });
  });

  test.each([undefined, "mars1", "na12.evil.example", "na12/x", "constructor"])("the cluster %s", async (cluster) => {
    const api = fakeApi();
    const client = createAgentStatusClient({
      username: "u",
      actionRequestToken: "t",
      tenant: "x",
      cluster,
      fetch: api.fetch,
    });
    const failure = await failureOf(client.GET("/api/v1/tenants/{tenantId}/agentstatus/agents"));
    expect(failure).toMatchObject({ option: "cluster" });
    expect(failure.message).toContain("na1 to na40");
    expect(api.sent).toEqual([]);
  });

  test("a region named like a member of every object", async () => {
    const client = createJourneyClient({ apiKey: "k", region: "constructor" as never, fetch: fakeApi().fetch });
    expect(await failureOf(everyProduct.journey.run({ journey: client } as never))).toMatchObject({ option: "region" });
  });

  test("a tenant that is missing, naming the product", async () => {
    const api = fakeApi();
    const failure = await failureOf(
      createChatClient({ ...oauth, fetch: api.fetch }).GET("/vcc/{region}/chat/v2/tenant/{tenant-id}/channels"),
    );
    expect(failure).toMatchObject({ option: "tenant" });
    expect(failure.message).toContain("Contact Center Chat API v2");
    expect(api.sent).toEqual([]);
  });
});

test("another host, such as Bell Canada's, is given as origin", async () => {
  const api = fakeApi();
  const options = {
    username: "u",
    actionRequestToken: "t",
    tenant: "x",
    origin: "https://odcc2.bell.ca",
    fetch: api.fetch,
  };
  await createAgentStatusClient(options).GET("/api/v1/tenants/{tenantId}/agentstatus/agents");
  expect(api.calls[0]?.url.href).toBe("https://odcc2.bell.ca/api/v1/tenants/x/agentstatus/agents");
});

test("a product's client is made once, and its own options go before the common ones", async () => {
  const api = fakeApi();
  const client = create8x8Client({ ...credentials, chat: { tenant: "own" }, fetch: api.fetch });
  expect(client.chat).toBe(client.chat);
  await everyProduct.chat.run(client);
  expect(api.calls[0]?.url.pathname).toBe("/vcc/us/chat/v2/tenant/own/web-hooks");
});
