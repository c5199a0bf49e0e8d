import { describe, expect, test } from "vitest";
import type { TokenSource } from "../src/index.js";
import { bearer, type Client, type ClientOptions, createClient, createTokenClient } from "../src/index.js";
import { sendJson, serve } from "./support/servers.js";
import { failureOf, json, type Paths, scripted, thingsClient } from "./support/things.js";

/** A token source that gives token-1, token-2 and so on, and what it was asked for. */
function numberedTokens(lifetime: number | undefined = 3_600): { tokens: TokenSource; asked: () => number } {
  let count = 0;
  const tokens = createTokenClient(
    {
      vendor: "things",
      tokenUrl: "https://things.example/token",
      key: [],
      secrets: [],
      exchange: () => async () => {
        count += 1;
        const accessToken = `token-${count}`;
        await new Promise((resolve) => setTimeout(resolve, 5));
        return { accessToken, expiresIn: lifetime };
      },
    },
    {},
  );
  return { tokens, asked: () => count };
}

function client(fetch: ClientOptions["fetch"], tokens: TokenSource): Client<Paths> {
  return createClient<Paths>(
    { vendor: "things", origin: "https://things.example", authorize: bearer(tokens) },
    { fetch, retry: { baseDelayMs: 1 } },
  );
}

test("the token is on the request, and asked for once", async () => {
  const { tokens, asked } = numberedTokens();
  const { fetch, calls } = scripted(json({}));
  const things = client(fetch, tokens);
  await Promise.all(Array.from({ length: 20 }, () => things.GET("/things")));
  await things.GET("/things");
  expect(new Set(calls.map(({ headers }) => headers.authorization))).toEqual(new Set(["Bearer token-1"]));
  expect(asked()).toBe(1);
});

describe("a 401", () => {
  test("is answered with a new token, once", async () => {
    const { tokens, asked } = numberedTokens();
    const { fetch, calls } = scripted(json({}, 401), json({ items: [] }));
    const { data } = await client(fetch, tokens).GET("/things");
    expect(data).toEqual({ items: [] });
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
    expect(asked()).toBe(2);
  });

  test("surfaces the second time, with both attempts counted", async () => {
    const { tokens } = numberedTokens();
    const { fetch, calls } = scripted(json({ message: "who are you?" }, 401));
    const { error } = await client(fetch, tokens).GET("/things");
    expect(error).toMatchObject({ name: "AuthenticationError", code: "unauthorized", status: 401, attempts: 2 });
    expect(calls).toHaveLength(2);
  });

  test("is answered once per call, also when a retry lies in between", async () => {
    const { tokens } = numberedTokens();
    const { fetch, calls } = scripted(json({}, 401), json({}, 503), json({}, 401), json({}));
    const { error } = await client(fetch, tokens).GET("/things");
    expect(error).toMatchObject({ status: 401, attempts: 3 });
    expect(calls).toHaveLength(3);
  });

  test("is answered for a POST, too: a request that was refused has done nothing", async () => {
    const { tokens } = numberedTokens();
    const { fetch, calls } = scripted(json({}, 401), json({ id: "1" }, 201));
    const { data } = await client(fetch, tokens).POST("/things", { body: { name: "a" } });
    expect(data).toEqual({ id: "1" });
    expect(calls.map(({ init }) => init.body)).toEqual(['{"name":"a"}', '{"name":"a"}']);
  });

  test("is not answered when the body was a stream; the token is dropped all the same", async () => {
    const { tokens, asked } = numberedTokens();
    const { fetch, calls } = scripted(json({}, 401), json({}));
    const things = client(fetch, tokens);
    const { error } = await things.POST("/upload", { body: new Blob(["x"]).stream() });
    expect(error).toMatchObject({ status: 401, attempts: 1 });
    await things.GET("/things");
    expect(calls[1]?.headers.authorization).toBe("Bearer token-2");
    expect(asked()).toBe(2);
  });

  test("to the caller's own Authorization is the caller's affair", async () => {
    const { tokens, asked } = numberedTokens();
    const { fetch, calls } = scripted(json({}, 401));
    const { error } = await client(fetch, tokens).GET("/things", { headers: { Authorization: "Basic mine" } });
    expect(error).toMatchObject({ status: 401, attempts: 1 });
    expect(calls[0]?.headers.authorization).toBe("Basic mine");
    expect(asked()).toBe(0);
  });

  test("to the caller's own Authorization stays so where another layer has put a credential of its own", async () => {
    const { tokens, asked } = numberedTokens();
    const { fetch, calls } = scripted(json({}, 503), json({ items: [] }));
    const withToken = bearer(tokens);
    const things = thingsClient(
      { fetch },
      {
        authorize: (next) => (url, init) => {
          init.call.secrets.push("key");
          init.headers.set("x-api-key", "key");
          return withToken(next)(url, init);
        },
      },
    );
    await things.GET("/things", { headers: { authorization: "Bearer mine" } });
    expect(calls.map(({ headers }) => headers.authorization)).toEqual(["Bearer mine", "Bearer mine"]);
    expect(asked()).toBe(0);
  });

  test("when no new token is to be had ends the call with the token's error", async () => {
    const { fetch } = scripted(json({}, 401));
    let count = 0;
    const tokens = createTokenClient(
      {
        vendor: "things",
        tokenUrl: "https://things.example/token",
        key: [],
        secrets: [],
        exchange: () => async () => {
          count += 1;
          if (count > 1) throw new Error("no more");
          return { accessToken: "one" };
        },
      },
      {},
    );
    expect((await failureOf(client(fetch, tokens).GET("/things"))).message).toBe("no more");
  });
});

test("a 403 is never replayed: a new token would change nothing", async () => {
  const { tokens, asked } = numberedTokens();
  const { fetch, calls } = scripted(json({}, 403));
  const { error } = await client(fetch, tokens).GET("/things");
  expect(error).toMatchObject({ code: "forbidden", attempts: 1 });
  expect(calls).toHaveLength(1);
  expect(asked()).toBe(1);
});

test("a retry goes out with the token of its time", async () => {
  const { tokens } = numberedTokens();
  const { fetch, calls } = scripted(async () => {
    tokens.reject(await tokens.get());
    return json({}, 503);
  }, json({}));
  await client(fetch, tokens).GET("/things");
  expect(calls.map(({ headers }) => headers.authorization)).toEqual(["Bearer token-1", "Bearer token-2"]);
});

test("50 calls whose 401s arrive one after the other cost one token request, and all succeed", async () => {
  const { tokens, asked } = numberedTokens();
  let late = 0;
  const server = await serve(async (request, response) => {
    if (request.headers.authorization === "Bearer token-2") return sendJson(response, { items: [] });
    late += 1;
    await new Promise((resolve) => setTimeout(resolve, late * 4));
    sendJson(response, { message: "expired" }, 401);
  });
  const things = createClient<Paths>(
    { vendor: "things", origin: server.origin, authorize: bearer(tokens) },
    { retry: false },
  );
  const results = await Promise.all(Array.from({ length: 50 }, () => things.GET("/things")));
  expect(results.filter(({ data }) => data)).toHaveLength(50);
  expect(asked()).toBe(2);
  expect(server.received).toHaveLength(100);
});

test("after close() calls are refused, and say why", async () => {
  const { tokens } = numberedTokens();
  const things = thingsClient(
    { fetch: scripted(json({})).fetch },
    { authorize: bearer(tokens), close: () => tokens.close() },
  );
  await things.GET("/things");
  things.close();
  expect(await failureOf(things.GET("/things"))).toMatchObject({
    code: "invalid_configuration",
    vendor: "things",
    operation: "GET /things",
  });
});
