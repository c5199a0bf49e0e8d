import { describe, expect, test } from "vitest";
import {
  type Client,
  type ClientDefinition,
  ConfigurationError,
  createClient,
  isApiError,
  isPartialFailureError,
  partialFailure,
  unwrap,
} from "../src/index.js";

interface Paths {
  "/things/{id}": {
    get: {
      parameters: { path: { id: string } };
      responses: { 200: { content: { "application/json": { failed: string[] } } } };
    };
    post: {
      parameters: { path: { id: string } };
      requestBody: { content: { "application/json": unknown[]; "application/x-ndjson": string } };
      responses: { 200: { content: { "application/json": unknown } } };
    };
  };
}

/** A client over one answer, and the requests that it sent. */
function clientOf(definition: Partial<ClientDefinition>, answer: () => Response = () => Response.json({ failed: [] })) {
  const sent: { url: string; init: RequestInit }[] = [];
  const client: Client<Paths> = createClient<Paths>(
    { vendor: "things", origin: "https://vendor.example", ...definition },
    {
      retry: false,
      fetch: async (url, init) => {
        sent.push({ url, init });
        return answer();
      },
    },
  );
  return { client, sent };
}

describe("prepare", () => {
  test("completes a call before its request is made", async () => {
    const { client, sent } = clientOf({
      prepare: (operation, parts) => ({ ...parts, params: { path: { id: operation } } }),
    });
    await client.GET("/things/{id}", { params: { path: { id: "1" } } });
    expect(sent[0]?.url).toBe("https://vendor.example/things/GET%20%2Fthings%2F%7Bid%7D");
  });

  test("refuses a call before anything is sent, and the error says which", async () => {
    const { client, sent } = clientOf({
      prepare: () => {
        throw new ConfigurationError("body", "holds too much");
      },
    });
    await expect(client.GET("/things/{id}", { params: { path: { id: "1" } } })).rejects.toMatchObject({
      code: "invalid_configuration",
      option: "body",
      vendor: "things",
      operation: "GET /things/{id}",
    });
    expect(sent).toEqual([]);
  });
});

describe("review", () => {
  const { client } = clientOf(
    {
      review: (call, data, response) =>
        partialFailure(
          call,
          data,
          response,
          (data as { failed: string[] }).failed.map((code) => ({ code, message: undefined, item: { code } })),
        ),
    },
    () => Response.json({ failed: ["NO", "NOT_THIS"] }, { headers: { "x-request-id": "r1" } }),
  );
  const call = () => client.GET("/things/{id}", { params: { path: { id: "1" } } });

  test("makes an error of a 2xx with failures in it, with the whole body", async () => {
    const { data, error } = await call();
    expect(data).toBeUndefined();
    expect(isApiError(error)).toBe(true);
    expect(isPartialFailureError(error) && error.failures).toEqual([
      { code: "NO", message: undefined, item: { code: "NO" } },
      { code: "NOT_THIS", message: undefined, item: { code: "NOT_THIS" } },
    ]);
    expect(error).toMatchObject({
      name: "PartialFailureError",
      code: "partial_failure",
      message: "GET /things/{id}: answered 200, with 2 of its parts failed (NO)",
      status: 200,
      requestId: "r1",
      attempts: 1,
      body: { failed: ["NO", "NOT_THIS"] },
    });
    expect(JSON.stringify(error)).not.toContain("NOT_THIS");
  });

  test("is thrown by the throwing form", async () => {
    await expect(unwrap(call())).rejects.toSatisfy(isPartialFailureError);
  });

  test("leaves a 2xx without failures alone", async () => {
    const { client: plain } = clientOf({ review: (...args) => partialFailure(args[0], args[1], args[2], []) });
    const { data, error } = await plain.GET("/things/{id}", { params: { path: { id: "1" } } });
    expect(error).toBeUndefined();
    expect(data).toEqual({ failed: [] });
  });
});

describe("a body of which nothing is documented", () => {
  const read = (body: string | null, type: string) =>
    clientOf({ policy: () => ({ anyBody: true }) }, () => new Response(body, { headers: { "content-type": type } }))
      .client.POST("/things/{id}", { params: { path: { id: "1" } }, body: [] })
      .then(({ data }) => data);

  test.each([
    ["JSON is parsed", '{"a":1}', "application/json", { a: 1 }],
    ["JSON under another name is parsed", "7", "text/plain", 7],
    ["other text is text", "accepted", "text/plain", "accepted"],
    ["none is none", null, "application/json", undefined],
  ])("%s", async (_, body, type, data) => {
    expect(await read(body, type)).toEqual(data);
  });

  test.each([
    ["HTML", "<p>Sign in</p>", "text/html"],
    ["JSON that breaks off", '{"a":', "application/json"],
  ])("%s is an error all the same", async (_, body, type) => {
    await expect(read(body, type)).rejects.toMatchObject({ code: "response_format" });
  });
});

test("text of a type that only ends like JSON goes out as it is", async () => {
  const { client, sent } = clientOf({});
  const headers = { "content-type": "application/x-ndjson" };
  await client.POST("/things/{id}", { params: { path: { id: "1" } }, headers, body: '{"a":1}\n{"a":2}\n' });
  expect(sent[0]?.init.body).toBe('{"a":1}\n{"a":2}\n');
});
