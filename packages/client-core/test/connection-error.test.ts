import type { Socket } from "node:net";
import { createServer } from "node:net";
import { inspect } from "node:util";
import { gzipSync } from "node:zlib";
import { describe, expect, test } from "vitest";
import { isConnectionError } from "../src/index.js";
import { serveBytes } from "./support/servers.js";
import { failureOf, scripted, thingsClient } from "./support/things.js";

const HEAD = "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\n";
const OK = `${HEAD}content-length: 2\r\nconnection: close\r\n\r\n{}`;

function corruptGzip(): Buffer {
  const bytes = gzipSync(JSON.stringify({ filler: "x".repeat(2_000) }));
  bytes.fill(0xff, 10);
  return bytes;
}

/** What may happen to an answer on its way. */
const FAULTS: Record<string, (socket: Socket) => void> = {
  "a reset before the headers": (socket) => socket.resetAndDestroy(),
  "a connection closed without an answer": (socket) => socket.end(),
  "a reset in the middle of the body": (socket) => {
    socket.write(`${HEAD}content-length: 100\r\n\r\n{"a":`);
    setTimeout(() => socket.resetAndDestroy(), 5);
  },
  "a body shorter than its content-length": (socket) => socket.end(`${HEAD}content-length: 100\r\n\r\n{}`),
  "a chunked body without its end": (socket) => socket.end(`${HEAD}transfer-encoding: chunked\r\n\r\n2\r\n{}\r\n`),
  "gzip that is none": (socket) => {
    const bytes = corruptGzip();
    socket.write(`${HEAD}content-encoding: gzip\r\ncontent-length: ${bytes.length}\r\n\r\n`);
    socket.end(bytes);
  },
  "something that is not HTTP": (socket) => socket.end("HELLO THERE\r\n\r\n"),
};

describe.each(Object.entries(FAULTS))("%s", (_, fault) => {
  test("is a ConnectionError, and a GET is tried again", async () => {
    const server = await serveBytes((socket, count) => (count < 3 ? fault(socket) : socket.end(OK)));
    const { data } = await thingsClient({}, { origin: server.origin }).GET("/things");
    expect(data).toEqual({});
    expect(server.count()).toBe(3);
  });

  test("is not repeated for a POST", async () => {
    const server = await serveBytes(fault);
    const error = await failureOf(thingsClient({}, { origin: server.origin }).POST("/things", { body: { name: "a" } }));
    expect(isConnectionError(error)).toBe(true);
    expect(error).toMatchObject({
      code: "connection_failed",
      vendor: "things",
      operation: "POST /things",
      attempts: 1,
    });
    expect(server.count()).toBe(1);
  });
});

test("a stream that breaks off fails with a ConnectionError, too", async () => {
  const server = await serveBytes(FAULTS["a reset in the middle of the body"] as (socket: Socket) => void);
  const { data } = await thingsClient({}, { origin: server.origin }).GET("/things", { parseAs: "stream" });
  expect(await failureOf(new Response(data).text())).toMatchObject({ code: "connection_failed" });
});

test("a refused connection names the system's code, and keeps what is known of the cause", async () => {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as { port: number };
  await new Promise((resolve) => {
    server.close(resolve);
  });
  const error = await failureOf(thingsClient({ retry: false }, { origin: `http://127.0.0.1:${port}` }).GET("/things"));
  expect(error.message).toBe("GET /things: the connection failed (ECONNREFUSED)");
  const cause = error.cause as Error & { cause: Error };
  expect(cause).toMatchObject({ name: "TypeError", message: "fetch failed" });
  expect(cause.cause).toMatchObject({ code: "ECONNREFUSED" });
});

describe("the cause is a copy", () => {
  test("it keeps name, message, code, stack and causes", async () => {
    const thrown = Object.assign(new RangeError("outer", { cause: new Error("inner") }), { code: "E_OUTER" });
    const { cause } = await failureOf(thingsClient({ fetch: scripted(thrown).fetch, retry: false }).GET("/things"));
    expect(cause).not.toBe(thrown);
    expect(cause).toMatchObject({ name: "RangeError", message: "outer", code: "E_OUTER", cause: { message: "inner" } });
    expect((cause as Error).stack).toContain("connection-error.test.ts");
  });

  test("it holds no live request: some fetches hang theirs on the errors they throw", async () => {
    const { fetch } = scripted((url, init) => {
      throw Object.assign(new TypeError("failed"), { request: new Request(url, init), config: init });
    });
    const error = await failureOf(
      thingsClient({ fetch, retry: false }).GET("/things", { headers: { "x-api-key": "canary" } }),
    );
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("canary");
  });

  test("it holds no raw bytes of the answer, as the platform's parser errors do", async () => {
    const server = await serveBytes((socket) => socket.end("HTTP/1.1 canary\r\n\r\n"));
    const error = await failureOf(thingsClient({ retry: false }, { origin: server.origin }).GET("/things"));
    expect(isConnectionError(error)).toBe(true);
    expect(inspect(error, { depth: 10, showHidden: true })).not.toContain("canary");
  });

  test.each([["text"], [undefined], [null], [{ odd: true }]])("whatever is thrown: %o", async (thrown) => {
    const fetch = () => Promise.reject(thrown);
    const error = await failureOf(thingsClient({ fetch, retry: false }).GET("/things"));
    expect(error).toMatchObject({ code: "connection_failed", message: "GET /things: the connection failed" });
  });

  test("causes that go in a circle end", async () => {
    const thrown = new Error("round");
    thrown.cause = thrown;
    const error = await failureOf(thingsClient({ fetch: scripted(thrown).fetch, retry: false }).GET("/things"));
    expect(error).toMatchObject({ code: "connection_failed", cause: { message: "round" } });
  });
});
