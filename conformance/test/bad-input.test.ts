import { existsSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import { MAX_EXCHANGE_BYTES } from "../src/exchange/read-exchange-file.js";
import { runCli, temporaryFolder } from "./support/run-cli.js";

const good = packagedExchanges().find(({ id }) => id === "cultureamp/employees-get");

/** What may be wrong with a folder: its files, and the one line that says so. `lint`: as it lists it. */
const folders: [what: string, files: Record<string, unknown>, line: string][] = [
  ["a file that is not JSON", { "a/b.json": '{"id": ' }, "a/b.json: is not JSON: Unexpected end of JSON input"],
  ["a file that is not text", { "b.json": "\u0000\u0001" }, "b.json: is not JSON: "],
  ["a file that is no exchange", { "b.json": [good] }, "b.json: /: must be object"],
  [
    "a file without a member",
    { "b.json": { ...good, request: { method: "GET" } } },
    "b.json: /request/url: is missing",
  ],
  [
    "a file over 16 MiB",
    { "b.json": " ".repeat(MAX_EXCHANGE_BYTES + 1) },
    "b.json: is 16.0 MiB; an exchange is at most",
  ],
  [
    "a value that is nested without end",
    { "b.json": `{"response": {"body": ${"[".repeat(10_000)}${"]".repeat(10_000)}}}` },
    "b.json: /response/body: is nested more than 500 levels deep",
  ],
  [
    "an id that climbs",
    { "b.json": { ...good, id: "cultureamp/../../etc" } },
    'b.json: /id: "cultureamp/../../etc" leads',
  ],
  ["a duplicate id", { "b.json": good }, 'b.json: /id: "cultureamp/employees-get" is the id of a.json too'],
];

const verbs: [verb: string, args: (folder: string) => string[]][] = [
  ["list", () => []],
  ["replay", () => []],
  ["replay --json", () => ["--json"]],
  ["replay --client", () => ["--client", "http://127.0.0.1:1"]],
  ["coverage", () => []],
  ["report", (folder) => ["--html", join(folder, "out/r.html"), "--junit", join(folder, "out/j.xml")]],
  ["export", (folder) => ["--to", "har", "--out", join(folder, "out")]],
];

describe.each(verbs)("%s: one line with file and member, exit 2, nothing written", (verb, args) => {
  async function refusal(files: Record<string, unknown>): Promise<string> {
    using set = temporaryFolder({ ...files, "exchanges/readme.md": "" });
    const folder = join(set.path, "exchanges");
    const { status, stdout, stderr } = await runCli(
      ...[verb.split(" ")[0] as string, "--exchanges", folder, ...args(set.path)],
    );
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).not.toContain("\n");
    expect(existsSync(join(set.path, "out"))).toBe(false);
    return stderr;
  }

  test.each(folders)("%s", async (_what, files, line) => {
    const inside = Object.fromEntries(
      Object.entries({ "a.json": good, ...files }).map(([name, file]) => [`exchanges/${name}`, file]),
    );
    expect(await refusal(inside)).toContain(`conformance: ${line}`);
  });

  test("an empty folder", async () => {
    expect(await refusal({})).toContain("exchanges: holds no exchange (no *.json file)");
  });
});

describe("lint names what cannot be used, and goes on", () => {
  test.each(folders)("%s", async (what, files, line) => {
    using set = temporaryFolder({ "a.json": good, ...files });
    const { status, stdout, stderr } = await runCli("lint", "--exchanges", set.path);
    expect([status, stderr]).toEqual([what === "a duplicate id" ? 1 : 2, ""]);
    const rule = what === "a duplicate id" ? "duplicate-id" : "unusable";
    const [file = "", member = "", message = ""] = /^(\S+): (?:(\/\S*): )?(.*)$/.exec(line)?.slice(1) ?? [];
    const shown =
      member === "" || member === "/" ? `${file}: ${rule}: ${message}` : `${file}: ${member}: ${rule}: ${message}`;
    expect(stdout).toContain(shown);
    expect(stdout).toContain("2 files: 1 to put right");
  });

  test("an empty folder", async () => {
    using set = temporaryFolder();
    expect(await runCli("lint", "--exchanges", set.path)).toEqual({
      status: 2,
      stdout: "",
      stderr: `conformance: ${set.path}: holds no exchange (no *.json file)`,
    });
  });
});

test.each([
  [["play"], 'conformance: there is no verb "play"; there is: list, lint, replay,'],
  [["--exchanges", "x"], 'conformance: there is no verb "--exchanges"; there is: '],
  [[], "conformance: say what to do: conformance replay"],
])("a verb that is none: %j", async (args, expected) => {
  const { status, stdout, stderr } = await runCli(...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr).toContain(expected);
  expect(stderr).not.toContain("\n");
});
