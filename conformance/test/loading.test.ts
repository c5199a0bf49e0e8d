import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { ExchangeInputError } from "../src/exchange/exchange-input-error.js";
import { loadExchanges } from "../src/exchange/load-exchanges.js";
import { packagedFolder } from "../src/exchange/packaged-exchanges.js";
import { MAX_EXCHANGE_BYTES } from "../src/exchange/read-exchange-file.js";
import { exchange } from "./support/exchange.js";

let folder: string;
let count = 0;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "exchanges-"));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** A folder with these files. */
function filesOf(files: Record<string, unknown>): string {
  count += 1;
  const into = join(folder, String(count));
  mkdirSync(into);
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(join(into, name, ".."), { recursive: true });
    writeFileSync(join(into, name), typeof content === "string" ? content : JSON.stringify(content));
  }
  return into;
}

function problemOf(path: string): string {
  try {
    loadExchanges(path);
  } catch (error) {
    expect(error).toBeInstanceOf(ExchangeInputError);
    expect((error as Error).message).not.toContain("\n");
    return (error as Error).message;
  }
  return "loaded";
}

const good = exchange({ url: "https://eu.acme.test/v1/things" });

describe("exchanges load", () => {
  test("every packaged one, by name of its file", () => {
    const loaded = loadExchanges(packagedFolder);
    const files = readdirSync(packagedFolder, { recursive: true }).filter((file) => String(file).endsWith(".json"));
    expect(loaded.map(({ file }) => file)).toEqual(files.toSorted());
    const first = loaded.find(({ exchange: { id } }) => id === "cultureamp/token-credentials-in-body");
    expect(first?.file).toMatch(/^cultureamp.01-token-credentials-in-body\.json$/);
  });

  test("from folders in folders, and from a single file; other files are not looked at", () => {
    const path = filesOf({
      "a/1.json": good,
      "2.json": { ...good, id: "acme/other" },
      "notes.md": "no",
      ".hidden.json": "no",
    });
    expect(loadExchanges(path).map(({ exchange: { id } }) => id)).toEqual(["acme/other", "acme/test"]);
    expect(loadExchanges(join(path, "2.json"))).toHaveLength(1);
  });

  test("from linked folders and files, without walking in a circle", () => {
    const elsewhere = filesOf({ "1.json": good });
    const path = filesOf({ "2.json": { ...good, id: "acme/other" } });
    symlinkSync(elsewhere, join(path, "linked"));
    symlinkSync(path, join(path, "back"));
    symlinkSync(join(path, "itself"), join(path, "itself"));
    symlinkSync(path, join(elsewhere, "also-back"));
    expect(loadExchanges(path).map(({ file }) => file)).toEqual(["2.json", join("linked", "1.json")]);
  });

  test("with a byte order mark", () => {
    expect(problemOf(filesOf({ "1.json": `\ufeff${JSON.stringify(good)}` }))).toBe("loaded");
  });

  test.each([
    ["no response member", (({ response: _response, ...rest }) => rest)(good)],
    ["no notes", (({ notes: _notes, ...rest }) => rest)(good)],
    ["a lost URL", { ...good, request: { ...good.request, url: null } }],
    [
      "a body of any kind",
      { ...good, request: { ...good.request, body: 7 }, response: { status: 200, headers: {}, body: [1, "a", null] } },
    ],
    ["a repaired body", { ...good, response: { status: 200, headers: {}, body: {}, body_raw: "{," } }],
    [
      "every optional member",
      {
        ...good,
        volatile: ["/response/body/at"],
        matchers: { "/request/body/id": { match: "type" } },
        contradicts: [{ pointer: "/response/body/a~1b", reason: "known" }],
        expect: { data: null, error: { code: "x" } },
      },
    ],
    ["members of one's own, marked", { ...good, "x-team": "a", _seen: 1 }],
    ["a slug with folders, dots and dashes", { ...good, id: "8x8/rt/queue_by-id.v2" }],
  ])("with %s", (_what, given) => {
    expect(problemOf(filesOf({ "1.json": given }))).toBe("loaded");
  });
});

describe("what is no exchange is named in one line, with file and member", () => {
  test.each<[string, unknown, string]>([
    ["not JSON", '{"id": ', "1.json: is not JSON: "],
    ["empty", "", "1.json: is not JSON: "],
    ["objects in objects", `${'{"a":'.repeat(600)}1${"}".repeat(600)}`, "1.json: /a/a: is nested more than 500 levels"],
    ["a list", [], "1.json: /: must be object"],
    ["null", "null", "1.json: /: must be object"],
    ["no request", { ...good, request: undefined }, "1.json: /request: is missing"],
    ["no URL", { ...good, request: { method: "GET" } }, "1.json: /request/url: is missing"],
    [
      "a number for a method",
      { ...good, request: { ...good.request, method: 1 } },
      "1.json: /request/method: must be string",
    ],
    [
      "an unknown fidelity",
      { ...good, fidelity: "guess" },
      "1.json: /fidelity: must be one of verbatim, request-only, response-only, schema-derived",
    ],
    ["a status as text", { ...good, response: { status: "200" } }, "1.json: /response/status: must be integer"],
    ["a response that is text", { ...good, response: "no" }, "1.json: /response: must be object"],
    [
      "a header that is a list",
      { ...good, request: { ...good.request, headers: { A: ["b"] } } },
      "1.json: /request/headers/A: must be string",
    ],
    ["a misspelt member", { ...good, respose: null }, "1.json: /respose: is not a member of an exchange"],
    ["an id without a vendor", { ...good, id: "things" }, "1.json: /id: must be <vendor>/<slug>"],
    [
      "an id that climbs",
      { ...good, id: "acme/../../etc" },
      '1.json: /id: "acme/../../etc" leads out of its vendor\'s folder',
    ],
    [
      "an id that starts by climbing",
      { ...good, id: "../acme/x" },
      '1.json: /id: "../acme/x" leads out of its vendor\'s folder',
    ],
    ["no source", { ...good, source: { title: "a" } }, "1.json: /source/url: is missing"],
    ["a pointer that is none", { ...good, volatile: ["body"] }, "1.json: /volatile/0: must match pattern"],
  ])("%s", (_what, given, expected) => {
    expect(problemOf(filesOf({ "1.json": given }))).toContain(expected);
  });

  test.each(["latin1", "utf16le"] as const)("a file in %s: its replaced bytes would be compared", (encoding) => {
    const path = filesOf({});
    writeFileSync(join(path, "1.json"), Buffer.from(JSON.stringify({ ...good, notes: "é" }), encoding));
    expect(problemOf(path)).toMatch(/^1\.json: is not (UTF-8|JSON)/);
  });

  test("a link to nothing", () => {
    const path = filesOf({});
    symlinkSync(join(path, "gone"), join(path, "1.json"));
    expect(problemOf(path)).toBe("1.json: cannot be read (ENOENT)");
  });

  test("two with the same id", () => {
    expect(problemOf(filesOf({ "1.json": good, "2.json": good }))).toBe(
      '2.json: /id: "acme/test" is the id of 1.json too',
    );
  });

  test("a file over 16 MiB", () => {
    const path = filesOf({ "1.json": " ".repeat(MAX_EXCHANGE_BYTES + 1) });
    expect(problemOf(path)).toBe("1.json: is 16.0 MiB; an exchange is at most 16 MiB");
  });

  test("an empty folder", () => {
    const path = filesOf({ "readme.md": "" });
    expect(problemOf(path)).toBe(`${path}: holds no exchange (no *.json file)`);
  });

  test("a folder that is not there", () => {
    expect(problemOf(join(folder, "nowhere"))).toBe(`${join(folder, "nowhere")}: there is no such file or folder`);
  });
});
