import { describe, expect, test } from "vitest";
import {
  ConfigurationError,
  createCultureAmpClient,
  isApiError,
  isAuthenticationError,
  isBadRequestError,
  isConnectionError,
  isNotFoundError,
  isPermissionError,
  isRateLimitError,
  isResponseFormatError,
  isServerError,
  isTimeoutError,
  memoryTokenStore,
  unwrap,
} from "../src/index.js";
import { failureOf, sendJson, serveApi, TOKEN } from "./support/server.js";

const OPTIONS = {
  clientId: "id",
  clientSecret: "secret",
  permissions: ["employees-read"],
  retry: { baseDelayMs: 1, maxDelayMs: 2 },
} as const;
const id = { params: { path: { id: "96b1cff7-3099-44a9-bd28-0292be8aff7f" } } };

test("a call goes out as documented, and its answer comes back as it is", async () => {
  const employee = { id: id.params.path.id, name: "Ada", processedAt: "2026-01-01T00:00:00Z", notDocumented: [1] };
  const api = await serveApi((_, response) => sendJson(response, { data: employee }));
  const { data, error, response } = await createCultureAmpClient({ ...OPTIONS, origin: api.origin }).GET(
    "/v1/employees/{id}",
    id,
  );
  expect(error).toBeUndefined();
  expect(data).toEqual({ data: employee });
  expect(response.status).toBe(200);
  expect(api.calls).toMatchObject([
    {
      method: "GET",
      url: `/v1/employees/${id.params.path.id}`,
      headers: { authorization: "Bearer token-1", accept: "application/json" },
      body: "",
    },
  ]);
});

test("after_date sends its plus as %2B", async () => {
  const api = await serveApi();
  const client = createCultureAmpClient({ ...OPTIONS, origin: api.origin });
  await client.GET("/v1/manager-reviews", { params: { query: { after_date: "2026-05-01T00:00:00+10:00" } } });
  expect(api.calls[0]?.url).toBe("/v1/manager-reviews?after_date=2026-05-01T00%3A00%3A00%2B10%3A00");
});

describe("what plain JavaScript lets through is refused by name, with nothing sent", () => {
  const create = createCultureAmpClient as (options?: unknown) => unknown;

  test.each([
    ["options", undefined],
    ["options", null],
    ["permissions", { ...OPTIONS, permissions: undefined }],
    ["permissions", { ...OPTIONS, permissions: 5 }],
    ["permissions", { ...OPTIONS, permissions: { "employees-read": true } }],
    ["permissions", { ...OPTIONS, permissions: [undefined] }],
    ["environment", { ...OPTIONS, environment: "toString" }],
    ["clientAuthentication", { ...OPTIONS, clientAuthentication: null }],
    ["clientAuthentication", { ...OPTIONS, clientAuthentication: "constructor" }],
    ["tokenSharing", { ...OPTIONS, tokenSharing: memoryTokenStore() }],
    ["clock", { ...OPTIONS, clock: {} }],
  ])("%s", (option, options) => {
    expect(() => create(options)).toThrow(
      expect.objectContaining({ code: "invalid_configuration", option: expect.stringMatching(`^${option}`) }),
    );
  });

  test("null for the environment is the default one", () => {
    expect(() => create({ ...OPTIONS, environment: null })).not.toThrow();
  });
});

describe("each documented error", () => {
  test.each([
    [400, isBadRequestError],
    [401, isAuthenticationError],
    [403, isPermissionError],
    [404, isNotFoundError],
    [429, isRateLimitError],
    [500, isServerError],
    [503, isServerError],
  ])("%i comes back typed, with the vendor's words", async (status, guard) => {
    const api = await serveApi((_, response) =>
      sendJson(response, { code: status, message: "said by the vendor" }, status),
    );
    const client = createCultureAmpClient({ ...OPTIONS, origin: api.origin });
    const { data, error } = await client.GET("/v1/employees");
    expect(data).toBeUndefined();
    expect(guard(error) && isApiError(error)).toBe(true);
    expect(error?.body).toEqual({ code: status, message: "said by the vendor" });
    expect(error?.message).toBe(`GET /v1/employees: answered ${status} (said by the vendor)`);
    expect(guard(await failureOf(unwrap(client.GET("/v1/employees"))))).toBe(true);
  });

  test.each([429, 503])("%i, a limit, is waited out and tried again", async (status) => {
    let count = 0;
    const api = await serveApi((_, response) => {
      count += 1;
      sendJson(response, count < 3 ? { code: status, message: "limit" } : { data: [] }, count < 3 ? status : 200);
    });
    const { data } = await createCultureAmpClient({ ...OPTIONS, origin: api.origin }).GET("/v1/employees");
    expect(data).toEqual({ data: [] });
  });
});

test("a page of HTML in place of an answer is an error of its own", async () => {
  const api = await serveApi((_, response) => {
    response.setHeader("content-type", "text/html").end("<html>maintenance</html>");
  });
  const error = await failureOf(createCultureAmpClient({ ...OPTIONS, origin: api.origin }).GET("/v1/employees"));
  expect(isResponseFormatError(error)).toBe(true);
  expect(error).toMatchObject({ status: 200, vendor: "cultureamp", bodyStart: "<html>maintenance</html>" });
});

test("deadlines and lost connections are errors of their own", async () => {
  const api = await serveApi((_, response) => response.destroy());
  const client = createCultureAmpClient({ ...OPTIONS, origin: api.origin });
  expect(isConnectionError(await failureOf(client.GET("/v1/employees")))).toBe(true);
  expect(api.calls).toHaveLength(3);
  const slow = await serveApi(() => new Promise(() => {}));
  const error = await failureOf(
    createCultureAmpClient({ ...OPTIONS, origin: slow.origin, attemptTimeoutMs: 30, retry: false }).GET(
      "/v1/employees",
    ),
  );
  expect(isTimeoutError(error)).toBe(true);
});

describe("nothing leaves for another origin or another operation", () => {
  test.each([
    "https://other.example/v1/employees",
    "//other.example/v1/employees",
    "/v1/../oauth2/token",
    "/v1/employees/%2e%2e/surveys",
  ])("%s", async (path) => {
    const api = await serveApi();
    const client = createCultureAmpClient({ ...OPTIONS, origin: api.origin });
    const error = await failureOf(client.GET(path as "/v1/employees"));
    expect(error).toBeInstanceOf(ConfigurationError);
    expect([...api.calls, ...api.tokenRequests]).toHaveLength(0);
  });

  test.each(["..", "%2e%2e", "%252e%252e", "../surveys", ""])("the id %j", async (value) => {
    const api = await serveApi();
    const client = createCultureAmpClient({ ...OPTIONS, origin: api.origin });
    const error = await failureOf(client.GET("/v1/employees/{id}/demographics", { params: { path: { id: value } } }));
    expect(error).toMatchObject({ option: "params.path.id", operation: "GET /v1/employees/{id}/demographics" });
    expect([...api.calls, ...api.tokenRequests]).toHaveLength(0);
  });

  test("a redirect to another origin", async () => {
    const other = await serveApi();
    const api = await serveApi((_, response) =>
      response.writeHead(302, { location: `${other.origin}/v1/employees` }).end(),
    );
    const { error } = await createCultureAmpClient({ ...OPTIONS, origin: api.origin }).GET("/v1/employees");
    expect(error).toMatchObject({ code: "redirect_refused" });
    expect(other.calls).toHaveLength(0);
  });

  test("a token endpoint that sends the credentials elsewhere", async () => {
    const other = await serveApi();
    const api = await serveApi(undefined, (_, response) =>
      response.writeHead(307, { location: `${other.origin}/v1/oauth2/token` }).end(),
    );
    await failureOf(createCultureAmpClient({ ...OPTIONS, origin: api.origin }).GET("/v1/employees"));
    expect(other.tokenRequests).toHaveLength(0);
  });
});

test("50 calls that are refused late cost one new token, and all succeed", async () => {
  let tokens = 0;
  let late = 0;
  const api = await serveApi(
    async (request, response) => {
      if (request.headers.authorization === "Bearer token-2") return sendJson(response, { data: [] });
      late += 1;
      await new Promise((resolve) => setTimeout(resolve, late * 3));
      sendJson(response, { code: 401, message: "revoked" }, 401);
    },
    (_, response) => {
      tokens += 1;
      sendJson(response, { ...TOKEN, access_token: `token-${tokens}` });
    },
  );
  const client = createCultureAmpClient({ ...OPTIONS, origin: api.origin });
  const results = await Promise.all(Array.from({ length: 50 }, () => client.GET("/v1/employees")));
  expect(results.every(({ data }) => data)).toBe(true);
  expect(tokens).toBe(2);
});

test("100 calls at once through a server that keeps failing end in data or in errors of ours", async () => {
  let count = 0;
  const api = await serveApi((_, response) => {
    count += 1;
    if (count % 7 === 0) return response.destroy();
    if (count % 5 === 0) return sendJson(response, { code: 503, message: "limit" }, 503);
    sendJson(response, { data: [] });
  });
  const client = createCultureAmpClient({ ...OPTIONS, origin: api.origin });
  const outcomes = await Promise.allSettled(Array.from({ length: 100 }, () => client.GET("/v1/employees")));
  for (const outcome of outcomes) {
    if (outcome.status === "rejected") expect(isConnectionError(outcome.reason)).toBe(true);
    else expect(outcome.value.error ? isServerError(outcome.value.error) : outcome.value.data).toBeTruthy();
  }
});
