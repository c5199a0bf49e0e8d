import { describe, expect, test } from "vitest";
import { drift } from "../src/drift/drift.js";
import type { DriftReport, Observation } from "../src/drift/types.js";
import type { Exchange, Json } from "../src/exchange/types.js";
import { Description } from "../src/openapi/description.js";
import type { OpenApiDocument } from "../src/openapi/types.js";
import type { Vendor } from "../src/vendors/types.js";
import { exchange } from "./support/exchange.js";

/** A vendor of which only the schema of one answer matters. */
function vendorWith(schema: unknown, more: object = {}): Vendor {
  const json = { description: "", content: { "application/json": { schema } } };
  const responses = { 200: json, 404: json, default: json, ...more };
  const document = {
    openapi: "3.1.0",
    info: { title: "Acme", version: "1" },
    servers: [{ url: "https://eu.acme.test" }],
    paths: { "/v1/things": { get: { responses } }, "/v1/things/{id}": { get: { responses } } },
  } as unknown as OpenApiDocument;
  const description = new Description(document);
  return {
    id: "acme",
    title: "Acme",
    describe: () => description,
    createClient: () => ({ request: () => Promise.reject(new Error("not called")) }),
    probe: () => Promise.reject(new Error("not called")),
  };
}

const URL_OF_THINGS = "https://eu.acme.test/v1/things";

function shows(body: Json, more: Partial<Exchange> = {}, status = 200): Exchange {
  return exchange({ method: "GET", url: URL_OF_THINGS }, { status, body }, more);
}

function answer(body: unknown, more: Partial<Observation> = {}): Observation {
  return { method: "GET", url: URL_OF_THINGS, status: 200, contentType: "application/json", body, ...more };
}

function found({ findings }: DriftReport): string[] {
  return findings.map(({ severity, kind, pointer }) => `${severity} ${kind} ${pointer}`.trim()).sort();
}

/** What is found in an answer, by the schema alone, or with what pages show. */
function compare(schema: unknown, body: unknown, pages: readonly Exchange[] = []): string[] {
  return found(drift([answer(body)], { vendors: [vendorWith(schema)], exchanges: pages }));
}

const text = { type: "string" };
const object = (properties: object, more: object = {}): object => ({ type: "object", properties, ...more });
const list = (items: object): object => ({ type: "array", items });

describe("what is no drift", () => {
  test.each<[string, unknown, unknown, Exchange[]]>([
    [
      "an empty list, whatever is in the documented one",
      list(object({ id: text }, { required: ["id"] })),
      [],
      [shows([{ id: "1" }])],
    ],
    ["a page with other items", list(object({ id: text })), [{ id: "9" }, { id: "8" }], [shows([{ id: "1" }])]],
    [
      "members of a map with other names",
      { type: "object", additionalProperties: { type: "integer" } },
      { b: 2 },
      [shows({ a: 1 })],
    ],
    ["a map without members", { type: "object", additionalProperties: text }, {}, [shows({ a: "x" })]],
    [
      "the other one of two alternatives",
      { oneOf: [object({ a: text }), object({ b: text })] },
      { b: "x" },
      [shows({ a: "x" })],
    ],
    [
      "null, where one of the alternatives is null",
      object({ o: { oneOf: [object({ a: text }), { type: "null" }] } }),
      { o: null },
      [shows({ o: { a: "x" } })],
    ],
    [
      "null, nullable as OpenAPI 3.0 has it",
      object({ a: { ...text, nullable: true } }),
      { a: null },
      [shows({ a: "x" })],
    ],
    [
      "null, nullable beside a composition",
      object({ a: { nullable: true, allOf: [object({ b: text })] } }),
      { a: null },
      [],
    ],
    ["a whole number, where any number may be", object({ n: { type: "number" } }), { n: 1 }, [shows({ n: 1.5 })]],
    ["a fraction, where pages show one", object({ n: { type: "integer" } }), { n: 2.5 }, [shows({ n: 1.5 })]],
    [
      "a text in a date, where pages show one",
      object({ d: { ...text, format: "date" } }),
      { d: "soon" },
      [shows({ d: "never" })],
    ],
    [
      "a time in a date, where pages show one",
      object({ d: { ...text, format: "date" } }),
      { d: "2026-01-02T00:00:00Z" },
      [shows({ d: "2025-01-01" }), shows({ d: "2025-01-01T00:00:00Z" })],
    ],
    [
      "a time in a date of a map, where pages show one",
      { type: "object", additionalProperties: { ...text, format: "date" } },
      { c: "2026-01-02T00:00:00Z" },
      [shows({ a: "2025-01-01T00:00:00Z", b: "2025-01-01" })],
    ],
    [
      "a date with another offset, or a space for the T",
      list({ ...text, format: "date-time" }),
      ["2026-01-02T03:04:05+09:30", "2026-01-02 03:04:05"],
      [],
    ],
    [
      "a value that a page shows and the enumeration lacks",
      object({ s: { enum: ["a"] } }),
      { s: "b" },
      [shows({ s: "b" })],
    ],
    [
      "an optional member that only some of the items have",
      list(object({ id: text, note: text }, { required: ["id"] })),
      [{ id: "1" }, { id: "2", note: "x" }],
      [shows([{ id: "1", note: "x" }])],
    ],
    ["a member that is left out on one page", object({ next: text }), {}, [shows({ next: "x" }), shows({})]],
    [
      "a required member that is only ever written",
      object({ pin: { ...text, writeOnly: true } }, { required: ["pin"] }),
      {},
      [],
    ],
    ["a list of mixed types, as shown", list({}), ["x", 1], [shows([1, "x"])]],
  ])("%s", (_what, schema, body, pages) => {
    expect(compare(schema, body, pages)).toEqual([]);
  });
});

describe("what is found, and how serious it is", () => {
  test.each<[string, unknown, unknown, Exchange[], string[]]>([
    [
      "a new member in a list in a map",
      { type: "object", additionalProperties: list(object({ id: text })) },
      { x: [{ id: "1", more: 1 }] },
      [],
      ["info new-field /#/#/more"],
    ],
    [
      "another type in a map, at the name that pages show",
      { type: "object", additionalProperties: { type: "integer" } },
      { a: "1", z: "2" },
      [shows({ a: 1 })],
      ["error type /#", "error type /a"],
    ],
    [
      "another type in an optional member of an item",
      list(object({ o: object({ n: { type: "integer" } }) })),
      [{}, { o: { n: "1" } }],
      [],
      ["error type /#/o/n"],
    ],
    [
      "a fraction, where a whole number is described",
      object({ n: { type: "integer" } }),
      { n: 1.5 },
      [shows({ n: 1 })],
      ["error type /n"],
    ],
    [
      "a fraction in an alternative of whole numbers",
      object({ n: { anyOf: [text, { type: "integer" }] } }),
      { n: 1.5 },
      [shows({ n: 1 })],
      ["error type /n"],
    ],
    [
      "a number for an enumeration without a type",
      object({ s: { enum: ["a", "b"] } }),
      { s: 1 },
      [],
      ["error type /s"],
    ],
    [
      "a new value of an enumeration",
      object({ s: { enum: ["a", "b"] } }),
      { s: "c" },
      [],
      ["warning new-enum-value /s"],
    ],
    [
      "a date that is none",
      object({ d: { ...text, format: "date-time" } }),
      { d: "next week" },
      [],
      ["warning format /d"],
    ],
    [
      "a time in a date",
      object({ d: { ...text, format: "date" } }),
      { d: "2026-01-02T00:00:00Z" },
      [shows({ d: "2026-01-02" })],
      ["warning format /d"],
    ],
    [
      "a date that has lost its time",
      list({ ...text, format: "date-time" }),
      ["2026-01-02"],
      [],
      ["warning format /#"],
    ],
    ["null at a placeholder", object({ t: text }), { t: null }, [shows({ t: "<token>" })], ["warning new-null /t"]],
    [
      "a required member that one item lacks",
      list(object({ id: text }, { required: ["id"] })),
      [{ id: "1" }, {}],
      [],
      ["warning missing-field /#/id"],
    ],
    [
      "a member that nobody calls optional",
      object({ a: text, b: text }),
      { a: "x" },
      [shows({ a: "x", b: "y" })],
      ["warning missing-field /b"],
    ],
    [
      "an optional member that all of the pages have",
      object({ a: text, b: text }, { required: ["a"] }),
      { a: "x" },
      [shows({ a: "x", b: "y" })],
      ["info missing-optional /b"],
    ],
    [
      "an object that is no alternative any more",
      { oneOf: [object({ a: text }), { type: "null" }] },
      "x",
      [],
      ["error type"],
    ],
    ["JSON that breaks off", object({ a: text }), '{"a": "x', [], ["error type"]],
  ])("%s", (_what, schema, body, pages, expected) => {
    expect(compare(schema, body, pages)).toEqual(expected);
  });

  test("a success that only the default describes is another status, beside others that have their own", () => {
    const vendors = [vendorWith(object({}))];
    expect(found(drift([answer({}, { status: 206 })], { vendors, exchanges: [] }))).toEqual(["error status"]);
    expect(found(drift([answer({}, { status: 418 })], { vendors, exchanges: [] }))).toEqual([]);
  });
});

describe("a list that answers 404 or 410, or is refused", () => {
  const vendors = [vendorWith({})];
  const gone = (status: number, more: Partial<Observation> = {}, pages: Exchange[] = []): string[] =>
    found(drift([answer({ error: "not found" }, { status, exists: true, ...more })], { vendors, exchanges: pages }));

  test("is gone, although the description has a 404 everywhere", () => {
    expect([gone(404), gone(410)]).toEqual([["error status"], ["error status"]]);
  });

  test.each([400, 405, 406, 415, 422])(
    "is refused with %i, which the description has for requests that are wrong",
    (status) => {
      const vendors = [vendorWith({}, { [status]: { description: "" } })];
      const refused = (pages: Exchange[]): string[] =>
        found(drift([answer({ error: "no" }, { status, exists: true })], { vendors, exchanges: pages }));
      expect(refused([])).toEqual(["error status"]);
      expect(refused([shows({ error: "no" }, {}, status)])).toEqual([]);
    },
  );

  test("is as documented, where a page shows that answer of the list: some vendors say so that it is empty", () => {
    expect(gone(404, {}, [shows({ error: "not found" }, {}, 404)])).toEqual([]);
  });

  test("is not gone, where it is not certain that there is anything: an id or a filter of the user's", () => {
    expect(gone(404, { exists: false })).toEqual([]);
    expect(gone(400, { exists: false })).toEqual([]);
    expect(gone(410, { exists: false, url: `${URL_OF_THINGS}/7` })).toEqual([]);
  });

  test("an item that the vendor has just listed is gone, whatever pages show of unknown ids", () => {
    const page = shows({ error: "not found" }, {}, 404);
    const item = { ...page, request: { ...page.request, url: `${URL_OF_THINGS}/none` } };
    expect(gone(404, { url: `${URL_OF_THINGS}/7` }, [item])).toEqual(["error status"]);
  });
});

describe("what counts as documented", () => {
  const schema = object({});

  test("a recording is compared, and is nothing to compare with", () => {
    const recorded = { ...shows({ b: 1 }), "x-recorded": true } as Exchange;
    expect(compare(schema, { b: 1 }, [shows({ a: 1 })])).toEqual(["info new-field /b", "warning missing-field /a"]);
    expect(compare(schema, { b: 1 }, [shows({ a: 1 }), recorded])).toEqual([
      "info new-field /b",
      "warning missing-field /a",
    ]);
  });

  test("what is made of a schema shows what may be, and expects nothing", () => {
    const derived = shows({ a: 1, b: 1 }, { fidelity: "schema-derived" });
    expect(compare(schema, { b: 1 }, [derived])).toEqual([]);
    expect(compare(schema, { b: 1 }, [derived, shows({ a: 1 })])).toEqual(["warning missing-field /a"]);
  });
});

test("a finding that is known is left out by operation and place, and named among what was not compared", () => {
  const vendors = [vendorWith(object({ a: text }))];
  const ignore = ["GET /v1/things /#/a"];
  const report = drift([answer({ a: 1 })], { vendors, exchanges: [], ignore: ["GET /v1/things /a"] });
  expect(report.findings).toEqual([]);
  expect(report.skipped).toEqual([
    { operation: "GET /v1/things", reason: "type at /a is ignored, as asked for", count: 1 },
  ]);
  expect(found(drift([answer({ a: 1 })], { vendors, exchanges: [], ignore }))).toEqual(["error type /a"]);
});
