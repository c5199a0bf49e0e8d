import { describe, expect, test, vi } from "vitest";
import { readAuthCode } from "../src/auth.js";
import { createCrowdicityClient, isTokenError, memoryTokenStore, shareTokens, type TokenStore } from "../src/index.js";
import { type Answer, serve } from "./support/server.js";

const path = "/v2/anything";

describe("the two steps", () => {
  test("are a POST of id and secret, and a POST of code, id and secret: forms, without a grant type", async () => {
    const { options, arrived } = await serve();
    await createCrowdicityClient(options).GET(path);
    expect(arrived.map(({ method, url, form }) => [method, url, form])).toEqual([
      ["POST", "/v2/auth/code", { client_id: "the-client-id", client_secret: "the-client-secret" }],
      ["POST", "/v2/auth", { auth_code: "code-1", client_id: "the-client-id", client_secret: "the-client-secret" }],
      ["GET", path, {}],
    ]);
    for (const { headers, url } of arrived) {
      expect(headers.authorization).toBe(url === path ? "Bearer token-1" : undefined);
      if (url !== path) expect(headers["content-type"]).toBe("application/x-www-form-urlencoded");
    }
  });

  test("are not taken again while the token is good", async () => {
    const server = await serve();
    const client = createCrowdicityClient(server.options);
    await Promise.all(Array.from({ length: 10 }, () => client.GET(path)));
    await client.GET(path);
    expect(server.lines.filter((line) => line.startsWith("POST"))).toHaveLength(2);
  });

  test("are taken again when the API refuses the token, and the call is repeated once", async () => {
    const server = await serve(({ url, headers }) =>
      url === path && headers.authorization === "Bearer token-1" ? { status: 401 } : undefined,
    );
    const { data } = await createCrowdicityClient(server.options).GET(path);
    expect(data).toEqual({ url: path });
    expect(server.lines).toEqual([
      "POST /v2/auth/code",
      "POST /v2/auth",
      `GET ${path}`,
      "POST /v2/auth/code",
      "POST /v2/auth",
      `GET ${path}`,
    ]);
  });

  test("encode what does not belong in a form", async () => {
    const server = await serve();
    await createCrowdicityClient({ ...server.options, clientSecret: "a&b=c+d é" }).GET(path);
    expect(server.arrived[0]?.form.client_secret).toBe("a&b=c+d é");
  });

  test("heed a lifetime where one is given", async () => {
    const server = await serve(({ url }, all) =>
      url === "/v2/auth"
        ? { body: { access_token: `t${all.length}`, refresh_token: "r", expires_in: 100 } }
        : undefined,
    );
    let now = 0;
    const client = createCrowdicityClient({ ...server.options, clock: { now: () => now, monotonic: () => now } });
    await client.GET(path);
    now = 99_000;
    await client.GET(path);
    expect(server.lines.filter((line) => line === "POST /v2/auth")).toHaveLength(2);
  });

  test("are tried again after an outage, each by itself", async () => {
    const seen: Record<string, number> = {};
    const server = await serve(({ url }) => {
      seen[url] = (seen[url] ?? 0) + 1;
      return url !== path && seen[url] === 1 ? { status: 503 } : undefined;
    });
    const { error } = await createCrowdicityClient(server.options).GET(path);
    expect(error).toBeUndefined();
    expect(seen).toEqual({ "/v2/auth/code": 2, "/v2/auth": 2, [path]: 1 });
  });
});

describe("what comes back", () => {
  const fail = async (answers: Record<string, { status?: number; body?: unknown; type?: string }>) => {
    const server = await serve(({ url }) => answers[url]);
    try {
      await createCrowdicityClient({ ...server.options, retry: false }).GET(path);
    } catch (error) {
      if (isTokenError(error)) return { error, lines: server.lines };
      throw error;
    }
    throw new Error("there was a token");
  };

  test.each([
    ["an object with auth_code", { auth_code: "c" }],
    ["a JSON string", '"c"'],
    ["plain text", "c"],
  ])("of the first step may be %s", async (_, body) => {
    const server = await serve(({ url }) => (url === "/v2/auth/code" ? { body } : undefined));
    await createCrowdicityClient(server.options).GET(path);
    expect(server.arrived[1]?.form.auth_code).toBe("c");
  });

  test.each<[string, Answer, string]>([
    [
      "a refusal",
      { status: 403, body: { error: "invalid_client", message: "the-client-secret is wrong" } },
      "token_refused",
    ],
    ["an outage", { status: 502, body: "<p>Bad gateway</p>", type: "text/html" }, "token_unavailable"],
    ["a page", { body: "<html>Sign in</html>", type: "text/html" }, "token_malformed"],
    ["nothing", { status: 200 }, "token_malformed"],
    ["an object without a code", { body: { code: 1 } }, "token_malformed"],
  ])("of the first step is a token error when it is %s", async (_, answer, code) => {
    const { error, lines } = await fail({ "/v2/auth/code": answer });
    expect(error).toMatchObject({ code, vendor: "crowdicity", operation: "token request", attempts: 1 });
    expect(error.status).toBe(answer.status ?? 200);
    expect(`${error.message}${JSON.stringify(error)}`).not.toContain("the-client-secret");
    expect(lines).toEqual(["POST /v2/auth/code"]);
  });

  test.each([
    [
      "a refusal that repeats the code",
      { status: 400, body: { error: "invalid_grant", message: "code-1!" } },
      "token_refused",
    ],
    ["no token", { body: { refresh_token: "r" } }, "token_malformed"],
    ["text", { body: "token-1" }, "token_malformed"],
  ])("of the second step is a token error when it is %s", async (_, answer, code) => {
    const { error } = await fail({ "/v2/auth": answer });
    expect(error.code).toBe(code);
    expect(error.message).not.toContain("code-1");
  });

  test.each([
    ["another kind of token", { access_token: "t", token_type: "crowd" }, "Bearer t"],
    ["a token that is a number", { access_token: 17, refresh_token: 18 }, "Bearer 17"],
  ])("of the second step may be %s", async (_, body, authorization) => {
    const server = await serve(({ url }) => (url === "/v2/auth" ? { body } : undefined));
    await createCrowdicityClient(server.options).GET(path);
    expect(server.arrived[2]?.headers.authorization).toBe(authorization);
  });
});

describe("an auth code is read from", () => {
  test.each([
    ['{"auth_code":"abc"}', "abc"],
    ['{"auth_code":123,"more":true}', "123"],
    ['"abc"', "abc"],
    ['" abc "', "abc"],
    ["abc", "abc"],
    ["abc\r\n", "abc"],
    ["8f3c-1a_b.c~d+/=", "8f3c-1a_b.c~d+/="],
    ["0123456789", "0123456789"],
    ["00123", "00123"],
  ])("%j: %j", (text, code) => {
    expect(readAuthCode(text)).toBe(code);
  });

  test.each([
    "",
    "  ",
    '""',
    "null",
    "true",
    "[]",
    '["abc"]',
    "{}",
    '{"code":"abc"}',
    '{"auth_code":null}',
    '{"auth_code"',
    "<p>",
    "two words",
  ])("%j: not", (text) => {
    expect(readAuthCode(text)).toBeUndefined();
  });
});

describe("with the path of the refresh call", () => {
  const refreshPath = "/v2/made-up/refresh";
  const refused = (tokens: string[]) => (request: { url: string; headers: { authorization?: string | undefined } }) =>
    request.url === path && tokens.includes(request.headers.authorization ?? "") ? { status: 401 } : undefined;
  const rotating = (tokens: string[]) => {
    let count = 0;
    return (request: { url: string; headers: { authorization?: string | undefined } }) => {
      if (request.url !== refreshPath) return refused(tokens)(request);
      count += 1;
      return { body: { access_token: `new-${count}`, refresh_token: `next-${count}` } };
    };
  };

  test("a token is renewed by its refresh token alone, and the next time by the one that came then", async () => {
    const server = await serve(rotating(["Bearer token-1", "Bearer new-1"]));
    const client = createCrowdicityClient({ ...server.options, refreshPath });
    await client.GET(path);
    await client.GET(path);
    const { data } = await client.GET(path);
    expect(data).toEqual({ url: path });
    const refreshes = server.arrived.filter(({ url }) => url === refreshPath);
    expect(refreshes.map(({ method, form }) => [method, form])).toEqual([
      ["POST", { refresh_token: "refresh-1" }],
      ["POST", { refresh_token: "next-1" }],
    ]);
    expect(server.lines.filter((line) => line === "POST /v2/auth")).toHaveLength(1);
  });

  test("a refresh token that is no longer taken gives way to the two steps", async () => {
    const server = await serve((request) =>
      request.url === refreshPath ? { status: 400, body: { error: "gone" } } : refused(["Bearer token-1"])(request),
    );
    const { data } = await createCrowdicityClient({ ...server.options, refreshPath }).GET(path);
    expect(data).toEqual({ url: path });
    expect(server.lines.slice(3)).toEqual([
      `POST ${refreshPath}`,
      "POST /v2/auth/code",
      "POST /v2/auth",
      `GET ${path}`,
    ]);
  });

  test("an outage of the refresh call is no reason to sign in anew", async () => {
    const server = await serve((request) =>
      request.url === refreshPath ? { status: 503 } : refused(["Bearer token-1"])(request),
    );
    const call = createCrowdicityClient({ ...server.options, refreshPath, retry: false }).GET(path);
    await expect(call).rejects.toMatchObject({ code: "token_unavailable" });
    expect(server.lines.filter((line) => line === "POST /v2/auth/code")).toHaveLength(1);
  });

  test("the new refresh token is stored before the access token that came with it is used", async () => {
    const order: string[] = [];
    const memory = memoryTokenStore();
    const store: TokenStore = {
      ...memory,
      async compareAndSet(key, expected, next) {
        await new Promise((resolve) => setTimeout(resolve, 20));
        order.push(`stored ${next?.refreshToken}`);
        return memory.compareAndSet(key, expected, next);
      },
    };
    const answer = rotating(["Bearer token-1"]);
    const server = await serve((request) => {
      if (request.url === path) order.push(`used ${request.headers.authorization}`);
      return answer(request);
    });
    const options = { ...server.options, refreshPath, tokenSharing: shareTokens(store) };
    await createCrowdicityClient(options).GET(path);
    expect(order).toEqual(["stored refresh-1", "used Bearer token-1", "stored next-1", "used Bearer new-1"]);

    // Another process, with the same store.
    await createCrowdicityClient(options).GET(path);
    expect(order.at(-1)).toBe("used Bearer new-1");
    expect(server.lines.filter((line) => line === "POST /v2/auth")).toHaveLength(1);
  });

  test("without it no refresh token is kept", async () => {
    const memory = memoryTokenStore();
    const set = vi.spyOn(memory, "compareAndSet");
    const server = await serve();
    await createCrowdicityClient({ ...server.options, tokenSharing: shareTokens(memory) }).GET(path);
    expect(set.mock.calls[0]?.[2]).toMatchObject({ accessToken: "token-1" });
    expect(set.mock.calls[0]?.[2]?.refreshToken).toBeUndefined();
  });
});

describe("a client with an endpoint URL", () => {
  test("is listening before it asks, takes the code that its endpoint received, and none out of the answer", async () => {
    const order: string[] = [];
    let deliver = (_code: string) => {};
    const server = await serve(({ url }) => {
      order.push(url);
      if (url !== "/v2/auth/code") return undefined;
      deliver("from-the-endpoint");
      return { body: "OK" };
    });
    const signals: AbortSignal[] = [];
    const client = createCrowdicityClient({
      ...server.options,
      receiveAuthCode: ({ signal }) => {
        order.push("listening");
        signals.push(signal);
        return new Promise((resolve) => {
          deliver = resolve;
        });
      },
    });
    await client.GET(path);
    expect(order).toEqual(["listening", "/v2/auth/code", "/v2/auth", path]);
    expect(server.arrived[1]?.form.auth_code).toBe("from-the-endpoint");
    expect(signals[0]?.aborted).toBe(true);
  });

  test("stops listening when the code is refused", async () => {
    const server = await serve(({ url }) => (url === "/v2/auth/code" ? { status: 403 } : undefined));
    let stopped = false;
    const call = createCrowdicityClient({
      ...server.options,
      receiveAuthCode: ({ signal }) =>
        new Promise((_, reject) => {
          signal.addEventListener("abort", () => {
            stopped = true;
            reject(signal.reason);
          });
        }),
    }).GET(path);
    await expect(call).rejects.toMatchObject({ code: "token_refused" });
    expect(stopped).toBe(true);
  });

  test.each([
    ["fails", () => Promise.reject(new Error("no listener")), "token_unavailable"],
    [
      "throws",
      () => {
        throw new Error("no listener");
      },
      "token_unavailable",
    ],
    ["gives nothing", () => Promise.resolve(" "), "token_malformed"],
  ])("whose listener %s gets a token error", async (_, receiveAuthCode, code) => {
    const server = await serve();
    const call = createCrowdicityClient({ ...server.options, receiveAuthCode }).GET(path);
    await expect(call).rejects.toMatchObject({ code, vendor: "crowdicity" });
  });

  test("does not wait for ever", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
    try {
      const call = createCrowdicityClient({
        origin: "https://ideas.example",
        clientId: "id",
        clientSecret: "secret",
        totalTimeoutMs: 120_000,
        fetch: async () => new Response(""),
        receiveAuthCode: () => new Promise(() => {}),
      }).GET(path);
      const outcome = expect(call).rejects.toMatchObject({ code: "token_unavailable" });
      await vi.advanceTimersByTimeAsync(30_000);
      await outcome;
    } finally {
      vi.useRealTimers();
    }
  });
});
