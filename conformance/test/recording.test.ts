import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createCultureAmpClient } from "@x/cultureamp";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { run } from "../src/cli/run.js";
import { drift } from "../src/drift/drift.js";
import { loadExchanges } from "../src/exchange/load-exchanges.js";
import { startRecordProxy } from "../src/record/record-proxy.js";
import { createRecorder } from "../src/record/recorder.js";
import { recordingFetch } from "../src/record/recording-fetch.js";
import type { RecordOutcome } from "../src/record/types.js";
import { replay } from "../src/replay/replay.js";
import { startSandbox } from "../src/sandbox/start-sandbox.js";
import { type Plant, plantedSecrets } from "./support/planted-secrets.js";

// A busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });

type Answer = { readonly headers?: Record<string, string | string[]>; readonly status?: number; readonly body: string };

let server: Server;
let origin: string;
let folder: string;
let answer: Answer;
beforeAll(async () => {
  server = createServer((request, response) => {
    request.resume().on("end", () => {
      response.writeHead(answer.status ?? 200, answer.headers).end(answer.body);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});
afterAll(() => void server.close());
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "record-"));
  answer = { headers: { "content-type": "application/json" }, body: '{"ok":true}' };
  return () => rmSync(folder, { recursive: true, force: true });
});

function written(): string {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .filter((name) => name.endsWith(".json"))
    .map((name) => readFileSync(join(folder, name), "utf8"))
    .join("\n");
}

/** A text, and what is left after taking off encodings, layer by layer; done here in another way than in the scrubber. */
function layers(text: string, depth = 0): Set<string> {
  if (depth === 3) return new Set([text]);
  const byte = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));
  const words = [...text.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)].map(([word]) => Buffer.from(word, "base64"));
  const inner = [
    text.replace(/\\u([0-9a-f]{4})/gi, byte).replace(/\\(.)/g, "$1"),
    text.replace(/%([0-9a-f]{2})/gi, byte),
    text.replaceAll("+", " ").replaceAll("%2B", "+"),
    text.replaceAll("&amp;", "&").replaceAll("&quot;", '"'),
    words.map((word) => word.toString("latin1")).join("\n"),
  ];
  return new Set([text, ...inner.filter((view) => view !== text).flatMap((view) => [...layers(view, depth + 1)])]);
}

function showing(text: string, plants: readonly Plant[]): Plant[] {
  const views = [...layers(text)];
  return plants.filter(({ secret }) =>
    views.some((view) => view.includes(secret) || view.includes(Buffer.from(secret).toString("hex"))),
  );
}

test("of 200 planted secrets none survives: proxy and fetch wrapper", async () => {
  const plants = plantedSecrets();
  expect(new Set(plants.map(({ secret }) => secret)).size).toBe(200);
  // The search itself finds each of them in what is sent.
  const sent = ({ url, headers = {}, body, answer: told }: Plant): string =>
    [url, ...Object.values(headers), body, ...Object.values(told?.headers ?? {}).flat(), told?.body].join("\n");
  expect(plants.filter((plant) => showing(sent(plant), [plant]).length === 0)).toEqual([]);
  const known = plants.filter(({ isKnown }) => isKnown).map(({ secret }) => secret);
  const [first = "", ...others] = known;
  const recorder = createRecorder({ folder, vendor: "acme", secrets: others, environment: { ACME_API_KEY: first } });
  await using proxy = await startRecordProxy({ recorder, target: origin });
  const wrapped = recordingFetch(recorder);
  for (const [index, plant] of plants.entries())
    await send(plant, index % 2 === 0 ? proxy.origin : origin, index % 2 === 0 ? fetch : wrapped);
  const outcomes = await recorder.finish();
  expect(outcomes.filter(({ kept }) => !kept)).toEqual([]);
  expect(outcomes).toHaveLength(200);
  expect(showing(written(), plants).map(({ place, secret }) => `${place}: ${secret}`)).toEqual([]);
  expect(loadExchanges(folder)).toHaveLength(200);
});

async function send(
  { url = "/", headers, body, answer: told }: Plant,
  to: string,
  through: typeof fetch,
): Promise<void> {
  answer = told ?? { headers: { "content-type": "application/json" }, body: '{"ok":true}' };
  const auth = { authorization: "Bearer 0123456789" };
  const response = await through(to + url, {
    headers: { ...auth, ...headers },
    ...(body === undefined ? {} : { method: "POST", body }),
  });
  // The answer comes through as it is.
  expect(await response.text()).toBe(answer.body);
}

test("what a real client was recorded with replays, and is no drift", async () => {
  await using sandbox = await startSandbox({ vendors: ["cultureamp"] });
  const recorder = createRecorder({ folder, environment: {} });
  const toSandbox = (url: string | URL | Request, init?: RequestInit): Promise<Response> =>
    fetch(String(url).replace("https://api.cultureamp.com", sandbox.origin("cultureamp")), init);
  const client = createCultureAmpClient({
    ...sandbox.credentials,
    permissions: ["employees-read"],
    fetch: recordingFetch(recorder, toSandbox),
  });
  await client.GET("/v1/employees");
  await client.GET("/v1/employees/{id}", { params: { path: { id: "96b1cff7-3099-44a9-bd28-0292be8aff7f" } } });
  expect((await recorder.finish()).map(({ kept }) => kept)).toEqual([true, true, true]);
  const { clientId, clientSecret } = sandbox.credentials;
  expect([clientId, clientSecret].filter((secret) => written().includes(secret))).toEqual([]);
  const results = await replay({ exchanges: loadExchanges(folder).map(({ exchange }) => exchange) });
  expect(results.map(({ id, verdict, differences }) => [id, verdict, differences])).toEqual([
    ["cultureamp/recorded-get-v1-employees-001", "passed", []],
    ["cultureamp/recorded-get-v1-employees-id-001", "passed", []],
    ["cultureamp/recorded-post-v1-oauth2-token-001", "passed", []],
  ]);
  expect(drift(folder)).toMatchObject({ compared: 3, findings: [] });
});

test("what stands in for an API is recorded as the API, and replays", async () => {
  await using sandbox = await startSandbox({ vendors: ["cultureamp"] });
  const recorder = createRecorder({ folder, environment: {} });
  const as = "https://api.cultureamp.com";
  await using proxy = await startRecordProxy({ recorder, target: sandbox.origin("cultureamp"), as });
  const client = createCultureAmpClient({
    ...sandbox.credentials,
    permissions: ["employees-read"],
    origin: proxy.origin,
  });
  await client.GET("/v1/employees", { params: { query: { email: "a@example.com" } } });
  await recorder.finish();
  expect(sandbox.journal).toHaveLength(2);
  const exchanges = loadExchanges(folder).map(({ exchange }) => exchange);
  expect(exchanges.map(({ id, request }) => [id, request.url])).toEqual([
    ["cultureamp/recorded-get-v1-employees-001", `${as}/v1/employees?email=a%40example.com`],
    ["cultureamp/recorded-post-v1-oauth2-token-001", `${as}/v1/oauth2/token`],
  ]);
  expect((await replay({ exchanges })).map(({ verdict }) => verdict)).toEqual(["passed", "passed"]);
});

test("the same secret has the same placeholder everywhere, and names that are no secret stay", async () => {
  answer = {
    headers: { "content-type": "application/json" },
    body: '{"echo":"me: s3cr3t-value","expires_in":3599,"id":"7"}',
  };
  const recorder = createRecorder({ folder, vendor: "acme", environment: {} });
  await recordingFetch(recorder)(`${origin}/v1/things?page=2&api_key=s3cr3t-value`, {
    headers: { accept: "application/json" },
  });
  await recorder.finish();
  const [{ exchange } = { exchange: undefined }] = loadExchanges(folder);
  expect(exchange).toMatchObject({
    id: "acme/recorded-get-v1-things-001",
    operation: "GET /v1/things",
    request: {
      url: `${origin}/v1/things?page=2&api_key=<api_key>`,
      headers: { accept: "application/json" },
      body: null,
    },
    response: { status: 200, body: { echo: "me: <api_key>", expires_in: 3599, id: "7" } },
  });
});

test("an exchange in whose request nothing was redacted is not kept, unless there are no credentials", async () => {
  const get = async (anonymous: boolean, headers: Record<string, string>): Promise<RecordOutcome | undefined> => {
    const recorder = createRecorder({ folder, environment: {}, anonymous });
    await recordingFetch(recorder)(`${origin}/v1/things`, { headers });
    return (await recorder.finish())[0];
  };
  expect(await get(false, {})).toMatchObject({
    kept: false,
    reason: expect.stringContaining("nothing in the request was redacted"),
  });
  expect(written()).toBe("");
  expect(await get(true, { authorization: "<none>" })).toMatchObject({ kept: false });
  expect(await get(true, {})).toMatchObject({ kept: true });
});

test("a file with a secret that is learned later is deleted", async () => {
  const recorder = createRecorder({ folder, environment: {} });
  const fetch = recordingFetch(recorder);
  await fetch(`${origin}/v1/first?note=later-known-word`, { headers: { authorization: "Bearer abcdefgh" } });
  await fetch(`${origin}/v1/second`, { headers: { "x-api-key": "later-known-word" } });
  const outcomes = await recorder.finish();
  expect(outcomes.map(({ kept }) => kept)).toEqual([false, true]);
  expect(written()).not.toContain("later-known-word");
});

test("bytes that nobody can read are not written", async () => {
  answer = { headers: { "content-type": "image/png" }, body: "\u0089PNG secret" };
  const recorder = createRecorder({ folder, environment: {} });
  await recordingFetch(recorder)(origin, { headers: { authorization: "Bearer abcdefgh" } });
  await recorder.finish();
  expect(loadExchanges(folder)[0]?.exchange.response?.body).toBe("<bytes>");
});

test("the proxy passes on to its target only, and sends credentials to another machine over https only", async () => {
  const recorder = createRecorder({ folder, environment: {} });
  await expect(startRecordProxy({ recorder, target: "http://api.example.com" })).rejects.toThrow("over https only");
  await expect(startRecordProxy({ recorder, target: "https://api.example.com/v1" })).rejects.toThrow("has a path");
  const as = "api.example.com";
  await expect(startRecordProxy({ recorder, target: "https://stage.example.com", as })).rejects.toThrow("to record as");
  expect(() => createRecorder({ folder, secrets: ["abc"] })).toThrow("secret 1 has fewer than 6 characters");
});

test("conformance record: says where it listens, stops after N requests, gives one JSON document", async () => {
  const lines: string[] = [];
  let err: (text: string) => void = () => {};
  const listening = new Promise<string>((resolve) => {
    err = (text) => resolve(/at (http:\S+);/.exec(text)?.[1] ?? text);
  });
  const ended = run(["record", "--target", origin, "--out", folder, "--requests", "1", "--json"], {
    out: (text) => void lines.push(text),
    err,
    colour: false,
    columns: 100,
  });
  await fetch(`${await listening}/v1/things`, { headers: { authorization: "Bearer canary-canary" } });
  expect(await ended).toBe(0);
  expect(JSON.parse(lines.join("\n"))).toMatchObject({
    exitCode: 0,
    kept: 1,
    refused: 0,
    outcomes: [{ kept: true, redactions: 1 }],
  });
  expect(written()).not.toContain("canary");
});

test.each<[string, string[], string]>([
  ["no target", ["record", "--out", "x"], "--target is missing"],
  ["no folder", ["record", "--target", "https://a.test"], "--out is missing"],
  ["a target with a path", ["record", "--target", "https://a.test/v1", "--out", "x"], "the target has a path"],
  [
    "a port that is none",
    ["record", "--target", "https://a.test", "--out", "x", "--port", "x"],
    '--port "x" is not a whole number',
  ],
  [
    "a variable that is not set",
    ["record", "--target", "https://a.test", "--out", "x", "--secret-env", "NO_SUCH"],
    "NO_SUCH is not set",
  ],
  ["an unknown option", ["record", "--vendr", "x"], "Unknown option '--vendr'"],
])("%s: one line, exit 2, nothing written", async (_what, args, expected) => {
  const lines: string[] = [];
  const terminal = {
    out: (text: string) => void lines.push(text),
    err: (text: string) => void lines.push(text),
    colour: false,
    columns: 100,
  };
  expect(await run(args, terminal)).toBe(2);
  expect(lines).toEqual([expect.stringContaining(expected)]);
  expect(existsSync("x")).toBe(false);
});
