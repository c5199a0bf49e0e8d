import { describe, expect, test } from "vitest";
import { isApiError, isPartialFailureError, unwrap } from "../src/index.js";
import { serve } from "./support/server.js";

const customerContext = { baseTouchpointUri: "atm://atm" };
const activities = [
  { propositionCode: "good", activityTypeCode: "view" },
  { propositionCode: "bad", activityTypeCode: "view" },
];
const path = "/one/oauth2/rt/api/3.1.0/customer/{sk}/activity";

describe("activities", () => {
  const refused = { errorCode: "INVALID_PROPOSITION_CODE", errorMessage: "There is no bad", activity: activities[1] };

  // The second is called like the first.
  test.each<typeof path>([path, "/one/oauth2/rt/api/3.0.0/customer/{sk}/activity" as never])(
    "that failed make an error of the 200 of %s, which says which",
    async (operation) => {
      const answer = { tid: "t-1", errors: [refused] };
      const { client, calls } = await serve(() => ({ body: answer }));
      const { data, error } = await client().POST(operation, { body: { customerContext, activities } });
      expect(data).toBeUndefined();
      if (!isPartialFailureError(error)) throw new Error("no partial failure");
      expect(error.failures).toEqual([{ code: "INVALID_PROPOSITION_CODE", message: "There is no bad", item: refused }]);
      expect(error).toMatchObject({ status: 200, code: "partial_failure", vendor: "mxo", body: answer, attempts: 1 });
      expect(error.message).toContain("1 of its parts failed (There is no bad)");
      expect(calls).toHaveLength(1);
    },
  );

  test("that all went well are data", async () => {
    const { client } = await serve(() => ({ body: { tid: "t-1", errors: [] } }));
    const { data, error } = await client().POST(path, { body: { customerContext, activities } });
    expect(error).toBeUndefined();
    expect(data).toEqual({ tid: "t-1", errors: [] });
  });

  test("that failed are thrown by the throwing form", async () => {
    const { client } = await serve(() => ({ body: { tid: "t-1", errors: [refused] } }));
    const call = unwrap(client().POST(path, { body: { customerContext, activities } }));
    await expect(call).rejects.toSatisfy((error) => isPartialFailureError(error) && isApiError(error));
  });

  test("do not show in the error as it is printed", async () => {
    const { client } = await serve(() => ({ body: { tid: "t-1", errors: [{ ...refused, errorMessage: undefined }] } }));
    const { error } = await client().POST(path, { body: { customerContext, activities } });
    expect(JSON.stringify(error)).not.toContain("propositionCode");
    expect(error?.message).toContain("(INVALID_PROPOSITION_CODE)");
  });
});

describe("records", () => {
  const insert = "/datastores/1.0.0/{workspaceId}/{datastoreApiName}/{target}";
  const params = { path: { datastoreApiName: "terms", target: "staging" } } as const;
  const result = (primaryKey: string, status: unknown) => ({ primaryKey, result: status, url: "http://h/x" });

  test("whose result is no success make an error of the 200, which says which", async () => {
    const answer = [result("a", "204"), result("b", "400"), result("c", "201"), result("d", "500")];
    const { client } = await serve(() => ({ body: answer }));
    const { error } = await client().POST(insert, { params, body: [{ id: "a" }] });
    if (!isPartialFailureError(error)) throw new Error("no partial failure");
    expect(error.failures).toEqual([
      { code: "400", message: undefined, item: answer[1] },
      { code: "500", message: undefined, item: answer[3] },
    ]);
  });

  test("whose result is missing or no status count as failed", async () => {
    const { client } = await serve(() => ({ body: [result("a", undefined), result("b", "OK"), null] }));
    const { error } = await client().POST(insert, { params, body: [{ id: "a" }] });
    expect(isPartialFailureError(error) && error.failures).toHaveLength(3);
  });

  test("whose result is a success, as text or as the number of older versions, are data", async () => {
    const answer = [result("a", "204"), result("b", 204)];
    const { client } = await serve(() => ({ body: answer }));
    expect((await client().POST(insert, { params, body: [{ id: "a" }] })).data).toEqual(answer);
  });

  test("that are read may have a column of that name", async () => {
    const { client } = await serve(() => ({ body: [{ result: "lost" }] }));
    const { data } = await client().GET(insert, { params: { ...params, query: { pk: "1" } } });
    expect(data).toEqual([{ result: "lost" }]);
  });
});

describe("a structure", () => {
  const structure = "/one/oauth2/rt/api/3.1.0/customer/{sk}/structure";
  const body = { customerContext, structureApiName: "history" };

  test("with an error in it is one", async () => {
    const failed = { errorCode: "GENERAL", errorMessage: "no", structureApiName: "history" };
    const { client } = await serve(() => ({ body: { structureApiName: "history", tid: "t", error: failed } }));
    const { error } = await client().POST(structure, { body });
    expect(isPartialFailureError(error) && error.failures).toEqual([{ code: "GENERAL", message: "no", item: failed }]);
  });

  test.each([{}, { error: null }])("without one is data, whatever its shape: %j", async (more) => {
    const answer = { tid: "t", structure: { name: "Ada", visits: [1, 2], home: { city: "Bath" } }, ...more };
    const { client } = await serve(() => ({ body: answer }));
    expect((await client().POST(structure, { body })).data).toEqual(answer);
  });
});
