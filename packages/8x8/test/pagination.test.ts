import { describe, expect, test } from "vitest";
import { create8x8Client, type EightByEightClient, oneOrMany, type Paginated } from "../src/index.js";
import { credentials } from "./support/every-product.js";
import { failureOf, fakeApi, type Sent } from "./support/fake-api.js";

type Page = [body: unknown, headers?: Record<string, string>];

/** A client whose calls get these pages in turn (the last one for ever), and what each call asked for. */
function paged(...pages: Page[]): { client: EightByEightClient; asked: () => string[]; calls: Sent[] } {
  const api = fakeApi((_, count) => {
    const [body, headers] = pages[Math.min(count, pages.length) - 1] ?? [];
    return Response.json(body, headers ? { headers } : {});
  });
  const client = create8x8Client({ ...credentials, fetch: api.fetch });
  return { client, calls: api.calls, asked: () => api.calls.map(({ url }) => decodeURIComponent(url.search)) };
}

async function all<Item>(pages: Paginated<Item, unknown>): Promise<Item[]> {
  const items: Item[] = [];
  for await (const item of pages) items.push(item);
  return items;
}

const REALTIME = "/analytics/cc/{version}/realtime-metrics/queues";
const DATA = "/analytics/cc/{version}/historical-metrics/{id}/data";
const DETAILED = "/analytics/cc/{version}/historical-metrics/detailed-reports/{id}/data";
const report = { params: { path: { id: 1 } } };

describe("contact center metrics", () => {
  test("go on to the last of X-Total-Pages, and ask for none after it: that would be a 400", async () => {
    const { client, asked } = paged(
      [[{ id: "1" }], { "x-page": "0", "x-total-pages": "2" }],
      [[{ id: "2" }], { "x-page": "1", "x-total-pages": "2" }],
    );
    expect(await all(client.analytics.paginate(REALTIME, { params: { query: { size: 1 } } }))).toEqual([
      { id: "1" },
      { id: "2" },
    ]);
    expect(asked()).toEqual(["?size=1", "?size=1&page=1"]);
  });

  test("without X-Total-Pages, go on while Link has a next page", async () => {
    const next = { link: '<https://elsewhere.example/x?page=7>; rel="next"' };
    const { client, calls } = paged([[{}], next], [[{}], { link: '<https://x.example>; rel="data"' }]);
    expect(await all(client.analytics.paginate(DATA, report))).toHaveLength(2);
    expect(calls.map(({ url }) => url.pathname + url.search)).toEqual([
      "/analytics/cc/v8/historical-metrics/1/data",
      "/analytics/cc/v8/historical-metrics/1/data?page=1",
    ]);
  });

  test("without either, a short page is the last", async () => {
    const { client, asked } = paged([[{}, {}]], [[{}]]);
    await all(client.analytics.paginate(REALTIME, { params: { query: { page: 3, size: 2 } } }));
    expect(asked()).toEqual(["?page=3&size=2", "?page=4&size=2"]);
  });

  test("detailed rows go on while Last-Document-Id is there", async () => {
    const { client, asked } = paged([[{ items: [] }], { "last-document-id": "eyJ=" }], [[{ items: [] }]]);
    expect(
      await all(client.analytics.paginate(DETAILED, { params: { path: { id: 1 }, query: { size: 1 } } })),
    ).toHaveLength(2);
    expect(asked()).toEqual(["?size=1", "?size=1&lastDocumentId=eyJ="]);
  });

  test("a document that comes up again ends in an error, not in a loop", async () => {
    const { client } = paged([[{}], { "last-document-id": "same" }]);
    expect(await failureOf(all(client.analytics.paginate(DETAILED, report)))).toMatchObject({
      code: "response_format",
    });
  });
});

describe("storage", () => {
  const path = "/storage/{region}/v3/objects";

  test("sends pageKey back as it came, and stops at lastPage though pageKey goes on", async () => {
    const { client, asked } = paged(
      [{ content: [{ id: "a" }, { id: "b" }], pageKey: 2, lastPage: false }],
      [{ content: [{ id: "c" }], pageKey: 3, lastPage: true }],
    );
    const objects = await all(
      client.storage.paginate(path, { params: { query: { filter: "type==callrecording", limit: 2 } } }),
    );
    expect(objects.map(({ id }) => id)).toEqual(["a", "b", "c"]);
    expect(asked()).toEqual(["?filter=type==callrecording&limit=2", "?filter=type==callrecording&limit=2&pageKey=2"]);
  });

  test("takes a page in an array, as the reference has it, and a single object in place of a list", async () => {
    const { client } = paged(
      [[{ content: [{ id: "a" }], pageKey: 1, lastPage: false }]],
      [[{ content: { id: "b" }, pageKey: 2, lastPage: true }]],
    );
    expect((await all(client.storage.paginate(path))).map(({ id }) => id)).toEqual(["a", "b"]);
  });

  test("goes on over an empty page that is not the last", async () => {
    const { client } = paged(
      [{ content: [], pageKey: 100, lastPage: false }],
      [{ content: [{ id: "late" }], pageKey: 101, lastPage: true }],
    );
    expect(await all(client.storage.paginate(path))).toHaveLength(1);
  });
});

describe("quality management", () => {
  test("follows the query of nextUrl on its own path, and stops where it is gone or a page is empty", async () => {
    const links = [
      { rel: "nextUrl", href: "https://elsewhere.example/other?page=1&size=2&startTS=2026-01-01 00:00:00" },
    ];
    const { client, calls } = paged(
      [{ content: [{}, {}], links }],
      [{ content: [{}], links: [{ rel: "prevUrl", href: "?page=0" }] }],
    );
    expect(await all(client.quality.paginate("/qm/{region}/v1/interactions"))).toHaveLength(3);
    expect(calls[1]?.url.origin + String(calls[1]?.url.pathname)).toBe(
      "https://api.8x8.com/qm/us-west/v1/interactions",
    );
    expect(calls[1]?.url.searchParams.get("startTS")).toBe("2026-01-01 00:00:00");
    const forEver = paged([{ content: [{}], links }], [{ content: [], links: [{ rel: "nextUrl", href: "?page=2" }] }]);
    expect(await all(forEver.client.quality.paginate("/qm/{region}/v1/users"))).toHaveLength(1);
  });
});

describe("chat", () => {
  test("v2 counts pages in its page block", async () => {
    const { client, asked } = paged(
      [{ data: [{}], page: { pageIndex: 0, pageCount: 2 } }],
      [{ data: [{}], page: { pageIndex: 1, pageCount: 2 } }],
    );
    await all(client.chat.paginate("/vcc/{region}/chat/v2/tenant/{tenant-id}/channels"));
    expect(asked()).toEqual(["", "?page=1"]);
  });

  test("the gateway counts them in HAL; an empty list has no _embedded", async () => {
    const { client, asked } = paged(
      [{ _embedded: { messages: [{ id: "1" }] }, page: { number: 0, totalPages: 2 } }],
      [{ page: { number: 1, totalPages: 2 } }],
    );
    const messages = await all(
      client.chatGateway.paginate("/chat-gateway/v1/conversations/{conversationId}/messages", {
        params: { path: { conversationId: "1" } },
      }),
    );
    expect(messages).toHaveLength(1);
    expect(asked()).toEqual(["", "?page=1"]);
  });

  test("CHAPI goes on from the last time seen, until a page is short or leads no further", async () => {
    const query = { params: { query: { room: "r", pageSize: 2 } } };
    const short = paged([[{ timestamp: 9 }, { timestamp: 8 }]], [[{ timestamp: 7 }]]);
    expect(await all(short.client.chapi.paginate("/chat/api/chat/v1/messages", query))).toHaveLength(3);
    expect(short.asked()).toEqual(["?room=r&pageSize=2", "?room=r&pageSize=2&ts=8"]);
    const same = paged([[{ timestamp: 9 }, { timestamp: 8 }]]);
    expect(await all(same.client.chapi.paginate("/chat/api/chat/v1/messages", query))).toHaveLength(4);
    const one = paged([{ id: "alone", timestamp: 1 }]);
    expect(await all(one.client.chapi.paginate("/chat/api/chat/v1/messages"))).toHaveLength(1);
  });
});

describe("Work Analytics", () => {
  const records = "/analytics/work/v2/call-records";
  const query = { pbxId: "allpbxes", startTime: "a", endTime: "b", timeZone: "UTC", pageSize: 1 };

  test('batch reports go on until the empty page, whose scrollId reads "No Data"', async () => {
    const { client, calls } = paged(
      [{ meta: { totalRecordCount: 2, scrollId: "one" }, data: [{ callId: "1" }] }],
      [{ meta: { totalRecordCount: 2, scrollId: "two" }, data: [{ callId: "2" }] }],
      [{ meta: { totalRecordCount: 0, scrollId: "No Data" }, data: [] }],
    );
    expect(await all(client.workAnalytics.paginate(records, { params: { query } }))).toHaveLength(2);
    expect(calls.map(({ url }) => url.searchParams.get("scrollId"))).toEqual([null, "one", "two"]);
  });

  test("an empty page ends them whatever its scrollId says", async () => {
    const { client, calls } = paged(
      [{ meta: { scrollId: "one" }, data: [{}] }],
      [{ meta: { scrollId: "two" }, data: [] }],
    );
    await all(client.workAnalytics.paginate(records, { params: { query } }));
    expect(calls).toHaveLength(2);
  });

  test("calls go on from id and sort value of the last one", async () => {
    const { client, calls } = paged(
      [{ calls: [{ callId: "1" }, { callId: "2", caller: { name: "Ada" } }] }],
      [{ calls: [{ callId: "3" }] }],
    );
    const pages = client.workAnalytics.paginate("/analytics/work/v2/pbxes/{pbxId}/calls", {
      params: { path: { pbxId: "p" }, query: { limit: 2, sortingField: "caller.name" } },
    });
    expect(await all(pages)).toHaveLength(3);
    const searchParams = calls[1]?.url.searchParams ?? new URLSearchParams();
    expect([searchParams.get("startingAfter"), searchParams.get("latestSortingValue")]).toEqual(["2", "Ada"]);
    expect(calls).toHaveLength(2);
  });

  test("PBXes are numbered in HAL", async () => {
    const { client, calls } = paged(
      [{ _embedded: { pbxList: [{}] }, page: { number: 0, totalPages: 2 } }],
      [{ _embedded: { pbxList: [{}] }, page: { number: 1, totalPages: 2 } }],
    );
    expect(await all(client.workAnalytics.paginate("/analytics/work/v2/pbxes/"))).toHaveLength(2);
    expect(calls.map(({ url }) => url.search)).toEqual(["", "?page=1"]);
  });
});

test("audit records end where scrollId is null", async () => {
  const { client, asked } = paged(
    [{ meta: { scrollId: "s" }, data: [{}] }],
    [{ meta: { scrollId: null }, data: [{}] }],
  );
  const query = { startTime: "a", endTime: "b", service: "c" };
  expect(await all(client.audit.paginate("/administration/audit/v1/audits", { params: { query } }))).toHaveLength(2);
  expect(asked()).toEqual(["?startTime=a&endTime=b&service=c", "?startTime=a&endTime=b&service=c&scrollId=s"]);
});

test("journeys end where nextPageCursor is null; the search stays as it is", async () => {
  const { client, calls } = paged([{ data: [{}], nextPageCursor: "c" }], [{ data: [{}], nextPageCursor: null }]);
  const body = { dateRange: { start: "a", end: "b" }, displayTimezone: "UTC" };
  expect(await all(client.journey.paginate("/cidp/journey/api/v1/journeys/search", { body }))).toHaveLength(2);
  expect(calls.map((call) => JSON.parse(call.body))).toEqual([body, { ...body, nextPageCursor: "c" }]);
});

test.each(["postCallSurvey", "recentCalls"] as const)(
  "%s is numbered from 1, and ends at the first empty page",
  async (member) => {
    const { client, calls } = paged([{ data: [{}] }], [{ data: [{}] }], [{ data: [] }]);
    const pages =
      member === "recentCalls"
        ? client.recentCalls.paginate("/customerexperience/v1/recentCallData/{region}", { body: { rows: 1 } } as never)
        : client.postCallSurvey.paginate("/customerexperience/v1/postCallSurvey/{region}", {
            body: { rows: 1 },
          } as never);
    expect(await all(pages as Paginated<unknown, unknown>)).toHaveLength(2);
    expect(calls.map((call) => JSON.parse(call.body))).toEqual([
      { rows: 1 },
      { rows: 1, page: 2 },
      { rows: 1, page: 3 },
    ]);
  },
);

describe("administration", () => {
  test("goes on by nextScrollId while hasMore, filter and sort unchanged", async () => {
    const { client, asked } = paged(
      [{ data: [{}], pagination: { hasMore: true, nextScrollId: "n" } }],
      [{ data: [{}], pagination: { hasMore: false, nextScrollId: "stays" } }],
    );
    await all(client.administration.paginate("/admin-provisioning/users", { params: { query: { sort: "+name" } } }));
    expect(asked()).toEqual(["?sort=+name", "?sort=+name&scrollId=n"]);
  });

  test("sites are numbered from 0", async () => {
    const { client, asked } = paged(
      [{ data: [{}], pagination: { hasMore: true, pageNumber: 0 } }],
      [{ data: [{}], pagination: { hasMore: false, pageNumber: 1 } }],
    );
    await all(client.administration.paginate("/admin-provisioning/sites"));
    expect(asked()).toEqual(["", "?pageNumber=1"]);
  });
});

test("directory contacts go on by cursor where there is one, else by number", async () => {
  const path = "/directory-contacts/api/v3/contacts";
  const byCursor = paged(
    [{ data: [{}], meta: { hasMore: true, scrollId: "s" } }],
    [{ data: [{}], meta: { hasMore: false } }],
  );
  await all(byCursor.client.directoryContacts.paginate(path, { params: { query: { useScrollId: true } } }));
  expect(byCursor.asked()).toEqual(["?useScrollId=true", "?useScrollId=true&scrollId=s"]);
  const byNumber = paged([{ data: [{}], meta: { hasMore: true } }], [{ data: [{}], meta: { hasMore: false } }]);
  await all(byNumber.client.directoryContacts.paginate(path));
  expect(byNumber.asked()).toEqual(["", "?page=1"]);
});

test("agent statuses are numbered from 0 in their page block", async () => {
  const { client, asked } = paged(
    [{ data: [{}], page: { pageIndex: 0, totalPages: 2 } }],
    [{ data: [{}], page: { pageIndex: 1, totalPages: 2 } }],
  );
  await all(client.agentStatus.paginate("/api/v1/tenants/{tenantId}/agentstatus/agents"));
  expect(asked()).toEqual(["", "?pageIndex=1"]);
});

describe("in every style", () => {
  test("an answer that is no page is an error, and so is an error", async () => {
    const none = paged(["text"]);
    expect(await failureOf(all(none.client.storage.paginate("/storage/{region}/v3/objects")))).toMatchObject({
      code: "response_format",
    });
    const search = paged([null]);
    const body = { dateRange: { start: "a", end: "b" }, displayTimezone: "UTC" };
    expect(
      await failureOf(all(search.client.journey.paginate("/cidp/journey/api/v1/journeys/search", { body }))),
    ).toMatchObject({
      code: "response_format",
      vendor: "8x8",
    });
    const api = fakeApi(() => Response.json({ message: "no" }, { status: 403 }));
    const refused = create8x8Client({ ...credentials, fetch: api.fetch });
    expect(
      await failureOf(all(refused.journey.paginate("/cidp/journey/api/v1/journeys/search", { body }))),
    ).toMatchObject({
      code: "forbidden",
    });
  });
});

test("oneOrMany makes a list of what came alone", () => {
  expect(oneOrMany({ id: 1 })).toEqual([{ id: 1 }]);
  expect(oneOrMany([{ id: 1 }, { id: 2 }])).toEqual([{ id: 1 }, { id: 2 }]);
  expect(oneOrMany(undefined)).toEqual([]);
  expect(oneOrMany(null)).toEqual([]);
});
