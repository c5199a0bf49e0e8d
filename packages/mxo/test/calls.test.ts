import { describe, expect, test } from "vitest";
import { serve } from "./support/server.js";

const interaction = "/one/oauth2/rt/api/2.0/interaction";
const activity = "/one/oauth2/rt/api/3.1.0/customer/{sk}/activity";
const batch = "/batchv2/interactions/{siteKey}";
const store = "/datastores/1.0.0/{workspaceId}/{datastoreApiName}/{target}";
const uri = "atm://atm/offer";
const record = { uri, timestamp: "2017-08-24T19:57:34.479-04:00" };
const activities = [{ propositionCode: "bluecard", activityTypeCode: "detailview" }];
const customerContext = { baseTouchpointUri: "http://www.customerfirst.com" };

describe("the keys of the options", () => {
  test("go where each operation has them: query, path or header", async () => {
    const { client, calls } = await serve(() => ({ body: [] }));
    const mxo = client();
    await mxo.POST(interaction, { body: { uri } });
    await mxo.POST(activity, { body: { customerContext, activities } });
    await mxo.POST(batch, { body: [record] });
    await mxo.GET(`${batch}/{batchId}`, { params: { path: { batchId: "b1" } } });
    await mxo.GET("/datastores/1.0.0/{workspaceId}");
    await mxo.POST("/one/rt/track/{sk}/events", { body: { uri } });
    expect(calls.map(({ method, url, headers }) => [method, url, headers.workspaceid])).toEqual([
      ["POST", `${interaction}?sk=ONE-JY0AMQJQHQ-1290`, undefined],
      ["POST", "/one/oauth2/rt/api/3.1.0/customer/ONE-JY0AMQJQHQ-1290/activity", undefined],
      ["POST", "/batchv2/interactions/ONE-JY0AMQJQHQ-1290", "MTIyMg"],
      ["GET", "/batchv2/interactions/ONE-JY0AMQJQHQ-1290/b1", "MTIyMg"],
      ["GET", "/datastores/1.0.0/MTIyMg", undefined],
      ["POST", "/one/rt/track/ONE-JY0AMQJQHQ-1290/events", undefined],
    ]);
  });

  test("give way to those of a call", async () => {
    const { client, calls } = await serve(() => ({ body: [] }));
    const mxo = client();
    await mxo.POST(interaction, { params: { query: { sk: "ONE-OTHER", tid: "t" } }, body: { uri } });
    await mxo.POST(batch, { params: { path: { siteKey: "ONE-OTHER" }, header: { workspaceId: "W" } }, body: [record] });
    await mxo.GET("/datastores/1.0.0/{workspaceId}", { params: { path: { workspaceId: "W" } } });
    expect(calls.map(({ url, headers }) => [url, headers.workspaceid])).toEqual([
      [`${interaction}?sk=ONE-OTHER&tid=t`, undefined],
      ["/batchv2/interactions/ONE-OTHER", "W"],
      ["/datastores/1.0.0/W", undefined],
    ]);
  });

  test("do not get into the secondary key, which has the site key's name in Datastores", async () => {
    const { client, calls } = await serve(() => ({ body: [] }));
    const path = { datastoreApiName: "terms", target: "live" } as const;
    await client().GET(store, { params: { path, query: { pk: "p" } } });
    await client().GET(store, { params: { path, query: { pk: "p", sk: "s" } } });
    expect(calls.map(({ url }) => url)).toEqual([
      "/datastores/1.0.0/MTIyMg/terms/live?pk=p",
      "/datastores/1.0.0/MTIyMg/terms/live?pk=p&sk=s",
    ]);
  });

  test("are only asked for where an operation needs them", async () => {
    const { client, calls } = await serve(() => ({ body: [] }));
    const mxo = client({ siteKey: undefined });
    await mxo.GET("/datastores/1.0.0/{workspaceId}");
    await expect(mxo.POST(interaction, { body: { uri } })).rejects.toMatchObject({
      code: "invalid_configuration",
      option: "siteKey",
      operation: `POST ${interaction}`,
    });
    expect(calls).toHaveLength(1);
  });
});

describe("calls that need no authentication", () => {
  test("carry no token, and ask for none", async () => {
    const { client, calls, tokenRequests } = await serve(() => ({ status: 201, body: {} }));
    const mxo = client();
    await mxo.POST("/one/rt/track/{sk}/events", { body: { uri, customerKey: "a", customerKeyName: "emailkey" } });
    await mxo.GET("/one/rt/track/1px.gif", { params: { query: { rid: "code" } } });
    await mxo.GET("/one/rt/track/{sk}/pixel", { params: { query: { uri: "oeh://outbound/open?a=1&b=c@d" } } });
    expect(calls.map(({ url, headers }) => [url, headers.authorization])).toEqual([
      ["/one/rt/track/ONE-JY0AMQJQHQ-1290/events", undefined],
      ["/one/rt/track/1px.gif?rid=code", undefined],
      ["/one/rt/track/ONE-JY0AMQJQHQ-1290/pixel?uri=oeh%3A%2F%2Foutbound%2Fopen%3Fa%3D1%26b%3Dc%40d", undefined],
    ]);
    expect(tokenRequests).toEqual([]);
  });

  test("leave the OAuth 1.0 form to the caller's signature", async () => {
    const { client, calls, tokenRequests } = await serve();
    const headers = { authorization: "OAuth oauth_version=1.0" };
    await client().POST("/one/oauth1/rt/api/2.0/interaction", { headers, body: { uri } });
    expect(calls[0]?.headers.authorization).toBe("OAuth oauth_version=1.0");
    expect(tokenRequests).toEqual([]);
  });
});

describe("a call that records on every send", () => {
  const offline = { uri, timestamp: 1_503_618_000_000 };
  const path = { siteKey: "S" };
  const sends: Record<string, (mxo: ReturnType<Awaited<ReturnType<typeof serve>>["client"]>) => Promise<unknown>> = {
    "POST interaction": (mxo) => mxo.POST(interaction, { body: { uri } }),
    "PUT interaction": (mxo) => mxo.PUT(interaction, { body: { uri } }),
    "PUT interaction/offline": (mxo) => mxo.PUT(`${interaction}/offline`, { body: offline }),
    "PUT interactions/offline": (mxo) => mxo.PUT(`${interaction}s/offline`, { body: [offline] }),
    "POST interaction with OAuth 1.0": (mxo) => mxo.POST("/one/oauth1/rt/api/2.0/interaction", { body: { uri } }),
    "POST batch": (mxo) => mxo.POST(batch, { params: { path }, body: [record] }),
    "POST batch update": (mxo) => mxo.POST(`${batch}/update`, { params: { path }, body: [record] }),
    "POST activity": (mxo) => mxo.POST(activity, { body: { customerContext, activities } }),
    "POST activity 3.0.0": (mxo) =>
      mxo.POST("/one/oauth2/rt/api/3.0.0/customer/{sk}/activity", { body: { customerContext, activities } }),
    "POST event": (mxo) => mxo.POST("/one/rt/track/{sk}/events", { body: { uri } }),
    "GET response pixel": (mxo) => mxo.GET("/one/rt/track/1px.gif", { params: { query: { rid: "r" } } }),
    "GET activity pixel": (mxo) => mxo.GET("/one/rt/track/{sk}/pixel", { params: { query: { uri } } }),
  };

  test.each(Object.entries(sends))("%s is sent once, whatever becomes of it", async (_, send) => {
    for (const answer of [{ status: 503 }, { status: 429 }, { drop: true }]) {
      const { client, calls } = await serve(() => answer);
      await send(client()).catch(() => {});
      expect(calls).toHaveLength(1);
    }
  });

  test("is not sent again even when the call asks for it", async () => {
    const { client, calls } = await serve(() => ({ status: 503 }));
    await client().POST(interaction, { body: { uri }, retry: true });
    expect(calls).toHaveLength(1);
  });

  test("unlike one that reads, which is", async () => {
    const { client, calls } = await serve((_, count) => (count < 3 ? { status: 503 } : { body: [] }));
    const { data } = await client().GET("/datastores/1.0.0/{workspaceId}");
    expect(data).toEqual([]);
    expect(calls).toHaveLength(3);
  });

  test("and one that writes without recording, which is sent again only where the call asks for it", async () => {
    const path = { datastoreApiName: "terms", target: "live" } as const;
    const { client, calls } = await serve(() => ({ status: 503 }));
    await client().POST(store, { params: { path }, body: [{ customerID: "1" }] });
    expect(calls).toHaveLength(1);
    await client().POST(store, { params: { path }, body: [{ customerID: "1" }], retry: true });
    expect(calls).toHaveLength(4);
  });
});

describe("answers", () => {
  test("of an interaction are typed; the customer may be eligible for nothing", async () => {
    const answer = { statusCode: 200, tid: "t", session: "", trackers: [], captures: [], optimizations: [] };
    const { client } = await serve(() => ({ body: answer }));
    const { data } = await client().POST(interaction, { body: { uri } });
    expect(data).toEqual(answer);
  });

  test.each([
    ["JSON", { body: { batchId: "b" } }, { batchId: "b" }],
    ["text", { body: "accepted" }, "accepted"],
    ["nothing", { status: 200 }, undefined],
    ["nothing, accepted", { status: 202 }, undefined],
  ])("of which nothing is documented may be %s", async (_, answer, expected) => {
    const { client } = await serve(() => answer);
    const mxo = client();
    expect((await mxo.POST(batch, { body: [record] })).data).toEqual(expected);
    expect((await mxo.PUT(interaction, { body: { uri } })).data).toEqual(expected);
    expect((await mxo.GET(`${batch}/{batchId}/error`, { params: { path: { batchId: "b" } } })).data).toEqual(expected);
  });

  test("of a pixel are bytes", async () => {
    const { client } = await serve(() => ({ body: "GIF89a", type: "image/gif" }));
    const { data } = await client().GET("/one/rt/track/1px.gif", { params: { query: { rid: "r" } } });
    expect(data).toBeInstanceOf(Blob);
    expect(await (data as Blob).text()).toBe("GIF89a");
  });

  test("without a body are no error where none is documented", async () => {
    const { client } = await serve(({ method }) => ({ status: method === "POST" ? 201 : 200 }));
    const mxo = client();
    const definitions = [{ name: "id", type: "TEXT" }] as const;
    const created = await mxo.POST("/datastores/1.0.0/{workspaceId}", {
      body: { name: "Terms", apiName: "terms", primaryKey: "id", definitions: [...definitions] },
    });
    expect(created.response.status).toBe(201);
    const path = { datastoreApiName: "terms", target: "live" } as const;
    for (const { error } of [
      created,
      await mxo.POST("/datastores/1.0.0/{workspaceId}/{datastoreApiName}/golive/{stagingReference}", {
        params: { path: { ...path, stagingReference: "r" } },
      }),
      await mxo.POST("/datastores/1.0.0/{workspaceId}/{datastoreApiName}/clear/{tableReference}", {
        params: { path: { ...path, tableReference: "r" } },
      }),
      await mxo.DELETE(store, { params: { path, query: { pk: "p" } } }),
      await mxo.DELETE("/datastores/1.0.0/{workspaceId}/{datastoreApiName}", { params: { path } }),
    ])
      expect(error).toBeUndefined();
  });

  test("that are errors carry the vendor's code", async () => {
    const body = { errorCode: "INVALID_PROPOSITION_CODE", errorMessage: "The proposition code does not exist" };
    const { client } = await serve(() => ({ status: 400, body }));
    const { error } = await client().POST(activity, { body: { customerContext, activities } });
    expect(error).toMatchObject({ name: "BadRequestError", status: 400, body, vendor: "mxo", attempts: 1 });
  });
});

test("a DELETE carries its body, and its type and length", async () => {
  const body = { tids: ["t"], identifiers: [{ apiName: "email", value: "customer@thunderhead.com" }] };
  const { client, calls } = await serve(() => ({ body }));
  const identifier = { apiName: "email", value: "customer@thunderhead.com" };
  const { data } = await client().DELETE("/one/oauth2/rt/api/3.1.0/customer/{sk}", { body: { identifier } });
  expect(data).toEqual(body);
  expect(calls).toHaveLength(1);
  expect(calls[0]).toMatchObject({
    method: "DELETE",
    url: "/one/oauth2/rt/api/3.1.0/customer/ONE-JY0AMQJQHQ-1290",
    body: JSON.stringify({ identifier }),
  });
  expect(calls[0]?.headers).toMatchObject({
    "content-type": "application/json",
    "content-length": String(JSON.stringify({ identifier }).length),
  });
});

test("a batch as text goes out as JSON lines, as an array it is JSON", async () => {
  const { client, calls } = await serve();
  const lines = `${JSON.stringify(record)}\n${JSON.stringify(record)}\n`;
  await client().POST(batch, { params: { header: { batchId: "b-1" } }, body: lines });
  await client().POST(batch, { body: [record] });
  expect(calls.map(({ headers, body }) => [headers["content-type"], headers.batchid, body])).toEqual([
    ["application/x-ndjson", "b-1", lines],
    ["application/json", undefined, JSON.stringify([record])],
  ]);
});
