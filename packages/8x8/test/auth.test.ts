import { channel } from "node:diagnostics_channel";
import { afterEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { createAgentStatusClient } from "../src/agent-status/index.js";
import { readApiProducts } from "../src/auth/oauth.js";
import { createChatClient } from "../src/chat/index.js";
import { type ClientEvent, create8x8Client, createTokens, isConfigurationError } from "../src/index.js";
import { createStorageClient } from "../src/storage/index.js";
import { createWorkAnalyticsClient } from "../src/work-analytics/index.js";
import { credentials, everyProduct } from "./support/every-product.js";
import { failureOf, fakeApi, OAUTH_TOKEN } from "./support/fake-api.js";

type Member = keyof typeof everyProduct;
const members = Object.keys(everyProduct) as Member[];
/** The headers that any product authenticates by. */
const HEADERS = ["authorization", "x-api-key", "8x8-apikey", "token"];

afterEach(() => vi.unstubAllEnvs());

describe("each product gets its own credentials, and no other's", () => {
  test.each(members)("%s", async (member) => {
    const { run, url, headers } = everyProduct[member];
    const api = fakeApi();
    await run(create8x8Client({ ...credentials, fetch: api.fetch }));
    expect(api.calls).toHaveLength(1);
    const [call] = api.calls;
    expect(call?.url.href).toBe(url);
    const shown = HEADERS.flatMap((name) => (call?.headers.has(name) ? [[name, call.headers.get(name)]] : []));
    expect(Object.fromEntries(shown)).toEqual(headers);
  });

  // One client, all products called one after the other: whatever is kept from one call must not show in the next.
  test.each(members)("%s first, then every other", async (first) => {
    for (const second of members) {
      const api = fakeApi();
      const client = create8x8Client({ ...credentials, fetch: api.fetch });
      await everyProduct[first].run(client);
      const before = api.sent.length;
      await everyProduct[second].run(client);
      for (const { url, headers, body } of api.sent.slice(before)) {
        const own = ownSecrets(second, url.pathname);
        const text = [url.href, body, ...[...headers].flat(), decoded(headers.get("authorization"))].join("\n");
        const foreign = ALL.filter((secret) => text.includes(secret) && !own.includes(secret));
        expect({ first, second, foreign }).toEqual({ first, second, foreign: [] });
      }
    }
  });

  test("a key for reading the directory is not the one for writing", async () => {
    const api = fakeApi();
    const { directoryContacts } = create8x8Client({ ...credentials, fetch: api.fetch });
    await directoryContacts.POST("/directory-contacts/api/v3/contacts", { body: {} } as never);
    expect(api.calls[0]?.headers.get("x-api-key")).toBe("secret-management");
  });
});

const ALL = [...JSON.stringify(credentials).matchAll(/secret-[a-z0-9-]+/g)]
  .map(([secret]) => secret)
  .concat("oauth-token", "user-token");

/** What may be on a request of a product, by its documentation. */
function ownSecrets(member: Member, pathname: string): string[] {
  if (pathname === "/oauth/v2/token") return [credentials.clientId, credentials.clientSecret];
  if (pathname.endsWith("/oauth/token")) return Object.values(credentials.workAnalytics);
  return Object.entries(everyProduct[member].headers).flatMap(([name, value]) =>
    name === "authorization" ? [decoded(value), value.split(" ")[1] ?? ""].join(":").split(":") : [value],
  );
}

function decoded(authorization: string | null): string {
  return authorization?.startsWith("Basic ") ? atob(authorization.slice(6)) : "";
}

describe("OAuth", () => {
  test("credentials go out as plain Basic, the form names the grant and nothing else", async () => {
    const api = fakeApi();
    await createStorageClient({ clientId: "key", clientSecret: "s-1", fetch: api.fetch }).GET(
      "/storage/{region}/v3/regions",
    );
    const [token] = api.tokenRequests;
    expect(token?.url.href).toBe("https://api.8x8.com/oauth/v2/token");
    expect(token?.headers.get("authorization")).toBe(`Basic ${btoa("key:s-1")}`);
    expect(token?.body).toBe("grant_type=client_credentials");
  });

  test("BearerToken is sent as Bearer, and a lifetime in a string is a number", async () => {
    const api = fakeApi();
    const clock = { at: 0, now: () => clock.at, monotonic: () => clock.at };
    const storage = createStorageClient({ clientId: "key", clientSecret: "s", fetch: api.fetch, clock });
    await storage.GET("/storage/{region}/v3/regions");
    expect(api.calls[0]?.headers.get("authorization")).toBe("Bearer oauth-token");
    clock.at = 1_700_000;
    await storage.GET("/storage/{region}/v3/regions");
    expect(api.tokenRequests).toHaveLength(1);
    clock.at = 1_800_000;
    await storage.GET("/storage/{region}/v3/regions");
    expect(api.tokenRequests).toHaveLength(2);
  });

  test("the products of a root client share one token", async () => {
    const api = fakeApi();
    const client = create8x8Client({ ...credentials, fetch: api.fetch });
    await Promise.all(
      (["analytics", "storage", "quality", "chat"] as const).map((one) => everyProduct[one].run(client)),
    );
    expect(api.calls).toHaveLength(4);
    expect(api.tokenRequests).toHaveLength(1);
  });

  test("clients of single products share one token where they are given one", async () => {
    const api = fakeApi();
    const tokens = createTokens({ clientId: "key", clientSecret: "s", fetch: api.fetch });
    const options = { tokens, fetch: api.fetch, tenant: "acme" };
    await createStorageClient(options).GET("/storage/{region}/v3/regions");
    await createChatClient(options).GET("/vcc/{region}/chat/v2/tenant/{tenant-id}/channels");
    expect(api.tokenRequests).toHaveLength(1);
  });

  test("a product with credentials of its own has a token of its own", async () => {
    const api = fakeApi();
    const client = create8x8Client({
      ...credentials,
      storage: { clientId: "other", clientSecret: "s" },
      fetch: api.fetch,
    });
    await everyProduct.analytics.run(client);
    await everyProduct.storage.run(client);
    expect(api.tokenRequests.map(({ headers }) => decoded(headers.get("authorization")))).toEqual([
      "secret-oauth-id:secret-oauth-secret",
      "other:s",
    ]);
  });

  test("a closed client refuses its calls, but leaves a token that it was given alone", async () => {
    const api = fakeApi();
    const tokens = createTokens({ clientId: "key", clientSecret: "s", fetch: api.fetch });
    createStorageClient({ tokens, fetch: api.fetch }).close();
    await createStorageClient({ tokens, fetch: api.fetch }).GET("/storage/{region}/v3/regions");
    create8x8Client({ tokens, fetch: api.fetch }).close();
    await createStorageClient({ tokens, fetch: api.fetch }).GET("/storage/{region}/v3/regions");
    const client = create8x8Client({ ...credentials, fetch: api.fetch });
    await everyProduct.storage.run(client);
    client.close();
    expect(isConfigurationError(await failureOf(everyProduct.storage.run(client)))).toBe(true);
  });

  test("credentials of a product's own go before tokens that are given for all", async () => {
    const api = fakeApi();
    const tokens = createTokens({ clientId: "key", clientSecret: "s", fetch: api.fetch });
    const storage = { clientId: "own", clientSecret: "o" };
    const client = create8x8Client({ tokens, storage, fetch: api.fetch });
    await client.storage.GET("/storage/{region}/v3/regions");
    await client.quality.GET("/qm/{region}/v1/users");
    const basics = api.tokenRequests.map(({ headers }) => headers.get("authorization"));
    expect(basics).toEqual([`Basic ${btoa("own:o")}`, `Basic ${btoa("key:s")}`]);
  });

  test("what is closed before its first call refuses it as well", async () => {
    const api = fakeApi();
    const client = create8x8Client({ ...credentials, fetch: api.fetch });
    client.close();
    for (const member of ["storage", "quality", "workAnalytics"] as const) {
      expect(await failureOf(everyProduct[member].run(client))).toMatchObject({ option: "tokenSource" });
    }
    expect(await failureOf(client.apiProducts())).toMatchObject({ option: "tokenSource" });
    expect(api.sent).toEqual([]);
  });
});

describe("the products that a token covers", () => {
  test.each([
    ["as JSON", { api_product_list_json: ["QM - API", "storage"], api_product_list: "[other]" }],
    ["unquoted", { api_product_list: "[QM - API, storage]" }],
    ["as an array, as the chat reference has it", { api_product_list: ["QM - API", "storage"] }],
  ])("are read %s", (_, members) => {
    expect(readApiProducts(members)).toEqual(["QM - API", "storage"]);
  });

  test("are none where the answer names none", () => {
    expect(readApiProducts({})).toEqual([]);
    expect(readApiProducts({ api_product_list: "[]" })).toEqual([]);
  });

  test("are an array for the caller", async () => {
    const api = fakeApi();
    const client = create8x8Client({ ...credentials, fetch: api.fetch });
    expect(await client.apiProducts()).toEqual(OAUTH_TOKEN.api_product_list_json);
  });

  test("a call to one that is not among them warns on both channels before it is sent, once", async () => {
    const order: string[] = [];
    const onEvent = (event: ClientEvent) =>
      void (event.type === "warning" && order.push(`${event.code}: ${event.message}`));
    const published: unknown[] = [];
    const listener = (event: unknown) => published.push((event as ClientEvent).type);
    channel("x.event").subscribe(listener);
    onTestFinished(() => void channel("x.event").unsubscribe(listener));
    const api = fakeApi(
      (_, count) => {
        order.push(`call ${count}`);
        return Response.json({ fault: { faultstring: "Invalid API call" } }, { status: count === 1 ? 503 : 403 });
      },
      { ...OAUTH_TOKEN, api_product_list_json: ["vcc", "QM - API"] },
    );
    const storage = createStorageClient({
      clientId: "k",
      clientSecret: "s",
      fetch: api.fetch,
      onEvent,
      retry: { baseDelayMs: 1 },
    });
    const { error } = await storage.GET("/storage/{region}/v3/regions");
    expect(error).toMatchObject({ code: "forbidden", body: { fault: { faultstring: "Invalid API call" } } });
    expect(order).toEqual([
      "product_not_listed: the token does not list storage, of Cloud Storage; it lists vcc, QM - API",
      "call 1",
      "call 2",
    ]);
    expect(published).toContain("warning");
  });

  test("a token that lists nothing warns of nothing", async () => {
    const types: string[] = [];
    const api = fakeApi(undefined, { access_token: "t", token_type: "BearerToken", expires_in: "1799" });
    await createStorageClient({
      clientId: "k",
      clientSecret: "s",
      fetch: api.fetch,
      onEvent: ({ type }) => types.push(type),
    }).GET("/storage/{region}/v3/regions");
    expect(types).not.toContain("warning");
  });
});

describe("Work Analytics", () => {
  const options = { apiKey: "key", username: "ada", password: "p w&d" };

  test("its token comes from key, user name and password; there is no grant_type", async () => {
    const api = fakeApi();
    await createWorkAnalyticsClient({ ...options, fetch: api.fetch }).GET("/analytics/work/v2/pbxes/");
    const [token] = api.tokenRequests;
    expect(token?.url.href).toBe("https://api.8x8.com/analytics/work/v1/oauth/token");
    expect(token?.headers.get("8x8-apikey")).toBe("key");
    expect(token?.headers.has("authorization")).toBe(false);
    expect(token?.headers.get("content-type")).toMatch(/^application\/x-www-form-urlencoded/);
    expect(Object.fromEntries(new URLSearchParams(token?.body))).toEqual({ username: "ada", password: "p w&d" });
  });

  test("both headers are on every call, also on the one that follows a 401", async () => {
    const api = fakeApi((_, count) => Response.json({ error: "invalid_token" }, { status: count === 1 ? 401 : 200 }));
    await createWorkAnalyticsClient({ ...options, fetch: api.fetch }).GET("/analytics/work/v2/pbxes/");
    expect(api.tokenRequests).toHaveLength(2);
    expect(api.calls.map(({ headers }) => [headers.get("8x8-apikey"), headers.get("authorization")])).toEqual([
      ["key", "Bearer user-token"],
      ["key", "Bearer user-token"],
    ]);
  });

  test("its own token call takes the key alone", async () => {
    const api = fakeApi();
    await createWorkAnalyticsClient({ apiKey: "key", fetch: api.fetch }).POST("/analytics/work/v1/oauth/token", {
      body: { username: "ada", password: "p" },
    });
    expect(api.sent).toHaveLength(1);
    expect(api.sent[0]?.headers.has("authorization")).toBe(false);
  });

  test.each([
    [400, { status: "BAD_REQUEST", message: "bad key", code: "SHA001", details: [] }, "SHA001"],
    [400, { error: "invalid_grant", error_description: "Bad credentials" }, "invalid_grant"],
  ])("a refusal of a token: %i %o", async (status, body, oauthError) => {
    const fetch = async () => Response.json(body, { status });
    const failure = await failureOf(createWorkAnalyticsClient({ ...options, fetch }).GET("/analytics/work/v2/pbxes/"));
    expect(failure).toMatchObject({ code: "token_refused", status, oauthError, vendor: "8x8" });
    expect(JSON.stringify(failure) + failure.message).not.toMatch(/p w&d/);
  });
});

test("the keys that sign events are public: they are read without credentials", async () => {
  const api = fakeApi();
  const client = create8x8Client({ ...credentials, fetch: api.fetch });
  await client.chat.GET("/vcc/{region}/chat/v2/jwk/{jwk-id}/public", { params: { path: { "jwk-id": "key1" } } });
  await create8x8Client({ fetch: api.fetch }).chatGateway.GET("/chat-gateway/v1/jwk/{jwkId}/public", {
    params: { path: { jwkId: "key1" } },
  });
  expect(api.sent.map(({ url }) => url.pathname)).toEqual([
    "/vcc/us/chat/v2/jwk/key1/public",
    "/chat-gateway/v1/jwk/key1/public",
  ]);
  expect(api.sent.flatMap(({ headers }) => HEADERS.filter((name) => headers.has(name)))).toEqual([]);
});

describe("without credentials", () => {
  const MISSING: Record<Member, [option: string, variable: string]> = {
    analytics: ["clientId", "CLIENT_ID"],
    storage: ["clientId", "CLIENT_ID"],
    quality: ["clientId", "CLIENT_ID"],
    chat: ["clientId", "CLIENT_ID"],
    chatGateway: ["apiKey", "CHAT_GATEWAY_API_KEY"],
    chapi: ["apiKey", "CHAPI_API_KEY"],
    workAnalytics: ["apiKey", "WORK_ANALYTICS_API_KEY"],
    postCallSurvey: ["apiKey", "POST_CALL_SURVEY_API_KEY"],
    recentCalls: ["apiKey", "RECENT_CALLS_API_KEY"],
    contactCenterCalls: ["username", "ACTION_REQUEST_USERNAME"],
    agentStatus: ["username", "ACTION_REQUEST_USERNAME"],
    campaigns: ["apiKey", "CAMPAIGNS_API_KEY"],
    dynamicCampaigns: ["username", "ACTION_REQUEST_USERNAME"],
    dataAugmentation: ["username", "ACTION_REQUEST_USERNAME"],
    audit: ["apiKey", "AUDIT_API_KEY"],
    customer360: ["apiKey", "CUSTOMER_360_API_KEY"],
    journey: ["apiKey", "JOURNEY_API_KEY"],
    administration: ["apiKey", "ADMINISTRATION_API_KEY"],
    directoryContacts: ["searchApiKey", "DIRECTORY_CONTACTS_SEARCH_API_KEY"],
  };

  test.each(members)("%s refuses its call, naming product, option and variable; the others go on", async (member) => {
    const api = fakeApi();
    const client = create8x8Client({
      cluster: "na12",
      tenant: "acme",
      audit: { apiKey: "k" },
      chapi: { apiKey: "k" },
      fetch: api.fetch,
    });
    const without = member === "audit" || member === "chapi" ? create8x8Client({ fetch: api.fetch }) : client;
    const failure = await failureOf(everyProduct[member].run(without));
    const [option, variable] = MISSING[member];
    expect(failure).toMatchObject({ code: "invalid_configuration", option, vendor: "8x8" });
    expect(failure.message).toMatch(
      new RegExp(`is missing; set the option, or the environment variable EIGHT_BY_EIGHT_${variable}, for \\w+`),
    );
    expect(api.sent).toEqual([]);
    await everyProduct.audit.run(client);
    await everyProduct.chapi.run(client);
    expect(api.calls).toHaveLength(2);
  });

  test("the environment variable serves", async () => {
    vi.stubEnv("EIGHT_BY_EIGHT_ACTION_REQUEST_USERNAME", "acme");
    vi.stubEnv("EIGHT_BY_EIGHT_ACTION_REQUEST_TOKEN", "t");
    const api = fakeApi();
    await createAgentStatusClient({ cluster: "eu9b", tenant: "acme", fetch: api.fetch }).GET(
      "/api/v1/tenants/{tenantId}/agentstatus/agents",
    );
    expect(api.calls[0]?.headers.get("authorization")).toBe(`Basic ${btoa("acme:t")}`);
    expect(api.calls[0]?.url.host).toBe("vcc-eu9.8x8.com");
  });

  test("a user name with a colon is refused: Basic cannot carry it", async () => {
    const api = fakeApi();
    const client = createAgentStatusClient({
      username: "a:b",
      actionRequestToken: "t",
      cluster: "na1",
      tenant: "x",
      fetch: api.fetch,
    });
    expect(await failureOf(client.GET("/api/v1/tenants/{tenantId}/agentstatus/agents"))).toMatchObject({
      option: "username",
    });
    expect(api.sent).toEqual([]);
  });
});
