import { describe, expect, test } from "vitest";
import { acme, type Tamper } from "./support/acme.js";
import { exchange, findings, replayOne } from "./support/exchange.js";

const E = "https://eu.acme.test";
const list = exchange({
  url: `${E}/v1/things?ids=1&ids=2&text=a b`,
  headers: { Authorization: "Bearer {t}", "X-Tenant": "t1" },
});
const create = exchange({
  url: `${E}/v1/things`,
  method: "POST",
  body: { id: "{id}", parts: ["a", "b"] },
  headers: { "Content-Type": "application/json" },
});
const login = exchange({ url: `${E}/v1/login`, method: "POST", body: "user=a&user=b&password=p" });
const note = exchange({ url: `${E}/v1/notes/1`, method: "PUT", body: "custom field text" });
const form =
  (text: string): Tamper =>
  (_url, init) =>
    void Object.assign(init, { body: new URLSearchParams(text) });
const body =
  (text: string): Tamper =>
  (_url, init) =>
    void Object.assign(init, { body: text });

describe("a client that sends something else is found out, on every transport", () => {
  const rows: [what: string, given: typeof list, tamper: Tamper, expected: string][] = [
    ["another method", list, (_url, init) => void Object.assign(init, { method: "DELETE" }), "another method was used"],
    ["another path", list, (url) => void Object.assign(url, { pathname: "/v1/thing" }), "another path was called"],
    ["another host", list, (url) => void Object.assign(url, { host: "us.acme.test" }), "another host was called"],
    ["a parameter left out", list, (url) => url.searchParams.delete("text"), 'query parameter "text" was not sent'],
    [
      "a parameter with another value",
      list,
      (url) => url.searchParams.set("text", "a  b"),
      'query parameter "text" was sent with another value',
    ],
    [
      "a parameter too many",
      list,
      (url) => url.searchParams.set("limit", "5"),
      'query parameter "limit" is not documented here',
    ],
    [
      "a list joined by commas",
      list,
      (url) => url.searchParams.set("ids", "1,2"),
      'query parameter "ids" was sent with another value',
    ],
    [
      "a list item twice",
      list,
      (url) => url.searchParams.append("ids", "2"),
      'query parameter "ids" is not documented here',
    ],
    [
      "no bearer token",
      list,
      (_url, init) => init.headers.delete("authorization"),
      'header "Authorization" was not sent',
    ],
    [
      "another scheme",
      list,
      (_url, init) => init.headers.set("authorization", "Token x"),
      'header "Authorization" has another scheme',
    ],
    [
      "another header value",
      list,
      (_url, init) => init.headers.set("x-tenant", "t2"),
      'header "X-Tenant" was sent with another value',
    ],
    ["no header", list, (_url, init) => init.headers.delete("x-tenant"), 'header "X-Tenant" was not sent'],
    [
      "another content type",
      create,
      (_url, init) => init.headers.set("content-type", "text/json"),
      'header "Content-Type" was sent with another value',
    ],
    ["another value in the body", create, body('{"id":"x","parts":["a","c"]}'), "/parts/1 is not the documented value"],
    ["a list in another order", create, body('{"id":"x","parts":["b","a"]}'), "/parts/0 is not the documented value"],
    ["a member missing from the body", create, body('{"id":"x"}'), "/parts is missing"],
    ["a member too many in the body", create, body('{"id":"x","parts":["a","b"],"n":null}'), "/n is not documented"],
    ["another type in the body", create, body('{"id":7,"parts":["a","b"]}'), "/id is not the documented value"],
    [
      "an empty value for a placeholder",
      create,
      body('{"id":"","parts":["a","b"]}'),
      "/id is not the documented value",
    ],
    ["no JSON", create, body("id=x"), "what was sent is no JSON"],
    ["no body", create, (_url, init) => void Object.assign(init, { body: null }), "no body was sent"],
    ["a form field once", login, form("user=a&password=p"), 'form field "user" was not sent'],
    [
      "another form field",
      login,
      form("user=a&user=b&password=q"),
      'form field "password" was sent with another value',
    ],
    [
      "a form where JSON is described",
      exchange({ url: `${E}/v1/things`, method: "POST", body: { id: "a" } }),
      form("id=a"),
      "what was sent is no JSON",
    ],
    ["another text", note, body("custom field text "), "another text was sent"],
    [
      "a body where none is documented",
      exchange({ url: `${E}/v1/things/7`, method: "DELETE" }),
      body("{}"),
      "a body was sent; none is documented",
    ],
  ];
  test.each(rows)("%s", async (_what, given, tamper, expected) => {
    const honest = await replayOne(given);
    expect(honest.verdict).toBe("request-only");
    const result = await replayOne(given, acme(tamper));
    expect(result.verdict).toBe("failed");
    expect(findings(result)).toContain(expected);
    expect(new Set(Object.values(result.transports))).toEqual(new Set(["failed"]));
  });
});

test("a client that sends the request twice is found out", async () => {
  const vendor = acme();
  const twice = {
    ...vendor,
    createClient: (setup: Parameters<typeof vendor.createClient>[0]) => {
      const client = vendor.createClient(setup);
      return {
        request: async (...args: Parameters<typeof client.request>) => {
          await client.request(...args);
          return client.request(...args);
        },
      };
    },
  };
  expect(findings(await replayOne(list, twice))).toEqual(["the client sent the request more than once"]);
});

test("a client that changes the answer is found out", async () => {
  const vendor = acme();
  const changing = {
    ...vendor,
    createClient: (setup: Parameters<typeof vendor.createClient>[0]) => {
      const client = vendor.createClient(setup);
      return {
        request: async (...args: Parameters<typeof client.request>) => ({
          ...(await client.request(...args)),
          data: { id: "8" },
        }),
      };
    },
  };
  const result = await replayOne(exchange({ url: `${E}/v1/things/7` }, { body: { id: "7" } }), changing);
  expect(result.differences).toEqual([
    { aspect: "result", at: "data/id", message: "data/id is not the documented value", documented: "7", found: "8" },
  ]);
});

test("transports that disagree are a finding of their own", async () => {
  const vendor = acme();
  let clients = 0;
  const choosy = {
    ...vendor,
    createClient: (setup: Parameters<typeof vendor.createClient>[0]) => {
      clients += 1;
      return clients === 1
        ? vendor.createClient(setup)
        : acme((url) => url.searchParams.set("page", "9")).createClient(setup);
    },
  };
  const result = await replayOne(list, choosy);
  expect(result.verdict).toBe("failed");
  expect(result.transports).toEqual({ inject: "request-only", loopback: "failed", nock: "failed" });
  expect(findings(result)).toContain("the transports disagree: inject request-only, loopback failed, nock failed");
});
