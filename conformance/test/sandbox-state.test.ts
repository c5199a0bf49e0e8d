import { create8x8Client } from "@x/8x8";
import { createMedalliaMecClient } from "@x/medallia-mec";
import { createMxoClient } from "@x/mxo";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { startSandbox } from "../src/sandbox/start-sandbox.js";
import { sample } from "../src/sandbox/state/compose.js";
import { newId } from "../src/sandbox/state/new-id.js";
import { Resources } from "../src/sandbox/state/resources.js";
import { requestSchema, successOf } from "../src/sandbox/state/schema-node.js";
import { Store } from "../src/sandbox/state/store.js";
import { useSandbox } from "../src/sandbox/use-sandbox.js";
import { vendors } from "../src/vendors/registry.js";

const sandbox = useSandbox({ afterAll, beforeAll, beforeEach }, { vendors: ["8x8", "medallia-mec", "mxo"] });

interface Answer {
  readonly status: number;
  readonly body: Record<string, unknown>;
  readonly match: string | null;
}

const tokens = new Map<string, string>();
const TOKEN_PATHS: Record<string, string> = {
  "8x8": "/oauth/v2/token",
  "medallia-mec": "/oauth/acme/token",
  mxo: "/one/oauth2token",
};

/** A raw request, as any program would send it. */
async function call(
  vendor: string,
  method: string,
  path: string,
  body?: unknown,
  type = "application/json",
): Promise<Answer> {
  const { clientId, clientSecret } = sandbox.credentials;
  const origin = sandbox.origin(vendor);
  if (!tokens.has(vendor)) {
    const form = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
    const response = await fetch(origin + TOKEN_PATHS[vendor], { method: "POST", body: new URLSearchParams(form) });
    tokens.set(vendor, ((await response.json()) as { access_token: string }).access_token);
  }
  const isBasic = path.startsWith("/api/");
  const response = await fetch(origin + path, {
    method,
    headers: {
      authorization: isBasic ? `Basic ${btoa(`${clientId}:${clientSecret}`)}` : `Bearer ${tokens.get(vendor)}`,
      "x-api-key": clientSecret,
      ...(body !== undefined && { "content-type": type }),
    },
    ...(body !== undefined && { body: typeof body === "string" ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return {
    status: response.status,
    body: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>),
    match: response.headers.get("x-conformance-match"),
  };
}

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-8[0-9a-f]{3}-[0-9a-f]{12}$/;
const ADDRESSES = "/admin-provisioning/addresses";
const ADDRESS_TYPE = "application/vnd.addresses.v1+json";
const ELM = { streetNumber: "9", streetName: "Elm", city: "Springfield", postal: "1", country: "US" };

describe("what was created can be read", () => {
  test("with the members that were sent, those that the vendor adds, and an id in the documented form", async () => {
    const made = await call("8x8", "POST", ADDRESSES, ELM, ADDRESS_TYPE);
    expect(made).toMatchObject({ status: 200, match: "state", body: { ...ELM, origin: "ADMIN" } });
    expect(made.body.id).toMatch(UUID);
    expect(made.body).not.toHaveProperty("state", "NY");
    const read = await call("8x8", "GET", `${ADDRESSES}/${made.body.id}`);
    expect(read).toMatchObject({ status: 200, match: "state", body: { ...ELM, id: made.body.id } });
    const list = await call("8x8", "GET", ADDRESSES);
    expect((list.body.data as { id: string }[]).map(({ id }) => id)).toContain(made.body.id);
  });

  test("by the id that the caller gave, where the vendor lets callers choose", async () => {
    const user = {
      username: "ada",
      first_name: "Ada",
      last_name: "Lovelace",
      roles: { primary_role: { role: "[CC] Agent" }, extra_roles: [] },
    };
    expect(await call("medallia-mec", "POST", "/admin/v1/users", user)).toMatchObject({ status: 200, body: user });
    expect(await call("medallia-mec", "GET", "/admin/v1/users/ada")).toMatchObject({ status: 200, body: user });
    expect((await call("medallia-mec", "GET", "/admin/v1/users")).body.items).toMatchObject([user]);
  });

  test("by way of the job that makes it: the job is done when somebody asks", async () => {
    const person = {
      userName: "ada@example.com",
      firstName: "Ada",
      lastName: "Lovelace",
      primaryEmail: "ada@example.com",
    };
    const made = await call(
      "8x8",
      "POST",
      "/admin-provisioning/users",
      { basicInfo: person },
      "application/vnd.users.v1+json",
    );
    expect(made).toMatchObject({ status: 202, body: { status: "PENDING", operationType: "CREATE" } });
    const job = await call("8x8", "GET", `/admin-provisioning/operations/${made.body.operationId}`);
    expect(job.body).toMatchObject({ operationId: made.body.operationId, status: "COMPLETED", resourceType: "USER" });
    const user = await call("8x8", "GET", `/admin-provisioning/users/${job.body.resourceId}`);
    expect(user.body).toMatchObject({ basicInfo: { ...person, userId: job.body.resourceId } });
  });

  test("an import: the file it became, and what was wrong with it", async () => {
    const { body } = await call("medallia-mec", "POST", "/inbound/v2/async/survey", [{ email: "ada@example.com" }]);
    expect(body.feed_file_id).toMatch(UUID);
    const file = await call("medallia-mec", "GET", `/inbound/v2/feedfiles/${body.feed_file_id}`);
    expect(file.body).toEqual({ id: body.feed_file_id, status: "COMPLETED" });
    const results = await call("medallia-mec", "GET", `/inbound/v2/feedfiles/${body.feed_file_id}/detailed-results`);
    expect(results).toMatchObject({ status: 200, match: "state" });
  });

  test("a report: in progress when first asked, then done", async () => {
    const report = {
      type: "queue-interactions-summary",
      title: "t",
      dateRange: { start: "2022-08-03T00:00:00.000Z", end: "2022-09-02T00:00:00.000Z" },
      granularity: "week",
      timezone: "America/New_York",
      groupBy: { name: "media" },
    };
    const { body } = await call("8x8", "POST", "/analytics/cc/v8/historical-metrics", report);
    const path = `/analytics/cc/v8/historical-metrics/${body.id}`;
    expect((await call("8x8", "GET", `${path}/status`)).body).toEqual({ id: body.id, status: "IN_PROGRESS" });
    expect((await call("8x8", "GET", `${path}/status`)).body).toEqual({ id: body.id, status: "DONE" });
    expect(await call("8x8", "GET", `${path}/links`)).toMatchObject({ status: 200 });
  });

  test("a conversation and the messages in it", async () => {
    const conversations = "/vcc/us/chat/v2/tenant/TheTenant/conversations";
    const { body } = await call("8x8", "POST", conversations, {
      channelId: "7",
      customer: { name: "Ada", language: "en" },
    });
    const messages = `${conversations}/${body.conversationId}/messages`;
    expect((await call("8x8", "GET", messages)).body).toEqual({ messages: [] });
    expect((await call("8x8", "POST", messages, { text: "hello" })).status).toBe(202);
    expect((await call("8x8", "GET", messages)).body.messages).toMatchObject([{ originalText: "hello" }]);
    expect((await call("8x8", "POST", `${conversations}/nobody/messages`, { text: "hello" })).status).toBe(404);
  });

  test("what has no id of its own: variables of an interaction, the status of an agent", async () => {
    const variables = { data: [{ variables: [{ name: "a", value: "b" }] }] };
    expect((await call("8x8", "POST", "/api/v1/interaction/data/int-1", variables)).body).toMatchObject({
      interactionId: "int-1",
    });
    expect((await call("8x8", "GET", "/api/v1/interaction/data/int-1")).body).toEqual(variables);
    const agent = "/api/v1/tenants/acme/agentstatus/agents/a7";
    await call("8x8", "PUT", agent, { "agent-status": 4 });
    expect((await call("8x8", "GET", agent)).body).toMatchObject({ "agent-id": "a7", "agent-status": 4 });
  });

  test("a datastore and its records, found by key and deleted by key", async () => {
    const path = "/datastores/1.0.0/W1";
    const store = {
      name: "Terms",
      apiName: "terms",
      primaryKey: "customerID",
      secondaryKey: "productID",
      definitions: [
        { name: "customerID", type: "TEXT" },
        { name: "productID", type: "TEXT" },
      ],
    };
    expect((await call("mxo", "POST", path, store)).status).toBe(201);
    expect((await call("mxo", "GET", `${path}/terms`)).body).toEqual(store);
    const inserted = await call("mxo", "POST", `${path}/terms/live`, [
      { customerID: "c1", productID: "p1" },
      { customerID: "c2", productID: "p1" },
    ]);
    expect(inserted.body).toMatchObject([{ primaryKey: "c1", secondaryKey: "p1" }, { primaryKey: "c2" }]);
    expect((await call("mxo", "GET", `${path}/terms/live?pk=c1`)).body).toEqual([
      { customerID: "c1", productID: "p1" },
    ]);
    await call("mxo", "DELETE", `${path}/terms/live?pk=c1`);
    expect((await call("mxo", "GET", `${path}/terms/live?pk=c1`)).body).toEqual([]);
    await call("mxo", "DELETE", `${path}/terms`);
    expect((await call("mxo", "GET", `${path}/terms/live?pk=c2`)).status).toBe(404);
    await call("mxo", "POST", path, store);
    expect((await call("mxo", "GET", `${path}/terms/live?pk=c2`)).body).toEqual([]);
  });
});

describe("what was changed is read as changed", () => {
  test("PUT replaces; what the server says stays", async () => {
    const contacts = "/directory-contacts/api/v3/contacts";
    const made = await call("8x8", "POST", contacts, { firstName: "Ada", lastName: "King", contactType: "company" });
    const changed = await call("8x8", "PUT", `${contacts}/${made.body.id}`, { firstName: "Ada", lastName: "Lovelace" });
    expect(changed.body).toEqual({ id: made.body.id, firstName: "Ada", lastName: "Lovelace" });
    expect((await call("8x8", "GET", contacts)).body.data).toEqual([changed.body]);
  });

  test("PATCH merges", async () => {
    const path = "/chat-gateway/v1/conversations";
    const made = await call("8x8", "POST", path, { channelId: "7", user: { name: "Ada", language: "en" } });
    const one = `${path}/${made.body.conversationId}`;
    expect((await call("8x8", "PATCH", one, { user: { email: "ada@example.com" } })).status).toBe(202);
    expect((await call("8x8", "GET", one)).body).toMatchObject({
      channelId: "7",
      user: { name: "Ada", language: "en", email: "ada@example.com" },
    });
  });

  test("a documented thing: reads follow the write, and reset brings it back", async () => {
    const path = "/admin/v1/users/cabbott";
    const { body: user } = await call("medallia-mec", "GET", path);
    const { _system_properties, ...own } = user;
    await call("medallia-mec", "PUT", path, { ...own, last_name: "Lovelace" });
    expect((await call("medallia-mec", "GET", path)).body).toEqual({ ...user, last_name: "Lovelace" });
    sandbox.resetState();
    expect(await call("medallia-mec", "GET", path)).toMatchObject({ match: "exact", body: user });
  });

  test("a part of it, where the part has a path of its own", async () => {
    const access = { organization: [{ role: "[CC] Agent", unit_group: "west" }] };
    const changed = await call("medallia-mec", "PUT", "/admin/v1/users/cabbott/data-access", access);
    expect(changed).toMatchObject({ status: 200, body: { username: "cabbott", "data-access": access } });
    expect((await call("medallia-mec", "GET", "/admin/v1/users/cabbott")).body["data-access"]).toEqual(access);
  });

  test("an id in the body that is not the one in the path is refused", async () => {
    const { status, body } = await call("medallia-mec", "PUT", "/admin/v1/users/cabbott", {
      username: "other",
      first_name: "A",
      last_name: "B",
      roles: { primary_role: { role: "r" }, extra_roles: [] },
    });
    expect([status, body.message]).toEqual([400, 'body member "/username" is "other"; the path says "cabbott"']);
  });
});

describe("what was deleted is gone", () => {
  const path = "/admin-provisioning/sites/0023OEZiR7qQ_EGb6xYjgg";

  test("404 as documented, not in the list, and a second delete finds nothing", async () => {
    expect(await call("8x8", "DELETE", path)).toMatchObject({ status: 202, match: "exact" });
    const gone = await call("8x8", "GET", path);
    expect(gone).toMatchObject({ status: 404, match: "state", body: { title: "Not Found" } });
    expect((await call("8x8", "GET", "/admin-provisioning/sites")).body.data).toEqual([]);
    expect((await call("8x8", "DELETE", path)).status).toBe(404);
    expect(sandbox.journal.at(-1)).toMatchObject({ reason: `${path} is gone: it was deleted` });
  });

  test("in the vendor's envelope, where no such answer is documented", async () => {
    const { body } = await call("medallia-mec", "POST", "/admin/v0/translation-exports", {
      name: "all",
      file_format: "csv",
    });
    const path = `/admin/v0/translation-exports/${body.id}`;
    expect((await call("medallia-mec", "DELETE", path)).status).toBe(204);
    expect((await call("medallia-mec", "GET", path)).body).toEqual({
      error_type: "404",
      message: `${path} is gone: it was deleted`,
    });
  });

  test("what nobody made cannot be deleted or changed", async () => {
    expect((await call("8x8", "DELETE", `${ADDRESSES}/00000000-0000-4000-8000-000000000000`)).status).toBe(404);
    expect((await call("8x8", "DELETE", "/directory-contacts/api/v3/contacts/nobody")).status).toBe(404);
  });
});

describe("state is an overlay", () => {
  test("a documented request is answered as documented, the first time; then with another id", async () => {
    const documented = {
      streetNumber: "7",
      streetName: "34TH ST",
      secondaryLocation: "613",
      city: "New York",
      state: "NY",
      postal: "10001",
      country: "US",
    };
    const first = await call("8x8", "POST", ADDRESSES, documented, ADDRESS_TYPE);
    const second = await call("8x8", "POST", ADDRESSES, documented, ADDRESS_TYPE);
    expect(first).toMatchObject({ match: "exact", body: { id: "b1c4944a-17a0-4b00-8d48-36001df07e22" } });
    expect(second.match).toBe("state");
    expect(second.body.id).not.toBe(first.body.id);
  });

  test("ids are the same in each run", async () => {
    const made = async () => (await call("8x8", "POST", ADDRESSES, ELM, ADDRESS_TYPE)).body.id;
    const ids = [await made(), await made()];
    sandbox.resetState();
    expect([await made(), await made()]).toEqual(ids);
    expect(new Set(ids).size).toBe(2);
  });

  test("reset() forgets it with the journal; over HTTP each by itself", async () => {
    const control = (path: string, method = "DELETE") => fetch(`${sandbox.origin("mxo")}/__sandbox${path}`, { method });
    const { body } = await call("8x8", "POST", ADDRESSES, ELM, ADDRESS_TYPE);
    expect(await (await control("", "GET")).json()).toMatchObject({ written: 1 });
    await control("/journal");
    expect((await call("8x8", "GET", `${ADDRESSES}/${body.id}`)).status).toBe(200);
    expect((await control("/state")).status).toBe(204);
    expect((await call("8x8", "GET", `${ADDRESSES}/${body.id}`)).status).toBe(404);
    expect(sandbox.journal.length).toBe(2);
    await call("8x8", "POST", ADDRESSES, ELM, ADDRESS_TYPE);
    sandbox.reset();
    expect([sandbox.journal.length, (await call("8x8", "GET", `${ADDRESSES}/${body.id}`)).status]).toEqual([0, 404]);
  });

  test("state: false answers every request as if it were the first", async () => {
    await using stateless = await startSandbox({ vendors: ["8x8"], state: false, credentials: sandbox.credentials });
    const post = () =>
      fetch(`${stateless.origin("8x8")}${ADDRESSES}`, {
        method: "POST",
        headers: { "x-api-key": stateless.credentials.clientSecret, "content-type": ADDRESS_TYPE },
        body: JSON.stringify(ELM),
      });
    const answers = [await post(), await post()];
    expect(answers.map(({ headers }) => headers.get("x-conformance-match"))).toEqual(["loose", "loose"]);
    expect(await answers[0]?.text()).toBe(await answers[1]?.text());
  });

  test("it is bounded: the oldest things go first", () => {
    const store = new Store();
    for (let index = 0; index < 10_050; index += 1) store.put("/things", String(index), { index });
    expect([store.size, store.at("/things").things.has("49"), store.at("/things").things.has("50")]).toEqual([
      10_000,
      false,
      true,
    ]);
    for (let index = 0; index < 40; index += 1) store.put("/big", String(index), "x".repeat(1_000_000));
    expect(store.at("/big").things.size).toBeLessThan(35);
  });
});

describe("bodies of writes are checked", () => {
  test.each([
    [
      "mxo",
      "POST",
      "/datastores/1.0.0/W1",
      { name: "a", apiName: "a", primaryKey: "a" },
      400,
      'body member "/definitions" is missing; nearest exchange: mxo/datastore-create',
    ],
    [
      "mxo",
      "POST",
      "/datastores/1.0.0/W1",
      { name: "a", apiName: "a", primaryKey: "a", definitions: [{ name: "a", type: "TEXTUAL" }] },
      400,
      'body member "/definitions/0/type" must be one of "TEXT"',
    ],
    ["mxo", "POST", "/datastores/1.0.0/W1", "{", 400, "body is not JSON: "],
    ["mxo", "POST", "/datastores/1.0.0/W1", undefined, 400, "body is missing: application/json is wanted"],
    ["medallia-mec", "POST", "/inbound/v2/async/survey", [{ a: 1 }], 400, 'body member "/0/a" must be string'],
    ["medallia-mec", "POST", "/admin/v1/users", { username: "a" }, 400, 'body member "/first_name" is missing'],
    [
      "8x8",
      "POST",
      "/directory-contacts/api/v3/contacts",
      { firstNme: "Ann" },
      400,
      'body member "/firstNme" is unknown; did you mean "/firstName"? nearest exchange: 8x8/contacts-create',
    ],
    ["8x8", "POST", "/directory-contacts/api/v3/contacts", { firstName: "Ann", shoeSize: 3 }, 200, '"firstName":"Ann"'],
  ])("%s %s %s %j: %i, %s", async (vendor, method, path, body, status, message) => {
    const answer = await call(vendor, method, path, body);
    expect([answer.status, JSON.stringify(answer.body).replaceAll('\\"', '"')]).toEqual([
      status,
      expect.stringContaining(message),
    ]);
  });

  test("another content type is a 415 that names the right one", async () => {
    const answer = await call("8x8", "POST", ADDRESSES, "<a/>", "application/xml");
    expect([answer.status, JSON.stringify(answer.body)]).toEqual([415, expect.stringContaining(ADDRESS_TYPE)]);
  });
});

describe("through the vendors' clients", () => {
  test("8x8: a contact is created, found, changed and deleted", async () => {
    const { clientSecret: key } = sandbox.credentials;
    const client = create8x8Client({
      origin: sandbox.origin("8x8"),
      directoryContacts: { searchApiKey: key, managementApiKey: key },
      retry: false,
    }).directoryContacts;
    const made = await client.POST("/directory-contacts/api/v3/contacts", { body: { firstName: "Ada" } });
    const contactId = made.data?.id ?? "";
    await client.PUT("/directory-contacts/api/v3/contacts/{contactId}", {
      params: { path: { contactId } },
      body: { firstName: "Augusta" },
    });
    const found = await client.GET("/directory-contacts/api/v3/contacts");
    expect(found.data?.data).toEqual([{ id: contactId, firstName: "Augusta" }]);
    const deleted = await client.DELETE("/directory-contacts/api/v3/contacts/{contactId}", {
      params: { path: { contactId } },
    });
    expect(deleted.response.ok).toBe(true);
    expect((await client.GET("/directory-contacts/api/v3/contacts")).data?.data).toEqual([]);
  });

  test("a filter is applied to what was written", async () => {
    const contacts = "/directory-contacts/api/v3/contacts";
    for (const firstName of ["Ada", "Grace"])
      await call("8x8", "POST", contacts, { firstName, emails: [{ email: `${firstName}@example.com` }] });
    const found = async (filter: string) =>
      (
        (await call("8x8", "GET", `${contacts}?filter=${encodeURIComponent(filter)}`)).body.data as {
          firstName: string;
        }[]
      ).map(({ firstName }) => firstName);
    expect(await found("email.email==Ada@example.com")).toEqual(["Ada"]);
    expect(await found("firstName=='Gr*'")).toEqual(["Grace"]);
    expect(await found("firstName!=Ada")).toEqual(["Grace"]);
    expect(await found("firstName==Ada,firstName==Grace")).toEqual(["Ada", "Grace"]);
    expect(await found("firstName==Ada;email.email==Grace@example.com")).toEqual([]);
    expect(await found("firstName==Nobody")).toEqual([]);
  });

  test("pages that are numbered: what was written is on the first one, once", async () => {
    const { clientSecret: apiKey } = sandbox.credentials;
    const { chat, chatGateway } = create8x8Client({
      ...sandbox.credentials,
      origin: sandbox.origin("8x8"),
      tenant: "acme",
      chatGateway: { apiKey },
      retry: false,
    });
    for (const name of ["one", "two"]) {
      const body = { name, uri: "https://example.com/" };
      await chat.POST("/vcc/{region}/chat/v2/tenant/{tenant-id}/web-hooks", { body });
      await chatGateway.POST("/chat-gateway/v1/webhooks", { body });
    }
    const lists = [
      chat.paginate("/vcc/{region}/chat/v2/tenant/{tenant-id}/web-hooks"),
      chatGateway.paginate("/chat-gateway/v1/webhooks"),
    ];
    for (const list of lists) {
      const names: (string | undefined)[] = [];
      for await (const { name } of list) names.push(name);
      expect(names).toEqual(["one", "two"]);
    }
  });

  test("MXO and Medallia", async () => {
    const mxo = createMxoClient({
      ...sandbox.credentials,
      origin: sandbox.origin("mxo"),
      workspaceId: "W1",
      retry: false,
    });
    await mxo.POST("/datastores/1.0.0/{workspaceId}", {
      body: { name: "Terms", apiName: "terms", primaryKey: "id", definitions: [{ name: "id", type: "TEXT" }] },
    } as never);
    const read = await mxo.GET("/datastores/1.0.0/{workspaceId}/{datastoreApiName}", {
      params: { path: { datastoreApiName: "terms" } },
    } as never);
    expect(read.data).toMatchObject({ apiName: "terms" });
    const origin = sandbox.origin("medallia-mec");
    const medallia = createMedalliaMecClient({
      ...sandbox.credentials,
      reportingOrigin: origin,
      gatewayOrigin: origin,
      company: "acme",
      retry: false,
    });
    await medallia.POST("/admin/v1/users", {
      body: {
        username: "ada",
        first_name: "Ada",
        last_name: "L",
        roles: { primary_role: { role: "r" }, extra_roles: [] },
      },
    } as never);
    const users: string[] = [];
    for await (const { username } of medallia.paginate("/admin/v1/users")) users.push(username);
    expect(users).toEqual(["ada"]);
  });
});

describe("what belongs together follows from the description", () => {
  const CHAT = "/vcc/{region}/chat/v2/tenant/{tenant-id}";
  const GATEWAY = "/chat-gateway/v1";
  const EXPECTED: Record<string, readonly string[]> = {
    cultureamp: [],
    "medallia-mec": [
      "/admin/v1/users/{username}",
      "/admin/v0/translation-exports/{translationExportId}",
      "/admin/v0/translation-imports/{translationImportId}",
    ],
    mxo: [
      "/datastores/1.0.0/{workspaceId}/{datastoreApiName}",
      "/datastores/1.0.0/{workspaceId}/{datastoreApiName}/{target} (records)",
    ],
    crowdicity: [],
    "8x8": [
      "/analytics/cc/{version}/historical-metrics/{id}",
      "/analytics/cc/{version}/historical-metrics/detailed-reports/{id}",
      `${CHAT}/web-hooks/{web-hook-id}`,
      `${CHAT}/channels/{channel-id}`,
      `${CHAT}/conversations/{conversation-id}`,
      `${GATEWAY}/webhooks/{webhookId}`,
      `${GATEWAY}/channels/{channelId}`,
      `${GATEWAY}/conversations/{conversationId}`,
      `${GATEWAY}/conversations/{conversationId}/messages/{messageId}`,
      `${GATEWAY}/conversations/{conversationId}/attachments/{attachmentId}`,
      "/admin-provisioning/users/{userId}",
      "/admin-provisioning/sites/{siteId}",
      "/admin-provisioning/addresses/{addressId}",
      "/admin-provisioning/ring-groups/{ringGroupId}",
      "/directory-contacts/api/v3/contacts/{contactId}",
      `${CHAT}/conversations/{conversation-id}/messages (records)`,
      "/chat/api/chat/v1/messages (records)",
      "/qm/{region}/v1/interactions/{interactionGuid}",
      "/api/v1/tenants/{tenantId}/agentstatus/agents/{agentId}",
      "/api/v1/interaction/data/{identifier}",
    ],
  };

  test.each(vendors.map((vendor) => [vendor.id, vendor] as const))("%s", (id, vendor) => {
    const found = new Resources(vendor.describe()).all.map(({ kind, template, idParameter }) =>
      kind === "items" ? `${template}/{${idParameter}}` : `${template} (${kind})`,
    );
    expect(found).toEqual(EXPECTED[id]);
  });

  const creatable = vendors.flatMap(({ id, describe: read }) => {
    const description = read();
    return new Resources(description).all.flatMap(({ create, read: get, kind, idPath }) => {
      const type = [...(create?.requestContent?.keys() ?? [])].find((name) => name.includes("json"));
      return create && get && kind === "items" && type ? [{ id, description, create, get, type, idPath }] : [];
    });
  });

  test.each(creatable.map((one) => [`${one.id} POST ${one.create.template}`, one] as const))(
    "%s: what is answered and what is read fits the description",
    async (_, { id, description, create, get, type }) => {
      const fitting = (pointer: string | undefined, value: unknown) =>
        pointer === undefined ? [] : description.validators.errors(pointer, value);
      const body = sample(description, requestSchema(description, create), Date.now());
      const path = create.template.replace(/\{[^}]+\}/g, "a");
      // What is beneath a thing needs the thing.
      if (/\/conversations\/a\//.test(path)) return;
      const made = await call(id, "POST", path, body, type);
      expect([made.status, JSON.stringify(made.body)]).toEqual([
        expect.any(Number),
        expect.not.stringContaining("body "),
      ]);
      expect(made.status).toBeLessThan(300);
      expect(fitting(successOf(description, create).schema?.pointer, made.body)).toEqual([]);
      const listed = /operationId/.test(JSON.stringify(made.body))
        ? (await call(id, "GET", `/admin-provisioning/operations/${made.body.operationId}`)).body.resourceId
        : (made.body.id ??
          made.body.conversationId ??
          (body as Record<string, unknown>).username ??
          (body as Record<string, unknown>).apiName);
      const read = await call(id, "GET", `${path}/${listed}`);
      expect([read.status, read.match]).toEqual([200, "state"]);
      expect(fitting(successOf(description, get).schema?.pointer, read.body)).toEqual([]);
    },
  );
});

describe("an id", () => {
  test.each([
    ["96b1cff7-3099-44a9-bd28-0292be8aff7f", UUID],
    [2710192, /^2710193$/],
    ["007", /^008$/],
    ["op_1a2b3c4d5e6f", /^op_[0-9a-f]{12}$/],
    ["ID-0", /^ID-1$/],
    ["hvOB1l3zDCaDAwp9tNLzZA", /^[a-z]{2}[A-Z]{2}\d[a-z]\d[a-z][A-Z]/],
    [undefined, /^new-1$/],
  ])("like %s", (example, form) => {
    const id = newId("/things", 1, { example, format: undefined, types: ["string", "integer"] });
    expect([String(id), typeof id]).toEqual([expect.stringMatching(form), typeof (example ?? "")]);
    expect(newId("/things", 1, { example, format: undefined, types: ["string"] })).toBe(id);
  });
});
