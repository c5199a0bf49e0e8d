import { describe, expect, test } from "vitest";
import { measureCoverage } from "../src/coverage/measure-coverage.js";
import { schemaFields } from "../src/coverage/schema-fields.js";
import type { VendorCoverage } from "../src/coverage/types.js";
import type { Exchange, Fidelity, Json } from "../src/exchange/types.js";
import type { OpenApiDocument } from "../src/openapi/types.js";
import { replay } from "../src/replay/replay.js";
import { acme } from "./support/acme.js";
import { exchange } from "./support/exchange.js";
import { runCli, temporaryFolder } from "./support/run-cli.js";

const thing = (body: Json, more: Partial<Exchange> = {}): Exchange =>
  exchange({ url: "https://eu.acme.test/v1/things/1" }, { body }, more);

function measure(...exchanges: Exchange[]): VendorCoverage {
  const [coverage] = measureCoverage({ exchanges, vendors: [acme()] });
  return coverage as VendorCoverage;
}

function operation(coverage: VendorCoverage, name: string) {
  const found = coverage.operations.find((each) => each.operation === name);
  if (found === undefined) throw new Error(`${name} is not there`);
  return found;
}

function fieldsOf(coverage: VendorCoverage): string[] {
  const [ok] = operation(coverage, "GET /v1/things/{id}").statuses;
  return (ok?.fields ?? []).map((field) => `${field.pointer} ${field.seen} ${field.absent ?? "required"}`);
}

describe("coverage", () => {
  test("counts each described operation and status once, whatever no exchange shows", () => {
    const { totals } = measure(thing({ id: "1" }), thing({ id: "2" }, { id: "acme/other" }));
    expect(totals.operations).toEqual({ of: 8, index: 1, score: 0 });
    expect(totals.statuses).toMatchObject({ index: 1, score: 0 });
  });

  test("the index is what exchanges show, the score what a run proved of it", async () => {
    const exchanges = [thing({ id: "1" }), thing({ id: 2 }, { id: "acme/wrong" })];
    const results = await replay({ exchanges, vendors: [acme()], transports: ["inject"] });
    expect(results.map(({ verdict }) => verdict)).toEqual(["passed", "failed"]);
    const [coverage] = measureCoverage({ exchanges: exchanges.slice(1), results, vendors: [acme()] });
    expect(coverage?.totals.operations).toMatchObject({ index: 1, score: 0 });
    const [both] = measureCoverage({ exchanges, results, vendors: [acme()] });
    expect(both?.totals.operations).toMatchObject({ index: 1, score: 1 });
    expect(operation(both as VendorCoverage, "GET /v1/things/{id}").mark).toBe("proved");
  });

  test("what is schema-derived counts for nothing", () => {
    const { totals, documented, derived } = measure(thing({ id: "1" }, { fidelity: "schema-derived" }));
    expect(Object.values(totals).map(({ index }) => index)).toEqual(Object.keys(totals).map(() => 0));
    expect([documented, derived]).toEqual([0, 1]);
  });

  test.each<[Fidelity, number, number]>([
    ["verbatim", 1, 1],
    ["request-only", 1, 0],
    ["response-only", 0, 1],
  ])("a %s exchange shows what its page shows", (fidelity, parameters, statuses) => {
    const { totals } = measure(thing({ id: "1" }, { fidelity }));
    expect([totals.parameters.index, totals.statuses.index]).toEqual([parameters, statuses]);
  });

  test("a status or parameter that only the exchange has is not counted", () => {
    const { totals } = measure(
      exchange({ url: "https://eu.acme.test/v1/things/1?colour=red" }, { status: 418, body: { id: "1" } }),
    );
    expect([totals.statuses.index, totals.parameters.index]).toEqual([0, 1]);
  });

  test("a status in a described range counts as the range", () => {
    const given = exchange(
      { url: "https://eu.acme.test/v1/things", method: "POST", body: { id: "1" } },
      { status: 409, body: { code: 1 } },
    );
    expect(operation(measure(given), "POST /v1/things").statuses).toMatchObject([
      { status: "201", mark: "open" },
      { status: "4XX", mark: "provable", fields: [{ pointer: "/code", seen: "provable" }] },
    ]);
  });

  test("members of an answer are seen with a value or left out", () => {
    expect(fieldsOf(measure(thing({ id: "1", count: 2 })))).toEqual([
      "/id provable required",
      "/count provable open",
      "/at open provable",
      "/parts open provable",
    ]);
  });

  test("query parameters are those of the documented URL", () => {
    const list = exchange({ url: "https://eu.acme.test/v1/things?page=1&since=<time>" }, { body: [] });
    const { parameters } = operation(measure(list), "GET /v1/things");
    expect(parameters.filter(({ mark }) => mark !== "open").map(({ name }) => name)).toEqual(["page", "since"]);
  });
});

test("members are read through references, combinations and arrays, and not without end", () => {
  const schemas = {
    Tree: {
      type: "object",
      required: ["id"],
      properties: {
        id: { type: "string" },
        children: { type: "array", items: { $ref: "#/components/schemas/Tree" } },
        owner: { allOf: [{ $ref: "#/components/schemas/Owner" }, { type: "object", required: ["name"] }] },
        shape: {
          oneOf: [
            { type: "object", required: ["radius"], properties: { radius: { type: "number" } } },
            { type: "null" },
          ],
        },
      },
    },
    Owner: { type: "object", properties: { name: { type: ["string", "null"] } } },
  };
  const document = { openapi: "3.1.0", info: { title: "", version: "" }, components: { schemas } };
  const { members } = schemaFields(document as unknown as OpenApiDocument, "/components/schemas/Tree");
  expect(members.get("id")?.isOptional).toBe(false);
  expect(members.get("children")?.items?.members.size).toBe(0);
  expect(members.get("owner")?.members.get("name")).toMatchObject({ isNullable: true });
  expect(members.get("shape")).toMatchObject({ isNullable: true });
  expect(members.get("shape")?.members.get("radius")).toMatchObject({ isOptional: true });
});

describe("conformance coverage", () => {
  test("shows index and score of each vendor; every packaged vendor scores what it could", async () => {
    const { status, stdout } = await runCli("coverage", "--json");
    const { vendors } = JSON.parse(stdout) as { vendors: VendorCoverage[] };
    expect(status).toBe(0);
    for (const { totals } of vendors) {
      for (const [dimension, { of, index, score }] of Object.entries(totals)) {
        expect(index).toBeLessThanOrEqual(of);
        expect(score).toBe(dimension === "faults" ? 0 : index);
      }
    }
    expect((await runCli("coverage", "--vendor", "cultureamp")).stdout).toMatch(
      /^cultureamp +described +index +score\n {2}operations +\d+ +\d+ +[\d.]+ % +\d+ +[\d.]+ %$/m,
    );
  });

  test("--min is a threshold: exit 1 and a line for each that is missed", async () => {
    expect((await runCli("coverage", "--vendor", "cultureamp", "--min", "10")).status).toBe(0);
    const missed = await runCli("coverage", "--vendor", "cultureamp", "--min", "99", "--min", "fields=98.5");
    expect(missed.status).toBe(1);
    expect(missed.stderr).toMatch(/cultureamp: the score of operations is [\d.]+ %, less than 99 %/);
    expect(missed.stderr).toMatch(/cultureamp: the score of fields is [\d.]+ %, less than 98.5 %/);
  });

  test("--missing names the operations that no exchange shows", async () => {
    const { stdout } = await runCli("coverage", "--vendor", "cultureamp", "--missing");
    expect(stdout).toMatch(/^ {2}no exchange {2}[A-Z]+ \/v1\//m);
    expect(stdout).not.toContain("no exchange  GET /v1/employees/{id}\n");
  });

  test.each(["many", "101", "colours=1", "operations=", "requestFields=1"])("--min %s is exit 2", async (min) => {
    expect(await runCli("coverage", "--min", min)).toMatchObject({
      status: 2,
      stdout: "",
      stderr: expect.stringContaining(`--min "${min}" is not a percentage`),
    });
  });

  test("a vendor that nobody describes is exit 2; the help has examples", async () => {
    using folder = temporaryFolder({ "a.json": thing({ id: "1" }) });
    expect((await runCli("coverage", "--exchanges", folder.path)).status).toBe(2);
    expect((await runCli("coverage", "--help")).stdout).toContain("examples\n  conformance coverage");
  });
});
