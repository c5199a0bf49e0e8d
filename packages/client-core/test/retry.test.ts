import { describe, expect, test, vi } from "vitest";
import type { Call, SendInit } from "../src/call.js";
import { ConnectionError, TimeoutError } from "../src/errors.js";
import { type ClientEvent, TokenError } from "../src/index.js";
import { type RetryOptions, retry } from "../src/layers/retry.js";
import { newCall } from "../src/pipeline.js";
import { serve } from "./support/servers.js";
import { emitting, failureOf, json, scripted, thingsClient } from "./support/things.js";

const FAST: RetryOptions = { baseDelayMs: 1, maxDelayMs: 2 };
const silent = emitting(() => {});
const GET_THING = "GET /things/{id}";
const thing = { params: { path: { id: "1" } } } as const;

function start(policy: Call["policy"] = {}, over: Partial<SendInit> = {}): SendInit {
  const method = over.method ?? "GET";
  return { method, headers: new Headers(), call: newCall("things", `${method} /things`, policy), ...over };
}

/** The layer over a fetch that is described by what it gives, one after the other; answers how often it was called. */
async function run(init: SendInit, steps: (number | Error)[], options = FAST, isFinal?: (body: string) => boolean) {
  let count = 0;
  const send = retry(
    options,
    silent,
    isFinal,
  )(async () => {
    const step = steps[Math.min(count, steps.length - 1)] as number | Error;
    count += 1;
    if (step instanceof Error) throw step;
    return new Response(null, { status: step });
  });
  const outcome = await send("https://things.example/things", init).then(
    ({ status }) => status,
    (error: unknown) => error,
  );
  return { outcome, count };
}

describe("what is tried again", () => {
  test.each([408, 429, 500, 502, 503, 504])("%i", async (status) => {
    expect(await run(start(), [status, 200])).toEqual({ outcome: 200, count: 2 });
  });

  test.each([400, 401, 403, 404, 405, 409, 410, 413, 422, 425, 501, 505, 304, 302])("not %i", async (status) => {
    expect(await run(start(), [status, 200])).toEqual({ outcome: status, count: 1 });
  });

  test("a connection error", async () => {
    const init = start();
    const error = new ConnectionError("reset", { operation: init.call.operation }, undefined);
    expect(await run(init, [error, 200])).toEqual({ outcome: 200, count: 2 });
  });

  test("an attempt that took too long", async () => {
    const init = start();
    const error = new TimeoutError("attempt_timeout", "slow", { operation: init.call.operation });
    expect(await run(init, [error, 200])).toEqual({ outcome: 200, count: 2 });
  });

  test("not an error of another kind", async () => {
    const error = new TokenError("token_unavailable", "no token");
    expect(await run(start(), [error, 200])).toEqual({ outcome: error, count: 1 });
  });

  test("not a failed token request: it is another operation, with retries of its own", async () => {
    const error = new ConnectionError("reset", { operation: "token request" }, undefined);
    expect(await run(start(), [error, 200])).toEqual({ outcome: error, count: 1 });
  });

  test("not what is vetoed by its text", async () => {
    const init = start();
    init.call.body = '{"error":"invalid_client"}';
    expect((await run(init, [503, 200], FAST, (body) => body.includes("invalid_client"))).count).toBe(1);
    expect((await run(init, [503, 200], FAST, (body) => body.includes("other"))).count).toBe(2);
  });
});

describe("which calls are repeated", () => {
  test.each(["GET", "HEAD", "PUT", "DELETE", "OPTIONS"])("%s: idempotent", async (method) => {
    expect((await run(start({}, { method }), [503, 200])).count).toBe(2);
  });

  test.each(["POST", "PATCH"])("not %s: it may have done its work", async (method) => {
    expect((await run(start({}, { method }), [503, 200])).count).toBe(1);
  });

  test("a POST whose operation is documented to be safe to repeat", async () => {
    expect((await run(start({ retry: "always" }, { method: "POST" }), [503, 200])).count).toBe(2);
  });

  test("not a GET whose operation records something on every send", async () => {
    expect((await run(start({ retry: "never" }), [503, 200])).count).toBe(1);
  });

  test("a body that is text, bytes, a form or a file", async () => {
    for (const body of ["x", new Uint8Array(2), new FormData(), new Blob(["x"]), new URLSearchParams("a=b")]) {
      expect((await run(start({}, { method: "PUT", body }), [503, 200])).count).toBe(2);
    }
  });

  test("never a stream: it has been read", async () => {
    const stream = new Blob(["x"]).stream();
    async function* chunks() {
      yield "x";
    }
    for (const body of [stream, chunks() as unknown as BodyInit]) {
      expect((await run(start({ retry: "always" }, { method: "PUT", body }), [503, 200])).count).toBe(1);
    }
  });

  test("the caller may switch retries off for a call, or on for a method that is not idempotent", async () => {
    const { fetch, calls } = scripted(json({}, 503));
    const client = thingsClient({ fetch });
    await client.GET("/things", { retry: false });
    expect(calls).toHaveLength(1);
    await client.POST("/things", { body: { name: "a" }, retry: true });
    expect(calls).toHaveLength(4);
    await client.POST("/things", { body: { name: "a" } });
    expect(calls).toHaveLength(5);
  });

  test("the caller cannot switch them on for an operation that records something on every send", async () => {
    const { fetch, calls } = scripted(json({}, 503));
    const client = thingsClient({ fetch }, { policies: { "POST /things": { retry: "never" } } });
    await client.POST("/things", { body: { name: "a" }, retry: true });
    expect(calls).toHaveLength(1);
  });

  test("a client made with `retry: false` tries once", async () => {
    const { fetch, calls } = scripted(json({}, 503));
    const { error } = await thingsClient({ fetch, retry: false }).GET("/things");
    expect(calls).toHaveLength(1);
    expect(error?.attempts).toBe(1);
  });
});

describe("how often and how long", () => {
  test("three attempts, unless said otherwise; the last answer is the one that counts", async () => {
    expect(await run(start(), [503, 502, 500, 200])).toEqual({ outcome: 500, count: 3 });
    expect((await run(start(), [503], { ...FAST, maxAttempts: 5 })).count).toBe(5);
    expect((await run(start(), [503], { ...FAST, maxAttempts: 1 })).count).toBe(1);
  });

  test("waits are drawn from zero up to a bound that doubles, and stops at the longest", async () => {
    const bounds: number[] = [];
    const random = vi.spyOn(Math, "random").mockReturnValue(0.5);
    const send = retry(
      { maxAttempts: 6, baseDelayMs: 2, maxDelayMs: 10 },
      emitting((make) => {
        bounds.push((make() as { delayMs: number }).delayMs / 0.5);
      }),
    )(async () => new Response(null, { status: 503 }));
    await send("https://things.example/", start());
    random.mockRestore();
    expect(bounds).toEqual([2, 4, 8, 10, 10]);
  });

  test("without options the first wait is under 250 ms and no wait is over 8 s", async () => {
    const bounds: number[] = [];
    const random = vi.spyOn(Math, "random").mockReturnValue(1);
    vi.useFakeTimers();
    const send = retry(
      { maxAttempts: 8 },
      emitting((make) => {
        bounds.push((make() as { delayMs: number }).delayMs);
      }),
    )(async () => new Response(null, { status: 503 }));
    const sent = send("https://things.example/", start());
    await vi.runAllTimersAsync();
    await sent;
    vi.useRealTimers();
    random.mockRestore();
    expect(bounds).toEqual([250, 500, 1_000, 2_000, 4_000, 8_000, 8_000]);
  });

  test("a wait that the server asks for is kept, however short the own one would be", async () => {
    const server = await serve((_, response, count) => {
      response.writeHead(count === 1 ? 429 : 200, { "retry-after-ms": "60", "content-type": "application/json" });
      response.end("{}");
    });
    const startedAt = performance.now();
    const { response } = await thingsClient({}, { origin: server.origin }).GET("/things");
    expect(response.status).toBe(200);
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(59);
  });

  test("a wait that does not fit into the deadline ends the call at once, with the wait on the error", async () => {
    const { fetch, calls } = scripted(json({ message: "slow down" }, 429, { "retry-after": "1200" }));
    const startedAt = performance.now();
    const { error } = await thingsClient({ fetch }).GET("/things");
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(calls).toHaveLength(1);
    expect(error).toMatchObject({ code: "rate_limited", retryAfterMs: 1_200_000, attempts: 1 });
  });

  test("a wait of the client's own that does not fit ends the call at once, too", async () => {
    const { fetch, calls } = scripted(json({}, 503));
    vi.spyOn(Math, "random").mockReturnValue(1);
    const client = thingsClient({ fetch, retry: { baseDelayMs: 5_000 }, totalTimeoutMs: 1_000 });
    const startedAt = performance.now();
    const { error } = await client.GET("/things");
    vi.restoreAllMocks();
    expect(performance.now() - startedAt).toBeLessThan(500);
    expect(error).toMatchObject({ status: 503, attempts: 1 });
    expect(calls).toHaveLength(1);
  });
});

describe("the budget of a client", () => {
  test("an outage is not answered with a multiple of the load: retries end when the budget is spent", async () => {
    const { fetch, calls } = scripted(json({}, 503));
    const client = thingsClient({ fetch });
    for (let call = 0; call < 100; call += 1) await client.GET("/things");
    // 500 at a cost of 5: a hundred retries, beside the hundred first attempts.
    expect(calls).toHaveLength(200);
    await client.GET("/things");
    expect(calls).toHaveLength(201);
  });

  test("answers that succeed fill it again", async () => {
    let status = 503;
    const { fetch, calls } = scripted(() => json({}, status));
    const client = thingsClient({ fetch });
    for (let call = 0; call < 60; call += 1) await client.GET("/things");
    status = 200;
    for (let call = 0; call < 5; call += 1) await client.GET("/things");
    const before = calls.length;
    status = 503;
    await client.GET("/things");
    await client.GET("/things");
    expect(calls.length - before).toBe(2 + 1);
  });

  test("it is the client's own: another client's outage does not spend it", async () => {
    const { fetch, calls } = scripted(json({}, 503));
    const first = thingsClient({ fetch });
    for (let call = 0; call < 60; call += 1) await first.GET("/things");
    const before = calls.length;
    await thingsClient({ fetch }).GET("/things");
    expect(calls.length - before).toBe(3);
  });
});

test("each retry is told of: the attempt that failed, why, and the wait", async () => {
  const events: ClientEvent[] = [];
  const { fetch } = scripted(
    json({}, 503, { "retry-after-ms": "1" }),
    new TypeError("fetch failed"),
    json({ id: "1" }),
  );
  await thingsClient({ fetch, onEvent: (event) => events.push(event) }).GET("/things/{id}", thing);
  expect(events).toMatchObject([
    { type: "retry", vendor: "things", operation: GET_THING, attempt: 1, reason: "503", delayMs: 1 },
    { type: "retry", attempt: 2, reason: "connection_failed" },
    { type: "call", status: 200, attempts: 3 },
  ]);
});

test("a listener that aborts the call in answer to a retry ends it there", async () => {
  const controller = new AbortController();
  const { fetch, calls } = scripted(json({}, 503, { "retry-after": "30" }));
  const client = thingsClient({ fetch, onEvent: ({ type }) => type === "retry" && controller.abort() });
  const error = await failureOf(client.GET("/things", { signal: controller.signal }));
  expect(error).toMatchObject({ code: "aborted", attempts: 1 });
  expect(calls).toHaveLength(1);
});
