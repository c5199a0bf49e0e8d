import { describe, expect, test } from "vitest";
import { serve } from "./support/server.js";

const offline = "/one/oauth2/rt/api/2.0/interactions/offline";
const store = "/datastores/1.0.0/{workspaceId}/{datastoreApiName}/{target}";
const interaction = { uri: "atm://atm", timestamp: "2017-08-24T19:57:34.479-04:00" };
const activity = { propositionCode: "p", activityTypeCode: "a" };
const customerContext = { baseTouchpointUri: "atm://atm" };
const many = <Item>(count: number, item: Item): Item[] => Array.from({ length: count }, () => item);
const tooMany = (count: number, most: number) => ({
  code: "invalid_configuration",
  option: "body",
  message: `body: holds ${count} items; one call takes ${most}`,
});

describe("the documented number of items goes out, one more is refused before anything is sent", () => {
  test("100 interactions in the plural offline call", async () => {
    const { client, calls, tokenRequests } = await serve();
    const mxo = client();
    await expect(mxo.PUT(offline, { body: many(101, interaction) })).rejects.toMatchObject(tooMany(101, 100));
    await expect(mxo.PUT(offline, { body: { interactions: many(101, interaction) } })).rejects.toMatchObject(
      tooMany(101, 100),
    );
    expect([calls, tokenRequests]).toEqual([[], []]);
    await mxo.PUT(offline, { body: many(100, interaction) });
    expect(JSON.parse(calls[0]?.body ?? "")).toHaveLength(100);
  });

  // The second path of each pair is called like the first.
  test.each<"/one/oauth2/rt/api/3.1.0/customer/{sk}/activity">([
    "/one/oauth2/rt/api/3.1.0/customer/{sk}/activity",
    "/one/oauth2/rt/api/3.0.0/customer/{sk}/activity" as never,
  ])("100 activities of %s", async (path) => {
    const { client, calls } = await serve(() => ({ body: { tid: "t", errors: [] } }));
    const mxo = client();
    await expect(mxo.POST(path, { body: { customerContext, activities: many(101, activity) } })).rejects.toMatchObject(
      tooMany(101, 100),
    );
    expect(calls).toEqual([]);
    await mxo.POST(path, { body: { customerContext, activities: many(100, activity) } });
    expect(calls).toHaveLength(1);
  });

  test.each<"/batchv2/interactions/{siteKey}">([
    "/batchv2/interactions/{siteKey}",
    "/batchv2/interactions/{siteKey}/update" as never,
  ])("5,000 records of %s, as an array or as lines", async (path) => {
    const { client, calls } = await serve();
    const mxo = client();
    const lines = (count: number) => `${many(count, '{"uri":"u"}').join("\r\n")}\n\n`;
    for (const body of [many(5_001, interaction), lines(5_001)])
      await expect(mxo.POST(path, { body })).rejects.toMatchObject(tooMany(5_001, 5_000));
    expect(calls).toEqual([]);
    await mxo.POST(path, { body: many(5_000, interaction) });
    await mxo.POST(path, { body: lines(5_000) });
    expect(calls).toHaveLength(2);
  });
});

test("one past interaction, and records of a datastore, have no such limit", async () => {
  const { client, calls } = await serve(() => ({ body: [] }));
  const mxo = client();
  await mxo.PUT("/one/oauth2/rt/api/2.0/interaction/offline", {
    body: { ...interaction, properties: many(150, { name: "n", value: "v" }) },
  });
  await mxo.POST(store, {
    params: { path: { datastoreApiName: "d", target: "staging" } },
    body: many(6_000, { id: "1" }),
  });
  expect(calls).toHaveLength(2);
});

test("records are not deleted, or read, without a primary key", async () => {
  const { client, calls } = await serve();
  const mxo = client();
  const path = { datastoreApiName: "d", target: "live" } as const;
  for (const query of [{} as { pk: string }, { pk: "" }]) {
    const init = { params: { path, query } };
    const missing = { code: "invalid_configuration", option: "params.query.pk" };
    await expect(mxo.DELETE(store, init)).rejects.toMatchObject(missing);
    await expect(mxo.GET(store, init)).rejects.toMatchObject(missing);
  }
  expect(calls).toEqual([]);
});
