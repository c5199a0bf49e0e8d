import { afterEach, describe, expect, test, vi } from "vitest";
import { createMxoClient, isConfigurationError } from "../src/index.js";
import type { MxoClientOptions } from "../src/options.js";
import { serve } from "./support/server.js";

const good = { server: "eu2", clientId: "id", clientSecret: "secret" };

afterEach(() => vi.unstubAllEnvs());

function optionRefused(options: MxoClientOptions): string | undefined {
  try {
    createMxoClient(options);
    return undefined;
  } catch (error) {
    if (isConfigurationError(error)) return error.option;
    throw error;
  }
}

test.each([null, "eu2"])("options cannot be %j", (options) => {
  expect(optionRefused(options as unknown as MxoClientOptions)).toBe("options");
});

describe("a server", () => {
  test.each(["eu2", "na5", "ap1", "my-server", "x", "EU2"])("may be %s", (server) => {
    expect(optionRefused({ ...good, server })).toBeUndefined();
  });

  test.each([
    "",
    "-eu2",
    "eu2-",
    "eu2.thunderhead.com",
    "https://eu2.thunderhead.com",
    "eu2/x",
    "eu2@evil.example",
    "evil.example#",
    "eu 2",
    "eü2",
    "eu2\n",
    "x".repeat(64),
  ])("cannot be %j: it is the first label of a host", (server) => {
    expect(optionRefused({ ...good, server })).toBe("server");
  });

  test("is where the calls go", async () => {
    const urls: string[] = [];
    const mxo = createMxoClient({
      ...good,
      server: "na5",
      workspaceId: "W",
      fetch: async (url) => {
        urls.push(url);
        return Response.json(url.endsWith("token") ? { access_token: "t", token_type: "bearer", expires_in: 299 } : []);
      },
    });
    await mxo.GET("/datastores/1.0.0/{workspaceId}");
    expect(urls).toEqual([
      "https://na5.thunderhead.com/one/oauth2token",
      "https://na5.thunderhead.com/datastores/1.0.0/W",
    ]);
  });
});

describe("a site key or workspace id", () => {
  test.each(["siteKey", "workspaceId"])("%s may be what stands in a path segment", (option) => {
    for (const value of ["ONE-JY0AMQJQHQ-1290", "MTIyMg", "MTIyMg==", "a.b~c_d:e@f"])
      expect(optionRefused({ ...good, [option]: value })).toBeUndefined();
  });

  test.each(["siteKey", "workspaceId"])("%s is refused where it holds anything else", (option) => {
    for (const value of ["", ".", "..", "a/b", "a?b", "a#b", "a b", "a%2fb", "a\\b", "a\nb", "ключ", "<sk>", "{sk}"])
      expect(optionRefused({ ...good, [option]: value })).toBe(option);
  });

  test("of a call is encoded, or refused where it would lead elsewhere", async () => {
    const { client, calls } = await serve();
    const mxo = client();
    const body = { uri: "a://b" };
    await mxo.POST("/one/rt/track/{sk}/events", { params: { path: { sk: "a/b?c" } }, body });
    expect(calls[0]?.url).toBe("/one/rt/track/a%2Fb%3Fc/events");
    await expect(mxo.POST("/one/rt/track/{sk}/events", { params: { path: { sk: ".." } }, body })).rejects.toSatisfy(
      isConfigurationError,
    );
  });
});

describe("other options", () => {
  test.each<[string, MxoClientOptions]>([
    ["server", { clientId: "id", clientSecret: "secret" }],
    ["clientId", { server: "eu2", clientSecret: "secret" }],
    ["clientSecret", { server: "eu2", clientId: "id" }],
    ["clientId", { ...good, clientId: "" }],
    ["clientId", { ...good, clientId: "a:b" }],
    ["clientSecret", { ...good, clientSecret: "secret\n" }],
    ["origin", { ...good, origin: "http://mxo.example" }],
    ["origin", { ...good, origin: "mxo.example" }],
    ["origin", { ...good, origin: "https://mxo.example/one" }],
    ["tokenUrl", { ...good, tokenUrl: "http://mxo.example/token" }],
    ["tokenUrl", { ...good, tokenUrl: "/one/oauth2token" }],
    ["totalTimeoutMs", { ...good, totalTimeoutMs: -1 }],
  ])("%s: what is missing or cannot work is named", (option, options) => {
    expect(optionRefused(options)).toBe(option);
  });

  test("come from the environment where they are left out", async () => {
    vi.stubEnv("MXO_SERVER", "ap1");
    vi.stubEnv("MXO_CLIENT_ID", "id");
    vi.stubEnv("MXO_CLIENT_SECRET", "secret");
    vi.stubEnv("MXO_SITE_KEY", "ONE-1");
    vi.stubEnv("MXO_WORKSPACE_ID", "W1");
    expect(optionRefused({})).toBeUndefined();
    const { client, calls } = await serve(() => ({ body: [] }));
    const mxo = client({ siteKey: undefined, workspaceId: undefined });
    await mxo.POST("/batchv2/interactions/{siteKey}", { body: [] });
    expect([calls[0]?.url, calls[0]?.headers.workspaceid]).toEqual(["/batchv2/interactions/ONE-1", "W1"]);
  });

  test("of the environment are checked, too", async () => {
    vi.stubEnv("MXO_SITE_KEY", "a/b");
    const { client } = await serve();
    await expect(
      client({ siteKey: undefined }).POST("/one/rt/track/{sk}/events", { body: { uri: "a://b" } }),
    ).rejects.toMatchObject({ option: "siteKey" });
  });
});

test("a closed client is refused", async () => {
  const { client } = await serve();
  const mxo = client();
  mxo.close();
  await expect(mxo.GET("/datastores/1.0.0/{workspaceId}")).rejects.toSatisfy(isConfigurationError);
});
