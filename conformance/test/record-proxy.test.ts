import { createHash, randomBytes } from "node:crypto";
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { startRecordProxy } from "../src/record/record-proxy.js";
import { createRecorder, type Recorder } from "../src/record/recorder.js";
import { Scrubber } from "../src/record/scrubber.js";
import type { RecordOutcome } from "../src/record/types.js";
import { runCli, temporaryFolder } from "./support/run-cli.js";

// A busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });

const SECRET = "zq81mcanary77Xw";
const auth = { authorization: "Bearer a-token-of-the-test" };

let server: Server;
let target: string;
let folder: string;
let answer: RequestListener;
beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  target = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "record-proxy-"));
  return () => {
    vi.restoreAllMocks();
    rmSync(folder, { recursive: true, force: true });
  };
});

function recorderOf(secrets: string[] = []): Recorder {
  return createRecorder({ folder, vendor: "acme", secrets, environment: {} });
}

function written(): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");

test("20 MiB of bytes come through as they are, and are not written", async () => {
  const bytes = randomBytes(20 * 1024 * 1024);
  answer = (_request, response) => response.writeHead(200, { "content-type": "application/octet-stream" }).end(bytes);
  const recorder = recorderOf();
  await using proxy = await startRecordProxy({ recorder, target });
  const response = await fetch(`${proxy.origin}/file`, { headers: auth });
  expect(sha256(new Uint8Array(await response.arrayBuffer()))).toBe(sha256(bytes));
  expect(await recorder.finish()).toMatchObject([{ kept: true }]);
  expect(JSON.parse(written())).toMatchObject({ response: { body: "<bytes>" } });
});

test("a compressed answer is read, scrubbed, and passed on as what it says that it is", async () => {
  answer = (_request, response) =>
    response
      .writeHead(200, { "content-type": "application/json", "content-encoding": "gzip" })
      .end(gzipSync(JSON.stringify({ access_token: SECRET })));
  const recorder = recorderOf();
  await using proxy = await startRecordProxy({ recorder, target });
  const response = await fetch(`${proxy.origin}/token`, { headers: auth });
  expect(await response.json()).toEqual({ access_token: SECRET });
  await recorder.finish();
  expect(JSON.parse(written())).toMatchObject({ response: { body: { access_token: "<access_token-2>" } } });
});

test("a secret that is split between two chunks is found; the first chunk is passed on before the last one is there", async () => {
  let goOn = (): void => undefined;
  answer = (_request, response) => {
    response.writeHead(200, { "content-type": "text/event-stream" }).write(`data: {"note":"${SECRET.slice(0, 6)}`);
    goOn = () => response.end(`${SECRET.slice(6)}"}\n\n`);
  };
  const recorder = recorderOf([SECRET]);
  await using proxy = await startRecordProxy({ recorder, target });
  const response = await fetch(`${proxy.origin}/events`, { headers: auth });
  const reader = (response.body as ReadableStream<Uint8Array>).getReader();
  const first = await reader.read();
  expect(Buffer.from(first.value ?? []).toString()).toContain(SECRET.slice(0, 6));
  goOn();
  while (!(await reader.read()).done);
  expect(await recorder.finish()).toMatchObject([{ kept: true }]);
  expect(written()).toContain("<secret>");
  expect(written()).not.toContain(SECRET.slice(6));
});

test("text in another encoding than UTF-8 is read as what it says, and is not written where it says nothing", async () => {
  answer = (request, response) =>
    response
      .writeHead(200, { "content-type": request.url === "/named" ? "text/plain; charset=utf-16le" : "text/plain" })
      .end(Buffer.from(`token ${SECRET}`, "utf16le"));
  const recorder = recorderOf([SECRET]);
  await using proxy = await startRecordProxy({ recorder, target });
  for (const path of ["/named", "/nameless"]) await (await fetch(proxy.origin + path, { headers: auth })).arrayBuffer();
  await recorder.finish();
  expect(written()).toContain('"body": "token <secret>"');
  expect(written()).toContain('"body": "<bytes>"');
  expect(written().replaceAll("\\u0000", "")).not.toContain(SECRET);
});

test("an error of the API is an answer like any other; a redirect is not followed", async () => {
  answer = (request, response) =>
    request.url === "/moved"
      ? response.writeHead(302, { location: "https://elsewhere.example/x" }).end()
      : response.writeHead(500, { "content-type": "application/json" }).end('{"error":"down"}');
  const recorder = recorderOf();
  await using proxy = await startRecordProxy({ recorder, target });
  const failed = await fetch(`${proxy.origin}/broken`, { headers: auth });
  const moved = await fetch(`${proxy.origin}/moved`, { headers: auth, redirect: "manual" });
  expect([failed.status, await failed.json(), moved.status]).toEqual([500, { error: "down" }, 302]);
  expect(await recorder.finish()).toMatchObject([{ kept: true }, { kept: true }]);
});

test("an API that breaks off, or is not there, is a 502 that says why, or a broken connection; nothing is kept", async () => {
  answer = (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain", "content-length": "100" }).write("half");
    setTimeout(() => response.destroy(), 50);
  };
  const recorder = recorderOf();
  await using proxy = await startRecordProxy({ recorder, target });
  await expect(fetch(`${proxy.origin}/half`, { headers: auth }).then((response) => response.text())).rejects.toThrow();
  await using lost = await startRecordProxy({ recorder, target: "http://127.0.0.1:1" });
  const refused = await fetch(lost.origin, { headers: auth });
  expect([refused.status, await refused.text()]).toEqual([
    502,
    expect.stringContaining("the recording proxy got no answer: "),
  ]);
  expect((await recorder.finish()).map(({ kept }) => kept)).toEqual([false, false]);
  expect(written()).toBe("");
});

/** What comes back for a request that no HTTP library would send. */
function raw(origin: string, text: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = connect(Number(new URL(origin).port), "127.0.0.1", () => socket.write(text));
    let all = "";
    socket.setEncoding("utf8").on("data", (chunk: string) => {
      all += chunk;
      if (all.endsWith("\n")) socket.end();
    });
    socket.on("close", () => resolve(all)).on("error", reject);
  });
}

test("it is no open proxy: absolute URLs, tunnels and WebSockets are refused in words, and nothing is sent", async () => {
  let count = 0;
  answer = (_request, response) => {
    count += 1;
    response.end();
  };
  await using proxy = await startRecordProxy({ recorder: recorderOf(), target });
  const absolute = await raw(proxy.origin, "GET http://elsewhere.example/ HTTP/1.1\r\nhost: elsewhere.example\r\n\r\n");
  expect(absolute).toMatch(/^HTTP\/1\.1 400 [\s\S]*passes on to one API only/);
  const slashes = await raw(proxy.origin, "GET //elsewhere.example/ HTTP/1.1\r\nhost: a\r\n\r\n");
  expect(slashes).toMatch(/^HTTP\/1\.1 400 /);
  const tunnel = await raw(proxy.origin, "CONNECT elsewhere.example:443 HTTP/1.1\r\nhost: elsewhere.example\r\n\r\n");
  expect(tunnel).toMatch(/^HTTP\/1\.1 405 [\s\S]*makes no tunnels/);
  const webSocket = await raw(
    proxy.origin,
    "GET /ws HTTP/1.1\r\nhost: a\r\nconnection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: x\r\nsec-websocket-version: 13\r\n\r\n",
  );
  expect(webSocket).toMatch(/^HTTP\/1\.1 501 [\s\S]*does not pass WebSockets on/);
  expect(count).toBe(0);
});

test("a request of over 16 MiB is refused before it is sent", async () => {
  await using proxy = await startRecordProxy({ recorder: recorderOf(), target });
  const body = new Uint8Array(17 * 1024 * 1024);
  const outcome = await fetch(proxy.origin, { method: "POST", headers: auth, body }).then(
    ({ status }) => status,
    // The connection may close while the rest is still being sent.
    () => 413,
  );
  expect(outcome).toBe(413);
});

test("closing lets what is on its way arrive, and cuts what never ends", async () => {
  let end = (): void => undefined;
  answer = (_request, response) => {
    response.writeHead(200, { "content-type": "text/plain" }).write("first ");
    end = () => response.end("last");
  };
  const recorder = recorderOf();
  const proxy = await startRecordProxy({ recorder, target });
  const soon = await fetch(`${proxy.origin}/soon`, { headers: auth });
  const closed = proxy.close();
  end();
  expect(await soon.text()).toBe("first last");
  await closed;
  const other = await startRecordProxy({ recorder, target });
  const never = await fetch(`${other.origin}/never`, { headers: auth });
  const started = performance.now();
  const broken = never.text().then(
    () => "whole",
    () => "cut",
  );
  await other.close();
  expect([await broken, performance.now() - started < 10_000]).toEqual(["cut", true]);
  expect((await recorder.finish()).map(({ kept }) => kept)).toEqual([true, false]);
});

test("exit 2, one line, before anything is recorded: a port in use, a file in the folder's place", async () => {
  using files = temporaryFolder({ "a.txt": "a file" });
  const { port } = server.address() as AddressInfo;
  const record = ["record", "--target", target, "--requests", "1"];
  expect(await runCli(...record, "--out", folder, "--port", String(port))).toEqual({
    status: 2,
    stdout: "",
    stderr: `conformance: port ${port} is in use; choose another one with --port`,
  });
  for (const out of ["a.txt", "a.txt/deeper"]) {
    const { status, stdout, stderr } = await runCli(...record, "--out", join(files.path, out));
    expect([status, stdout, stderr]).toEqual([
      2,
      "",
      expect.stringMatching(/a\.txt: is a file; give a folder to write into$/),
    ]);
  }
  expect(readFileSync(join(files.path, "a.txt"), "utf8")).toBe("a file");
});

test("a folder that cannot be written any more is said of each exchange, and the traffic goes on", async () => {
  answer = (_request, response) => response.writeHead(200, { "content-type": "application/json" }).end("{}");
  const recorder = recorderOf();
  await using proxy = await startRecordProxy({ recorder, target });
  rmSync(folder, { recursive: true });
  writeFileSync(folder, "in its place");
  expect((await fetch(`${proxy.origin}/one`, { headers: auth })).status).toBe(200);
  expect(await recorder.finish()).toMatchObject([{ kept: false, reason: "cannot be written (ENOTDIR)" }]);
});

test("fault: scrubbing that misses a secret is noticed before anything is written", async () => {
  answer = (_request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(`{"a":"${SECRET}"}`);
  vi.spyOn(Scrubber.prototype, "json").mockImplementation((value) => value);
  const outcomes = await recordOne([SECRET]);
  expect(outcomes).toMatchObject([{ kept: false, reason: "a secret is left after scrubbing" }]);
  expect(written()).toBe("");
});

test("fault: a secret that got to the disk is found when the file is read again, and the file is deleted", async () => {
  answer = (_request, response) =>
    response.writeHead(200, { "content-type": "application/json" }).end(`{"a":"${SECRET}"}`);
  vi.spyOn(Scrubber.prototype, "json").mockImplementation((value) => value);
  vi.spyOn(Scrubber.prototype, "isDirty").mockReturnValueOnce(false);
  const outcomes = await recordOne([SECRET]);
  expect(outcomes).toMatchObject([{ kept: false, reason: "deleted: a secret was found in what was written" }]);
  expect(written()).toBe("");
});

async function recordOne(secrets: string[]): Promise<readonly RecordOutcome[]> {
  const recorder = recorderOf(secrets);
  await using proxy = await startRecordProxy({ recorder, target });
  await (await fetch(`${proxy.origin}/one`, { headers: auth })).text();
  return recorder.finish();
}
