import { create8x8Client, type EightByEightClient } from "@x/8x8";
import type { VendorDemo } from "../vendor-demo.ts";

const COUNTED = { pbxId: "{pbxId}", startTime: "2022-02-03 00:00:00", endTime: "2022-02-03 10:00:00" };
const REPORT = {
  type: "agent-interactions-summary",
  title: "Agents",
  dateRange: { start: "2026-07-01T00:00:00.000Z", end: "2026-07-02T00:00:00.000Z" },
  granularity: "none",
} as const;

function count(items: readonly unknown[] | null | undefined, one: string): string {
  const length = items?.length ?? 0;
  return `${length} ${one}${length === 1 ? "" : "s"}`;
}

interface Failure {
  message: string;
}

/** A brief of a call: its error, or what `tell` makes of its data. */
function brief<Data>(
  result: { data?: Data | undefined; error?: Failure | undefined },
  tell: (data: NonNullable<Data>) => string,
): string {
  return result.error ? result.error.message : tell(result.data as NonNullable<Data>);
}

/** One row for each product whose documentation shows an answer. */
function steps(client: EightByEightClient) {
  return [
    [
      "analytics, real time",
      async () =>
        brief(
          await client.analytics.GET("/analytics/cc/{version}/realtime-metrics/queues/{id}", {
            params: { path: { id: "101" }, query: { metrics: ["handling.rt", "entered.today"] } },
          }),
          (data) => count([data].flat()[0]?.metrics, "metric"),
        ),
    ],
    [
      "analytics, a report",
      async () =>
        brief(
          await client.analytics.POST("/analytics/cc/{version}/historical-metrics", { body: REPORT }),
          ({ id, status }) => `report ${id}, ${status}`,
        ),
    ],
    [
      "storage",
      async () =>
        brief(
          await client.storage.GET("/storage/{region}/v3/regions", { params: { path: { region: "us-east" } } }),
          (regions) => `regions ${regions.join(", ")}`,
        ),
    ],
    [
      "quality",
      async () => brief(await client.quality.GET("/qm/{region}/v1/users"), ({ content }) => count(content, "user")),
    ],
    [
      "chat",
      async () =>
        brief(
          await client.chat.POST("/vcc/{region}/chat/v2/tenant/{tenant-id}/conversations", {
            params: { path: { "tenant-id": "TheTenant" } },
            body: { channelId: "channel" } as never,
          }),
          () => "conversation accepted",
        ),
    ],
    [
      "work chat",
      async () =>
        brief(await client.chapi.GET("/chat/api/chat/v1/messages"), (data) => count([data].flat(), "message")),
    ],
    [
      "work analytics",
      async () =>
        brief(
          await client.workAnalytics.GET("/analytics/work/v2/call-records", {
            params: { query: { ...COUNTED, timeZone: "America/New_York", pageSize: 50 } },
          }),
          ({ data }) => count(data, "call record"),
        ),
    ],
    [
      "recent calls",
      async () =>
        brief(
          await client.recentCalls.POST("/customerexperience/v1/recentCallData/{region}", {
            body: { page: 1, rows: "500" } as never,
          }),
          ({ data }) => count(data, "call"),
        ),
    ],
    [
      "contact center calls",
      async () =>
        brief(
          await client.contactCenterCalls.DELETE("/api/v1/tenants/{tenantId}/agents/{agentId}/calls", {
            params: { path: { agentId: "agent" } },
          }),
          () => "lines freed",
        ),
    ],
    [
      "agent status",
      async () =>
        brief(await client.agentStatus.GET("/api/v1/tenants/{tenantId}/agentstatus/agents"), ({ data }) =>
          count(data, "agent"),
        ),
    ],
    [
      "campaigns",
      async () =>
        brief(
          await client.campaigns.PATCH("/cc/{region}/campaigns/v1/{campaignId}", {
            params: { path: { campaignId: "123e4567-e89b-12d3-a456-426614174000" } },
            body: { action: "START" } as never,
          }),
          (data) => `campaign ${(data as { status?: string }).status ?? "answered"}`,
        ),
    ],
    [
      "dynamic campaigns",
      async () =>
        brief(
          await client.dynamicCampaigns.GET("/api/stats/campaigns/{campaignId}.json", {
            params: { path: { campaignId: 1 } },
          }),
          () => "campaign read",
        ),
    ],
    [
      "data augmentation",
      async () =>
        brief(
          await client.dataAugmentation.POST("/api/v1/interaction/data/{identifier}", {
            params: { path: { identifier: "1" } },
            body: { data: [] } as never,
          }),
          () => "variables set",
        ),
    ],
    [
      "customer 360",
      async () =>
        brief(
          await client.customer360.GET(
            "/cidp-customer-360/{region}/v1/public/tenants/{tenantId}/interactions-insight",
            {
              params: { path: { tenantId: "acvcc1652172111112801" }, query: { email: "customer@example.com" } },
            },
          ),
          () => "insight read",
        ),
    ],
    [
      "journeys",
      async () =>
        brief(
          await client.journey.POST("/cidp/journey/api/v1/journeys/search", {
            body: {
              dateRange: { start: "2025-05-19T00:00:00Z", end: "2025-05-19T23:59:59Z" },
              displayTimezone: "UTC",
              limit: 100,
            },
          }),
          ({ data }) => count(data, "journey"),
        ),
    ],
    [
      "administration",
      async () =>
        brief(await client.administration.GET("/admin-provisioning/sites"), ({ data }) => count(data, "site")),
    ],
    [
      "directory contacts",
      async () =>
        brief(
          await client.directoryContacts.POST("/directory-contacts/api/v3/contacts", { body: {} as never }),
          (data) => `contact ${(data as { id?: string }).id ? "created" : "answered"}`,
        ),
    ],
    [
      "an error",
      async () => {
        const { error } = await client.administration.GET("/admin-provisioning/users/{userId}", {
          params: { path: { userId: "nobody" } },
        });
        return error ? `${error.name}, code ${error.code}` : "no error";
      },
    ],
  ] as const;
}

/** 8x8: one call of each product that documents an answer, each with its own way to authenticate. */
export const eightByEight: VendorDemo = {
  vendor: "8x8",
  title: "8x8",
  variables: {
    required: ["EIGHT_BY_EIGHT_CLIENT_ID", "EIGHT_BY_EIGHT_CLIENT_SECRET"],
    optional: ["EIGHT_BY_EIGHT_REGION"],
  },

  sandbox(origin, { clientId, clientSecret }, onEvent) {
    const apiKey = clientSecret;
    const token = clientSecret;
    const client = create8x8Client({
      clientId,
      clientSecret,
      origin,
      tenant: "acme",
      username: clientId,
      actionRequestToken: token,
      chapi: { apiKey },
      workAnalytics: { apiKey, username: clientId, password: clientSecret },
      recentCalls: { apiKey, token },
      campaigns: { apiKey },
      customer360: { apiKey },
      journey: { apiKey },
      administration: { apiKey },
      directoryContacts: { searchApiKey: apiKey, managementApiKey: apiKey },
      onEvent,
    });
    return steps(client).map(([title, call]) => ({
      title,
      async *run() {
        yield await call();
      },
    }));
  },

  live(environment, onEvent) {
    const { storage } = create8x8Client({ region: environment.EIGHT_BY_EIGHT_REGION, onEvent });
    return [
      {
        title: "storage regions",
        async *run() {
          yield brief(await storage.GET("/storage/{region}/v3/regions"), (regions) => `regions ${regions.join(", ")}`);
        },
      },
      {
        title: "stored objects",
        async *run() {
          const pages = storage.paginate("/storage/{region}/v3/objects", { params: { query: { limit: 1 } } });
          for await (const { type } of pages) {
            yield `first is a ${type}`;
            break;
          }
        },
      },
    ];
  },
};
