import {
  type CultureAmpPermission,
  createCultureAmpClient,
  cultureAmpPermissions,
  isNotFoundError,
  isPermissionError,
  isTokenError,
  unwrap,
} from "@x/cultureamp";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { startSandbox } from "../src/sandbox/start-sandbox.js";
import type { Sandbox } from "../src/sandbox/types.js";

const EMPLOYEE = "96b1cff7-3099-44a9-bd28-0292be8aff7f";
const SCOPE = "target-entity:8ed17dce-9eca-4383-a9e1-54f82c362b6d:employees-read";

let sandbox: Sandbox;
let origin: string;
beforeEach(async () => {
  sandbox = await startSandbox({ vendors: ["cultureamp"], tokenLifetimeSeconds: 3600 });
  origin = sandbox.origin("cultureamp");
});
afterEach(() => sandbox.close());

function clientFor(
  permissions: readonly CultureAmpPermission[] = cultureAmpPermissions,
  clientAuthentication: "form" | "basic" = "form",
) {
  return createCultureAmpClient({ ...sandbox.credentials, permissions, origin, clientAuthentication, retry: false });
}

function askForToken(fields: Record<string, string>, headers: Record<string, string> = {}): Promise<Response> {
  const { clientId, clientSecret } = sandbox.credentials;
  const all = {
    grant_type: "client_credentials",
    scope: SCOPE,
    client_id: clientId,
    client_secret: clientSecret,
    ...fields,
  };
  const body = new URLSearchParams(Object.entries(all).filter(([, value]) => value !== "-"));
  return fetch(`${origin}/v1/oauth2/token`, { method: "POST", body, headers });
}

async function freshToken(fields: Record<string, string> = {}): Promise<string> {
  return ((await (await askForToken(fields)).json()) as { access_token: string }).access_token;
}

function get(path: string, token?: string): Promise<Response> {
  return fetch(origin + path, token === undefined ? {} : { headers: { authorization: `Bearer ${token}` } });
}

describe("the real client works against the sandbox", () => {
  test("employees over pages: the next page is followed, the documented last page ends it", async () => {
    const pages: string[][] = [];
    for await (const page of clientFor().paginate("/v1/employees").pages()) pages.push(page.data.map(({ id }) => id));
    expect(pages).toEqual([[EMPLOYEE], [EMPLOYEE]]);
    expect(sandbox.journal.map(({ method, path, exchange }) => `${method} ${path} ${exchange ?? ""}`.trim())).toEqual([
      "POST /v1/oauth2/token",
      "GET /v1/employees cultureamp/employees-list-page-with-next",
      "GET /v1/employees cultureamp/employees-list-last-page",
    ]);
  });

  test("one employee, demographics, reviews, survey responses", async () => {
    const client = clientFor();
    const params = { path: { id: EMPLOYEE } };
    expect((await unwrap(client.GET("/v1/employees/{id}", { params }))).data.name).toBe("Bertram Gilfoyle");
    expect((await unwrap(client.GET("/v1/employees/{id}/demographics", { params }))).data).toEqual([
      { name: "star sign", value: "capricorn" },
    ]);
    const reviews: unknown[] = [];
    const cycle = { path: { id: "b6505a73-d45f-4091-b3fb-74997de4cd01" } };
    for await (const review of client.paginate("/v1/performance-cycles/{id}/manager-reviews", { params: cycle }))
      reviews.push(review);
    expect(reviews).toHaveLength(1);
    expect(sandbox.journal.at(-1)?.match).toBe("last-page");
  });

  test("with credentials in a Basic header", async () => {
    expect((await clientFor(undefined, "basic").GET("/v1/employees")).response.status).toBe(200);
  });

  test("an unknown id is a documented error with the nearest exchange in it", async () => {
    const { error } = await clientFor().GET("/v1/employees/{id}", {
      params: { path: { id: "00000000-0000-4000-8000-000000000000" } },
    });
    expect(isNotFoundError(error)).toBe(true);
    expect(error?.body).toMatchObject({ code: 404 });
    expect(error?.message).toContain("nearest exchange: cultureamp/employees-get");
  });

  test("an expired token is renewed by the client, once", async () => {
    const client = clientFor();
    await client.GET("/v1/employees");
    sandbox.clock.advance(3600_000);
    expect((await client.GET("/v1/employees")).response.status).toBe(200);
    expect(sandbox.journal.map(({ status }) => status)).toEqual([200, 200, 401, 200, 200]);
  });

  test("a revoked token is renewed by the client", async () => {
    const client = clientFor();
    await client.GET("/v1/employees");
    expect(sandbox.revokeTokens()).toBe(1);
    expect((await client.GET("/v1/employees")).response.status).toBe(200);
  });

  test("a permission that the token lacks is a 403", async () => {
    const { error } = await clientFor(["surveys-read"]).GET("/v1/employees");
    expect(isPermissionError(error)).toBe(true);
    expect(error?.body).toEqual({ code: 403, message: "the access token lacks employees-read" });
  });

  test("a wrong secret is refused", async () => {
    const client = createCultureAmpClient({
      clientId: sandbox.credentials.clientId,
      clientSecret: "wrong",
      permissions: ["employees-read"],
      origin,
    });
    await expect(client.GET("/v1/employees")).rejects.toSatisfy(
      (error) => isTokenError(error) && error.oauthError === "invalid_client",
    );
  });
});

describe("the token endpoint", () => {
  test("answers as documented, with a token that differs each time", async () => {
    const response = await askForToken({});
    const body = (await response.json()) as Record<string, unknown>;
    expect(body).toEqual({
      access_token: expect.stringMatching(/^sandbox-/),
      expires_in: 3600,
      scope: SCOPE,
      token_type: "Bearer",
    });
    expect(response.headers.get("cache-control")).toBe("no-store");
    expect(await freshToken()).not.toBe(body.access_token);
  });

  test("accepts a scope that is not percent-encoded", async () => {
    const { clientId, clientSecret } = sandbox.credentials;
    const body = `grant_type=client_credentials&scope=${SCOPE}&client_id=${clientId}&client_secret=${clientSecret}`;
    const headers = { "content-type": "application/x-www-form-urlencoded; charset=utf-8" };
    expect((await fetch(`${origin}/v1/oauth2/token`, { method: "POST", body, headers })).status).toBe(200);
  });

  test.each<[string, Record<string, string>, number, string]>([
    ["no grant", { grant_type: "-" }, 400, "invalid_request"],
    ["another grant", { grant_type: "password" }, 400, "unsupported_grant_type"],
    ["no scope", { scope: "-" }, 400, "invalid_scope"],
    ["an unknown permission", { scope: `${SCOPE},all` }, 400, "invalid_scope"],
    ["an unknown entity", { scope: "target-entity:me:employees-read" }, 400, "invalid_scope"],
    ["a scope that is a plain permission", { scope: "employees-read" }, 400, "invalid_scope"],
    ["no permission", { scope: SCOPE.replace("employees-read", "") }, 400, "invalid_scope"],
    ["another id", { client_id: "other" }, 401, "invalid_client"],
    ["another secret", { client_secret: "other" }, 401, "invalid_client"],
    ["no credentials", { client_id: "-", client_secret: "-" }, 401, "invalid_client"],
  ])("refuses %s", async (_what, fields, status, error) => {
    const response = await askForToken(fields);
    expect(response.status).toBe(status);
    expect(await response.json()).toMatchObject({ error });
  });

  test("refuses credentials in both places, a field sent twice, another content type and another method", async () => {
    const both = await askForToken({}, { authorization: `Basic ${btoa("a:b")}` });
    expect(await both.json()).toMatchObject({ error: "invalid_request" });
    const headers = { "content-type": "application/x-www-form-urlencoded" };
    const twice = await fetch(`${origin}/v1/oauth2/token`, { method: "POST", body: "scope=a&scope=b", headers });
    expect(await twice.json()).toMatchObject({ error: "invalid_request" });
    const json = await fetch(`${origin}/v1/oauth2/token`, {
      method: "POST",
      body: "{}",
      headers: { "content-type": "application/json" },
    });
    expect(json.status).toBe(400);
    const read = await fetch(`${origin}/v1/oauth2/token`);
    expect([read.status, read.headers.get("allow")]).toEqual([405, "POST"]);
  });

  test("gives no more than the credentials have", async () => {
    await using limited = await startSandbox({ vendors: ["cultureamp"], permissions: ["surveys-read"] });
    const options = { ...limited.credentials, origin: limited.origin("cultureamp"), retry: false as const };
    const { error } = await createCultureAmpClient({ ...options, permissions: ["employees-read", "surveys-read"] }).GET(
      "/v1/employees",
    );
    expect(error?.status).toBe(403);
    await expect(
      createCultureAmpClient({ ...options, permissions: ["employees-read"] }).GET("/v1/employees"),
    ).rejects.toMatchObject({ oauthError: "invalid_scope" });
  });
});

describe("requests are strict", () => {
  test.each([
    ["no token", undefined, "no access token was sent"],
    ["a token that nobody issued", "made-up", "the access token is unknown or was revoked"],
  ])("%s is a 401 with the documented body", async (_what, token, reason) => {
    const response = await get("/v1/employees", token);
    expect(response.status).toBe(401);
    expect(await response.json()).toEqual({ code: 401, message: "Unauthorized" });
    expect(response.headers.get("x-conformance-reason")).toBe(reason);
  });

  test.each([
    ["/v1/employee", 404, "did you mean /v1/employees?"],
    ["/v1/employees?limit=10", 400, 'query "limit" is unknown; there are "email"'],
    ["/v1/employees?lmit=10", 400, 'query "lmit" is unknown; there are "email"'],
    ["/v1/employees?curser=x", 400, 'query "curser" is unknown; did you mean "cursor"? nearest exchange: cultureamp/'],
    [
      "/v1/employees?email=nobody",
      400,
      'query "email" must match format "email"; nearest exchange: cultureamp/employees-list',
    ],
    [
      "/v1/employees?cursor=stale",
      404,
      'query "cursor" is none that a page gave; nearest exchange: cultureamp/employees-list',
    ],
    [
      "/elsewhere/entirely/different",
      404,
      "there is no operation GET /elsewhere/entirely/different; paths here start with /v1",
    ],
    ["/v1/employees/zzz", 404, "nearest exchange: cultureamp/employees-get answers GET /v1/employees/96b1cff7"],
  ])("%s: %i, %s", async (path, status, message) => {
    const response = await get(path, await freshToken());
    expect(response.status).toBe(status);
    expect(((await response.json()) as { message: string }).message).toContain(message);
    expect(sandbox.journal.at(-1)).toMatchObject({ status, reason: expect.stringContaining(message) });
  });

  test("another method is a 405 that says which", async () => {
    const response = await fetch(`${origin}/v1/employees`, { method: "DELETE" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "GET"]);
  });

  test("a further documented parameter gets the documented list, and says that it was not filtered", async () => {
    const response = await get("/v1/employees?email=gilfoyle@piedpiper.com", await freshToken());
    expect([response.status, response.headers.get("x-conformance-match")]).toEqual([200, "loose"]);
  });

  test("the older page parameter still works, and the newer one wins", async () => {
    const token = await freshToken();
    const { pagination } = (await (await get("/v1/employees", token)).json()) as {
      pagination: { afterKey: string; nextPath: string };
    };
    expect(pagination.nextPath).toBe(`/v1/employees?cursor=${pagination.afterKey}`);
    for (const path of [
      pagination.nextPath,
      `/v1/employees?after_key=${pagination.afterKey}`,
      `${pagination.nextPath}&after_key=stale`,
    ]) {
      expect((await get(path, token)).headers.get("x-conformance-exchange")).toBe(
        "cultureamp/employees-list-last-page",
      );
    }
  });
});

describe("the journal", () => {
  test("holds every request and no credential", async () => {
    await clientFor(undefined, "basic").GET("/v1/employees");
    await clientFor().GET("/v1/employees");
    const text = JSON.stringify(sandbox.journal);
    const { clientSecret } = sandbox.credentials;
    expect(sandbox.journal).toHaveLength(4);
    for (const secret of [
      clientSecret,
      btoa(`${sandbox.credentials.clientId}:${clientSecret}`),
      "sandbox-token",
      "Bearer sandbox-",
    ]) {
      expect(text).not.toContain(secret);
    }
    expect(sandbox.journal[0]).toMatchObject({
      method: "POST",
      body: { grant_type: "client_credentials" },
      headers: { authorization: "[withheld]" },
    });
  });
});

test("the sandbox listens on loopback only, and frees its port", async () => {
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  const port = Number(new URL(origin).port);
  await expect(startSandbox({ vendors: ["cultureamp"], port })).rejects.toMatchObject({ code: "EADDRINUSE" });
  await sandbox.close();
  await (await startSandbox({ vendors: ["cultureamp"], port })).close();
});

test("a vendor that is not there is named", async () => {
  await expect(startSandbox({ vendors: ["nobody"] })).rejects.toThrow(
    'there is no sandbox for "nobody"; there is: cultureamp',
  );
  expect(() => sandbox.origin("nobody")).toThrow('the sandbox does not serve "nobody"; it serves cultureamp');
});
