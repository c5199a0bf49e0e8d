import { inspect } from "node:util";
import { brotliCompressSync } from "node:zlib";
import fc from "fast-check";
import { processClientCredentialsResponse } from "oauth4webapi";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  basicRaw,
  clientCredentials,
  describeErrorBody,
  type GrantOptions,
  isTokenError,
  requestIdOf,
  type TokenAnswer,
  type TokenError,
} from "../src/index.js";
import { readTokenAnswer } from "../src/token-answer.js";
import { type Answer, rawServer, type TokenServer, tokenServer } from "./support/token-server.js";
import { failureOf } from "./support/vendor.js";

let server: TokenServer;

beforeAll(async () => {
  server = await tokenServer();
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

const CLIENT = { clientId: "client-4711", clientSecret: "p@ss-word/9+x", clientAuthentication: basicRaw };

/** What the exchange makes of an answer that came over a real connection. */
async function read(answer: Answer, options: Partial<GrantOptions> = {}): Promise<TokenAnswer> {
  server.answer(answer);
  return clientCredentials({ tokenUrl: server.tokenUrl, ...CLIENT, ...options })();
}

async function refusal(answer: Answer, options: Partial<GrantOptions> = {}): Promise<TokenError> {
  const error = await failureOf(read(answer, options));
  if (!isTokenError(error)) throw error;
  return error;
}

const ok = { access_token: "at-1", token_type: "Bearer", expires_in: 3_600 };

describe("a token", () => {
  it("is read out of the answer of RFC 6749 section 5.1", async () => {
    const body = { ...ok, refresh_token: "rt-1", scope: "target-entity:1:a,b" };
    expect(await read({ body })).toEqual({
      accessToken: "at-1",
      expiresIn: 3_600,
      refreshToken: "rt-1",
      scope: "target-entity:1:a,b",
      details: undefined,
    });
  });

  it.each(["Bearer", "bearer", "BEARER", "BearerToken", "bearertoken", "", null, undefined])(
    "may say of its type %j",
    async (token_type) => {
      expect(await read({ body: { ...ok, token_type } })).toMatchObject({ accessToken: "at-1" });
    },
  );

  it.each<unknown>(["MAC", "DPoP", "N_A", "Bear", 7, {}, { toString: 1 }])(
    "may not say of its type %j",
    async (token_type) => {
      expect(await refusal({ body: { ...ok, token_type } })).toMatchObject({
        code: "token_malformed",
        message: "the token endpoint gave a token_type that is not Bearer",
        status: 200,
      });
    },
  );

  it.each([
    [3_600, 3_600],
    ["3600", 3_600],
    [" 1799 ", 1_799],
    [1_799.5, 1_799.5],
    ["0", 0],
    [0, 0],
    [-1, 0],
    ["-1", 0],
    [undefined, undefined],
    [null, undefined],
    ["", undefined],
    [" ", undefined],
    ["soon", undefined],
    ["3600s", undefined],
    ["2026-01-01T00:00:00Z", undefined],
    ["Infinity", undefined],
    [true, undefined],
    [[3_600], undefined],
    [{ seconds: 3_600 }, undefined],
    [1e300, undefined],
  ])("whose expires_in is %j lives %j seconds (undefined: until it is rejected)", async (expires_in, seconds) => {
    expect((await read({ body: { ...ok, expires_in } })).expiresIn).toBe(seconds);
  });

  it("may come with further members, with dots in their names too, of which nothing is kept", async () => {
    const body = {
      refresh_token_expires_in: "0",
      refresh_count: "0",
      api_product_list: "[a, b]",
      "developer.email": "someone@example.com",
      issued_at: "1750000000000",
      status: "approved",
      ...ok,
      token_type: "BearerToken",
      expires_in: "1799",
    };
    const answer = await read({ body });
    expect(answer).toMatchObject({ accessToken: "at-1", expiresIn: 1_799 });
    expect(JSON.stringify(answer)).not.toContain("someone");
  });

  it.each([
    ["refresh_token", "refreshToken"],
    ["scope", "scope"],
  ] as const)("whose %s is no text has none", async (member, name) => {
    for (const value of [null, "", 1, ["a"], { a: 1 }]) {
      expect((await read({ body: { ...ok, [member]: value } }))[name]).toBeUndefined();
    }
  });

  it("is read whatever the content type says, with a byte order mark, and compressed", async () => {
    const text = JSON.stringify(ok);
    expect(await read({ headers: { "content-type": "text/html" }, body: text })).toMatchObject({ accessToken: "at-1" });
    expect(await read({ body: `\uFEFF${text}` })).toMatchObject({ accessToken: "at-1" });
    const compressed = brotliCompressSync(text);
    const head = `HTTP/1.1 200 OK\r\ncontent-encoding: br\r\ncontent-length: ${compressed.length}\r\n\r\n`;
    await using raw = await rawServer(Buffer.concat([Buffer.from(head), compressed]));
    expect(await read({}, { tokenUrl: raw.tokenUrl })).toMatchObject({ accessToken: "at-1" });
  });

  it("may have any visible character of ASCII, and blanks inside", async () => {
    const visible = Array.from({ length: 0x7e - 0x20 }, (_, index) => String.fromCharCode(0x21 + index)).join("");
    expect((await read({ body: { ...ok, access_token: `${visible} ${visible}` } })).accessToken).toBe(
      `${visible} ${visible}`,
    );
  });

  it.each([
    "canary\n",
    "canary\r\nx-evil: 1",
    "canary\u0000",
    "can\tcanary",
    " canary",
    "canary ",
    "canäry-canary",
    "canary\u2028",
    "canary\u007f",
    "canary\u{1F600}",
  ])("with characters that do not belong in a header (%j) is refused without being shown", async (access_token) => {
    const error = await refusal({ body: { ...ok, access_token } });
    expect(error.code).toBe("token_malformed");
    expect(error.message).toBe(
      "the token endpoint gave an access_token with characters that do not belong in a header",
    );
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("canary");
  });

  it.each([undefined, null, "", 42, true, ["at-1"], { value: "at-1" }])("that is %j is none", async (access_token) => {
    expect(await refusal({ body: { ...ok, access_token } })).toMatchObject({
      code: "token_malformed",
      message: "the token endpoint gave no access_token",
      status: 200,
    });
  });
});

describe("an answer that is no token", () => {
  it.each([
    ["HTML", "<!doctype html><title>Sign in</title>", "text/html; charset=utf-8"],
    ["empty", "", "application/json"],
    ["a truncated object", '{"access_token":"at-1","expires', "application/json"],
    ["a form", "access_token=at-1&token_type=bearer", "application/x-www-form-urlencoded"],
    ["a list", "[]", "application/json"],
    ["null", "null", "application/json"],
    ["a string", '"at-1"', "application/json"],
    ["a number", "1", "application/json"],
  ])("but %s is malformed: said with status, type and length, and nothing of the body", async (_, body, type) => {
    const error = await refusal({ headers: { "content-type": type, "x-request-id": "req-1" }, body });
    expect(error).toMatchObject({ code: "token_malformed", status: 200, requestId: "req-1" });
    expect(error.message).toBe(
      `the token endpoint answered 200 without a JSON object (${type}, ${body.length} characters)`,
    );
    expect(error.cause).toBeUndefined();
  });

  it("is malformed without a body and a type too", async () => {
    expect((await refusal({ status: 204 })).message).toBe(
      "the token endpoint answered 204 without a JSON object (no content type, 0 characters)",
    );
  });

  it.each([
    ["in the middle of its length", 'HTTP/1.1 200 OK\r\ncontent-length: 500\r\n\r\n{"access_token":"at-'],
    ["in the middle of a chunk", 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nff\r\n{"access_token":"at-'],
    [
      "in the middle of a compressed body",
      "HTTP/1.1 200 OK\r\ncontent-encoding: gzip\r\ncontent-length: 9\r\n\r\nnot gzip!",
    ],
  ])("because it broke off %s, is an outage", async (_, bytes) => {
    await using raw = await rawServer(bytes);
    const error = await refusal({}, { tokenUrl: raw.tokenUrl });
    expect(error).toMatchObject({
      code: "token_unavailable",
      status: 200,
      message: "the token endpoint's answer broke off",
    });
    expect(error.cause).toBeInstanceOf(Error);
  });

  it.each([
    ["hangs up", ""],
    ["speaks no HTTP", "SSH-2.0-OpenSSH_9.2\r\n"],
    ["hangs up among the headers", "HTTP/1.1 200 OK\r\ncontent-le"],
  ])("because the server %s, is an outage", async (_, bytes) => {
    await using raw = await rawServer(bytes);
    expect(await refusal({}, { tokenUrl: raw.tokenUrl })).toMatchObject({
      code: "token_unavailable",
      message: "the token endpoint could not be reached",
    });
  });

  it("because nobody listens, is an outage that says why", async () => {
    const raw = await rawServer("");
    await raw[Symbol.asyncDispose]();
    const error = await refusal({}, { tokenUrl: raw.tokenUrl });
    expect(error.code).toBe("token_unavailable");
    expect(error.status).toBeUndefined();
    expect((error.cause as Error).cause).toMatchObject({ code: "ECONNREFUSED" });
  });
});

describe("an error", () => {
  const shapes: [string, unknown, string | undefined, string][] = [
    ["RFC 6749", { error: "invalid_client" }, "invalid_client", " (invalid_client)"],
    [
      "RFC 6749 with a description",
      { error: "invalid_scope", error_description: "no such scope", error_uri: "https://vendor.example/x" },
      "invalid_scope",
      " (invalid_scope: no such scope)",
    ],
    [
      "{ErrorCode, Error}",
      { ErrorCode: "invalid_client", Error: "ClientId is Invalid" },
      "invalid_client",
      " (invalid_client: ClientId is Invalid)",
    ],
    [
      "a gateway's {fault}",
      { fault: { faultstring: "Invalid ApiKey", detail: { errorcode: "oauth.v2.InvalidApiKey" } } },
      "oauth.v2.InvalidApiKey",
      " (oauth.v2.InvalidApiKey: Invalid ApiKey)",
    ],
    ["{fault} without a detail", { fault: { faultstring: "down" } }, undefined, " (down)"],
    ["{code, message}", { code: 401, message: "who are you" }, "401", " (401: who are you)"],
    ["{message}", { message: "no" }, undefined, " (no)"],
    ["an object in error", { error: { code: 1 } }, undefined, ""],
    ["HTML", "<h1>Bad gateway</h1>", undefined, ""],
    ["no body", undefined, undefined, ""],
    ["a list", [], undefined, ""],
  ];

  it.each(shapes)("in the shape of %s is read", async (_, body, oauthError, said) => {
    const error = await refusal({ status: 400, headers: { "x-request-id": "req-9" }, body });
    expect(error.message).toBe(`the token endpoint answered 400${said}`);
    expect(error).toMatchObject({ name: "TokenError", code: "token_refused", status: 400, requestId: "req-9" });
    expect(error.oauthError).toBe(oauthError);
  });

  it.each([
    [400, "token_refused"],
    [401, "token_refused"],
    [403, "token_refused"],
    [404, "token_refused"],
    [302, "token_refused"],
    [408, "token_unavailable"],
    [429, "token_unavailable"],
    [500, "token_unavailable"],
    [502, "token_unavailable"],
    [503, "token_unavailable"],
    [504, "token_unavailable"],
  ])("with status %i means %s", async (status, code) => {
    expect(await refusal({ status, headers: { "retry-after": "7" }, body: { error: "x" } })).toMatchObject({
      status,
      code,
    });
  });

  it.each([
    { error: "invalid_client", error_description: "no" },
    { ErrorCode: "invalid_client", Error: "no" },
    { fault: { faultstring: "no", detail: { errorcode: "invalid_client" } } },
  ])("with status 200 is an error all the same: %j", async (body) => {
    expect(await refusal({ body })).toMatchObject({
      code: "token_refused",
      oauthError: "invalid_client",
      status: 200,
      message: "the token endpoint answered 200 (invalid_client: no)",
    });
  });

  it("beside a token counts for nothing", async () => {
    expect(await read({ body: { ...ok, error: "", code: 0, message: "success" } })).toMatchObject({
      accessToken: "at-1",
    });
  });

  it("that repeats what it was sent is shown without it", async () => {
    const basic = Buffer.from(`${CLIENT.clientId}:${CLIENT.clientSecret}`).toString("base64");
    const form = new URLSearchParams({ client_secret: CLIENT.clientSecret }).toString();
    const error = await refusal({
      status: 401,
      body: {
        error: `invalid_client ${CLIENT.clientId}`,
        error_description: `no ${CLIENT.clientSecret}, ${form}, Basic ${basic}`,
      },
    });
    expect(error.oauthError).toBe("invalid_client [redacted]");
    expect(error.message).toBe(
      "the token endpoint answered 401 (invalid_client [redacted]: no [redacted], client_secret=[redacted], Basic [redacted])",
    );
  });

  it("is not taken apart by a client id that is part of a word", async () => {
    const error = await refusal({ status: 401, body: { error: "invalid_client" } }, { clientId: "id" });
    expect(error.oauthError).toBe("invalid_client");
  });

  it("is cut to what a log line can take, without control characters", async () => {
    const error = await refusal({
      status: 400,
      body: { error: "e".repeat(1_000), error_description: `a\r\n\u001b[31m\u009b31m${"d".repeat(1_000)}` },
    });
    expect(error.oauthError).toHaveLength(61);
    expect(error.message.length).toBeLessThan(320);
    expect(error.message).not.toMatch(/\p{Cc}/u);
  });
});

describe("the hooks of a vendor's package", () => {
  it("put an unusual answer into RFC 6749 terms, before anything is checked", async () => {
    const body = { code: 0, message: "success", data: { token: "at-2", ttl: 60 } };
    const answer = await read(
      { body },
      {
        normalize: ({ data }) => {
          const { token, ttl } = data as { token: string; ttl: number };
          return { access_token: token, expires_in: ttl };
        },
      },
    );
    expect(answer).toMatchObject({ accessToken: "at-2", expiresIn: 60 });
  });

  it("can name an error that a 200 hides", async () => {
    const normalize = () => ({ error: "invalid_client" });
    expect(await refusal({ body: { success: false } }, { normalize })).toMatchObject({ oauthError: "invalid_client" });
  });

  it("that make nothing of an answer make it malformed", async () => {
    const normalize = () => undefined as never;
    expect(await refusal({ body: ok }, { normalize })).toMatchObject({ code: "token_malformed" });
  });

  it("are not asked about answers that are none of theirs", async () => {
    const normalize = () => {
      throw new Error("asked");
    };
    for (const answer of [{ status: 401, body: ok }, { body: "<p>" }, { body: [] }, { status: 503 }]) {
      await refusal(answer, { normalize, details: normalize });
    }
  });

  it("keep details of the answer as it was sent", async () => {
    const answer = await read(
      { body: { ...ok, products: "a b" } },
      {
        normalize: ({ access_token }) => ({ access_token }),
        details: ({ products }) => ({ products: String(products).split(" ") }),
      },
    );
    expect(answer.details).toEqual({ products: ["a", "b"] });
  });
});

describe("describeErrorBody", () => {
  it("finds nothing in what is no object", () => {
    for (const body of [undefined, null, "error", 1, []]) expect(describeErrorBody(body)).toEqual({});
  });
});

describe("requestIdOf", () => {
  it.each([
    "x-request-id",
    "request-id",
    "x-correlation-id",
    "x-amzn-requestid",
    "x-vendor-request-id",
    "X-Vendor-RequestId",
    "cf-ray",
  ])("reads %s", (name) => {
    expect(requestIdOf(new Headers({ "content-type": "text/plain", [name]: "r-1" }))).toBe("r-1");
  });

  it("prefers the vendor's own id to a correlation, and that to what a proxy added", () => {
    const headers = new Headers({ "cf-ray": "4", "x-correlation-id": "3", "a-request-id": "2", "x-request-id": "1" });
    const order = [];
    for (const name of ["x-request-id", "a-request-id", "x-correlation-id", "cf-ray"]) {
      order.push(requestIdOf(headers));
      headers.delete(name);
    }
    expect(order).toEqual(["1", "2", "3", "4"]);
  });

  it("answers undefined where there is none, or an empty one", () => {
    expect(requestIdOf(new Headers())).toBeUndefined();
    expect(requestIdOf(new Headers({ "x-request-id": "", "request-identity": "x" }))).toBeUndefined();
  });
});

// oauth4webapi sends our requests. Its reader of answers stays out of the bundle (2.9 KiB gzipped of a budget of 12) and
// is the oracle here: what we accept must be a token to it, once put into the terms that it insists on; and what it
// accepts we must accept, with the same meaning.
describe("compared with oauth4webapi's processClientCredentialsResponse", () => {
  const as = { issuer: "https://vendor.example" };
  const client = { client_id: "id" };
  const jsonHeaders = { "content-type": "application/json" };

  const odd = fc.oneof(
    fc.constant(undefined),
    fc.constant(null),
    fc.boolean(),
    fc.integer(),
    fc.double({ noDefaultInfinity: true, noNaN: true }),
    fc.string(),
    fc.array(fc.integer(), { maxLength: 2 }),
    fc.dictionary(fc.string(), fc.integer(), { maxKeys: 2 }),
  );
  const answer = fc.record(
    {
      access_token: fc.oneof({ weight: 4, arbitrary: fc.stringMatching(/^[A-Za-z0-9._~+/=-]{1,40}$/) }, odd),
      token_type: fc.oneof({ weight: 4, arbitrary: fc.constantFrom("Bearer", "bearer", "BearerToken") }, odd),
      expires_in: fc.oneof({ weight: 2, arbitrary: fc.nat() }, { weight: 2, arbitrary: fc.nat().map(String) }, odd),
      refresh_token: fc.oneof({ weight: 4, arbitrary: fc.string({ minLength: 1 }) }, odd),
      scope: fc.oneof({ weight: 4, arbitrary: fc.string() }, odd),
      error: fc.oneof({ weight: 4, arbitrary: fc.constant(undefined) }, fc.constant("invalid_client")),
      "developer.email": odd,
    },
    { requiredKeys: [] },
  );

  async function ours(body: unknown): Promise<TokenAnswer | undefined> {
    try {
      return await readTokenAnswer(Response.json(body), [], {});
    } catch (error) {
      if (!isTokenError(error)) throw error;
      return undefined;
    }
  }

  async function theirs(body: unknown) {
    try {
      return await processClientCredentialsResponse(
        as,
        client,
        new Response(JSON.stringify(body), { headers: jsonHeaders }),
        { recognizedTokenTypes: { bearertoken: () => {} } },
      );
    } catch {
      return undefined;
    }
  }

  it("every answer that we accept, put into RFC 6749 terms, is a token to it too, and the same one", async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(answer, async (body) => {
        const read = await ours(body);
        if (!read) return;
        accepted += 1;
        const inTerms = {
          ...body,
          error: undefined,
          token_type: "Bearer",
          expires_in: read.expiresIn,
          refresh_token: read.refreshToken,
          scope: read.scope,
        };
        expect(await theirs(inTerms)).toMatchObject({ access_token: read.accessToken, token_type: "bearer" });
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(50);
  });

  it("every answer that it accepts is a token to us, with the same lifetime, scope and refresh token", async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(answer, async (body) => {
        const read = await theirs(body);
        // It leaves to the caller what a header can carry, and reads numbers out of lists, and of texts that only begin
        // with one.
        const sendable = /^[\x21-\x7e]+$/.test(String(read?.access_token));
        const { expires_in: sent } = body;
        const clean = typeof sent !== "object" && (typeof sent !== "string" || sent === String(Number(sent)));
        if (!read || !sendable || !clean || Number(read.expires_in) >= 1e12 || read.token_type === "dpop") return;
        accepted += 1;
        expect(await ours(body)).toMatchObject({
          accessToken: read.access_token,
          expiresIn: read.expires_in,
          refreshToken: read.refresh_token,
          scope: read.scope || undefined,
        });
      }),
      { numRuns: 500 },
    );
    expect(accepted).toBeGreaterThan(50);
  });
});
