import { describe, expect, test } from "vitest";
import { type CultureAmpClient, createCultureAmpClient, isNotFoundError, isResponseFormatError } from "../src/index.js";
import { paging } from "../src/pagination.js";
import { failureOf, type Received, sendJson, serveApi } from "./support/server.js";

/** A client whose calls get these bodies one after the other, and the calls. */
async function clientOver(
  ...bodies: unknown[]
): Promise<{ client: CultureAmpClient; calls: Received[]; urls: () => string[] }> {
  let count = 0;
  const { origin, calls } = await serveApi((_, response) => {
    count += 1;
    sendJson(response, bodies[Math.min(count, bodies.length) - 1]);
  });
  const client = createCultureAmpClient({
    clientId: "id",
    clientSecret: "secret",
    permissions: ["employees-read"],
    origin,
  });
  return { client, calls, urls: () => calls.map(({ url }) => url) };
}

const employees = (...ids: string[]) => ids.map((id) => ({ id, name: id, processedAt: "2026-01-01T00:00:00Z" }));

async function idsOf(client: CultureAmpClient): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of client.paginate("/v1/employees")) ids.push(id);
  return ids;
}

describe("the next page", () => {
  test.each([
    ["is at nextPath, which holds /v1 already", { nextPath: "/v1/employees?cursor=Mg%3D%3D" }],
    ["is at nextPath without /v1, as the description's example has it", { nextPath: "/employees?cursor=Mg%3D%3D" }],
    ["is at nextPath with its placeholder, as the description prints it", { nextPath: "/<path>?cursor=Mg%3D%3D" }],
    ["is at nextPath rather than at afterKey", { nextPath: "/v1/employees?cursor=Mg%3D%3D", afterKey: "other" }],
    ["is at afterKey where there is no nextPath", { afterKey: "Mg==" }],
    [
      "is the vendor's own, though nextPath names another host",
      { nextPath: "https://other.example/v1/x?cursor=Mg%3D%3D" },
    ],
    ["is the same operation's, though nextPath names another", { nextPath: "/v1/../secrets?cursor=Mg%3D%3D#fragment" }],
  ])("%s", async (_, pagination) => {
    const { client, urls } = await clientOver({ data: employees("a"), pagination }, { data: employees("b") });
    expect(await idsOf(client)).toEqual(["a", "b"]);
    expect(urls()).toEqual(["/v1/employees", "/v1/employees?cursor=Mg%3D%3D"]);
  });

  test("follows the query as it stands: nothing is added, left out or encoded again", async () => {
    const query = "cursor=a%2Bb%2F%3D&after_date=2026-05-01T00%3A00%3A00%2B10%3A00&state=active&x=1?2";
    const { client, urls } = await clientOver(
      { data: [], pagination: { nextPath: `/v1/performance-cycles?${query}` } },
      { data: [] },
    );
    const cycles = client.paginate("/v1/performance-cycles", { params: { query: { state: "active" } } });
    for await (const cycle of cycles) expect(cycle).toBeUndefined();
    expect(urls()).toEqual(["/v1/performance-cycles?state=active", `/v1/performance-cycles?${query}`]);
  });

  test("is asked for also behind an empty page", async () => {
    const { client } = await clientOver(
      { data: employees("a"), pagination: { nextPath: "/v1/employees?cursor=2" } },
      { data: [], pagination: { nextPath: "/v1/employees?cursor=3" } },
      { data: employees("b") },
    );
    expect(await idsOf(client)).toEqual(["a", "b"]);
  });

  test("belongs to the same resource: path parameters stay", async () => {
    const { client, urls } = await clientOver({ data: [], pagination: { nextPath: "/v1/x?cursor=2" } }, { data: [] });
    const reviews = client.paginate("/v1/employees/{id}/manager-reviews", { params: { path: { id: "a/b" } } });
    for await (const page of reviews.pages()) expect(page.data).toEqual([]);
    expect(urls()).toEqual(["/v1/employees/a%2Fb/manager-reviews", "/v1/employees/a%2Fb/manager-reviews?cursor=2"]);
  });
});

describe("the last page", () => {
  test.each([
    ["has no pagination", undefined],
    ["has null", null],
    ["has an empty object, as surveys may", {}],
    ["has an empty nextPath", { nextPath: "" }],
    ["has an empty nextPath, whatever its afterKey", { nextPath: "", afterKey: "x" }],
    ["has null as nextPath", { nextPath: null }],
    ["has null for both", { nextPath: null, afterKey: null }],
    ["has an empty afterKey", { afterKey: "" }],
  ])("%s", async (_, pagination) => {
    const { client, calls } = await clientOver({ data: employees("a"), pagination });
    expect(await idsOf(client)).toEqual(["a"]);
    expect(calls).toHaveLength(1);
  });
});

describe("a vendor that goes in circles ends in an error", () => {
  test.each([
    ["the same cursor again", { nextPath: "/v1/employees?cursor=2" }, 2],
    ["a next page without a cursor, which is the first one", { nextPath: "/v1/employees" }, 1],
  ])("%s", async (_, pagination, sent) => {
    const { client, calls } = await clientOver({ data: employees("a"), pagination });
    const error = await failureOf(idsOf(client));
    expect(isResponseFormatError(error)).toBe(true);
    expect(error).toMatchObject({ vendor: "cultureamp", operation: "GET /v1/employees", status: 200 });
    expect(calls).toHaveLength(sent);
  });
});

describe("the items", () => {
  test("are the members of data, which two operations may leave out", async () => {
    const { client } = await clientOver({ pagination: { nextPath: "/x?cursor=2" } }, { data: [{ id: "f" }] });
    const found = [];
    for await (const { id } of client.paginate("/v1/surveys/{id}/factors", { params: { path: { id: "1" } } }))
      found.push(id);
    expect(found).toEqual(["f"]);
  });

  test.each([
    ["a text"],
    [null],
    [{ data: {} }],
    [{ data: "no" }],
    [{ data: null }],
    [{ employees: [] }],
    [[{ id: "a" }]],
  ])("are not read out of %j: none would look like the end", async (body) => {
    const { client } = await clientOver(body);
    expect(isResponseFormatError(await failureOf(idsOf(client)))).toBe(true);
  });
});

test("every operation that pages does so: its last path segment names a list, and no other has a strategy", async () => {
  for (const path of Object.keys(paging) as (keyof typeof paging)[]) {
    const { client, urls } = await clientOver(
      { data: [{}], pagination: { nextPath: "/v1/any?cursor=2" } },
      { data: [{}] },
    );
    const pages = [];
    const init = { params: { path: { id: "1" } } };
    for await (const page of client.paginate(path as "/v1/surveys/{id}/questions", init).pages()) pages.push(page);
    expect(pages).toHaveLength(2);
    const sent = path.replace("{id}", "1");
    expect(urls()).toEqual([sent, `${sent}?cursor=2`]);
  }
  const { client } = await clientOver({ data: [] });
  expect(() => client.paginate("/v1/employees/{id}/demographics" as "/v1/employees")).toThrow("does not page");
});

test("leaving the loop ends the requests; an error on a later page is thrown", async () => {
  const { client, calls } = await clientOver({
    data: employees("a", "b"),
    pagination: { nextPath: "/v1/employees?cursor=2" },
  });
  for await (const { id } of client.paginate("/v1/employees")) if (id === "a") break;
  expect(calls).toHaveLength(1);

  const { origin } = await serveApi((request, response) =>
    request.url.includes("cursor")
      ? sendJson(response, { code: 404, message: "cursor expired" }, 404)
      : sendJson(response, { data: employees("a"), pagination: { nextPath: "/v1/employees?cursor=2" } }),
  );
  const other = createCultureAmpClient({ clientId: "i", clientSecret: "s", permissions: ["employees-read"], origin });
  expect(isNotFoundError(await failureOf(idsOf(other)))).toBe(true);
});
