import { describe, expect, test } from "vitest";
import { create8x8Client, isApiError, isRateLimitError } from "../src/index.js";
import { credentials, everyProduct } from "./support/every-product.js";
import { failureOf, fakeApi } from "./support/fake-api.js";

type Member = keyof typeof everyProduct;

/** The shapes of the vendor's errors, by who answers them; `said`: what of it is in the message. */
const SHAPES: [name: string, member: Member, status: number, body: object, code: string, said?: string][] = [
  ["contact center", "analytics", 400, { message: "Tenant not found" }, "bad_request", "Tenant not found"],
  [
    "the gateway",
    "storage",
    403,
    { fault: { faultstring: "Invalid API call", detail: { errorcode: "oauth.v2.InvalidAccessToken" } } },
    "forbidden",
    "Invalid API call",
  ],
  [
    "ErrorCode and Error",
    "storage",
    400,
    { ErrorCode: "invalid_request", Error: "bad grant" },
    "bad_request",
    "bad grant",
  ],
  [
    "Work Analytics, a wrong token",
    "workAnalytics",
    403,
    { error: "invalid_token", error_description: "Cannot convert access token to JSON" },
    "forbidden",
    "Cannot convert",
  ],
  [
    "Work Analytics, batch reports",
    "workAnalytics",
    403,
    { timeStamp: 1, status: 403, error: "Forbidden", exception: "x", message: "no licence", path: "/" },
    "forbidden",
    "no licence",
  ],
  [
    "Work Analytics, /v2/pbxes",
    "workAnalytics",
    403,
    { timestamp: 1, status: 403, messages: ["no"], path: "/" },
    "forbidden",
  ],
  ["chat", "chat", 404, { message: "No such channel", errors: [], referenceId: "r" }, "not_found", "No such channel"],
  [
    "administration",
    "administration",
    409,
    { status: 409, title: "Conflict", errors: [{ field: "name", code: "CONFLICT", message: "taken" }], requestId: "q" },
    "conflict",
  ],
  [
    "journeys",
    "journey",
    400,
    { errors: [{ message: "no range", suggestion: "give one", url: "https://x" }] },
    "bad_request",
  ],
];

describe("an answer outside 2xx is one kind of error, whatever its shape", () => {
  test.each(SHAPES)("%s", async (_name, member, status, body, code, said = "") => {
    const api = fakeApi(() => Response.json(body, { status }));
    const { error } = (await everyProduct[member].run(
      create8x8Client({ ...credentials, retry: false, fetch: api.fetch }),
    )) as {
      error: Error & { body: unknown };
    };
    expect(isApiError(error)).toBe(true);
    expect(error).toMatchObject({ code, status, vendor: "8x8" });
    expect(error.body).toEqual(body);
    expect(error.message).toContain(said);
    // The body is for those who ask for it: no log prints it by accident.
    expect(JSON.stringify(error)).not.toContain("suggestion");
  });
});

test("an agent status may be refused in XML: the text is the body", async () => {
  const xml = "<error>not enabled</error>";
  const api = fakeApi(() => new Response(xml, { status: 403, headers: { "content-type": "application/xml" } }));
  const client = create8x8Client({ ...credentials, fetch: api.fetch });
  expect(await everyProduct.agentStatus.run(client)).toMatchObject({ error: { code: "forbidden" } });
  const { error } = await client.agentStatus.GET("/api/v1/tenants/{tenantId}/agentstatus/agents");
  expect(error?.body).toBe(xml);
});

test("a 429 says how long to wait, and does not make a search wait beyond its deadline", async () => {
  const api = fakeApi(() => Response.json({ errors: [] }, { status: 429, headers: { "retry-after": "120" } }));
  const result = await everyProduct.journey.run(create8x8Client({ ...credentials, fetch: api.fetch }));
  const { error } = result as { error: unknown };
  expect(isRateLimitError(error)).toBe(true);
  expect(error).toMatchObject({ retryAfterMs: 120_000, attempts: 1 });
});

describe("what may be sent twice", () => {
  test.each([
    ["a read", "storage", 3],
    ["a search by POST", "journey", 3],
    ["hanging up", "contactCenterCalls", 1],
    ["starting a campaign", "campaigns", 1],
  ] as const)("%s: %s is sent %i times into an outage", async (_, member, times) => {
    const api = fakeApi(() => Response.json({}, { status: 503 }));
    await everyProduct[member].run(create8x8Client({ ...credentials, retry: { baseDelayMs: 1 }, fetch: api.fetch }));
    expect(api.calls).toHaveLength(times);
  });
});

test("credentials that a server repeats are in no message", async () => {
  for (const [member, { run }] of Object.entries(everyProduct)) {
    const api = fakeApi(({ headers }) => {
      const message = ["authorization", "x-api-key", "8x8-apikey", "token"].map((name) => headers.get(name)).join(" ");
      return Response.json({ message }, { status: 400 });
    });
    const { error } = (await run(create8x8Client({ ...credentials, fetch: api.fetch }))) as { error: Error };
    expect(`${member} ${error.message}`).not.toMatch(/secret-|oauth-token|user-token/);
  }
});

test.each([null, "8x8"])("there are no options %j", (options) => {
  expect(() => create8x8Client(options as never)).toThrow("options: is no object");
});

test("a call that cannot be made is a ConfigurationError with the operation, and nothing is sent", async () => {
  const api = fakeApi();
  const { storage } = create8x8Client({ ...credentials, fetch: api.fetch });
  const params = { path: { objectId: ".." } };
  expect(await failureOf(storage.GET("/storage/{region}/v3/objects/{objectId}", { params }))).toMatchObject({
    code: "invalid_configuration",
    operation: "GET /storage/{region}/v3/objects/{objectId}",
  });
  expect(api.sent).toEqual([]);
});
