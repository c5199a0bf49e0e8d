import { createHash } from "node:crypto";
import { describe, expect, test } from "vitest";
import type { SendInit } from "../src/call.js";
import { createClient, isConfigurationError, type Layer } from "../src/index.js";
import { originGuard } from "../src/layers/origin-guard.js";
import { newCall } from "../src/pipeline.js";
import { sendJson, serve } from "./support/servers.js";
import { failureOf, json, scripted, thingsClient } from "./support/things.js";

const id = { params: { path: { id: "1" } } } as const;
/** Credentials of both kinds: in the standard header, and in one of the vendor's own. */
const withCredentials: Layer = (next) => (url, init) => {
  init.headers.set("authorization", "Bearer canary");
  init.headers.set("x-api-key", "canary");
  return next(url, init);
};

describe("the origin of a client", () => {
  test.each(["https://vendor.example", "http://127.0.0.1:8080", "http://localhost:1", "http://[::1]:1"])(
    "may be %s",
    (origin) => {
      expect(() => createClient({ vendor: "things", origin }, {})).not.toThrow();
    },
  );

  test.each([
    ["http://vendor.example", "https"],
    ["http://127.0.0.1.vendor.example", "https"],
    ["http://localhost.vendor.example", "https"],
    ["ftp://vendor.example", "https"],
    ["file:///etc/passwd", "https"],
    ["https://user:canary@vendor.example", "credentials"],
    ["https://vendor.example/v1", "path"],
    ["https://vendor.example?x=1", "path"],
    ["vendor.example", "absolute"],
    ["", "absolute"],
  ])("is refused as %s", async (origin, why) => {
    const error = await failureOf((async () => createClient({ vendor: "things", origin }, {}))());
    expect(error).toMatchObject({ code: "invalid_configuration", option: "origin" });
    expect(error.message).toContain(why);
    expect(error.message).not.toContain("canary");
  });
});

describe("the layer", () => {
  const init = (): SendInit => ({ method: "GET", headers: new Headers(), call: newCall("things", "GET /x", {}) });

  test.each([
    "https://other.example/x",
    "https://things.example.other.example/x",
    "https://things.example@other.example/x",
    "https://things.example:8443/x",
    "http://things.example/x",
    "//other.example/x",
    "/x",
    "https://things.example",
  ])("sends nothing to %s", async (url) => {
    const next = scripted(json({}));
    const send = originGuard(["https://things.example"])((target, sent) => next.fetch(target, sent));
    expect(isConfigurationError(await failureOf(send(url, init())))).toBe(true);
    expect(next.calls).toHaveLength(0);
  });

  test("takes redirects into its own hands", async () => {
    const next = scripted(json({}));
    await originGuard(["https://things.example"])((target, sent) => next.fetch(target, sent))(
      "https://things.example/x",
      init(),
    );
    expect(next.calls[0]?.init.redirect).toBe("manual");
  });
});

describe("a path that is not one of the API sends nothing", () => {
  test.each([
    "https://other.example/things",
    "http://things.example/things",
    "//other.example/things",
    "/\\other.example/things",
    "\\\\other.example\\things",
    "things",
    "",
    "/things/../secrets",
    "/things/..",
    "/./things",
    "/things/%2e%2e/secrets",
    "/things/%2E%2E/secrets",
    "/things/%252e%252e/secrets",
    "/things/.%2e/secrets",
    "/things\\..\\secrets",
    "/things%2f..%2fsecrets",
    "/things%5c..%5csecrets",
    "/things/.\t./secrets",
    "/\n/other.example",
  ])("%j", async (path) => {
    const { fetch, calls } = scripted(json({}));
    const client = thingsClient({ fetch }, { authorize: withCredentials });
    const error = await failureOf(client.GET(path as "/things"));
    expect(error).toMatchObject({ code: "invalid_configuration", option: "path", vendor: "things" });
    expect(calls).toHaveLength(0);
  });
});

describe("a path parameter that would lead to another operation sends nothing", () => {
  test.each([
    "",
    ".",
    "..",
    "%2e",
    "%2e%2e",
    "%2E%2E",
    ".%2e",
    "%252e%252e",
    "%25252e%25252e",
    "%25%32%65%25%32%65",
    "../secrets",
    "a/../../secrets",
    "a/..",
    "..\\secrets",
    "a%2f..%2fb",
    "a%5c..%5cb",
    "%2e%2e%2fsecrets",
    undefined,
    null,
    {},
    [],
  ])("%j", async (value) => {
    const { fetch, calls } = scripted(json({}));
    const client = thingsClient({ fetch }, { authorize: withCredentials });
    const error = await failureOf(client.GET("/things/{id}", { params: { path: { id: value as string } } }));
    expect(error).toMatchObject({
      code: "invalid_configuration",
      option: "params.path.id",
      vendor: "things",
      operation: "GET /things/{id}",
    });
    expect(calls).toHaveLength(0);
  });

  test("no parameters at all", async () => {
    const { fetch, calls } = scripted(json({}));
    const client = thingsClient({ fetch });
    const error = await failureOf(client.GET("/things/{id}", {} as typeof id));
    expect(error).toMatchObject({ option: "params.path.id" });
    expect(calls).toHaveLength(0);
  });

  test.each([
    ["a.b", "a.b"],
    ["..a", "..a"],
    ["...", "..."],
    ["v1.2", "v1.2"],
    ["a/b", "a%2Fb"],
    ["a?b#c", "a%3Fb%23c"],
    ["100%", "100%25"],
    ["%41", "%2541"],
    ["ä €", "%C3%A4%20%E2%82%AC"],
    ["{id}", "%7Bid%7D"],
    ["$&$1", "%24%26%241"],
    [7, "7"],
    [BigInt("9007199254740993"), "9007199254740993"],
  ])("while %s is a value like another", async (value, sent) => {
    const { fetch, calls } = scripted(json({}));
    await thingsClient({ fetch }).GET("/things/{id}", { params: { path: { id: value as string } } });
    expect(calls[0]?.url).toBe(`https://things.example/things/${sent}`);
  });
});

describe("a redirect within the origin", () => {
  test.each([301, 302, 303, 307, 308])("%i of a GET is followed, with the credentials", async (status) => {
    const server = await serve((request, response) => {
      if (request.url === "/moved") sendJson(response, { id: request.headers["x-api-key"] });
      else response.writeHead(status, { location: "/moved" }).end();
    });
    const client = thingsClient({}, { origin: server.origin, authorize: withCredentials });
    const { data } = await client.GET("/things/{id}", id);
    expect(data).toEqual({ id: "canary" });
    expect(server.received.map(({ method, url }) => `${method} ${url}`)).toEqual(["GET /things/1", "GET /moved"]);
  });

  test.each([307, 308])("%i of a POST is followed as a POST, with its body", async (status) => {
    const server = await serve((request, response) => {
      if (request.url === "/moved") sendJson(response, { id: "1", name: request.body }, 201);
      else response.writeHead(status, { location: "moved" }).end();
    });
    const client = thingsClient({}, { origin: server.origin });
    const { data } = await client.POST("/things", { body: { name: "a" } });
    expect(data?.name).toBe('{"name":"a"}');
    expect(server.received[1]).toMatchObject({ method: "POST", headers: { "content-type": "application/json" } });
  });

  test("303 of a POST is followed as a GET without a body", async () => {
    const server = await serve((request, response) => {
      if (request.url === "/result") sendJson(response, { id: "1", name: request.body });
      else response.writeHead(303, { location: "/result" }).end();
    });
    await thingsClient({}, { origin: server.origin }).POST("/things", { body: { name: "a" } });
    expect(server.received[1]).toMatchObject({ method: "GET", url: "/result", body: "" });
    expect(server.received[1]?.headers).not.toHaveProperty("content-type");
  });

  test.each([301, 302])("%i of a POST is not followed: a write does not become a read", async (status) => {
    const server = await serve((_, response) => response.writeHead(status, { location: "/moved" }).end());
    const { error } = await thingsClient({}, { origin: server.origin }).POST("/things", { body: { name: "a" } });
    expect(error).toMatchObject({ code: "redirect_refused", status, attempts: 1 });
    expect(server.received).toHaveLength(1);
  });

  test("a stream is not sent a second time", async () => {
    const server = await serve((_, response) => response.writeHead(307, { location: "/moved" }).end());
    const { error } = await thingsClient({}, { origin: server.origin }).POST("/upload", {
      body: new Blob(["x"]).stream(),
    });
    expect(error).toMatchObject({ code: "redirect_refused", status: 307 });
    expect(server.received).toHaveLength(1);
  });

  test("a loop ends after five redirects", async () => {
    const server = await serve((_, response) => response.writeHead(302, { location: "/things/1" }).end());
    const { error } = await thingsClient({}, { origin: server.origin }).GET("/things/{id}", id);
    expect(error).toMatchObject({ code: "redirect_refused", status: 302, attempts: 6 });
    expect(server.received).toHaveLength(6);
  });

  test.each([[{}], [{ location: "http://[" }]])("without a place to go is an error: %o", async (headers) => {
    const { fetch, calls } = scripted(new Response(null, { status: 302, headers: headers as HeadersInit }));
    const { error } = await thingsClient({ fetch }).GET("/things/{id}", id);
    expect(error).toMatchObject({ code: "redirect_refused", status: 302 });
    expect(calls).toHaveLength(1);
  });

  test.each([300, 304])("%i is no redirect", async (status) => {
    const { fetch, calls } = scripted(new Response(null, { status, headers: { location: "/other" } }));
    const { error } = await thingsClient({ fetch }).GET("/things/{id}", id);
    expect(error).toMatchObject({ status, code: "http_error" });
    expect(calls).toHaveLength(1);
  });
});

describe("a redirect to another origin is refused, and nothing is sent there", () => {
  test("another host", async () => {
    const other = await serve((_, response) => sendJson(response, { id: "stolen" }));
    // The same machine by another name is another origin.
    const location = `${other.origin.replace("127.0.0.1", "localhost")}/things/1`;
    const server = await serve((_, response) => response.writeHead(302, { location }).end());
    const client = thingsClient({}, { origin: server.origin, authorize: withCredentials });
    const { error } = await client.GET("/things/{id}", id);
    expect(error).toMatchObject({ name: "ApiError", code: "redirect_refused", status: 302, attempts: 1 });
    expect(error?.message).not.toContain("localhost");
    expect(other.received).toHaveLength(0);
  });

  test.each([301, 302, 303, 307, 308])("another port, %i", async (status) => {
    const other = await serve((_, response) => sendJson(response, { id: "stolen" }));
    const server = await serve((_, response) => response.writeHead(status, { location: `${other.origin}/x` }).end());
    const client = thingsClient({}, { origin: server.origin, authorize: withCredentials });
    expect((await client.GET("/things/{id}", id)).error).toMatchObject({ code: "redirect_refused" });
    expect((await client.POST("/things", { body: { name: "a" } })).error).toMatchObject({ code: "redirect_refused" });
    expect(other.received).toHaveLength(0);
  });

  test.each([
    "https://other.example/",
    "//other.example/",
    "http://things.example/things/1",
    "https://things.example:8443/",
    "https://user:pass@things.example/",
    "javascript:alert(1)",
    "data:text/plain,x",
  ])("%s", async (location) => {
    const { fetch, calls } = scripted(new Response(null, { status: 302, headers: { location } }), json({}));
    expect((await thingsClient({ fetch }).GET("/things/{id}", id)).error).toMatchObject({ code: "redirect_refused" });
    expect(calls).toHaveLength(1);
  });

  test("in the second step, too", async () => {
    const other = await serve((_, response) => sendJson(response, {}));
    const server = await serve((_, response, count) =>
      response.writeHead(302, { location: count === 1 ? "/next" : `${other.origin}/x` }).end(),
    );
    const { error } = await thingsClient({}, { origin: server.origin }).GET("/things/{id}", id);
    expect(error).toMatchObject({ code: "redirect_refused", attempts: 2 });
    expect(other.received).toHaveLength(0);
  });
});

test("what goes to the wire is what was asked for, byte by byte", async () => {
  const body = "x".repeat(100_000);
  const server = await serve((request, response) =>
    sendJson(response, { id: createHash("sha256").update(request.body).digest("hex"), name: "" }, 201),
  );
  const { data } = await thingsClient({}, { origin: server.origin }).POST("/things", { body: { name: body } });
  expect(data?.id).toBe(
    createHash("sha256")
      .update(JSON.stringify({ name: body }))
      .digest("hex"),
  );
});
