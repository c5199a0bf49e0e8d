import { afterEach, describe, expect, test, vi } from "vitest";
import { createCrowdicityClient, isConfigurationError } from "../src/index.js";
import type { CrowdicityClientOptions } from "../src/options.js";
import { serve } from "./support/server.js";

const good = { region: "uk", generation: "ideas", clientId: "id", clientSecret: "secret" } as const;

afterEach(() => vi.unstubAllEnvs());

function optionRefused(options: unknown): string | undefined {
  try {
    createCrowdicityClient(options as CrowdicityClientOptions);
    return undefined;
  } catch (error) {
    if (isConfigurationError(error)) return error.option;
    throw error;
  }
}

test.each([undefined, null, "uk"])("options cannot be %j", (options) => {
  expect(optionRefused(options)).toBe("options");
});

describe("region and generation", () => {
  test.each([
    ["au", "crowdicity", "https://api.crowdicity.com.au"],
    ["eu", "crowdicity", "https://api.crowdicity-ie1.medallia.com"],
    ["uk", "crowdicity", "https://api.crowdicity.com"],
    ["us", "crowdicity", "https://api.crowdicity-us1.medallia.com"],
    ["au", "ideas", "https://api-0.ideas.medallia.com.au"],
    ["eu", "ideas", "https://api-0.ideas.fra1.medallia.eu"],
    ["uk", "ideas", "https://api-0.ideas.lon.medallia.eu"],
    ["us", "ideas", "https://api-0.ideas.smf1.medallia.com"],
  ] as const)("%s, %s: %s", async (region, generation, origin) => {
    const urls: string[] = [];
    await createCrowdicityClient({
      ...good,
      region,
      generation,
      fetch: async (url) => {
        urls.push(url);
        return url.endsWith("/code") ? new Response("code") : Response.json({ access_token: "t", refresh_token: "r" });
      },
    }).GET("/v2/anything");
    expect(urls).toEqual([`${origin}/v2/auth/code`, `${origin}/v2/auth`, `${origin}/v2/anything`]);
  });

  test.each([
    ["region", { ...good, region: undefined }],
    ["region", { ...good, region: "ca" }],
    ["region", { ...good, region: "UK" }],
    ["region", { ...good, region: "toString" }],
    ["generation", { ...good, generation: undefined }],
    ["generation", { ...good, generation: "b" }],
    ["generation", { ...good, generation: "constructor" }],
  ])("that is none is refused: %s", (option, options) => {
    expect(optionRefused(options)).toBe(option);
  });

  test("are not needed beside an origin", () => {
    expect(optionRefused({ origin: "https://ideas.example", clientId: "id", clientSecret: "secret" })).toBeUndefined();
  });
});

describe("other options", () => {
  test.each([
    ["clientId", { ...good, clientId: undefined }],
    ["clientSecret", { ...good, clientSecret: "" }],
    ["clientSecret", { ...good, clientSecret: "secret\n" }],
    ["origin", { ...good, origin: "http://ideas.example" }],
    ["origin", { ...good, origin: "https://ideas.example/v2" }],
    ["totalTimeoutMs", { ...good, totalTimeoutMs: "1" }],
    ["authorization", { ...good, authorization: "Bearer" }],
    ["receiveAuthCode", { ...good, receiveAuthCode: "code" }],
  ])("%s: what is missing or cannot work is named", (option, options) => {
    expect(optionRefused(options)).toBe(option);
  });

  test.each(["refreshPath", "validatePath"])("%s is a path of the API", (option) => {
    for (const path of [
      "",
      "v2/refresh",
      "//evil.example/x",
      "/\\evil.example",
      "https://evil.example/x",
      "/v2/../x",
      "/v2/%2e%2e/x",
      "/v2/x?a=1",
      "/v2/x#y",
      "/v2/x y",
    ])
      expect([path, optionRefused({ ...good, [option]: path })]).toEqual([path, option]);
    expect(optionRefused({ ...good, [option]: "/v2/auth/made-up" })).toBeUndefined();
  });

  test("credentials come from the environment where they are left out", async () => {
    vi.stubEnv("CROWDICITY_CLIENT_ID", "env-id");
    vi.stubEnv("CROWDICITY_CLIENT_SECRET", "env-secret");
    const server = await serve();
    await createCrowdicityClient({ origin: server.options.origin }).GET("/v2/anything");
    expect(server.arrived[0]?.form).toEqual({ client_id: "env-id", client_secret: "env-secret" });
  });
});

test("a closed client is refused", async () => {
  const { options } = await serve();
  const client = createCrowdicityClient(options);
  client.close();
  await expect(client.GET("/v2/anything")).rejects.toSatisfy(isConfigurationError);
});
