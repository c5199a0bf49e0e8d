import { describe, expect, test } from "vitest";
import {
  basicRaw,
  bearer,
  type ClientEvent,
  type ClientOptions,
  clientCredentials,
  createTokenClient,
  memoryTokenStore,
  post,
  refreshToken,
  shareTokens,
} from "../src/index.js";
import { sendJson, serve, serveBytes } from "./support/servers.js";
import { failureOf, json, scripted, thingsClient } from "./support/things.js";

const TOKEN = { access_token: "one", token_type: "Bearer", expires_in: 3_600 };
const FAST: ClientOptions = { retry: { baseDelayMs: 1, maxDelayMs: 2 } };

function tokensFrom(origin: string, options: ClientOptions = {}, clientAuthentication = post) {
  const tokenUrl = `${origin}/token`;
  return createTokenClient(
    {
      vendor: "things",
      tokenUrl,
      key: [tokenUrl, "id"],
      secrets: ["id-canary", "secret-canary"],
      exchange: (fetch) =>
        clientCredentials({
          tokenUrl,
          clientId: "id-canary",
          clientSecret: "secret-canary",
          clientAuthentication,
          scope: "read",
          fetch,
        }),
    },
    { ...FAST, ...options },
  );
}

test("a token is asked for with the credentials, and kept", async () => {
  const server = await serve((_, response) => sendJson(response, TOKEN));
  const tokens = tokensFrom(server.origin);
  expect((await tokens.get()).reveal()).toBe("one");
  await tokens.get();
  expect(server.received).toHaveLength(1);
  expect(server.received[0]).toMatchObject({ method: "POST", url: "/token" });
  expect(Object.fromEntries(new URLSearchParams(server.received[0]?.body))).toEqual({
    grant_type: "client_credentials",
    scope: "read",
    client_id: "id-canary",
    client_secret: "secret-canary",
  });
});

test.each(["http://vendor.example/token", "nonsense", "https://user:pass@vendor.example/"])(
  "a token URL that credentials cannot be sent to is refused when the client is made: %s",
  (tokenUrl) => {
    const exchange = () => async () => ({ accessToken: "one" });
    expect(() => createTokenClient({ vendor: "things", tokenUrl, key: [], secrets: [], exchange }, {})).toThrow(
      expect.objectContaining({ code: "invalid_configuration", option: "tokenUrl" }),
    );
  },
);

test("what the exchange checks is checked when the client is made, too", () => {
  const exchange = () => {
    throw new Error("unusable");
  };
  const tokenUrl = "https://things.example/token";
  expect(() => createTokenClient({ vendor: "things", tokenUrl, key: [], secrets: [], exchange }, {})).toThrow(
    "unusable",
  );
});

describe("a token request is retried by its own rules", () => {
  test.each([429, 500, 502, 503, 504])("%i: tried again", async (status) => {
    const server = await serve((_, response, count) =>
      count < 3 ? sendJson(response, {}, status) : sendJson(response, TOKEN),
    );
    expect((await tokensFrom(server.origin).get()).reveal()).toBe("one");
    expect(server.received).toHaveLength(3);
  });

  test("a connection that broke: tried again", async () => {
    const server = await serveBytes((socket, count) => {
      if (count === 1) {
        socket.resetAndDestroy();
        return;
      }
      const body = JSON.stringify(TOKEN);
      socket.end(`HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
    });
    expect((await tokensFrom(server.origin).get()).reveal()).toBe("one");
  });

  test.each(["invalid_client", "invalid_grant"])("%s is final, whatever the status", async (code) => {
    for (const status of [400, 401, 503]) {
      const server = await serve((_, response) => sendJson(response, { error: code }, status));
      const error = await failureOf(tokensFrom(server.origin).get());
      expect(error).toMatchObject({ name: "TokenError", oauthError: code, status, attempts: 1 });
      expect(server.received).toHaveLength(1);
    }
  });

  test("Retry-After is kept, and a wait that does not fit is on the error", async () => {
    const server = await serve((_, response, count) =>
      count === 1
        ? sendJson(response, {}, 503, { "retry-after-ms": "40" })
        : sendJson(response, {}, 429, { "retry-after": "900" }),
    );
    const startedAt = performance.now();
    const error = await failureOf(tokensFrom(server.origin).get());
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(39);
    expect(error).toMatchObject({
      name: "TokenError",
      code: "token_unavailable",
      vendor: "things",
      operation: "token request",
      status: 429,
      attempts: 2,
      retryAfterMs: 900_000,
    });
  });

  test("no retry with `retry: false`", async () => {
    const server = await serve((_, response) => sendJson(response, {}, 503));
    await failureOf(tokensFrom(server.origin, { retry: false }).get());
    expect(server.received).toHaveLength(1);
  });

  test("a failed token request is not multiplied by the retries of the calls that wait for it", async () => {
    const server = await serveBytes((socket) => socket.resetAndDestroy());
    const { fetch, calls } = scripted(json({}));
    const client = thingsClient({ fetch }, { authorize: bearer(tokensFrom(server.origin)) });
    const errors = await Promise.all(Array.from({ length: 10 }, () => failureOf(client.GET("/things"))));
    for (const error of errors) expect(error).toMatchObject({ operation: "token request", attempts: 3 });
    expect(server.count()).toBe(3);
    expect(calls).toHaveLength(0);
  });
});

test("a token request has deadlines, too", async () => {
  const server = await serve(() => new Promise(() => {}));
  const error = await failureOf(tokensFrom(server.origin, { attemptTimeoutMs: 20, retry: false }).get());
  expect(error).toMatchObject({ code: "attempt_timeout", operation: "token request", vendor: "things" });
});

test("credentials follow no redirect to another origin", async () => {
  const other = await serve((_, response) => sendJson(response, TOKEN));
  for (const status of [302, 307, 308]) {
    const server = await serve((_, response) =>
      response.writeHead(status, { location: `${other.origin}/token` }).end(),
    );
    expect(await failureOf(tokensFrom(server.origin).get())).toMatchObject({ name: "TokenError", status });
  }
  expect(other.received).toHaveLength(0);
});

test.each([204, 205, 304])("%i is no token", async (status) => {
  const server = await serve((_, response) => response.writeHead(status).end());
  expect(await failureOf(tokensFrom(server.origin).get())).toMatchObject({ name: "TokenError", status });
});

test("an error has no fact that nobody knows", async () => {
  const server = await serve((_, response) => sendJson(response, { error: "invalid_scope" }, 400));
  const error = await failureOf(tokensFrom(server.origin).get());
  for (const fact of ["retryAfterMs", "requestId"]) expect(Object.keys(error)).not.toContain(fact);
});

describe("a server that repeats the credentials gets them into no error", () => {
  test.each([
    ["form fields", post],
    ["a Basic header", basicRaw],
  ])("sent as %s", async (_, authentication) => {
    for (const status of [200, 400, 500]) {
      const server = await serve((request, response) => {
        const said = `${request.body} ${request.headers.authorization} id-canary secret-canary`;
        sendJson(response, { error: "invalid_scope", error_description: said }, status, {
          "x-request-id": `r-secret-canary`,
        });
      });
      const error = await failureOf(tokensFrom(server.origin, { retry: false }, authentication).get());
      const printed = `${error.stack} ${JSON.stringify(error)}`;
      expect(printed).not.toContain("canary");
      if (status !== 200) expect(printed).not.toContain(btoa("id-canary:secret-canary"));
      expect(error.requestId).toBe("r-[redacted]");
    }
  });
});

test("events tell of the token and of its requests, under the name of the token request", async () => {
  const events: ClientEvent[] = [];
  const server = await serve((_, response, count) =>
    count === 1 ? sendJson(response, {}, 503) : sendJson(response, TOKEN),
  );
  const tokens = tokensFrom(server.origin, { onEvent: (event) => events.push(event) });
  tokens.reject(await tokens.get());
  expect(events).toMatchObject([
    { type: "token-requested", vendor: "things", operation: "token request", background: false },
    { type: "retry", operation: "token request", attempt: 1, reason: "503" },
    { type: "call", operation: "token request", status: 200, attempts: 2 },
    { type: "token-obtained", from: "vendor" },
    { type: "token-rejected" },
  ]);
  expect(JSON.stringify(events)).not.toContain("canary");
});

test("two clients may share a token through a store", async () => {
  const server = await serve((_, response) => sendJson(response, TOKEN));
  const tokenSharing = shareTokens(memoryTokenStore());
  await tokensFrom(server.origin, { tokenSharing }).get();
  await tokensFrom(server.origin, { tokenSharing }).get();
  expect(server.received).toHaveLength(1);
});

test("an exchange of several requests counts them all", async () => {
  const server = await serve((request, response, count) => {
    if (request.body.includes("refresh_token=")) return sendJson(response, { error: "invalid_grant" }, 400);
    if (count === 1) return sendJson(response, { ...TOKEN, refresh_token: "r" });
    sendJson(response, { error: "invalid_client" }, 401);
  });
  const tokenUrl = `${server.origin}/token`;
  const grant = { tokenUrl, clientId: "id", clientSecret: "secret", clientAuthentication: post };
  const tokens = createTokenClient(
    {
      vendor: "things",
      tokenUrl,
      key: [],
      secrets: ["secret"],
      exchange: (fetch) => refreshToken({ ...grant, fetch }, clientCredentials({ ...grant, fetch })),
    },
    FAST,
  );
  tokens.reject(await tokens.get());
  expect(await failureOf(tokens.get())).toMatchObject({ oauthError: "invalid_client", attempts: 2 });
});
