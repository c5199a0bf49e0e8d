import { describe, expect, test } from "vitest";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Exchange, Json } from "../src/exchange/types.js";
import { lintExchange } from "../src/lint/lint-exchange.js";
import { looksSecret } from "../src/lint/looks-secret.js";
import { machinePath } from "../src/lint/machine-path.js";
import { acme } from "./support/acme.js";
import { exchange } from "./support/exchange.js";
import { runCli, temporaryFolder } from "./support/run-cli.js";

/** A path of a machine, put together here: in a file of this repository none may stand. */
const rooted = (path: string) => `/${path}`;

const good = exchange({ url: "https://eu.acme.test/v1/things/1" }, { body: { id: "1" } });

async function rulesOf(given: Exchange): Promise<string[]> {
  return (await lintExchange(given, acme())).map(({ rule, pointer }) => `${rule} ${pointer}`);
}

/** Made here, so that no credential stands in a file. */
const random = ["q8Zr", "T2vL", "x0Wb", "N5kD", "h7Py", "s3Ge"].join("");

function answered(headers: Record<string, string>): Partial<Exchange> {
  return { response: { status: 302, headers, body: null } };
}

function sent(body: Json): Partial<Exchange> {
  return { request: { ...good.request, method: "POST", body } };
}

describe("lint", () => {
  test("finds nothing in the packaged exchanges", async () => {
    const { status, stdout } = await runCli("lint");
    expect([status, stdout]).toEqual([0, expect.stringMatching(/^\d+ files: nothing to put right$/)]);
  });

  test("finds nothing in an exchange that is in order", async () => {
    expect(await rulesOf(good)).toEqual([]);
  });

  test.each<[string, Exchange, string]>([
    ["a source without an address", { ...good, source: { title: "A", url: null } }, "missing-source /source/url"],
    [
      "an address that is not absolute",
      { ...good, source: { title: "A", url: "/docs" } },
      "missing-source /source/url",
    ],
    [
      "a source without a title",
      { ...good, source: { title: " ", url: "https://a.test" } },
      "missing-source /source/title",
    ],
    ["an operation that is not described", exchange({ url: "https://eu.acme.test/v9/things" }), "undescribed /request"],
    [
      "a parameter that is not described",
      exchange({ url: "https://eu.acme.test/v1/things/1?colour=red" }),
      "undescribed /request",
    ],
    [
      "a response that its schema refuses",
      exchange({ url: "https://eu.acme.test/v1/things/1" }, { body: { id: 1 } }),
      "contradicts-description /response/body/id",
    ],
    [
      "a status that is not described",
      exchange({ url: "https://eu.acme.test/v1/things/1" }, { status: 418 }),
      "contradicts-description /response/status",
    ],
    [
      "a token answer that its schema refuses",
      exchange(
        { url: "https://eu.acme.test/oauth/token", method: "POST" },
        { body: { access_token: "<token>", expires_in: "soon" } },
      ),
      "contradicts-description /response/body/expires_in",
    ],
    [
      "a bearer token",
      exchange({ url: "https://eu.acme.test/v1/things/1", headers: { Authorization: `Bearer ${random}` } }),
      "secret /request/headers/Authorization",
    ],
    ["a path of a machine", { ...good, notes: `saved as ${rooted("home/jo/page.html")}` }, "machine-path /notes"],
  ])("finds %s", async (_what, given, expected) => {
    expect(await rulesOf(given)).toEqual([expected]);
  });

  test.each<[string, Partial<Exchange>, string]>([
    [
      "a query",
      { request: { ...good.request, url: `https://eu.acme.test/v1/things/1?api_key=${random}` } },
      "/request/url",
    ],
    [
      "a URL's user",
      { request: { ...good.request, url: `https://me:${random}@eu.acme.test/v1/things/1` } },
      "/request/url",
    ],
    ["a cookie that is set", answered({ "Set-Cookie": `session=${random}; Path=/` }), "/response/headers/Set-Cookie"],
    [
      "a link to go to",
      answered({ Location: `https://a.test/cb#access_token=${random}` }),
      "/response/headers/Location",
    ],
    ["a form that is a text", sent(`grant_type=x&client_secret=${random}`), "/request/body"],
    ["JSON that is a text", sent(`{"client_secret": "${random}"}`), "/request/body"],
    ["JSON in a JSON text", sent({ raw: JSON.stringify({ access_token: random }) }), "/request/body/raw"],
    ["a value beside its name", sent([{ name: "password", value: random }]), "/request/body/0/value"],
    ["notes", { notes: `sent with Bearer ${random}` }, "/notes"],
  ])("finds a live credential in %s, and does not print it", async (_place, change, pointer) => {
    const found = (await lintExchange({ ...good, ...change }, undefined)).filter(({ rule }) => rule === "secret");
    expect(found.map((one) => one.pointer)).toEqual([pointer]);
    expect(JSON.stringify(found)).not.toContain(random);
  });

  test("a contradiction that the exchange acknowledges is none", async () => {
    const contradicts = [{ pointer: "/response/body/id", reason: "the page prints a number" }];
    const given = exchange({ url: "https://eu.acme.test/v1/things/1" }, { body: { id: 1 } }, { contradicts });
    expect(await rulesOf(given)).toEqual([]);
  });

  test("a credential that the page prints is excused by x-published", async () => {
    const headers = { Authorization: `Bearer ${random}` };
    const given = exchange({ url: "https://eu.acme.test/v1/things/1", headers });
    expect(await rulesOf({ ...given, "x-published": ["/request/headers/Authorization"] } as Exchange)).toEqual([]);
  });
});

describe("a live credential", () => {
  test.each([
    ["Authorization", `Bearer ${random}`],
    ["Authorization", `Basic ${Buffer.from(`id:${random}`).toString("base64")}`],
    ["client_secret", random],
    ["api-key", "3f9c1e7ab04d42c88e61f0a7b95d2c34"],
    ["note", `-----BEGIN ${"RSA"} PRIVATE KEY-----`],
    ["note", `AKIA${"IOSFODNN7ABCDEFG"}`],
    ["note", `ghp_${random}${random}`],
    ["url", `https://a.test/?jwt=eyJ${random}.eyJ${random}.${random}`],
  ])("is seen in %s: %s", (name, text) => {
    expect(looksSecret(name, text)).toBeDefined();
  });

  test.each([
    ["Authorization", "Bearer <access token>"],
    ["Authorization", "Bearer access_token_1234567"],
    ["client_secret", "{client_secret}"],
    ["client_id", random],
    ["token_type", "Bearer"],
    ["x-api-key", "your-api-key-value-123"],
    ["password", "correct horse battery staple 1"],
    ["id", random],
  ])("is not %s: %s", (name, text) => {
    expect(looksSecret(name, text)).toBeUndefined();
  });
});

test.each([
  [rooted("Users/jo/x.json"), true],
  ["see file:///home/jo/x", true],
  ["C:\\Users\\jo", true],
  ["/tmp/page.html", true],
  ["https://api.acme.test/home/jo/", false],
  ["/home/{user}/", false],
  ["GET /v1/tmp/", false],
])("a path of a machine: %s %s", (text, expected) => {
  expect(machinePath(text) !== undefined).toBe(expected);
});

describe("conformance lint", () => {
  test("names every file and member, never a secret, and exits 1", async () => {
    const headers = { Authorization: `Bearer ${random}` };
    using folder = temporaryFolder({
      "a.json": { ...good, request: { ...good.request, headers } },
      "b/c.json": good,
    });
    const { status, stdout } = await runCli("lint", "--exchanges", folder.path);
    expect(status).toBe(1);
    expect(stdout.split("\n")).toEqual([
      expect.stringContaining("a.json: /request/headers/Authorization: secret: looks like a live credential"),
      'b/c.json: /id: duplicate-id: "acme/test" is the id of a.json too',
      "2 files: 2 to put right",
    ]);
    expect(stdout).not.toContain(random);
  });

  test("goes on after a file that is no exchange, and exits 2", async () => {
    using folder = temporaryFolder({ "a.json": "{", "b.json": { ...good, notes: rooted("root/x") } });
    const { status, stdout } = await runCli("lint", "--exchanges", folder.path, "--json");
    const { exitCode, files, findings } = JSON.parse(stdout);
    expect([status, exitCode, files]).toEqual([2, 2, 2]);
    expect(findings).toMatchObject([
      { file: "a.json", rule: "unusable", message: expect.stringContaining("is not JSON") },
      { file: "b.json", id: "acme/test", rule: "machine-path", pointer: "/notes" },
    ]);
  });

  test("an empty folder is exit 2; the help has examples", async () => {
    using folder = temporaryFolder();
    expect(await runCli("lint", "--exchanges", folder.path)).toMatchObject({ status: 2, stdout: "" });
    expect((await runCli("lint", "--help")).stdout).toContain("examples\n  conformance lint");
  });
});

describe("conformance list", () => {
  test("shows each exchange with the operation that it means", async () => {
    const { status, stdout } = await runCli("list", "--vendor", "cultureamp");
    expect(status).toBe(0);
    expect(stdout).toMatch(/^cultureamp\/employees-get +200 {2}response-only +GET \/v1\/employees\/\{id\}$/m);
    expect(stdout).toMatch(/^cultureamp\/token-credentials-in-body .* POST \/v1\/oauth2\/token$/m);
    const shown = packagedExchanges().filter(({ id }) => id.startsWith("cultureamp/"));
    expect(stdout).toContain(`${shown.length} exchanges of`);
    const derived = shown.filter(({ fidelity }) => fidelity === "schema-derived");
    expect(stdout).toContain(`${derived.length} schema-derived do not count`);
  });

  test("--json holds the page of each, and how it is replayed", async () => {
    const { exchanges } = JSON.parse((await runCli("list", "--json", "--operation", "/OAUTH")).stdout);
    expect(exchanges).toContainEqual(
      expect.objectContaining({
        kind: "token",
        source: expect.objectContaining({ url: expect.stringMatching(/^https/) }),
      }),
    );
    expect(exchanges.every(({ operation }: { operation: string }) => /\/oauth/i.test(operation))).toBe(true);
  });

  test("a recording is shown as one, and counts for nothing", async () => {
    using folder = temporaryFolder({ "a.json": { ...good, "x-recorded": true } });
    const { stdout } = await runCli("list", "--exchanges", folder.path);
    expect(stdout).toMatch(/^acme\/test +200 {2}recorded /m);
    expect(stdout).toContain("; 1 recorded do not count");
    const { exchanges } = JSON.parse((await runCli("list", "--exchanges", folder.path, "--json")).stdout);
    expect(exchanges).toMatchObject([{ id: "acme/test", isRecorded: true }]);
  });

  test("nothing to list is exit 2", async () => {
    expect(await runCli("list", "--operation", "nowhere")).toMatchObject({ status: 2, stdout: "" });
    expect((await runCli("list", "--help")).stdout).toContain("examples\n  conformance list");
  });
});
