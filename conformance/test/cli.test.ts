import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { packagedExchanges, packagedFolder } from "../src/exchange/packaged-exchanges.js";
import type { Exchange } from "../src/exchange/types.js";
import { vendors } from "../src/vendors/registry.js";

// Each test starts processes, which a busy machine may take its time over.
vi.setConfig({ testTimeout: 60_000 });

const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const employees = packagedExchanges().find(({ id }) => id === "cultureamp/employees-get") as Exchange;

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "replay-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function run(args: readonly string[], options: { cwd?: string; env?: Record<string, string> } = {}) {
  const { INIT_CWD: _npm, ...env } = process.env;
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], {
    encoding: "utf8",
    cwd: options.cwd ?? folder,
    env: { ...env, ...options.env },
  });
  return { status, stdout, stderr };
}

function folderOf(...exchanges: unknown[]): string {
  count += 1;
  const into = join(folder, `set-${count}`);
  mkdirSync(into);
  for (const [index, given] of exchanges.entries())
    writeFileSync(join(into, `${index}.json`), typeof given === "string" ? given : JSON.stringify(given));
  return into;
}

const notReplayable = Object.assign({}, ...vendors.map((vendor) => vendor.notReplayable)) as object;

/** Counted, so that an exchange is added by its file alone. */
const cultureamp = packagedExchanges().filter(({ id }) => id.startsWith("cultureamp/"));
const unanswered = cultureamp.filter(({ response }) => response === null).length;

describe("conformance replay", () => {
  test("replays the packaged exchanges: a line for each, exit 0", () => {
    const { status, stdout, stderr } = run(["replay"]);
    expect([status, stderr]).toEqual([0, ""]);
    for (const { id, request } of packagedExchanges()) {
      const isSent = request.url !== null && !request.url.includes("your-webhook") && !(id in notReplayable);
      const line = isSent
        ? "(✓ (passed|request-only)|! contradicts) +ID .*3/3"
        : "(–|←) (not-replayable|incoming) +ID .* - ";
      expect(stdout).toMatch(new RegExp(`^${line.replace("ID", id)}`, "m"));
    }
    const one = run(["replay", "--vendor", "cultureamp"]).stdout;
    const { length } = cultureamp;
    expect(one).toContain(`${length} exchanges: ${length - unanswered} passed, ${unanswered} request-only`);
    const derived = cultureamp.filter(({ fidelity }) => fidelity === "schema-derived").length;
    expect(one).toContain(`${length - derived} documented (`);
    expect(one).toContain(`); ${derived} schema-derived do not count`);
  });

  test("takes a folder from anywhere, relative to where the user stands", () => {
    const away = join(folder, "away");
    cpSync(packagedFolder, join(away, "mine"), { recursive: true });
    expect(run(["replay", "--exchanges", "mine"], { cwd: away }).status).toBe(0);
    expect(run(["replay", "--exchanges", "mine"], { env: { INIT_CWD: away } }).status).toBe(0);
    expect(run(["replay", "--exchanges", join(away, "mine", "cultureamp", "07-employees-get.json")]).stdout).toContain(
      "1 exchange: 1 passed",
    );
  });

  test("shows what differs, documented beside sent, and exits 1", () => {
    const { request } = employees;
    const set = folderOf(employees, {
      ...employees,
      id: "cultureamp/odd",
      request: { ...request, url: `${request.url}?limit=10` },
    });
    const { status, stdout } = run(["replay", "--exchanges", set]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/^✗ failed +cultureamp\/odd /m);
    expect(stdout).toMatch(
      /query {2}query parameter "limit" is not in the description of this operation\n +documented +10 +sent +\(nothing\)/,
    );
    expect(stdout).toContain("2 exchanges: 1 passed, 1 failed");
  });

  test("shows where an answer contradicts the description", () => {
    const body = { data: { id: 7, name: "a", processedAt: "2019-08-01T12:00:00Z" } };
    const { status, stdout } = run([
      "replay",
      "--exchanges",
      folderOf({ ...employees, response: { ...employees.response, body } }),
    ]);
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /\/response\/body\/data\/id contradicts the vendor's own description\n +documented +7 +description +string/,
    );
  });

  test("runs on the transport that is asked for", () => {
    expect(run(["replay", "--transport", "loopback"]).stdout).toMatch(/^✓ passed +cultureamp\/employees-get .*1\/1/m);
  });

  test("--json is one document, and nothing else", () => {
    const { status, stdout } = run(["replay", "--json", "--vendor", "cultureamp"]);
    const { exitCode, summary, results } = JSON.parse(stdout);
    const { length } = cultureamp;
    const verdicts = { passed: length - unanswered, "request-only": unanswered };
    expect([status, exitCode, results.length, summary.verdicts]).toEqual([0, 0, length, verdicts]);
    expect(results[0]).toMatchObject({
      id: "cultureamp/token-credentials-in-body",
      vendor: "cultureamp",
      verdict: "passed",
      transports: { inject: "passed", loopback: "passed", nock: "passed" },
    });
  });

  test("counts events apart, and exits 0", () => {
    const event = {
      ...employees,
      id: "cultureamp/hook",
      request: { method: "POST", url: "https://{your-webhook}", headers: {}, body: {} },
      response: null,
    };
    const { status, stdout } = run(["replay", "--exchanges", folderOf(employees, event)]);
    expect([status, stdout]).toEqual([0, expect.stringContaining("1 passed, 1 incoming")]);
  });

  test("has no colour when it is piped", () => {
    expect(run(["replay"]).stdout).not.toContain("\u001b");
  });
});

describe("exit 2, one clear line, nothing else", () => {
  test.each<[string, () => string[], string]>([
    ["no verb", () => [], "say what to do: conformance replay (see conformance --help)"],
    ["an unknown verb", () => ["play"], 'there is no verb "play"; there is: '],
    ["an unknown option", () => ["replay", "--exchange", "x"], "Unknown option '--exchange'"],
    [
      "an option without a value",
      () => ["replay", "--exchanges"],
      "Option '--exchanges <value>' argument missing (see conformance replay --help)",
    ],
    ["a value that looks like an option", () => ["serve", "--token-lifetime", "-3"], "argument is ambiguous"],
    ["an argument too many", () => ["replay", "folder"], "Unexpected argument 'folder'"],
    [
      "an unknown transport",
      () => ["replay", "--transport", "pigeon"],
      '--transport "pigeon" is not one of inject, nock, loopback, all',
    ],
    [
      "a folder that is not there",
      () => ["replay", "--exchanges", "nowhere"],
      "nowhere: there is no such file or folder",
    ],
    ["an empty folder", () => ["replay", "--exchanges", folderOf()], "holds no exchange (no *.json file)"],
    ["a file that is not JSON", () => ["replay", "--exchanges", folderOf("{")], "0.json: is not JSON: "],
    [
      "a file that is no exchange",
      () => ["replay", "--exchanges", folderOf(employees, { ...employees, id: "cultureamp/b", fidelity: "x" })],
      "1.json: /fidelity: must be one of",
    ],
    [
      "a duplicate id",
      () => ["replay", "--exchanges", folderOf(employees, employees)],
      '1.json: /id: "cultureamp/employees-get" is the id of 0.json too',
    ],
    [
      "a vendor without exchanges",
      () => ["replay", "--vendor", "nobody"],
      'there is no exchange of "nobody" in the packaged exchanges',
    ],
  ])("%s", (_what, args, expected) => {
    const { status, stdout, stderr } = run(args());
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(expected);
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test("a client that ends the process has shown nothing: it is no success", () => {
    const client = join(folder, "exits.mjs");
    writeFileSync(client, "export default async () => process.exit(0);\n");
    const { status, stdout, stderr } = run(["replay", "--exchanges", folderOf(employees), "--client", client]);
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toBe(
      "conformance: ended in the middle of the run; does a client of your own call process.exit()?\n",
    );
  });

  test("a number that was sent as text is shown as text", () => {
    const client = join(folder, "number-as-text.mjs");
    writeFileSync(
      client,
      `export default ({ method, url, headers, credentials, fetch }) => fetch(url, { method, body: '{"n":"1"}',
        headers: { ...headers, authorization: credentials.authorization, "content-type": "application/json" } });`,
    );
    const request = {
      method: "POST",
      url: "https://api.nobody.test/things",
      headers: { Authorization: "Bearer <token>", "Content-Type": "application/json" },
      body: { n: 1 },
    };
    const made = { ...employees, id: "nobody/a", fidelity: "request-only", request, response: null };
    const { status, stdout } = run(["replay", "--exchanges", folderOf(made), "--client", client]);
    expect(status).toBe(1);
    expect(stdout).toMatch(/documented {2}1 +sent {8}"1"\n/);
  });

  test("a vendor without a client", () => {
    const { status, stdout, stderr } = run([
      "replay",
      "--exchanges",
      folderOf(employees, { ...employees, id: "nobody/a" }),
    ]);
    expect(status).toBe(2);
    expect(stdout).toContain("1 passed, 1 no-client");
    expect(stderr).toMatch(
      /1 exchange of "nobody" not replayed: there is no client for it here \(there is: .*cultureamp/,
    );
  });
});

describe("help", () => {
  test("of the program and of the verb; the version", () => {
    expect(run(["--help"])).toMatchObject({ status: 0, stdout: expect.stringContaining("usage: conformance <verb>") });
    expect(run(["replay", "--help"])).toMatchObject({ status: 0, stdout: expect.stringContaining("--exchanges DIR") });
    expect(run(["--version"])).toMatchObject({ status: 0, stdout: expect.stringMatching(/^\d+\.\d+\.\d+\n$/) });
  });
});
