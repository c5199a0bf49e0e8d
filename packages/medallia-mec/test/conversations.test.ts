import { expect, test, vi } from "vitest";
import { createConversationsClient, type webhooks } from "../src/conversations/index.js";
import { isConfigurationError, unwrap } from "../src/index.js";
import { failureOf, serve, TOKEN } from "./support/gateway.js";

const options = { company: "acme", clientId: "client_id", clientSecret: "client_secret" };
const path = { "channel-guid": "4a6dfb90-f06f-11eb-8694-49649f7d8b3a" };

test("tokens and calls are at one host, which is not the gateway", async () => {
  const list = { items: [], _total: 0 };
  const { origin, received } = await serve(({ url }) => ({ body: url.startsWith("/oauth") ? TOKEN : list }));
  const conversations = createConversationsClient({ ...options, origin });
  const query = { "f.labels": "vip" };
  const data = await unwrap(
    conversations.GET("/apis/v0/channels/{channel-guid}/conversations", { params: { path, query } }),
  );
  expect(data).toEqual(list);
  expect(received.map(({ method, url }) => `${method} ${url}`)).toEqual([
    "POST /oauth/acme/token",
    "GET /apis/v0/channels/4a6dfb90-f06f-11eb-8694-49649f7d8b3a/conversations?f.labels=vip",
  ]);
  expect(received[1]?.headers.authorization).toBe(`Bearer ${TOKEN.access_token}`);
});

test("the answer to messages may have any body, and errors may be text", async () => {
  let status = 200;
  const { origin } = await serve(({ url }) =>
    url.startsWith("/oauth") ? { body: TOKEN } : { status, body: status === 200 ? "" : "Unauthorized" },
  );
  const conversations = createConversationsClient({ ...options, origin });
  const send = () =>
    conversations.POST("/apis/v0/channels/{channel-guid}/messages", {
      params: { path },
      body: {
        object: "page",
        entry: [
          { id: "1", time: 1, messaging: [{ sender: { id: "s" }, message: { mid: "m", text: "Hello world!" } }] },
        ],
      },
    });
  expect((await send()).error).toBeUndefined();
  status = 401;
  expect((await send()).error).toMatchObject({ status: 401, body: "Unauthorized" });
});

test("settings are taken from the environment", async () => {
  vi.stubEnv("MEDALLIA_MEC_CONVERSATIONS_COMPANY", "robots");
  vi.stubEnv("MEDALLIA_MEC_CONVERSATIONS_CLIENT_ID", "a");
  vi.stubEnv("MEDALLIA_MEC_CONVERSATIONS_CLIENT_SECRET", "b");
  const { origin, received } = await serve(() => ({ body: { ...TOKEN, _total: 0 } }));
  await createConversationsClient({ origin }).GET("/apis/v0/channels/{channel-guid}/conversations", {
    params: { path },
  });
  expect(received[0]?.url).toBe("/oauth/robots/token");
  vi.unstubAllEnvs();
});

test.each([
  ["company", { ...options, company: "a/b" }],
  ["clientId", { ...options, clientId: "" }],
  ["origin", { ...options, origin: "http://conversations.example" }],
])("a bad %s is refused", async (option, bad) => {
  const error = await failureOf(() => createConversationsClient(bad));
  expect(isConfigurationError(error) && error.option).toBe(option);
});

test("events that Medallia sends are typed", () => {
  type Outbound = webhooks["outboundMessage"]["post"]["requestBody"];
  const event: NonNullable<Outbound>["content"]["application/json"] = {
    recipient: { id: "1" },
    message: { text: "Hi" },
    notification_type: "REGULAR",
  };
  expect("message" in event).toBe(true);
});
