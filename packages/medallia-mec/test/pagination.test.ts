import { describe, expect, test } from "vitest";
import { failureOf, graphqlOf, instance } from "./support/gateway.js";

async function collect<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}

const range = (from: number, to: number) =>
  Array.from({ length: Math.max(0, to - from) }, (_, index) => ({ id: String(from + index) }));

describe("by cursor", () => {
  test.each([
    "/admin/v1/users?cursor=c2&limit=2",
    "https://elsewhere.example/admin/v1/users?cursor=c2&limit=2",
    "?cursor=c2&limit=2",
  ])("users go on with the query of _next.href, as in %s", async (href) => {
    const { mec, calls } = await instance(({ url }) => ({
      body: url.includes("cursor=c2") ? { items: range(2, 3), _next: null } : { items: range(0, 2), _next: { href } },
    }));
    const users = await collect(mec.paginate("/admin/v1/users", { params: { query: { limit: 2 } } }));
    expect(users).toEqual(range(0, 3));
    expect(calls.map(({ url }) => url)).toEqual(["/admin/v1/users?limit=2", "/admin/v1/users?cursor=c2&limit=2"]);
  });

  test("a cursor that comes back ends in an error, not in a loop", async () => {
    const { mec, calls } = await instance(() => ({ body: { items: [], _next: { href: "?cursor=again" } } }));
    expect(await failureOf(() => collect(mec.paginate("/admin/v1/roles")))).toMatchObject({ code: "response_format" });
    expect(calls.length).toBeLessThan(4);
  });
});

describe("by offset", () => {
  test.each(["_total", "total_count"])("goes on until %s is reached", async (total) => {
    const { mec, calls } = await instance(({ url }) => {
      const offset = Number(new URL(url, "http://h").searchParams.get("offset") ?? 0);
      return { body: { items: range(offset, Math.min(offset + 2, 5)), [total]: 5 } };
    });
    const tags = mec.paginate("/admin/v0/translation-imports/{translationImportId}/translation-tags", {
      params: { path: { translationImportId: "i" }, query: { limit: 2 } },
    });
    expect(await collect(tags)).toEqual(range(0, 5));
    expect(calls.map(({ url }) => url.split("?")[1])).toEqual(["limit=2", "limit=2&offset=2", "limit=2&offset=4"]);
  });

  test.each([
    ["a 200 that holds null", { body: null }],
    ["a 204", { status: 204 }],
  ])("%s is no page", async (_what, answer) => {
    const { mec } = await instance(() => answer);
    for (const path of ["/admin/v0/surveys", "/admin/v1/users"] as const) {
      expect(await failureOf(() => collect(mec.paginate(path)))).toMatchObject({ code: "response_format" });
    }
  });

  test("starts where the caller says", async () => {
    const { mec, calls } = await instance(({ url }) => ({
      body: { items: url.includes("offset=3") ? range(3, 5) : [], _total: 5 },
    }));
    const surveys = await collect(mec.paginate("/admin/v0/surveys", { params: { query: { offset: 3 } } }));
    expect(surveys).toHaveLength(2);
    expect(calls).toHaveLength(1);
  });

  test("follows _links.next.href where there is one, and counts on from it where there is none", async () => {
    const { mec, calls } = await instance(({ url }) => {
      const offset = Number(new URL(url, "http://h").searchParams.get("offset") ?? 0);
      const _links = offset === 0 ? { next: { href: "/admin/v0/surveys?offset=10&limit=2" } } : {};
      return { body: { items: range(offset, offset + 2), _total: 14, _links } };
    });
    await collect(mec.paginate("/admin/v0/surveys"));
    expect(calls.map(({ url }) => url)).toEqual([
      "/admin/v0/surveys",
      "/admin/v0/surveys?offset=10&limit=2",
      "/admin/v0/surveys?offset=12",
    ]);
  });

  test("an empty page is the last one, whatever it links to", async () => {
    const { mec, calls } = await instance(({ url }) => {
      const offset = Number(new URL(url, "http://h").searchParams.get("offset") ?? 0);
      return { body: { items: range(offset, 1), _total: 1, _links: { next: { href: `?offset=${offset + 1}` } } } };
    });
    expect(await collect(mec.paginate("/admin/v0/surveys"))).toEqual(range(0, 1));
    expect(calls).toHaveLength(2);
  });

  test("without a total, ends at the first empty page", async () => {
    const { mec, calls } = await instance(({ url }) => ({
      body: { items: url.includes("offset") ? [] : range(0, 2) },
    }));
    expect(await collect(mec.paginate("/audit-email/v0/programs"))).toEqual(range(0, 2));
    expect(calls).toHaveLength(2);
  });
});

describe("by connection", () => {
  const document = `query ($first: Int!, $after: ID) {
    fields(first: $first, after: $after) { nodes { id } pageInfo { endCursor hasNextPage } }
  }`;

  test("cursors are followed one after the other, with the other variables kept", async () => {
    const { mec, calls } = await instance((request) => {
      const { after } = graphqlOf(request).variables as { after?: string };
      const start = after ? Number(after) : 0;
      return {
        body: {
          data: {
            fields: {
              nodes: range(start, start + 2),
              pageInfo: { endCursor: String(start + 2), hasNextPage: start < 4 },
            },
          },
          errors: null,
        },
      };
    });
    const ids = (await collect(mec.paginate(document, { variables: { first: 2 } }))).map(({ id }) => id);
    expect(ids).toEqual(["0", "1", "2", "3", "4", "5"]);
    expect(calls.map((call) => graphqlOf(call).variables)).toEqual([
      { first: 2 },
      { first: 2, after: "2" },
      { first: 2, after: "4" },
    ]);
  });

  test("a number as after is an offset, and goes on by as many nodes as there were", async () => {
    const { mec, calls } = await instance((request) => {
      const { after } = graphqlOf(request).variables as { after: number };
      return { body: { data: { unitWarnings: { nodes: range(after, Math.min(after + 2, 5)), totalCount: 5 } } } };
    });
    const warnings = mec.paginate(
      "query ($after: Int!) { unitWarnings(after: $after, first: 2) { nodes { identifier } totalCount } }",
      {
        variables: { after: 0 },
      },
    );
    expect(await collect(warnings)).toHaveLength(5);
    expect(calls.map((call) => graphqlOf(call).variables)).toEqual([{ after: 0 }, { after: 2 }, { after: 4 }]);
  });

  test("a connection further down is found by the caller, and nodes that are null are left out", async () => {
    const { mec } = await instance(() => ({
      body: {
        data: { customerSchema: { attributes: { nodes: [{ key: "a" }, null], pageInfo: { hasNextPage: false } } } },
      },
    }));
    const attributes = mec.paginate(
      "query ($after: ID) { customerSchema { attributes(after: $after) { nodes { key } pageInfo { endCursor hasNextPage } } } }",
      { connection: (data) => data.customerSchema?.attributes },
    );
    expect(await collect(attributes)).toEqual([{ key: "a" }]);
  });

  test("pages() gives the data of each page", async () => {
    const { mec } = await instance(() => ({
      body: { data: { fields: { nodes: [], pageInfo: { endCursor: null, hasNextPage: false } } } },
    }));
    const pages = await collect(mec.paginate(document, { variables: { first: 2 } }).pages());
    expect(pages).toEqual([{ fields: { nodes: [], pageInfo: { endCursor: null, hasNextPage: false } } }]);
  });

  test("a connection without nodes is an empty page", async () => {
    const { mec } = await instance(() => ({
      body: { data: { fields: { nodes: null, pageInfo: { endCursor: null, hasNextPage: false } } } },
    }));
    expect(await collect(mec.paginate(document))).toEqual([]);
  });

  test("a document that selects no pageInfo cannot be paged", async () => {
    const { mec } = await instance(() => ({ body: { data: { fields: { nodes: [] } } } }));
    const fields = mec.paginate("query ($after: ID) { fields(first: 2, after: $after) { nodes { id } } }");
    expect(await failureOf(() => collect(fields))).toMatchObject({ option: "document" });
  });

  test("a document that ignores $after, or a server that does, ends in an error", async () => {
    const { mec, calls } = await instance(() => ({
      body: { data: { fields: { nodes: range(0, 1), pageInfo: { endCursor: "same", hasNextPage: true } } } },
    }));
    const error = await failureOf(() =>
      collect(mec.paginate("{ fields(first: 1) { nodes { id } pageInfo { endCursor hasNextPage } } }")),
    );
    expect(error).toMatchObject({ code: "response_format", operation: "POST /data/v0/query" });
    expect(calls).toHaveLength(2);
  });

  test("an answer with errors is thrown", async () => {
    const { mec } = await instance(() => ({ body: { data: null, errors: [{ message: "no" }] } }));
    expect(await failureOf(() => collect(mec.paginate(document)))).toMatchObject({ code: "graphql_errors" });
  });
});
