import {
  createMxoClient,
  decodeOptimization,
  isPartialFailureError,
  isTokenError,
  type MxoClient,
  unwrap,
} from "@x/mxo";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import { replay } from "../src/replay/replay.js";
import { startSandbox } from "../src/sandbox/start-sandbox.js";
import type { Sandbox } from "../src/sandbox/types.js";

const SPACE = "ONE-JY0AMQJQHQ-1290";

test("every exchange is replayed: 13 pass, of 5 the documentation shows the request only", async () => {
  const results = await replay({ exchanges: packagedExchanges(), vendor: "mxo", transports: ["inject"] });
  expect(results).toHaveLength(18);
  expect(results.filter(({ verdict }) => verdict === "passed")).toHaveLength(13);
  expect(results.filter(({ verdict }) => verdict === "request-only")).toHaveLength(5);
});

describe("the sandbox", () => {
  let sandbox: Sandbox;
  let client: MxoClient;
  const clientWith = (options: object = {}) =>
    createMxoClient({
      ...sandbox.credentials,
      origin: sandbox.origin("mxo"),
      siteKey: SPACE,
      workspaceId: "MTIyMg",
      retry: false,
      ...options,
    });
  beforeEach(async () => {
    sandbox = await startSandbox({ vendors: ["mxo"], tokenLifetimeSeconds: 299 });
    client = clientWith();
  });
  afterEach(() => sandbox.close());

  test("gives a token and documented answers to the real client", async () => {
    const answer = await unwrap(
      client.POST("/one/oauth2/rt/api/2.0/interaction", { body: { uri: "atm://atm/offer" } }),
    );
    expect(decodeOptimization(answer.optimizations?.[0]?.data).actions[0]?.asset?.json).toEqual({
      image: "https://i.imgur.com/G3zHon5.png",
    });
    const path = { datastoreApiName: "mydatastore", target: "live" } as const;
    const records = await unwrap(
      client.GET("/datastores/1.0.0/{workspaceId}/{datastoreApiName}/{target}", {
        params: { path, query: { pk: "dp66492" } },
      }),
    );
    expect(records[0]?.OfferName).toBe("Credit Card Summer Bonanza");
    const identifier = { apiName: "email", value: "customer@thunderhead.com" };
    const deleted = await unwrap(client.DELETE("/one/oauth2/rt/api/3.1.0/customer/{sk}", { body: { identifier } }));
    expect(deleted.identifiers).toEqual([identifier]);
    expect(sandbox.journal.filter(({ path: at }) => at === "/one/oauth2token")).toHaveLength(1);
  });

  test("lets events through without a token", async () => {
    const { data, response } = await client.POST("/one/rt/track/{sk}/events", {
      params: { path: { sk: "ONE-5BTO1FBU1O-1109" } },
      body: { uri: "assist://salescloud/testdrive/book" },
    });
    expect([response.status, data]).toEqual([201, undefined]);
    expect(sandbox.journal.map(({ path }) => path)).toEqual(["/one/rt/track/ONE-5BTO1FBU1O-1109/events"]);
  });

  test("refuses calls without its token, and credentials that are not its own", async () => {
    const bare = await fetch(`${sandbox.origin("mxo")}/datastores/1.0.0/MTIyMg`);
    expect(bare.status).toBe(401);
    const call = clientWith({ clientSecret: "another" }).GET("/datastores/1.0.0/{workspaceId}");
    await expect(call).rejects.toSatisfy((error) => isTokenError(error) && error.code === "token_refused");
  });

  test("lets tokens expire, and the client gets another", async () => {
    const call = () =>
      client.POST("/one/oauth2/rt/api/3.1.0/customer/{sk}/activity", {
        body: {
          customerContext: { baseTouchpointUri: "http://www.customerfirst.com" },
          activities: [{ propositionCode: "bluecard", activityTypeCode: "detailview" }],
        },
      });
    await unwrap(call());
    sandbox.clock.advance(300_000);
    const { error } = await call();
    expect(isPartialFailureError(error) || error).toBeUndefined();
    expect(sandbox.journal.filter(({ path }) => path === "/one/oauth2token")).toHaveLength(2);
  });
});
