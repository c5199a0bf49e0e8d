import { Readable } from "node:stream";
import { describe, expect, test } from "vitest";
import { sendJson, serve } from "./support/servers.js";
import { failureOf, json, scripted, thingsClient } from "./support/things.js";

/** The query on the wire for these values. */
async function queryOf(query: Record<string, unknown>, explode?: boolean): Promise<string> {
  const { fetch, calls } = scripted(json({ items: [] }));
  const client = thingsClient({ fetch }, { policies: { "GET /things": { explode } } });
  await client.GET("/things", { params: { query } });
  return (calls[0]?.url ?? "").replace("https://things.example/things", "");
}

describe("the query", () => {
  test.each([
    [
      "a plus is %2B, so that no server reads a blank",
      { since: "2026-05-01T00:00:00+10:00" },
      "?since=2026-05-01T00%3A00%3A00%2B10%3A00",
    ],
    [
      "blanks, ampersands and letters of other scripts are escaped",
      { tag: ["a b&c=d", "ä"] },
      "?tag=a%20b%26c%3Dd&tag=%C3%A4",
    ],
    ["a list repeats its name", { tag: ["a", "b"] }, "?tag=a&tag=b"],
    ["a Date is sent as ISO 8601", { since: new Date(0) }, "?since=1970-01-01T00%3A00%3A00.000Z"],
    ["so is a Date in a list", { since: [new Date(0)] }, "?since=1970-01-01T00%3A00%3A00.000Z"],
    ["undefined and null leave nothing", { a: undefined, b: null, limit: 1 }, "?limit=1"],
    ["nor do they in a list", { tag: ["a", null, undefined, "b"] }, "?tag=a&tag=b"],
    ["nor does an empty list", { tag: [] }, ""],
    ["zero, false and an empty text are values", { limit: 0, flag: false, tag: "" }, "?limit=0&flag=false&tag="],
    [
      "an object names its members in brackets",
      { filter: { a: 1, b: undefined, c: new Date(0) } },
      "?filter[a]=1&filter[c]=1970-01-01T00%3A00%3A00.000Z",
    ],
    ["nothing at all", {}, ""],
  ])("%s", async (_, query, expected) => {
    expect(await queryOf(query)).toBe(expected);
  });

  test("a list is joined by commas where the operation is documented so", async () => {
    expect(await queryOf({ tag: ["a,b", "c", null] }, false)).toBe("?tag=a%2Cb,c");
    expect(await queryOf({ tag: [] }, false)).toBe("");
  });

  test.each([
    ["an invalid Date", { since: new Date("nonsense") }, "params.query.since"],
    ["an invalid Date in a list", { tag: [new Date("nonsense")] }, "params.query.tag"],
    ["a list of lists", { tag: [["a"]] }, "params"],
    ["half a character", { tag: ["\ud800"] }, "params"],
  ])("%s is refused before anything is sent", async (_, query, option) => {
    const error = await failureOf(queryOf(query));
    expect(error).toMatchObject({ code: "invalid_configuration", option, operation: "GET /things" });
  });
});

describe("the path", () => {
  test("takes all its parameters", async () => {
    const { fetch, calls } = scripted(json({}));
    await thingsClient({ fetch }).GET("/things/{id}/parts/{part}", { params: { path: { id: "a", part: 0 } } });
    expect(calls[0]?.url).toBe("https://things.example/things/a/parts/0");
  });

  test("a value that is half a character is refused", async () => {
    const { fetch } = scripted(json({}));
    const error = await failureOf(thingsClient({ fetch }).GET("/things/{id}", { params: { path: { id: "\ud800" } } }));
    expect(error).toMatchObject({ code: "invalid_configuration" });
  });
});

describe("the headers", () => {
  const headersOf = async (init: object) => {
    const { fetch, calls } = scripted(json({ items: [] }));
    await thingsClient({ fetch }).GET("/things", init);
    return calls[0]?.headers;
  };

  test("JSON is asked for", async () => {
    expect(await headersOf({})).toEqual({ accept: "application/json" });
  });

  test("the caller's are added, and win", async () => {
    expect(await headersOf({ headers: { Accept: "text/csv", "X-Number": 1 } })).toEqual({
      accept: "text/csv",
      "x-number": "1",
    });
    expect(await headersOf({ headers: new Headers({ "x-a": "b" }) })).toEqual({
      accept: "application/json",
      "x-a": "b",
    });
  });

  test("null takes one away, undefined changes nothing", async () => {
    expect(await headersOf({ headers: { accept: null } })).toEqual({});
    expect(await headersOf({ headers: { accept: undefined } })).toEqual({ accept: "application/json" });
  });

  test("header parameters of the operation go out as headers", async () => {
    const { fetch, calls } = scripted(json({ id: "1" }, 201));
    await thingsClient({ fetch }).POST("/things", { params: { header: { "x-mode": "fast" } }, body: { name: "a" } });
    expect(calls[0]?.headers).toMatchObject({ "x-mode": "fast" });
  });

  test.each([
    ["a line break", { "x-a": "canary\r\nx-b: c" }],
    ["a letter of another script", { "x-a": "canary€" }],
    ["a name with a blank", { "canary name": "x" }],
  ])("%s is refused, and the value not shown", async (_, headers) => {
    const error = await failureOf(headersOf({ headers }));
    expect(error).toMatchObject({ code: "invalid_configuration", option: "headers", operation: "GET /things" });
    expect(error.stack).not.toContain("canary");
  });
});

describe("the body", () => {
  const echo = () =>
    serve((request, response) => sendJson(response, { id: request.headers["content-type"], name: request.body }, 201));

  test("is JSON", async () => {
    const server = await echo();
    const { data } = await thingsClient({}, { origin: server.origin }).POST("/things", { body: { name: "ä" } });
    expect(data).toEqual({ id: "application/json", name: '{"name":"ä"}' });
  });

  test.each([0, false, "", "text", []])("%j is JSON, too", async (body) => {
    const server = await echo();
    const client = thingsClient({}, { origin: server.origin });
    const { data } = await client.POST("/things", { body: body as unknown as { name: string } });
    expect(data).toEqual({ id: "application/json", name: JSON.stringify(body) });
  });

  test("may be of a JSON type of the vendor's own", async () => {
    const { fetch, calls } = scripted(json({}));
    const client = thingsClient(
      { fetch },
      { policies: { "POST /things": { contentType: "application/vnd.things+json" } } },
    );
    await client.POST("/things", { body: { name: "a" } });
    expect(calls[0]).toMatchObject({
      headers: { "content-type": "application/vnd.things+json" },
      init: { body: '{"name":"a"}' },
    });
  });

  test("is left away where there is none, with its content type", async () => {
    const { fetch, calls } = scripted(new Response(null, { status: 204 }));
    await thingsClient({ fetch }).DELETE("/things/{id}", { params: { path: { id: "1" } } });
    expect(calls[0]?.init.body ?? null).toBeNull();
    expect(calls[0]?.headers).toEqual({ accept: "application/json" });
  });

  test("goes with a DELETE", async () => {
    const server = await serve((_, response) => response.writeHead(204).end());
    await thingsClient({}, { origin: server.origin }).DELETE("/things/{id}", {
      params: { path: { id: "1" } },
      body: { reason: "old" },
    });
    expect(server.received[0]).toMatchObject({ method: "DELETE", body: '{"reason":"old"}' });
  });

  test("is refused with a GET, which no platform sends", async () => {
    const { fetch, calls } = scripted(json({}));
    const error = await failureOf(thingsClient({ fetch }).GET("/things", { body: {} } as object));
    expect(error).toMatchObject({ code: "invalid_configuration", option: "body" });
    expect(calls).toHaveLength(0);
  });

  test("that is no JSON is refused", async () => {
    const round: { name: string; self?: unknown } = { name: "a" };
    round.self = round;
    const error = await failureOf(thingsClient({ fetch: scripted(json({})).fetch }).POST("/things", { body: round }));
    expect(error).toMatchObject({ code: "invalid_configuration", option: "body", operation: "POST /things" });
  });

  test("of form fields is encoded as such: lists repeat, dates are ISO 8601, undefined leaves nothing", async () => {
    const server = await serve((_, response) => response.writeHead(202).end());
    const client = thingsClient(
      {},
      { origin: server.origin, policies: { "POST /form": { contentType: "application/x-www-form-urlencoded" } } },
    );
    const fields = { name: "a+b c", tags: ["x", "y"], at: new Date(0), none: undefined };
    await client.POST("/form", { body: fields });
    await client.POST("/form", { body: new URLSearchParams({ name: "a+b c" }) });
    const [first, second] = server.received;
    expect(first?.headers["content-type"]).toBe("application/x-www-form-urlencoded");
    expect([...new URLSearchParams(first?.body)]).toEqual([
      ["name", "a+b c"],
      ["tags", "x"],
      ["tags", "y"],
      ["at", "1970-01-01T00:00:00.000Z"],
    ]);
    expect([...new URLSearchParams(second?.body)]).toEqual([["name", "a+b c"]]);
  });

  test("that is a form with files leaves its boundary to the platform", async () => {
    const server = await echo();
    const form = new FormData();
    form.set("file", new Blob(["content"]), "a.txt");
    const client = thingsClient(
      {},
      { origin: server.origin, policies: { "POST /upload": { contentType: "multipart/form-data" } } },
    );
    await client.POST("/upload", { body: form });
    const [request] = server.received;
    const boundary = /^multipart\/form-data; boundary=(.+)$/.exec(request?.headers["content-type"] ?? "")?.[1];
    expect(boundary).toBeTruthy();
    expect(request?.body).toContain(`--${boundary}`);
    expect(request?.body).toContain("content");
  });

  test.each([
    ["a file", () => new Blob(["content"], { type: "image/png" }), "image/png"],
    ["bytes", () => new TextEncoder().encode("content"), undefined],
    ["a buffer", () => new TextEncoder().encode("content").buffer as ArrayBuffer, undefined],
    ["a stream", () => new Blob(["content"]).stream(), undefined],
    [
      "a stream of Node's",
      () => Readable.from([Buffer.from("con"), Buffer.from("tent")]) as unknown as BodyInit,
      undefined,
    ],
  ])("that is %s goes out as it is", async (_, make, type) => {
    const server = await echo();
    await thingsClient({}, { origin: server.origin }).POST("/upload", { body: make() });
    expect(server.received[0]?.body).toBe("content");
    expect(server.received[0]?.headers["content-type"]).toBe(type);
  });

  test("that is text goes out as it is where the operation takes no JSON", async () => {
    const { fetch, calls } = scripted(json({}));
    const client = thingsClient({ fetch }, { policies: { "POST /upload": { contentType: "text/plain" } } });
    await client.POST("/upload", { body: "text" });
    expect(calls[0]).toMatchObject({ init: { body: "text" }, headers: { "content-type": "text/plain" } });
  });
});
