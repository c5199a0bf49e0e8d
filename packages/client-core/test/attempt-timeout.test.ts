import { describe, expect, test } from "vitest";
import { attemptTimeout } from "../src/layers/attempt-timeout.js";
import { newCall } from "../src/pipeline.js";
import { serve, serveBytes } from "./support/servers.js";
import { deferred, failureOf, json, scripted, thingsClient } from "./support/things.js";

const id = { params: { path: { id: "1" } } } as const;
const never = () => new Promise<never>(() => {});

describe("the deadline of an attempt", () => {
  test("holds over the headers", async () => {
    const server = await serve(never);
    const client = thingsClient({ attemptTimeoutMs: 40, retry: false }, { origin: server.origin });
    const error = await failureOf(client.GET("/things/{id}", id));
    expect(error).toMatchObject({
      name: "TimeoutError",
      code: "attempt_timeout",
      vendor: "things",
      operation: "GET /things/{id}",
      attempts: 1,
      message: "GET /things/{id}: no complete answer within 40 ms",
    });
  });

  test("holds over a body that dribbles in", async () => {
    const server = await serveBytes((socket) => {
      socket.write("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 1000\r\n\r\n[");
      const timer = setInterval(() => socket.write("1,"), 5);
      socket.on("close", () => clearInterval(timer));
    });
    const client = thingsClient({ attemptTimeoutMs: 60, retry: false }, { origin: server.origin });
    const startedAt = performance.now();
    const error = await failureOf(client.GET("/things/{id}", id));
    expect(error).toMatchObject({ code: "attempt_timeout" });
    expect(performance.now() - startedAt).toBeLessThan(1_000);
  });

  test("holds over the body of an error, too", async () => {
    const server = await serve((_, response) => {
      response.writeHead(400, { "content-type": "application/json" });
      response.write("{");
    });
    const client = thingsClient({ attemptTimeoutMs: 40, retry: false }, { origin: server.origin });
    expect(await failureOf(client.GET("/things/{id}", id))).toMatchObject({ code: "attempt_timeout" });
  });

  test("is not left to the fetch: one that ignores its signal does not hold the call", async () => {
    const client = thingsClient({ fetch: never, attemptTimeoutMs: 30, retry: false });
    expect(await failureOf(client.GET("/things/{id}", id))).toMatchObject({ code: "attempt_timeout" });
  });

  test("hangs up: the server sees the connection close", async () => {
    const closed = deferred<undefined>();
    const server = await serve((_, response) => {
      response.on("close", () => closed.resolve(undefined));
    });
    await failureOf(
      thingsClient({ attemptTimeoutMs: 30, retry: false }, { origin: server.origin }).GET("/things/{id}", id),
    );
    await closed.promise;
  });

  test("is that attempt's alone: the next one has its own, and may succeed", async () => {
    const server = await serve((_, response, count) => count > 1 && response.end('{"id":"1"}'));
    const client = thingsClient({ attemptTimeoutMs: 200 }, { origin: server.origin });
    const { data } = await client.GET("/things/{id}", id);
    expect(data).toEqual({ id: "1" });
    expect(server.received).toHaveLength(2);
  });

  test("may be set for a call", async () => {
    const client = thingsClient({ fetch: never, retry: false });
    const error = await failureOf(client.GET("/things/{id}", { ...id, attemptTimeoutMs: 20 }));
    expect(error.message).toContain("within 20 ms");
  });

  test("is over when the headers of a stream have arrived: a long download is not cut off", async () => {
    const server = await serve((_, response) => {
      response.write("a");
      setTimeout(() => response.end("b"), 300);
    });
    const client = thingsClient({ attemptTimeoutMs: 200 }, { origin: server.origin });
    const { data } = await client.GET("/things/{id}", { ...id, parseAs: "stream" });
    expect(await new Response(data).text()).toBe("ab");
  });
});

test("an attempt that was given up does not touch the ones after it, whenever it ends", async () => {
  const late = deferred<Response>();
  const { fetch } = scripted(
    () => late.promise,
    async () => {
      late.resolve(json({ id: "late" }));
      await new Promise((resolve) => setTimeout(resolve, 10));
      return json({ id: "in time" });
    },
  );
  const { data } = await thingsClient({ fetch, attemptTimeoutMs: 100 }).GET("/things/{id}", id);
  expect(data).toEqual({ id: "in time" });
});

test("attempts are counted as they are sent", async () => {
  const call = newCall("things", "GET /things", {});
  const send = attemptTimeout(1_000)(async () => new Response("{}"));
  const init = { method: "GET", headers: new Headers(), call };
  await send("https://things.example/things", init);
  await send("https://things.example/things", init);
  expect(call.attempts).toBe(2);
});
