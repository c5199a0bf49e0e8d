import { describe, expect, test } from "vitest";
import type { DocumentedResponse, Exchange } from "../src/exchange/types.js";
import { exchange, findings, replayOne } from "./support/exchange.js";

const E = "https://eu.acme.test";
const thing = { url: `${E}/v1/things/7` };

describe("a documented answer goes back through the client", () => {
  const rows: [what: string, given: Exchange][] = [
    ["a success", exchange(thing, { body: { id: "7", more: [1, null, { a: true }] } })],
    [
      "a success whose Content-Type is shown",
      exchange(thing, {
        headers: { "Content-Type": "application/json;charset=UTF-8", Link: "<https://x>; rel=next" },
        body: { id: "7" },
      }),
    ],
    [
      "a success as raw text",
      exchange(thing, { headers: { "Content-Type": "application/json" }, body: '{ "id": "7" }' }),
    ],
    ["a success as raw text, its Content-Type not shown", exchange(thing, { body: '{ "id": "7" }' })],
    ["an error as raw text", exchange(thing, { status: 404, body: '{"code":404}' })],
    ["an error", exchange(thing, { status: 404, body: { code: 404 } })],
    ["an error without a body", exchange(thing, { status: 404 })],
    [
      "a status of a declared range",
      exchange({ url: `${E}/v1/things`, method: "POST", body: { no: 1 } }, { status: 422, body: { code: 1 } }),
    ],
    ["no content", exchange({ ...thing, method: "DELETE" }, { status: 204 })],
    ["text", exchange({ url: `${E}/v1/things/7.csv` }, { headers: { "Content-Type": "text/csv" }, body: "a,b\n1,ü" })],
    [
      "a 401, after which the client may try once more",
      exchange({ url: `${E}/v1/things` }, { status: 401, body: { code: 401 } }),
    ],
    [
      "a parameter that the vendor is shown to refuse",
      exchange({ url: `${E}/v1/things?page=abc` }, { status: 400, body: { code: 1 } }),
    ],
    ["placeholders where the description wants a format", exchange(thing, { body: { id: "7", at: "{timestamp}" } })],
    [
      "headers that bytes decide",
      exchange(thing, {
        headers: { "Content-Length": "99", "Transfer-Encoding": "chunked", "Content-Encoding": "gzip" },
        body: { id: "7" },
      }),
    ],
    ["a repaired body", exchange(thing, { body: { id: "7" }, body_raw: '{"id": "7",}' })],
    [
      "a status whose body is not shown, on a request-only page",
      exchange(thing, { body: null }, { fidelity: "request-only" }),
    ],
  ];
  test.each(rows)("%s", async (_what, given) => {
    const result = await replayOne(given);
    expect(findings(result)).toEqual([]);
    expect(result.verdict).toBe("passed");
  });
});

describe("an answer that contradicts the description fails, and says where", () => {
  const rows: [what: string, given: Partial<DocumentedResponse>, pointer: string][] = [
    ["another type", { body: { id: 7 } }, "/response/body/id"],
    ["a missing member", { body: { count: 1 } }, "/response/body/id"],
    ["a broken format", { body: { id: "7", at: "yesterday" } }, "/response/body/at"],
    ["deep inside", { body: { id: "7", parts: ["a", 2] } }, "/response/body/parts/1"],
    ["an undeclared status", { status: 418, body: {} }, "/response/status"],
    [
      "an undeclared content type",
      { headers: { "Content-Type": "text/html" }, body: "<p>" },
      "/response/headers/Content-Type",
    ],
    ["no body", { body: null }, "/response/body"],
  ];
  test.each(rows)("%s", async (_what, response, pointer) => {
    const result = await replayOne(exchange(thing, response));
    expect(result.verdict).toBe("failed");
    expect(findings(result)).toContain(pointer);
  });

  test.each([
    ["a parameter outside its enum", `${E}/v1/things?state=bogus`, "/request/query/state"],
    ["a parameter of another type", `${E}/v1/things?page=abc`, "/request/query/page"],
    ["a list item of another type", `${E}/v1/things?ids=1&ids=b`, "/request/query/ids/1"],
    ["a single parameter sent twice", `${E}/v1/things?text=a&text=b`, "/request/query/text"],
  ])("%s", async (_what, url, pointer) => {
    const result = await replayOne(exchange({ url }, { body: [] }));
    expect(result.verdict).toBe("failed");
    expect(findings(result)).toContain(pointer);
  });

  test("a request body of another type", async () => {
    const result = await replayOne(exchange({ url: `${E}/v1/things`, method: "POST", body: { id: 1 } }));
    expect(findings(result)).toEqual(["/request/body/id"]);
  });
});

describe("a known contradiction is listed and does not fail", () => {
  const wrong = { body: { id: "7", count: "two" } };

  test("acknowledged by pointer", async () => {
    const contradicts = [{ pointer: "/response/body/count", reason: "the page prints text" }];
    const result = await replayOne(exchange(thing, wrong, { contradicts }));
    expect(result.verdict).toBe("contradicts");
    expect(result.contradictions).toEqual([
      { pointer: "/response/body/count", expected: "integer", got: "two", acknowledged: "the page prints text" },
    ]);
  });

  test("acknowledged in the words of the notes, which name the member", async () => {
    const notes = "Copied. The example contradicts the schema: 'count' is text. Kept.";
    expect((await replayOne(exchange(thing, wrong, { notes }))).verdict).toBe("contradicts");
  });

  test("acknowledged as a whole, where the notes name no member", async () => {
    const notes = "Kept exact. The example contradicts the vendor's own schema.";
    expect((await replayOne(exchange(thing, wrong, { notes }))).verdict).toBe("contradicts");
  });

  test.each([
    "The example contradicts the schema: 'id' is a number.",
    "This contradicts the text above.",
    "The count is text in the example.",
    "It contradicts the page. The count is fine.",
  ])("not acknowledged: %s", async (notes) => {
    expect((await replayOne(exchange(thing, wrong, { notes }))).verdict).toBe("failed");
  });

  test("another pointer acknowledges nothing", async () => {
    const contradicts = [{ pointer: "/response/body/id", reason: "no" }];
    expect((await replayOne(exchange(thing, wrong, { contradicts }))).verdict).toBe("failed");
  });
});

describe("what cannot be a call is counted apart", () => {
  test.each([
    [
      "a placeholder for a host",
      exchange({ url: "https://{your-webhook}", method: "POST", body: { a: 1 } }),
      "incoming",
    ],
    [
      "the receiver's own host",
      exchange({ url: "http://your-webhook-domain-url/callback", method: "POST", body: "{}" }),
      "incoming",
    ],
    ["a lost URL", exchange({ url: null, method: "POST" }), "not-replayable"],
    ["an interim answer", exchange(thing, { status: 100 }), "not-replayable"],
    ["a vendor without a client", exchange(thing, null, { id: "nobody/test" }), "no-client"],
  ])("%s", async (_what, given, verdict) => {
    const result = await replayOne(given);
    expect(result.verdict).toBe(verdict);
    expect(result.transports).toEqual({});
    expect(result.reason).toBeTruthy();
  });

  test.each(["GET", "HEAD"])("%s from a foreign host is a mistake, not an event", async (method) => {
    expect((await replayOne(exchange({ url: "https://other.example/hook", method }))).verdict).toBe("failed");
  });

  test("another host of the vendor's own site is a mistake, not an event", async () => {
    expect((await replayOne(exchange({ url: "https://acme.test/hook", method: "POST" }))).verdict).toBe("failed");
  });
});

describe("an exchange can ask for less than equality", () => {
  test("expect.data takes the place of the documented body", async () => {
    const given = exchange(thing, { body: { id: "7" } }, { expect: { data: { id: "8" } } });
    expect(findings(await replayOne(given))).toEqual(["data/id is not the documented value"]);
  });

  test("expect.error.code is the client's stable code", async () => {
    const answer = { status: 404, body: { code: 404 } };
    expect((await replayOne(exchange(thing, answer, { expect: { error: { code: "http_404" } } }))).verdict).toBe(
      "passed",
    );
    expect((await replayOne(exchange(thing, answer, { expect: { error: { code: "gone" } } }))).verdict).toBe("failed");
  });
});
