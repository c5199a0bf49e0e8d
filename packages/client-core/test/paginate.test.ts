import { describe, expect, test } from "vitest";
import { bearer, createTokenClient } from "../src/index.js";
import { sendJson, serve } from "./support/servers.js";
import { failureOf, json, scripted, thingsClient } from "./support/things.js";

const page = (names: string[], next?: string) => json({ items: names.map((name) => ({ id: name, name })), next });

async function namesOf(items: AsyncIterable<{ name: string }>): Promise<string[]> {
  const names: string[] = [];
  for await (const { name } of items) names.push(name);
  return names;
}

test("items come one by one over all pages", async () => {
  const { fetch, calls } = scripted(page(["a", "b"], "2"), page(["c"], "3"), page(["d"]));
  expect(await namesOf(thingsClient({ fetch }).paginate("/things"))).toEqual(["a", "b", "c", "d"]);
  expect(calls.map(({ url }) => url.replace("https://things.example/things", ""))).toEqual([
    "",
    "?cursor=2",
    "?cursor=3",
  ]);
});

test("pages() gives the pages as they are answered", async () => {
  const { fetch } = scripted(page(["a", "b"], "2"), page(["c"]));
  const pages = [];
  for await (const { items, next } of thingsClient({ fetch }).paginate("/things").pages()) {
    pages.push([items.length, next]);
  }
  expect(pages).toEqual([
    [2, "2"],
    [1, undefined],
  ]);
});

test("an empty page in the middle is not the end", async () => {
  const { fetch } = scripted(page(["a"], "2"), page([], "3"), page(["b"]));
  expect(await namesOf(thingsClient({ fetch }).paginate("/things"))).toEqual(["a", "b"]);
});

test("nothing is sent before the loop starts, and no page before the loop gets there", async () => {
  const { fetch, calls } = scripted(page(["a", "b"], "2"), page(["c"]));
  const things = thingsClient({ fetch }).paginate("/things");
  expect(calls).toHaveLength(0);
  const seen: [string, number][] = [];
  for await (const { name } of things) seen.push([name, calls.length]);
  expect(seen).toEqual([
    ["a", 1],
    ["b", 1],
    ["c", 2],
  ]);
});

test("leaving the loop ends the requests", async () => {
  const { fetch, calls } = scripted(page(["a", "b"], "2"), page(["c"], "3"), page(["d"]));
  for await (const { name } of thingsClient({ fetch }).paginate("/things")) if (name === "b") break;
  expect(calls).toHaveLength(1);
});

test("each loop starts from the first page", async () => {
  const { fetch } = scripted(page(["a"], "2"), page(["b"]), page(["a"], "2"), page(["b"]));
  const things = thingsClient({ fetch }).paginate("/things");
  expect(await namesOf(things)).toEqual(["a", "b"]);
  expect(await namesOf(things)).toEqual(["a", "b"]);
});

test("parameters, headers and options go with every page", async () => {
  const { fetch, calls } = scripted(page(["a"], "2"), json({}, 503), page(["b"]));
  const things = thingsClient({ fetch }).paginate("/things", {
    params: { query: { limit: 1 } },
    headers: { "x-a": "b" },
    retry: false,
  });
  const error = await failureOf(namesOf(things));
  expect(error).toMatchObject({ status: 503 });
  expect(calls).toHaveLength(2);
  expect(calls[0]?.url).toBe("https://things.example/things?limit=1");
  expect(calls.map(({ headers }) => headers["x-a"])).toEqual(["b", "b"]);
});

describe("a page that was given before is an error and not a loop", () => {
  test.each([
    ["the same page again", ["2", "2"], ["a", "b"]],
    ["a circle of two", ["2", "3", "2"], ["a", "b", "c"]],
  ])("%s", async (_, nexts, names) => {
    let count = 0;
    const { fetch, calls } = scripted(() => {
      count += 1;
      return page([names[count - 1] as string], nexts[count - 1]);
    });
    const seen: string[] = [];
    const error = await failureOf(
      (async () => {
        for await (const { name } of thingsClient({ fetch }).paginate("/things")) seen.push(name);
      })(),
    );
    expect(error).toMatchObject({
      name: "ResponseFormatError",
      code: "response_format",
      vendor: "things",
      operation: "GET /things",
      status: 200,
      attempts: 1,
    });
    expect(error.message).toContain(`after ${names.length} pages`);
    expect(seen).toEqual(names);
    expect(calls).toHaveLength(names.length);
  });

  test("an empty key is the first page's", async () => {
    const { fetch, calls } = scripted(page(["a"], ""));
    expect(await failureOf(namesOf(thingsClient({ fetch }).paginate("/things")))).toMatchObject({
      code: "response_format",
    });
    expect(calls).toHaveLength(1);
  });
});

describe("what is no page is an error and not the end", () => {
  test.each([
    ["null", json(null)],
    ["a text", json("no")],
    ["an object without items", json({ thing: 1 })],
    ["items that are no list", json({ items: {} })],
    ["nothing", new Response(null, { status: 204 })],
  ])("%s", async (_, response) => {
    const { fetch } = scripted(page(["a"], "2"), response);
    const error = await failureOf(namesOf(thingsClient({ fetch }).paginate("/things")));
    expect(error).toMatchObject({ code: "response_format", status: response.status, operation: "GET /things" });
  });
});

test("an error on a later page is thrown, after the items before it", async () => {
  const { fetch } = scripted(page(["a"], "2"), json({ message: "gone" }, 404));
  const seen: string[] = [];
  const error = await failureOf(
    (async () => {
      for await (const { name } of thingsClient({ fetch }).paginate("/things")) seen.push(name);
    })(),
  );
  expect(seen).toEqual(["a"]);
  expect(error).toMatchObject({ name: "NotFoundError", status: 404 });
});

test("a page may be retried like any other call", async () => {
  const { fetch, calls } = scripted(page(["a"], "2"), json({}, 503), new TypeError("reset"), page(["b"]));
  expect(await namesOf(thingsClient({ fetch }).paginate("/things"))).toEqual(["a", "b"]);
  expect(calls).toHaveLength(4);
});

test("aborting ends it on the way", async () => {
  const controller = new AbortController();
  const { fetch, calls } = scripted(page(["a"], "2"), page(["b"]));
  const seen: string[] = [];
  const error = await failureOf(
    (async () => {
      for await (const { name } of thingsClient({ fetch }).paginate("/things", { signal: controller.signal })) {
        seen.push(name);
        controller.abort();
      }
    })(),
  );
  expect(error).toMatchObject({ code: "aborted" });
  expect(seen).toEqual(["a"]);
  expect(calls).toHaveLength(1);
});

test("a token that ends on the way is renewed, and no page is lost", async () => {
  let count = 0;
  const tokens = createTokenClient(
    {
      vendor: "things",
      tokenUrl: "https://things.example/token",
      key: [],
      secrets: [],
      exchange: () => async () => {
        count += 1;
        return { accessToken: `token-${count}` };
      },
    },
    {},
  );
  const server = await serve((request, response) => {
    const current = request.url.includes("cursor=2") ? "Bearer token-2" : "Bearer token-1";
    if (request.headers.authorization !== current) return sendJson(response, { message: "expired" }, 401);
    sendJson(
      response,
      request.url.includes("cursor") ? { items: [{ name: "b" }] } : { items: [{ name: "a" }], next: "2" },
    );
  });
  const client = thingsClient({}, { origin: server.origin, authorize: bearer(tokens) });
  expect(await namesOf(client.paginate("/things"))).toEqual(["a", "b"]);
  expect(count).toBe(2);
});

test("an operation that does not page is refused at once", () => {
  const client = thingsClient({ fetch: scripted(json({})).fetch });
  expect(() => client.paginate("/report" as "/things")).toThrow("/report does not page; call it with GET");
});
