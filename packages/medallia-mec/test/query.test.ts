import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { isApiError, isGraphQLResponseError, type TypedDocument, unwrap } from "../src/index.js";
import { failureOf, graphqlOf, instance } from "./support/gateway.js";

const me = "query { me { email } }";

describe("query", () => {
  test("sends the document, with variables when there are any, and gives its data", async () => {
    const { mec, calls } = await instance(() => ({ body: { data: { me: { email: "a@b.example" } } } }));
    const data: { me: { email: string | null } | null } = await unwrap(mec.query(me));
    expect(data).toEqual({ me: { email: "a@b.example" } });
    await unwrap(mec.query("query ($first: Int!) { programs(first: $first) { nodes { id } } }", { first: 2 }));
    expect(calls.map(graphqlOf)).toEqual([
      { query: me },
      { query: "query ($first: Int!) { programs(first: $first) { nodes { id } } }", variables: { first: 2 } },
    ]);
    expect(calls[0]).toMatchObject({
      method: "POST",
      url: "/data/v0/query",
      headers: { "content-type": "application/json" },
    });
  });

  test("tolerates errors: null and _allowed beside the data", async () => {
    const { mec } = await instance(() => ({ body: { data: { me: null }, errors: null, _allowed: ["POST"] } }));
    expect(await mec.query(me)).toEqual({ data: { me: null }, status: 200 });
  });

  test("errors on a 200 are a GraphQLResponseError with the partial data on it", async () => {
    const errors = [{ message: "Invalid field id:\n q_x", locations: [], _allowed: [] }];
    const { mec } = await instance(() => ({
      headers: { "X-Medallia-Rpc-Request-Id": "r-1" },
      body: { data: { me: { email: null } }, errors, _allowed: ["POST"] },
    }));
    const { data, error, status, response } = await mec.query(me);
    expect({ data, status }).toEqual({ data: undefined, status: 200 });
    expect(response.status).toBe(200);
    if (!isGraphQLResponseError(error)) throw new Error("no GraphQL error");
    expect(error).toMatchObject({ code: "graphql_errors", vendor: "medallia-mec", requestId: "r-1" });
    expect(error.message).toBe("POST /data/v0/query: Invalid field id: q_x");
    expect(error.errors).toEqual(errors);
    expect(error.data).toEqual({ me: { email: null } });
    expect(JSON.stringify(error)).not.toContain("email");
    expect(await failureOf(() => unwrap(mec.query(me)))).toMatchObject({ name: "GraphQLResponseError" });
  });

  test("an answer outside 2xx is an ApiError", async () => {
    const { mec } = await instance(() => ({ status: 403 }));
    const { error } = await mec.query(me);
    expect(isApiError(error)).toBe(true);
    expect(error).toMatchObject({ status: 403, code: "forbidden" });
  });

  test("a 200 with neither data nor errors is refused", async () => {
    const { mec } = await instance(() => ({ body: { _allowed: [] } }));
    expect(await failureOf(() => mec.query(me))).toMatchObject({ code: "response_format" });
  });

  test("a query is sent again like a GET, a mutation is not", async () => {
    const { mec, calls } = await instance(() => ({ status: 503 }));
    await mec.query(me);
    expect(calls).toHaveLength(3);
    await mec.query("mutation ($customers: [ContactUpdate!]!) { updateCustomers(customers: $customers) }", {
      customers: [],
    });
    expect(calls).toHaveLength(4);
    await mec.query(me, undefined, { retry: false });
    expect(calls).toHaveLength(5);
  });

  test("takes a parsed document, and one of class String", async () => {
    const { mec, calls } = await instance(() => ({ body: { data: {} } }));
    await mec.query(parse(me) as TypedDocument<unknown, object>);
    await mec.query(new String(me) as string & object & TypedDocument<unknown, object>);
    expect(calls.map((call) => graphqlOf(call).query)).toEqual(["query { me { email } }", me]);
  });

  test.each(["", "  ", "not a document", undefined, null, 5, {}])("refuses %j as a document", async (document) => {
    const { mec, calls } = await instance(() => ({ body: {} }));
    expect(await failureOf(() => mec.query(document as string))).toMatchObject({
      code: "invalid_configuration",
      option: "document",
    });
    expect(calls).toEqual([]);
  });

  test("takes the options of a call", async () => {
    const { mec } = await instance(() => ({ body: {} }));
    expect(await failureOf(() => mec.query(me, undefined, { signal: AbortSignal.abort() }))).toMatchObject({
      code: "aborted",
    });
  });
});

describe("estimateCost", () => {
  test.each([
    ["Estimated query cost is: 0. To actually get results please remove the 'compute cost only' parameter.", 0],
    ["Estimated query cost is: 3,000,001. To actually get results …", 3_000_001],
  ])("reads %j", async (message, cost) => {
    const { mec, calls } = await instance(() => ({
      body: { data: null, errors: [{ message, locations: [], _allowed: [] }], _allowed: ["POST"] },
    }));
    expect(await unwrap(mec.estimateCost(me))).toEqual({ cost });
    expect(calls[0]?.url).toBe("/data/v0/query?compute_cost_only=true");
    expect(graphqlOf(calls[0] as never)).toEqual({ query: me });
  });

  test("other errors are errors", async () => {
    const { mec } = await instance(() => ({ body: { data: null, errors: [{ message: "Unknown field" }] } }));
    expect((await mec.estimateCost(me)).error).toMatchObject({ code: "graphql_errors" });
  });
});

test("the documents in these tests are valid in the shipped schema", () => {
  const schema = buildSchema(readFileSync(new URL("../graphql/query-api.graphql", import.meta.url), "utf8"));
  expect(validate(schema, parse(me))).toEqual([]);
});
