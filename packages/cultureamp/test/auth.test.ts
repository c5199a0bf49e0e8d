import { afterEach, describe, expect, test, vi } from "vitest";
import { scopeFor } from "../src/auth.js";
import {
  type CultureAmpClientOptions,
  type CultureAmpPermission,
  createCultureAmpClient,
  cultureAmpPermissions,
  isTokenError,
  memoryTokenStore,
  shareTokens,
} from "../src/index.js";
import { failureOf, sendJson, serveApi, TOKEN } from "./support/server.js";

const CREDENTIALS = { clientId: "client-id", clientSecret: "client-secret" };
const OPTIONS: CultureAmpClientOptions = { ...CREDENTIALS, permissions: ["employees-read"], retry: { baseDelayMs: 1 } };

afterEach(() => vi.unstubAllEnvs());

/** The form fields of the token request that these options lead to. */
async function formOf(options: Partial<CultureAmpClientOptions>): Promise<Record<string, string>> {
  const api = await serveApi();
  await createCultureAmpClient({ ...OPTIONS, origin: api.origin, ...options }).GET("/v1/employees");
  return Object.fromEntries(new URLSearchParams(api.tokenRequests[0]?.body));
}

describe("the scope", () => {
  test.each([
    [undefined, "8ed17dce-9eca-4383-a9e1-54f82c362b6d"],
    ["production", "8ed17dce-9eca-4383-a9e1-54f82c362b6d"],
    ["sandbox", "79040b4d-3e2b-4480-a061-2e230eeb83b2"],
  ] as const)("names the API of the environment %s, and the permissions by commas", async (environment, id) => {
    const { scope } = await formOf({ environment, permissions: ["employees-read", "performance-evaluations-read"] });
    expect(scope).toBe(`target-entity:${id}:employees-read,performance-evaluations-read`);
  });

  test("is one permission, or all of them, in the order given, each once", () => {
    expect(scopeFor("e", ["surveys-read"])).toBe("target-entity:e:surveys-read");
    expect(scopeFor("e", cultureAmpPermissions)).toBe(
      "target-entity:e:employees-read,employee-demographics-read,performance-evaluations-read,surveys-read",
    );
    expect(scopeFor("e", ["surveys-read", "employees-read", "surveys-read"])).toBe(
      "target-entity:e:surveys-read,employees-read",
    );
  });

  test("goes out percent-encoded, as the newer guide has it", async () => {
    const api = await serveApi();
    await createCultureAmpClient({ ...OPTIONS, origin: api.origin }).GET("/v1/employees");
    expect(api.tokenRequests[0]?.body).toContain(
      "scope=target-entity%3A8ed17dce-9eca-4383-a9e1-54f82c362b6d%3Aemployees-read",
    );
  });

  test.each([
    ["an unknown one", ["employees-write"]],
    ["an unknown one beside a known one", ["employees-read", "employees-write"]],
    ["one with a blank", ["employees-read "]],
    ["two in one", ["employees-read,surveys-read"]],
    ["none", []],
    ["no list", "employees-read"],
    ["nothing", undefined],
  ])("%s is refused before anything is sent, with the names there are", (_, permissions) => {
    expect(() =>
      createCultureAmpClient({ ...OPTIONS, permissions: permissions as unknown as CultureAmpPermission[] }),
    ).toThrow(
      expect.objectContaining({
        code: "invalid_configuration",
        option: "permissions",
        message: expect.stringContaining(cultureAmpPermissions.join(", ")),
      }),
    );
  });
});

describe("the credentials", () => {
  test("are form fields, unless said otherwise", async () => {
    const api = await serveApi();
    await createCultureAmpClient({ ...OPTIONS, clientSecret: "s+e c&r=t", origin: api.origin }).GET("/v1/employees");
    const [request] = api.tokenRequests;
    expect(request).toMatchObject({ method: "POST", url: "/v1/oauth2/token" });
    expect(request?.headers["content-type"]).toMatch(/^application\/x-www-form-urlencoded/);
    expect(request?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: "client_credentials",
      scope: "target-entity:8ed17dce-9eca-4383-a9e1-54f82c362b6d:employees-read",
      client_id: "client-id",
      client_secret: "s+e c&r=t",
    });
  });

  test("are a Basic header of plain id:secret where that is chosen", async () => {
    const api = await serveApi();
    await createCultureAmpClient({
      ...OPTIONS,
      clientSecret: "se-cret_€",
      clientAuthentication: "basic",
      origin: api.origin,
    }).GET("/v1/employees");
    const [request] = api.tokenRequests;
    const sent = Buffer.from(request?.headers.authorization?.replace("Basic ", "") ?? "", "base64").toString();
    expect(sent).toBe("client-id:se-cret_€");
    expect(Object.fromEntries(new URLSearchParams(request?.body))).toEqual({
      grant_type: "client_credentials",
      scope: "target-entity:8ed17dce-9eca-4383-a9e1-54f82c362b6d:employees-read",
    });
  });

  test("come from the environment where they are not given", async () => {
    vi.stubEnv("CULTUREAMP_CLIENT_ID", "env-id");
    vi.stubEnv("CULTUREAMP_CLIENT_SECRET", "env-secret");
    expect(await formOf({ clientId: undefined, clientSecret: undefined })).toMatchObject({
      client_id: "env-id",
      client_secret: "env-secret",
    });
    expect(await formOf({ clientSecret: undefined })).toMatchObject({
      client_id: "client-id",
      client_secret: "env-secret",
    });
  });

  test.each([
    ["clientId", "CULTUREAMP_CLIENT_ID"],
    ["clientSecret", "CULTUREAMP_CLIENT_SECRET"],
  ])("that are missing are named, by option and variable: %s", (option, variable) => {
    vi.stubEnv(variable, undefined);
    expect(() => createCultureAmpClient({ ...OPTIONS, [option]: undefined })).toThrow(
      expect.objectContaining({ option, message: expect.stringContaining(variable) }),
    );
  });

  test.each([
    ["an empty id", { clientId: "" }, "clientId"],
    ["a secret with a line break", { clientSecret: "canary\n" }, "clientSecret"],
    ["a colon in the id of a Basic header", { clientId: "canary:1", clientAuthentication: "basic" }, "clientId"],
    ["an authentication that is neither", { clientAuthentication: "post" }, "clientAuthentication"],
    ["an environment that is none", { environment: "staging" }, "environment"],
    ["a token URL without https", { tokenUrl: "http://vendor.example/token" }, "tokenUrl"],
    ["a token URL that is none", { tokenUrl: "/v1/oauth2/token" }, "tokenUrl"],
    ["an origin with a path", { origin: "https://api.cultureamp.com/v1" }, "origin"],
    ["an origin without https", { origin: "http://api.cultureamp.com" }, "origin"],
    ["a deadline that is none", { attemptTimeoutMs: Number.NaN }, "attemptTimeoutMs"],
  ])("and options that cannot work are refused when the client is made: %s", (_, options, option) => {
    let message = "";
    try {
      createCultureAmpClient({ ...OPTIONS, ...(options as object) });
    } catch (error) {
      expect(error).toMatchObject({ code: "invalid_configuration", option });
      message = String(error);
    }
    expect(message).toContain(option);
    expect(message).not.toContain("canary");
  });
});

describe("the token endpoint", () => {
  test.each([
    [undefined, "https://api.cultureamp.com/v1/oauth2/token"],
    ["sandbox", "https://sandbox.public-api.development.cultureamp.net/v1/oauth2/token"],
  ] as const)("of the environment %s", async (environment, expected) => {
    const urls: string[] = [];
    const client = createCultureAmpClient({
      ...OPTIONS,
      environment,
      async fetch(url) {
        urls.push(url);
        return Response.json(urls.length === 1 ? TOKEN : { data: [] });
      },
    });
    await client.GET("/v1/employees");
    expect(urls).toEqual([expected, expected.replace("oauth2/token", "employees")]);
  });

  test("may be another: the vendor's description leaves /v1 out", async () => {
    const api = await serveApi();
    await createCultureAmpClient({
      ...OPTIONS,
      origin: api.origin,
      tokenUrl: `${api.origin}/oauth2/token`,
    }).GET("/v1/employees");
    expect(api.tokenRequests[0]?.url).toBe("/oauth2/token");
  });

  test("is not asked before the first call", async () => {
    const api = await serveApi();
    createCultureAmpClient({ ...OPTIONS, origin: api.origin });
    await new Promise((resolve) => setTimeout(resolve, 10));
    expect(api.tokenRequests).toHaveLength(0);
  });

  test.each([
    [
      "as RFC 6749 has it",
      { error: "invalid_client", error_description: "no such client" },
      "invalid_client: no such client",
    ],
    ["in the vendor's own envelope", { code: 401, message: "no such client" }, "no such client"],
  ])("may refuse %s: the error says so, once", async (_, body, said) => {
    const api = await serveApi(undefined, (_request, response) => sendJson(response, body, 401));
    const error = await failureOf(createCultureAmpClient({ ...OPTIONS, origin: api.origin }).GET("/v1/employees"));
    expect(isTokenError(error)).toBe(true);
    expect(error).toMatchObject({
      code: "token_refused",
      vendor: "cultureamp",
      operation: "token request",
      status: 401,
      attempts: 1,
    });
    expect(error.message).toContain(said);
    expect(api.tokenRequests).toHaveLength(1);
    expect(api.calls).toHaveLength(0);
  });

  test("is asked again after a 503", async () => {
    let count = 0;
    const api = await serveApi(undefined, (_, response) => {
      count += 1;
      sendJson(response, count === 1 ? {} : TOKEN, count === 1 ? 503 : 200);
    });
    const { data } = await createCultureAmpClient({ ...OPTIONS, origin: api.origin }).GET("/v1/employees");
    expect(data).toEqual({ data: [] });
    expect(api.tokenRequests).toHaveLength(2);
  });
});

describe("the token", () => {
  test("is on every call, and asked for once: 1,000 calls at the same time, one token request", async () => {
    let tokenRequests = 0;
    const authorizations = new Set<string | null>();
    const client = createCultureAmpClient({
      ...OPTIONS,
      async fetch(url, init) {
        if (url.endsWith("/oauth2/token")) {
          tokenRequests += 1;
          await new Promise((resolve) => setTimeout(resolve, 10));
          return Response.json(TOKEN);
        }
        authorizations.add(new Headers(init.headers).get("authorization"));
        return Response.json({ data: [] });
      },
    });
    await Promise.all(Array.from({ length: 1_000 }, () => client.GET("/v1/employees")));
    expect(tokenRequests).toBe(1);
    expect([...authorizations]).toEqual(["Bearer token-1"]);
  });

  test("is sent as Bearer, whatever the vendor calls its type", async () => {
    const api = await serveApi(undefined, (_, response) =>
      sendJson(response, { access_token: "t", token_type: "BearerToken", expires_in: "3599" }),
    );
    await createCultureAmpClient({ ...OPTIONS, origin: api.origin }).GET("/v1/employees");
    expect(api.calls[0]?.headers.authorization).toBe("Bearer t");
  });

  test("that has ended is replaced, and the call repeated", async () => {
    let tokens = 0;
    const api = await serveApi(
      (request, response) =>
        request.headers.authorization === "Bearer token-2"
          ? sendJson(response, { data: [] })
          : sendJson(response, { code: 401, message: "expired" }, 401),
      (_, response) => {
        tokens += 1;
        sendJson(response, { ...TOKEN, access_token: `token-${tokens}` });
      },
    );
    const { data } = await createCultureAmpClient({ ...OPTIONS, origin: api.origin }).GET("/v1/employees");
    expect(data).toEqual({ data: [] });
    expect(api.tokenRequests).toHaveLength(2);
  });

  test("is shared by clients with the same credentials, environment and permissions, and by no others", async () => {
    const api = await serveApi();
    const shared = { ...OPTIONS, origin: api.origin, tokenSharing: shareTokens(memoryTokenStore()) };
    for (let count = 0; count < 3; count += 1) await createCultureAmpClient(shared).GET("/v1/employees");
    expect(api.tokenRequests).toHaveLength(1);
    await createCultureAmpClient({ ...shared, permissions: ["surveys-read"] }).GET("/v1/surveys");
    await createCultureAmpClient({ ...shared, environment: "sandbox" }).GET("/v1/employees");
    await createCultureAmpClient({ ...shared, clientId: "other" }).GET("/v1/employees");
    expect(api.tokenRequests).toHaveLength(4);
  });

  test("is forgotten by close(), after which calls are refused", async () => {
    const api = await serveApi();
    const client = createCultureAmpClient({ ...OPTIONS, origin: api.origin });
    await client.GET("/v1/employees");
    client.close();
    expect(await failureOf(client.GET("/v1/employees"))).toMatchObject({ code: "invalid_configuration" });
    expect(api.calls).toHaveLength(1);
  });
});
