import { describe, expect, test } from "vitest";
import type { OperationPolicy } from "../src/index.js";
import { failureOf, json, scripted, thingsClient } from "./support/things.js";

const HTML = "<!doctype html><title>Sign in</title>".padEnd(400, "x");

function get(response: Response, policy: OperationPolicy = {}) {
  return thingsClient({ fetch: scripted(response).fetch, retry: false }, { policies: { "GET /things": policy } }).GET(
    "/things",
  );
}
const text = (body: BodyInit | null, type?: string, status = 200) =>
  new Response(body, { status, headers: type === undefined ? {} : { "content-type": type } });

describe("a 2xx", () => {
  test.each([
    ["JSON", text('{"a":1}', "application/json"), { a: 1 }],
    ["JSON with a charset", text('{"a":1}', "application/json; charset=utf-8"), { a: 1 }],
    ["JSON of the vendor's own type", text('{"a":1}', "application/vnd.things.v2+json"), { a: 1 }],
    ["JSON under another name, as some gateways send it", text('{"a":1}', "text/plain"), { a: 1 }],
    ["JSON as bytes", text('{"a":1}', "application/octet-stream"), { a: 1 }],
    ["JSON without a type", text(new TextEncoder().encode('{"a":1}')), { a: 1 }],
    ["JSON behind a byte order mark", text('\ufeff{"a":1}', "application/json"), { a: 1 }],
    ["JSON in white space", text(' \n{"a":1}\n', "application/json"), { a: 1 }],
    ["members that are not documented", json({ items: [], extra: 1 }), { items: [], extra: 1 }],
    ["errors, which are data like other data", json({ errors: [{ message: "no" }] }), { errors: [{ message: "no" }] }],
    ["zero", text("0", "application/json"), 0],
    ["false", text("false", "application/json"), false],
    ["an empty text", text('""', "application/json"), ""],
    ["null", text("null", "application/json"), null],
    ["an empty list", text("[]", "application/json"), []],
  ])("with %s", async (_, response, expected) => {
    const result = await get(response);
    expect(result.data).toEqual(expected);
    expect(result.error).toBeUndefined();
    expect("error" in result).toBe(false);
  });

  test.each([
    [204, undefined],
    [205, undefined],
    [202, "text/plain"],
    [202, undefined],
  ])("%i without a body has no data", async (status, type) => {
    const { data, error } = await get(text(null, type, status));
    expect(data).toBeUndefined();
    expect(error).toBeUndefined();
  });

  test("200 without a body has no data where that is documented", async () => {
    expect((await get(text(""), { emptyBody: true })).data).toBeUndefined();
  });

  test.each([
    ["HTML", text(HTML, "text/html; charset=utf-8"), "text/html; charset=utf-8"],
    ["HTML without a type", text(new TextEncoder().encode(HTML)), "text that is not JSON"],
    ["HTML that calls itself JSON", text(HTML, "application/json"), "text that is not JSON"],
    ["JSON that calls itself HTML", text("{}", "text/html"), "text/html"],
    ["XML", text("<a/>", "application/xml"), "application/xml"],
    ["JSON that breaks off", text('{"a":', "application/json"), "text that is not JSON"],
    ["two JSON values", text("{}{}", "application/json"), "text that is not JSON"],
    ["nothing", text("", "application/json"), "an empty body"],
    ["nothing, and no type", text(null), "an empty body"],
    ["nothing in a 202 that promises JSON", text(null, "application/json", 202), "an empty body"],
    ["white space", text(" ", "application/json"), "text that is not JSON"],
  ])("with %s is no data but an error", async (_, response, what) => {
    const error = await failureOf(get(response));
    expect(error).toMatchObject({
      name: "ResponseFormatError",
      code: "response_format",
      vendor: "things",
      operation: "GET /things",
      status: response.status,
      attempts: 1,
    });
    expect(error.message).toContain(`answered ${response.status} with ${what}`);
  });

  test("the error keeps the request id and the first bytes, and prints neither more nor a header", async () => {
    const headers = { "content-type": "text/html", "x-request-id": "r-1", "set-cookie": "canary=1" };
    const error = await failureOf(get(new Response(HTML, { headers })));
    expect(error).toMatchObject({ requestId: "r-1", bodyStart: HTML.slice(0, 200) });
    expect(Object.keys(error)).not.toContain("bodyStart");
    expect(JSON.stringify(error)).not.toContain("Sign in");
  });

  test("a content type that is a text of its own is cut and cleaned", async () => {
    const error = await failureOf(get(text("<", `text/html; note="${"x".repeat(500)}"`)));
    expect(error.message.length).toBeLessThan(160);
  });
});

describe("the body as the caller wants it", () => {
  const client = (body: BodyInit = "a,b") => thingsClient({ fetch: async () => text(body, "text/csv") });

  test("text, a blob, bytes or a stream", async () => {
    expect((await client().GET("/report", { parseAs: "text" })).data).toBe("a,b");
    expect(await (await client().GET("/report", { parseAs: "blob" })).data?.text()).toBe("a,b");
    const { data: bytes } = await client().GET("/report", { parseAs: "arrayBuffer" });
    expect(new TextDecoder().decode(bytes)).toBe("a,b");
    const { data: stream } = await client().GET("/report", { parseAs: "stream" });
    expect(await new Response(stream).text()).toBe("a,b");
  });

  test("an empty text is data", async () => {
    expect((await client("").GET("/report", { parseAs: "text" })).data).toBe("");
  });

  test("an operation may say how its body is read", async () => {
    const things = thingsClient(
      { fetch: async () => text("a,b", "text/csv") },
      { policies: { "GET /report": { parseAs: "text" } } },
    );
    expect((await things.GET("/report")).data).toBe("a,b");
  });

  test("an error is read as an error all the same", async () => {
    const things = thingsClient({ fetch: async () => json({ code: 404, message: "gone" }, 404) });
    const { error } = await things.GET("/things", { parseAs: "stream" });
    expect(error?.body).toEqual({ code: 404, message: "gone" });
  });
});

test("HEAD has no body, whatever the headers promise", async () => {
  const { fetch, calls } = scripted(
    new Response(null, { headers: { "content-type": "application/json", "content-length": "9" } }),
  );
  const { data, response } = await thingsClient({ fetch }).HEAD("/things/{id}", { params: { path: { id: "1" } } });
  expect(data).toBeUndefined();
  expect(response.headers.get("content-length")).toBe("9");
  expect(calls[0]?.init.method).toBe("HEAD");
  const { error } = await thingsClient({ fetch: async () => text(null, undefined, 404) }).HEAD("/things/{id}", {
    params: { path: { id: "1" } },
  });
  expect(error).toMatchObject({ status: 404, body: undefined });
});
