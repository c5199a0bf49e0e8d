import { spawnSync } from "node:child_process";
import { getEventListeners } from "node:events";
import { describe, expect, test, vi } from "vitest";
import { bearer, createTokenClient } from "../src/index.js";
import { serve } from "./support/servers.js";
import { deferred, failureOf, json, scripted, thingsClient } from "./support/things.js";

const never = () => new Promise<never>(() => {});
const tick = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

/** A token source whose exchange never ends. */
function hangingTokens() {
  return createTokenClient(
    {
      vendor: "things",
      tokenUrl: "https://things.example/token",
      key: [],
      secrets: [],
      exchange: () => never,
    },
    {},
  );
}

describe("the deadline of a call", () => {
  test("holds over all retries and the waits between them", async () => {
    const { fetch } = scripted(json({}, 503, { "retry-after-ms": "30" }));
    const client = thingsClient({ fetch, retry: { maxAttempts: 100 }, totalTimeoutMs: 100 });
    const startedAt = performance.now();
    const { error } = await client.GET("/things");
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(error).toMatchObject({ status: 503, retryAfterMs: 30 });
    expect(error?.attempts).toBeGreaterThan(1);
  });

  test("ends an attempt that would still have time", async () => {
    const client = thingsClient({ fetch: never, totalTimeoutMs: 30 });
    expect(await failureOf(client.GET("/things"))).toMatchObject({
      name: "TimeoutError",
      code: "total_timeout",
      vendor: "things",
      operation: "GET /things",
      attempts: 1,
      message: "GET /things: not done within 30 ms",
    });
  });

  test("holds over the wait for a token", async () => {
    const client = thingsClient({ totalTimeoutMs: 30 }, { authorize: bearer(hangingTokens()) });
    expect(await failureOf(client.GET("/things"))).toMatchObject({ code: "total_timeout", attempts: 0 });
  });

  test("may be set for a call", async () => {
    const client = thingsClient({ fetch: never });
    const error = await failureOf(client.GET("/things", { totalTimeoutMs: 20 }));
    expect(error).toMatchObject({ code: "total_timeout", message: "GET /things: not done within 20 ms" });
  });

  test("is not answered with a retry", async () => {
    const { fetch, calls } = scripted(never);
    await failureOf(thingsClient({ fetch, totalTimeoutMs: 20 }).GET("/things"));
    await tick(20);
    expect(calls).toHaveLength(1);
  });
});

describe("the caller's signal", () => {
  const reason = new Error("the user left");

  test("aborted before the call: nothing is sent", async () => {
    const { fetch, calls } = scripted(json({}));
    const error = await failureOf(thingsClient({ fetch }).GET("/things", { signal: AbortSignal.abort(reason) }));
    expect(error).toMatchObject({ name: "AbortedError", code: "aborted", operation: "GET /things", attempts: 0 });
    expect(error.cause).toBe(reason);
    expect(calls).toHaveLength(0);
  });

  test.each([
    ["during an attempt", { fetch: never }, {}, 1],
    ["while a token is waited for", {}, { authorize: bearer(hangingTokens()) }, 0],
    ["while a retry is waited for", { fetch: async () => json({}, 503, { "retry-after": "20" }) }, {}, 1],
  ])("aborted %s: the call ends at once", async (_, options, definition, attempts) => {
    const controller = new AbortController();
    const call = failureOf(thingsClient(options, definition).GET("/things", { signal: controller.signal }));
    await tick(15);
    controller.abort(reason);
    const error = await call;
    expect(error).toMatchObject({ code: "aborted", attempts });
    expect(error.cause).toBe(reason);
  });

  test("aborted while the body arrives: the connection is closed", async () => {
    const closed = deferred<undefined>();
    const server = await serve((_, response) => {
      response.on("close", () => closed.resolve(undefined));
      response.write("[");
    });
    const controller = new AbortController();
    const call = failureOf(thingsClient({}, { origin: server.origin }).GET("/things", { signal: controller.signal }));
    await tick(40);
    controller.abort();
    expect(await call).toMatchObject({ code: "aborted", attempts: 1 });
    await closed.promise;
  });

  test("ends the caller's wait only: the token that is on its way serves the others", async () => {
    const token = deferred<Response>();
    const server = await serve((_, response) => response.end("{}"));
    const tokens = createTokenClient(
      {
        vendor: "things",
        tokenUrl: "https://things.example/token",
        key: [],
        secrets: [],
        exchange: () => async () => {
          await token.promise;
          return { accessToken: "one" };
        },
      },
      {},
    );
    const client = thingsClient({}, { origin: server.origin, authorize: bearer(tokens) });
    const controller = new AbortController();
    const aborted = failureOf(client.GET("/things", { signal: controller.signal }));
    const other = client.GET("/things");
    await tick(5);
    controller.abort();
    expect(await aborted).toMatchObject({ code: "aborted" });
    token.resolve(new Response());
    expect((await other).response.status).toBe(200);
  });

  test("does not take the deadlines away", async () => {
    const { signal } = new AbortController();
    const client = thingsClient({ fetch: never, attemptTimeoutMs: 20, retry: false });
    expect(await failureOf(client.GET("/things", { signal }))).toMatchObject({ code: "attempt_timeout" });
    expect(await failureOf(client.GET("/things", { signal, attemptTimeoutMs: 500, totalTimeoutMs: 20 }))).toMatchObject(
      {
        code: "total_timeout",
      },
    );
  });

  test("ends a stream while it is read, with the same error", async () => {
    const server = await serve((_, response) => {
      response.write("a");
    });
    const controller = new AbortController();
    const { data } = await thingsClient({}, { origin: server.origin }).GET("/things", {
      signal: controller.signal,
      parseAs: "stream",
    });
    const reader = data?.getReader();
    await reader?.read();
    setTimeout(() => controller.abort(reason), 10);
    const error = await failureOf(reader?.read() as Promise<unknown>);
    expect(error).toMatchObject({ name: "AbortedError", code: "aborted" });
    expect(error.cause).toBe(reason);
  });
});

describe("nothing is left behind", () => {
  test("1,000 calls on one signal leave no listener on it, whether they succeed or fail", async () => {
    const { signal } = new AbortController();
    let count = 0;
    const client = thingsClient({
      fetch: async () => {
        count += 1;
        if (count % 3 === 0) throw new TypeError("fetch failed");
        return json({}, count % 2 ? 200 : 404);
      },
      retry: { maxAttempts: 1 },
    });
    for (let call = 0; call < 1_000; call += 1) await client.GET("/things", { signal }).catch(() => {});
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("a stream keeps its listener until it is read to the end, has failed or is cancelled", async () => {
    const { signal } = new AbortController();
    const failing = new ReadableStream({ pull: () => Promise.reject(new Error("reset")) });
    const { fetch } = scripted(
      () => new Response("text"),
      () => new Response("text"),
      () => new Response(failing),
      () => new Response(null, { status: 204 }),
    );
    const client = thingsClient({ fetch });
    const stream = async () => (await client.GET("/things", { signal, parseAs: "stream" })).data;
    const read = await stream();
    expect(getEventListeners(signal, "abort")).toHaveLength(1);
    expect(await new Response(read).text()).toBe("text");
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    await (await stream())?.cancel();
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    await failureOf(new Response(await stream()).text());
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
    expect(await stream()).toBeNull();
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  test("no timer is, however the call ends", async () => {
    vi.useFakeTimers();
    const { fetch } = scripted(json({}), json({}, 404), new TypeError("reset"), () => new Response("text"));
    const client = thingsClient({ fetch, retry: false });
    await client.GET("/things");
    await client.GET("/things");
    await failureOf(client.GET("/things"));
    await client.GET("/things", { parseAs: "stream" });
    const count = vi.getTimerCount();
    vi.useRealTimers();
    expect(count).toBe(0);
  });

  test("a program ends when its last call has", () => {
    const program = `
      import { createClient } from ${JSON.stringify(new URL("../dist/index.js", import.meta.url).href)};
      const answers = [new Response("{}", { status: 503 }), new Response("{}"), new Response("{}", { status: 404 })];
      const client = createClient(
        { vendor: "things", origin: "https://things.example" },
        { fetch: async () => answers.shift(), retry: { baseDelayMs: 1 }, attemptTimeoutMs: 60_000 },
      );
      await client.GET("/things");
      await client.GET("/things");
    `;
    const { status, stderr } = spawnSync(process.execPath, ["--input-type=module", "-e", program], { timeout: 15_000 });
    expect(stderr.toString()).toBe("");
    expect(status).toBe(0);
  }, 20_000);
});
