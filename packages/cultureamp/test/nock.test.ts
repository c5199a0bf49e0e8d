// Users mock this client with nock: it must be seen by it, and a call that no mock matches must fail soon.

import nock from "nock";
import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { createCultureAmpClient, isConnectionError } from "../src/index.js";
import { failureOf, TOKEN } from "./support/server.js";

const OPTIONS = { clientId: "id", clientSecret: "secret", permissions: ["employees-read"] } as const;
const api = () => nock("https://api.cultureamp.com");

beforeAll(() => nock.disableNetConnect());
afterEach(() => nock.cleanAll());
afterAll(() => {
  nock.enableNetConnect();
  nock.restore();
});

test("nock answers the token request and the call", async () => {
  api()
    .post("/v1/oauth2/token", /grant_type=client_credentials/)
    .reply(200, TOKEN);
  api()
    .get("/v1/employees")
    .query({ email: "a+b@example.com" })
    .matchHeader("authorization", "Bearer token-1")
    .reply(200, { data: [] });
  const { data } = await createCultureAmpClient(OPTIONS).GET("/v1/employees", {
    params: { query: { email: "a+b@example.com" } },
  });
  expect(data).toEqual({ data: [] });
  expect(nock.isDone()).toBe(true);
});

test("nock's failing answers are retried like others", async () => {
  api().post("/v1/oauth2/token").reply(200, TOKEN);
  api().get("/v1/employees").reply(503, { code: 503, message: "limit" });
  api()
    .get("/v1/employees")
    .replyWithError(Object.assign(new Error("reset"), { code: "ECONNRESET" }));
  api().get("/v1/employees").reply(200, { data: [] });
  const { data } = await createCultureAmpClient({ ...OPTIONS, retry: { baseDelayMs: 1 } }).GET("/v1/employees");
  expect(data).toEqual({ data: [] });
});

test("a call to a host without mocks fails within two seconds, and says that nothing was reached", async () => {
  const startedAt = performance.now();
  const error = await failureOf(createCultureAmpClient(OPTIONS).GET("/v1/employees"));
  expect(isConnectionError(error)).toBe(true);
  expect(error).toMatchObject({ operation: "token request", attempts: 3 });
  expect(error.message).toContain("ENETUNREACH");
  expect(performance.now() - startedAt).toBeLessThan(2_000);
});

test("a call that none of the host's mocks matches fails at once, with nock's words and without the token", async () => {
  api().post("/v1/oauth2/token").reply(200, TOKEN);
  const { error } = await createCultureAmpClient(OPTIONS).GET("/v1/employees");
  expect(error).toMatchObject({ status: 501, attempts: 1 });
  expect(error?.message).toContain("Nock: No match for request");
  expect(error?.message).not.toContain("token-1");
});
