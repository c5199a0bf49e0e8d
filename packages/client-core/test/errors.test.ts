import { describe, expect, test } from "vitest";
import * as core from "../src/index.js";
import { failureOf, json, scripted, thingsClient } from "./support/things.js";

const classes = core as unknown as Record<string, new () => unknown>;

async function errorFor(response: Response): Promise<core.ApiError> {
  const { error } = await thingsClient({ fetch: scripted(response).fetch, retry: false }).GET("/things/{id}", {
    params: { path: { id: "1" } },
  });
  return error as core.ApiError;
}

describe("an answer outside 2xx", () => {
  test.each([
    [400, "BadRequestError", "bad_request", core.isBadRequestError],
    [401, "AuthenticationError", "unauthorized", core.isAuthenticationError],
    [403, "PermissionError", "forbidden", core.isPermissionError],
    [404, "NotFoundError", "not_found", core.isNotFoundError],
    [409, "ConflictError", "conflict", core.isConflictError],
    [422, "ValidationError", "unprocessable", core.isValidationError],
    [429, "RateLimitError", "rate_limited", core.isRateLimitError],
    [500, "ServerError", "server_error", core.isServerError],
    [502, "ServerError", "server_error", core.isServerError],
    [503, "ServerError", "server_error", core.isServerError],
    [599, "ServerError", "server_error", core.isServerError],
    [302, "ApiError", "redirect_refused", core.isApiError],
    [405, "ApiError", "http_error", core.isApiError],
    [418, "ApiError", "http_error", core.isApiError],
  ] as const)("%i is a %s with the code %s", async (status, name, code, guard) => {
    const error = await errorFor(json({}, status));
    expect(error).toMatchObject({ name, code, status });
    expect(error).toBeInstanceOf(classes[name]);
    expect(error).toBeInstanceOf(core.ApiError);
    expect(error).toBeInstanceOf(core.ApiClientError);
    expect(error).toBeInstanceOf(Error);
    expect(guard(error)).toBe(true);
    expect(core.isApiError(error)).toBe(true);
    expect(core.isApiClientError(error)).toBe(true);
  });

  test("carries vendor, operation, status, request id, attempts and the wait", async () => {
    const error = await errorFor(json({ message: "slow down" }, 429, { "x-request-id": "r-1", "retry-after": "7" }));
    expect({ ...error }).toEqual({
      code: "rate_limited",
      vendor: "things",
      operation: "GET /things/{id}",
      status: 429,
      requestId: "r-1",
      attempts: 1,
      retryAfterMs: 7_000,
    });
    expect(error.message).toBe("GET /things/{id}: answered 429 (slow down)");
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      ...error,
      name: "RateLimitError",
      message: error.message,
    });
  });

  test("has no fact that nobody knows", async () => {
    expect(Object.keys(await errorFor(json({}, 404)))).toEqual(["code", "vendor", "operation", "attempts", "status"]);
  });

  test.each([
    ["JSON", json({ code: 404, message: "gone" }, 404), { code: 404, message: "gone" }],
    [
      "JSON under another name",
      new Response('{"a":1}', { status: 404, headers: { "content-type": "text/plain" } }),
      { a: 1 },
    ],
    ["a falsy JSON value", new Response("0", { status: 404, headers: { "content-type": "application/json" } }), 0],
    ["HTML", new Response("<p>404", { status: 404, headers: { "content-type": "text/html" } }), "<p>404"],
    ["text", new Response("gone", { status: 404 }), "gone"],
    [
      "JSON that breaks off",
      new Response('{"a":', { status: 404, headers: { "content-type": "application/json" } }),
      '{"a":',
    ],
    ["nothing", new Response(null, { status: 502 }), undefined],
  ])("keeps a body of %s, not enumerable", async (_, response, body) => {
    const error = await errorFor(response);
    expect(error.body).toEqual(body);
    expect(Object.keys(error)).not.toContain("body");
    expect(JSON.parse(JSON.stringify(error))).not.toHaveProperty("body");
  });

  test("is an error also without a body: 502 from a gateway", async () => {
    const error = await errorFor(new Response(null, { status: 502 }));
    expect(error).toMatchObject({ code: "server_error", message: "GET /things/{id}: answered 502" });
  });

  test.each([
    [{ message: "said" }, "said"],
    [{ error: "invalid", error_description: "said" }, "said"],
    [{ fault: { faultstring: "said", detail: { errorcode: "x" } } }, "said"],
    [{ ErrorCode: "invalid", Error: "said" }, "said"],
    [{ error: "only_a_code" }, "only_a_code"],
  ])("says what the vendor says: %j", async (body, said) => {
    expect((await errorFor(json(body, 400))).message).toBe(`GET /things/{id}: answered 400 (${said})`);
  });

  test("says it in one line, and not at length", async () => {
    const { message } = await errorFor(json({ message: `first\nsecond\u001b[31m ${"x".repeat(5_000)}` }, 400));
    for (const character of ["\n", "\u001b"]) expect(message).not.toContain(character);
    expect(message.length).toBeLessThan(300);
  });

  test("says nothing of HTML", async () => {
    const html = new Response("<title>Internal</title>", { status: 500, headers: { "content-type": "text/html" } });
    expect((await errorFor(html)).message).toBe("GET /things/{id}: answered 500");
  });
});

describe("both styles", () => {
  const thing = { id: "1", name: "a" };
  const id = { params: { path: { id: "1" } } } as const;

  test("a result has data and no error, or an error and no data, and always the response", async () => {
    const fetch = scripted(json(thing), json({ message: "gone" }, 404)).fetch;
    const client = thingsClient({ fetch });
    const good = await client.GET("/things/{id}", id);
    expect(good).toMatchObject({ data: thing, response: { status: 200 } });
    expect("error" in good).toBe(false);
    const bad = await client.GET("/things/{id}", id);
    expect(bad.data).toBeUndefined();
    expect(bad.error?.status).toBe(404);
    expect(bad.response.status).toBe(404);
    // Its headers are the vendor's own words: no log prints them by accident.
    expect(Object.keys(good)).not.toContain("response");
    expect(Object.keys(bad)).not.toContain("response");
  });

  test("unwrap gives the data, or throws the error", async () => {
    const client = thingsClient({ fetch: scripted(json(thing), json({ message: "gone" }, 404)).fetch });
    expect(await core.unwrap(client.GET("/things/{id}", id))).toEqual(thing);
    const error = await failureOf(core.unwrap(client.GET("/things/{id}", id)));
    expect(core.isNotFoundError(error)).toBe(true);
  });

  test("unwrap passes on falsy data and what was thrown", async () => {
    expect(await core.unwrap(thingsClient({ fetch: scripted(json(0)).fetch }).GET("/things/{id}", id))).toBe(0);
    const broken = thingsClient({ fetch: scripted(new Error("x")).fetch, retry: false });
    expect(core.isConnectionError(await failureOf(core.unwrap(broken.GET("/things/{id}", id))))).toBe(true);
  });

  test("request() is the method of that name", async () => {
    const { fetch, calls } = scripted(json(thing));
    const { data } = await thingsClient({ fetch }).request("PUT", "/things/{id}", { ...id, body: { name: "b" } });
    expect(data).toEqual(thing);
    expect(calls[0]?.init.method).toBe("PUT");
  });
});

describe("guards", () => {
  const guards = Object.entries(core).filter(([name]) => /^is[A-Z].*Error$/.test(name)) as [
    string,
    (value: unknown) => boolean,
  ][];

  test("there is one for every class", () => {
    const classes = Object.keys(core).filter((name) => /^[A-Z].*Error$/.test(name));
    expect(guards.map(([name]) => name.slice(2)).sort()).toEqual(classes.sort());
  });

  test("none takes what is no error of ours", () => {
    for (const [, guard] of guards) {
      for (const value of [undefined, null, 0, "", {}, new Error("x"), { name: "ApiError", status: 404 }, []]) {
        expect(guard(value)).toBe(false);
      }
    }
  });

  test("they know the errors of another copy of the package", async () => {
    const url = new URL("../dist/index.js", import.meta.url).href;
    const other = (await import(/* @vite-ignore */ `${url}?copy`)) as typeof core;
    const facts = { vendor: "things", operation: "GET /things" };
    const errors = {
      ApiError: new other.ApiError("x", facts),
      ConnectionError: new other.ConnectionError("x", facts, undefined),
      TimeoutError: new other.TimeoutError("total_timeout", "x", facts),
      AbortedError: new other.AbortedError("x", facts, undefined),
      ResponseFormatError: new other.ResponseFormatError("x", facts, ""),
      GraphQLResponseError: new other.GraphQLResponseError("x", facts, [], null),
      ConfigurationError: new other.ConfigurationError("option", "x"),
      TokenError: new other.TokenError("token_refused", "x"),
    };
    for (const [name, error] of Object.entries(errors)) {
      const accepted = guards.filter(([, guard]) => guard(error)).map(([guard]) => guard);
      expect(accepted.sort(), name).toEqual(["isApiClientError", `is${name}`].sort());
    }
    expect(errors.ApiError).not.toBeInstanceOf(core.ApiError);
  });
});

test("a GraphQL error keeps errors and partial data, and prints neither", () => {
  const error = new core.GraphQLResponseError<{ a: number }>(
    "POST /graphql: 1 error",
    { vendor: "things", operation: "POST /graphql", status: 200, attempts: 1 },
    [{ message: "canary" }],
    { a: 1 },
  );
  expect(error).toMatchObject({ name: "GraphQLResponseError", code: "graphql_errors", status: 200, data: { a: 1 } });
  expect(error.errors).toEqual([{ message: "canary" }]);
  expect(JSON.stringify(error)).not.toContain("canary");
  expect(Object.keys(error)).toEqual(["code", "vendor", "operation", "status", "attempts"]);
});
