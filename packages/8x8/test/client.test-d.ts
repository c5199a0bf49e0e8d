// Compiled, never run: what a user of the clients may write and gets. See tsconfig.json.

import type { ApiError } from "@x/client-core";
import {
  type AnalyticsClient,
  createAnalyticsClient,
  type HistoricalComponents,
  type RealtimeComponents,
  runReport,
} from "../src/analytics/index.js";
import { type ChatClient, createChatClient } from "../src/chat/index.js";
import { create8x8Client, type EightByEightClient, unwrap } from "../src/index.js";
import type { JourneyClient } from "../src/journey/index.js";
import {
  createStorageClient,
  type downloadObject,
  type StorageClient,
  type components as StorageComponents,
} from "../src/storage/index.js";

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false;
const holds = <_Assertion extends true>(): void => {};
declare const analytics: AnalyticsClient;
declare const storage: StorageClient;
declare const chat: ChatClient;
declare const journey: JourneyClient;
declare const client: EightByEightClient;
type Stored = StorageComponents["schemas"]["StoredObject"];

// Options: nothing is required, regions are known by product.
createAnalyticsClient();
createStorageClient({ region: "uk", clientId: "k", clientSecret: "s", retry: false });
create8x8Client({ region: "eu", cluster: "na12", storage: { region: "uk" }, workAnalytics: { username: "u" } });
// @ts-expect-error a region of another product
createStorageClient({ region: "eu" });
// @ts-expect-error a region of another product
create8x8Client({ chat: { region: "uk" } });
// @ts-expect-error a misspelt option
createChatClient({ tenantId: "x" });
// @ts-expect-error a key is for products with keys
createStorageClient({ apiKey: "x" });
// @ts-expect-error there is no such product
create8x8Client({ fax: {} });

export async function calls(): Promise<void> {
  // What the options fill need not be given, and may be.
  await storage.GET("/storage/{region}/v3/regions");
  await storage.GET("/storage/{region}/v3/regions", { params: { path: { region: "us-east" } } });
  await storage.GET("/storage/{region}/v3/objects/{objectId}", { params: { path: { objectId: "1" } } });
  await chat.GET("/vcc/{region}/chat/v2/tenant/{tenant-id}/channels", { params: { query: { size: 1 } } });
  // @ts-expect-error the object's id is the caller's
  await storage.GET("/storage/{region}/v3/objects/{objectId}");
  // @ts-expect-error the object's id is the caller's
  await storage.GET("/storage/{region}/v3/objects/{objectId}", { params: { path: { region: "uk" } } });
  // @ts-expect-error there is no such path
  await storage.GET("/storage/v3/regions");
  // @ts-expect-error it is read only
  await storage.POST("/storage/{region}/v3/regions", {});

  // Data and errors are typed.
  const { data, error } = await storage.GET("/storage/{region}/v3/objects/{objectId}", {
    params: { path: { objectId: "1" } },
  });
  if (error) holds<Equal<typeof error extends ApiError<unknown> ? true : false, true>>();
  else holds<Equal<typeof data, Stored>>();
  const content = await storage.GET("/storage/{region}/v3/objects/{objectId}/content", {
    params: { path: { objectId: "1" } },
    parseAs: "stream",
  });
  holds<Equal<typeof content.data, ReadableStream<Uint8Array> | null | undefined>>();
  holds<Equal<Awaited<ReturnType<typeof downloadObject>>, ReadableStream<Uint8Array>>>();

  // Metrics: documented names are known, others are taken; values are what is documented.
  const queues = await unwrap(
    analytics.GET("/analytics/cc/{version}/realtime-metrics/queues", {
      params: { query: { metrics: ["handling.rt", "newer.than.the.documentation"], "queue-ids": ["101"] } },
    }),
  );
  holds<Equal<(typeof queues)[number], RealtimeComponents["schemas"]["QueueResponse"]>>();
  type Value = NonNullable<NonNullable<(typeof queues)[number]["metrics"]>[number]["value"]>;
  holds<string extends Value ? true : false>();
  holds<number extends Value ? true : false>();
  // @ts-expect-error a metric is a name
  await analytics.GET("/analytics/cc/{version}/realtime-metrics/queues", { params: { query: { metrics: [1] } } });
  const misspelt = { metric: ["handling.rt"] };
  // @ts-expect-error there is no such parameter
  await analytics.GET("/analytics/cc/{version}/realtime-metrics/queues", { params: { query: misspelt } });

  const id = { path: { pbxId: "p" } };
  const activity = "/analytics/work/v2/pbxes/{pbxId}/agent-activity";
  await client.workAnalytics.GET(activity, {
    params: { ...id, query: { metrics: ["acceptedInteractions", "newer"] } },
  });
  const numbers = { metrics: [1] };
  // @ts-expect-error a metric is a name
  await client.workAnalytics.GET(activity, { params: { ...id, query: numbers } });

  // The root client's members are the clients of the products.
  holds<Equal<typeof client.storage, StorageClient>>();
  holds<Equal<typeof client.analytics, AnalyticsClient>>();
  holds<Equal<Awaited<ReturnType<typeof client.apiProducts>>, readonly string[]>>();
  // @ts-expect-error there is no such product
  client.fax;
}

export async function pages(): Promise<void> {
  for await (const object of storage.paginate("/storage/{region}/v3/objects")) holds<Equal<typeof object, Stored>>();
  const search = { body: { dateRange: { start: "a", end: "b" }, displayTimezone: "UTC" } };
  for await (const found of journey.paginate("/cidp/journey/api/v1/journeys/search", search)) void found.journeyId;
  // @ts-expect-error the search is missing
  journey.paginate("/cidp/journey/api/v1/journeys/search");
  // @ts-expect-error regions do not page
  storage.paginate("/storage/{region}/v3/regions");

  const report = await runReport(analytics, {
    type: "queue-interactions-summary",
    title: "t",
    dateRange: { start: "a", end: "b" },
    granularity: "day",
    metrics: ["accepted", "newer"],
  });
  for await (const row of report.rows()) holds<Equal<typeof row, HistoricalComponents["schemas"]["Row"]>>();
  // @ts-expect-error there is no such granularity
  await runReport(analytics, { type: "x", title: "t", dateRange: { start: "a", end: "b" }, granularity: "century" });
}
