import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  basicRaw,
  basicRfc6749,
  type ClientCredentialsOptions,
  clientCredentials,
  createTokenSource,
  type Fetch,
  isTokenError,
  post,
  refreshToken,
  TokenError,
} from "../src/index.js";
import { type TokenServer, tokenServer } from "./support/token-server.js";
import { failureOf } from "./support/vendor.js";

let server: TokenServer;

beforeAll(async () => {
  server = await tokenServer();
});

beforeEach(() => {
  server.requests.length = 0;
  server.answer({ body: { access_token: "at-1", token_type: "Bearer", expires_in: 3_600 } });
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

function options(more: Partial<ClientCredentialsOptions> = {}): ClientCredentialsOptions {
  const { tokenUrl } = server;
  return { tokenUrl, clientId: "id-ü/1", clientSecret: "s:e-c_r.e~t &+=%", clientAuthentication: post, ...more };
}

describe("the client credentials request on the wire", () => {
  it("is a form sent by POST to the token endpoint, asking for JSON", async () => {
    await clientCredentials(options())();
    const [request] = server.requests;
    expect(request).toMatchObject({ method: "POST", url: "/oauth/token" });
    expect(request?.headers).toMatchObject({
      accept: "application/json",
      "content-type": "application/x-www-form-urlencoded;charset=UTF-8",
    });
    expect(request?.form.get("grant_type")).toBe("client_credentials");
  });

  it("has the credentials in its form fields: post", async () => {
    await clientCredentials(options())();
    const [request] = server.requests;
    expect(request?.headers.authorization).toBeUndefined();
    expect(Object.fromEntries(request?.form ?? [])).toEqual({
      grant_type: "client_credentials",
      client_id: "id-ü/1",
      client_secret: "s:e-c_r.e~t &+=%",
    });
  });

  it("has them as base64 of plain id:secret in UTF-8, and not in the form: basicRaw", async () => {
    await clientCredentials(options({ clientAuthentication: basicRaw }))();
    const [request] = server.requests;
    expect(request?.headers.authorization).toBe(
      `Basic ${Buffer.from("id-ü/1:s:e-c_r.e~t &+=%", "utf8").toString("base64")}`,
    );
    expect(request?.body).toBe("grant_type=client_credentials");
  });

  it("has them form-encoded and then base64, and not in the form: basicRfc6749", async () => {
    await clientCredentials(options({ clientAuthentication: basicRfc6749 }))();
    const [request] = server.requests;
    expect(request?.headers.authorization).toBe(
      `Basic ${Buffer.from("id%2D%C3%BC%2F1:s%3Ae%2Dc%5Fr%2Ee%7Et+%26%2B%3D%25").toString("base64")}`,
    );
    expect(request?.body).toBe("grant_type=client_credentials");
  });

  it("can have them in a way that a vendor made up", async () => {
    const clientAuthentication = (id: string, secret: string) => (form: URLSearchParams, headers: Headers) => {
      form.set("apikey", id);
      headers.set("x-api-secret", secret);
    };
    await clientCredentials(options({ clientSecret: "s3cret", clientAuthentication }))();
    const [request] = server.requests;
    expect(request?.form.get("apikey")).toBe("id-ü/1");
    expect(request?.headers["x-api-secret"]).toBe("s3cret");
  });

  it("has a scope with colons, commas and blanks exactly as given, and one field of it", async () => {
    const scope = "target-entity:1a2b:employees-read,demographics-read other:x";
    await clientCredentials(options({ scope }))();
    const [request] = server.requests;
    expect(request?.form.getAll("scope")).toEqual([scope]);
    expect(request?.body).toContain("scope=target-entity%3A1a2b%3Aemployees-read%2Cdemographics-read+other%3Ax");
  });

  it("has no scope field when there is none, and an empty one when that is what was given", async () => {
    await clientCredentials(options({ scope: undefined }))();
    await clientCredentials(options({ scope: "" }))();
    expect(server.requests.map(({ form }) => form.get("scope"))).toEqual([null, ""]);
  });

  it("has further form fields, which replace neither grant nor scope", async () => {
    const parameters = { audience: "https://api.example", grant_type: "password", scope: "other" };
    await clientCredentials(options({ parameters, scope: "mine" }))();
    expect(Object.fromEntries(server.requests[0]?.form ?? [])).toMatchObject({
      audience: "https://api.example",
      grant_type: "client_credentials",
      scope: "mine",
    });
  });

  it("keeps the query of the token URL", async () => {
    await clientCredentials(options({ tokenUrl: `${server.tokenUrl}?tenant=a%2Fb#part` }))();
    expect(server.requests[0]?.url).toBe("/oauth/token?tenant=a%2Fb");
  });

  it("can be sent any number of times: options given once are not used up or changed", async () => {
    const given = Object.freeze(options({ parameters: Object.freeze({ audience: "a" }), scope: "s" }));
    const exchange = clientCredentials(given);
    await exchange();
    await exchange();
    expect(server.requests.map(({ body }) => body)).toEqual(Array(2).fill(server.requests[0]?.body));
  });
});

describe("a redirect of the token endpoint", () => {
  it.each([301, 302, 303, 307, 308])("with status %i is an error: no credential goes there", async (status) => {
    await using elsewhere = await tokenServer({ body: { access_token: "stolen" } });
    server.answer({ status, headers: { location: elsewhere.tokenUrl } });
    for (const clientAuthentication of [post, basicRaw]) {
      const error = await failureOf(clientCredentials(options({ clientAuthentication }))());
      expect(error).toMatchObject({ code: "token_refused", status, message: `the token endpoint answered ${status}` });
    }
    expect(elsewhere.requests).toEqual([]);
    expect(server.requests).toHaveLength(2);
  });
});

describe("the fetch", () => {
  it("that was given sends the request, with the URL as a string", async () => {
    const calls: [string, RequestInit][] = [];
    const own: Fetch = async (url, init) => {
      calls.push([url, init]);
      return Response.json({ access_token: "at-2" });
    };
    expect((await clientCredentials(options({ fetch: own }))()).accessToken).toBe("at-2");
    expect(calls).toHaveLength(1);
    expect(calls[0]?.[0]).toBe(server.tokenUrl);
    expect(calls[0]?.[1]).toMatchObject({ method: "POST", redirect: "manual" });
    expect(server.requests).toEqual([]);
  });

  it("is asked once for each token: what is tried again is its affair", async () => {
    server.answer({ status: 503, headers: { "retry-after": "0" } });
    expect(await failureOf(clientCredentials(options())())).toMatchObject({ code: "token_unavailable" });
    expect(server.requests).toHaveLength(1);
  });

  it("may throw errors of these packages, which pass as they are", async () => {
    const error = new TokenError("token_unavailable", "no time left", { attempts: 3 });
    expect(await failureOf(clientCredentials(options({ fetch: () => Promise.reject(error) }))())).toBe(error);
  });

  it("may throw others: they become a TokenError whose cause has their text, code and causes", async () => {
    const root = Object.assign(new Error("connect ECONNREFUSED"), { code: "ECONNREFUSED" });
    const fetch = () => Promise.reject(new TypeError("fetch failed", { cause: root }));
    const error = await failureOf(clientCredentials(options({ fetch }))());
    expect(isTokenError(error) && error.code).toBe("token_unavailable");
    expect((error as Error).cause).toMatchObject({ message: "fetch failed" });
    expect(((error as Error).cause as Error).cause).toMatchObject({ message: root.message, code: "ECONNREFUSED" });
  });
});

describe("the refresh token grant", () => {
  const first = async () => ({ accessToken: "first", refreshToken: "rt-1" });

  it("sends the refresh token and the client's authentication, and no scope", async () => {
    const exchange = refreshToken(options({ clientAuthentication: basicRaw, parameters: { x: "y" } }), first);
    expect(await exchange({ refreshToken: "rt-ü/0" })).toMatchObject({ accessToken: "at-1" });
    const [request] = server.requests;
    expect(Object.fromEntries(request?.form ?? [])).toEqual({
      grant_type: "refresh_token",
      refresh_token: "rt-ü/0",
      x: "y",
    });
    expect(request?.headers.authorization).toMatch(/^Basic /);
  });

  it.each([undefined, {}, { refreshToken: undefined }, { refreshToken: "" }])(
    "is not used without a refresh token (%j): the other exchange is",
    async (previous) => {
      expect(await refreshToken(options(), first)(previous)).toEqual({ accessToken: "first", refreshToken: "rt-1" });
      expect(server.requests).toEqual([]);
    },
  );

  it("gives the new refresh token where the answer has one, and keeps the old one where it has none", async () => {
    const exchange = refreshToken(options(), first);
    expect(await exchange({ refreshToken: "rt-0" })).toMatchObject({ refreshToken: "rt-0" });
    server.answer({ body: { access_token: "at-2", refresh_token: "rt-2" } });
    expect(await exchange({ refreshToken: "rt-0" })).toMatchObject({ refreshToken: "rt-2" });
  });

  it.each([
    [400, { error: "invalid_grant" }],
    [401, { error: "invalid_token" }],
    [200, { error: "invalid_grant" }],
    [400, { ErrorCode: "invalid_request", Error: "Invalid refresh token" }],
    [400, "<html>"],
  ])("that is refused (%i, %j) is followed by the other exchange, once", async (status, body) => {
    server.answer({ status, body });
    expect(await refreshToken(options(), first)({ refreshToken: "rt-0" })).toMatchObject({ accessToken: "first" });
    expect(server.requests).toHaveLength(1);
  });

  it.each([
    [401, { error: "invalid_client" }, "token_refused"],
    [429, undefined, "token_unavailable"],
    [503, undefined, "token_unavailable"],
    [200, "<html>", "token_malformed"],
  ])("that fails for another reason (%i, %j) is not: another request would not help", async (status, body, code) => {
    server.answer({ status, body });
    let asked = 0;
    const other = async () => {
      asked += 1;
      return first();
    };
    expect(await failureOf(refreshToken(options(), other)({ refreshToken: "rt-0" }))).toMatchObject({ code });
    expect(asked).toBe(0);
  });

  it("shows the refresh token in no message, although the server repeats it", async () => {
    const token = "rt-canary/\ud800";
    const encoded = new URLSearchParams({ refresh_token: token }).toString();
    server.answer({ status: 503, body: { error: "x", error_description: `unknown ${token} in ${encoded}` } });
    const error = await failureOf(refreshToken(options(), first)({ refreshToken: token }));
    expect((error as Error).message).toBe(
      "the token endpoint answered 503 (x: unknown [redacted] in refresh_token=[redacted])",
    );
  });

  it("in a token source: the first token, then one rotation after the other, then a new start", async () => {
    const clientAuthentication = basicRaw;
    const given = options({ clientId: "id", clientAuthentication });
    server.answer(
      { body: { access_token: "at-1", refresh_token: "rt-1", expires_in: 0 } },
      { body: { access_token: "at-2", refresh_token: "rt-2", expires_in: 0 } },
      { body: { access_token: "at-3", expires_in: 0 } },
      { status: 400, body: { error: "invalid_grant" } },
      { body: { access_token: "at-4", refresh_token: "rt-4", expires_in: 3_600 } },
    );
    const source = createTokenSource({
      exchange: refreshToken(given, clientCredentials(given)),
      key: [given.tokenUrl, given.clientId],
    });
    const values = [];
    for (let call = 0; call < 5; call += 1) values.push((await source.get()).reveal());
    expect(values).toEqual(["at-1", "at-2", "at-3", "at-4", "at-4"]);
    expect(server.requests.map(({ form }) => [form.get("grant_type"), form.get("refresh_token")])).toEqual([
      ["client_credentials", null],
      ["refresh_token", "rt-1"],
      ["refresh_token", "rt-2"],
      ["refresh_token", "rt-2"],
      ["client_credentials", null],
    ]);
  });
});
