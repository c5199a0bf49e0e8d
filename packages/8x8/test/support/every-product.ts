import type { EightByEightClient, EightByEightOptions } from "../../src/index.js";

/** Credentials of every product, each with a value of its own that can be found again. */
export const credentials = {
  clientId: "secret-oauth-id",
  clientSecret: "secret-oauth-secret",
  username: "secret-action-username",
  actionRequestToken: "secret-action-token",
  cluster: "na12",
  tenant: "acme",
  chatGateway: { apiKey: "secret-chat-gateway" },
  chapi: { apiKey: "secret-chapi" },
  workAnalytics: { apiKey: "secret-work-key", username: "secret-work-user", password: "secret-work-password" },
  postCallSurvey: { apiKey: "secret-survey-key", token: "secret-survey-token" },
  recentCalls: { apiKey: "secret-recent-key", token: "secret-recent-token" },
  campaigns: { apiKey: "secret-campaigns" },
  audit: { apiKey: "secret-audit" },
  customer360: { apiKey: "secret-customer-360" },
  journey: { apiKey: "secret-journey", region: "eu" },
  administration: { apiKey: "secret-administration" },
  directoryContacts: { searchApiKey: "secret-search", managementApiKey: "secret-management" },
} as const satisfies EightByEightOptions;

const basic = btoa(`${credentials.username}:${credentials.actionRequestToken}`);
const search = { dateRange: { start: "2026-07-01T00:00:00Z", end: "2026-07-02T00:00:00Z" }, displayTimezone: "UTC" };
const path = (values: Record<string, string>) => ({ params: { path: values } }) as never;

/** One call of a product, the host that it goes to, and all that may be on it of any credential. */
export interface ProductCall {
  run(client: EightByEightClient): Promise<unknown>;
  url: string;
  headers: Record<string, string>;
}

const OAUTH = { authorization: "Bearer oauth-token" };
const BASIC = { authorization: `Basic ${basic}` };

/** By member of the root client. */
export const everyProduct: Record<Exclude<keyof EightByEightClient, "close" | "apiProducts">, ProductCall> = {
  analytics: {
    run: (client) => client.analytics.GET("/analytics/cc/{version}/realtime-metrics/queues"),
    url: "https://api.8x8.com/analytics/cc/v5/realtime-metrics/queues",
    headers: OAUTH,
  },
  storage: {
    run: (client) => client.storage.GET("/storage/{region}/v3/regions"),
    url: "https://api.8x8.com/storage/us-west/v3/regions",
    headers: OAUTH,
  },
  quality: {
    run: (client) => client.quality.GET("/qm/{region}/v1/users"),
    url: "https://api.8x8.com/qm/us-west/v1/users",
    headers: OAUTH,
  },
  chat: {
    run: (client) => client.chat.GET("/vcc/{region}/chat/v2/tenant/{tenant-id}/web-hooks"),
    url: "https://api.8x8.com/vcc/us/chat/v2/tenant/acme/web-hooks",
    headers: OAUTH,
  },
  chatGateway: {
    run: (client) => client.chatGateway.GET("/chat-gateway/v1/webhooks"),
    url: "https://api.8x8.com/chat-gateway/v1/webhooks",
    headers: { "x-api-key": "secret-chat-gateway" },
  },
  chapi: {
    run: (client) => client.chapi.GET("/chat/api/chat/v1/messages"),
    url: "https://api.8x8.com/chat/api/chat/v1/messages",
    headers: { "x-api-key": "secret-chapi" },
  },
  workAnalytics: {
    run: (client) => client.workAnalytics.GET("/analytics/work/v2/pbxes/"),
    url: "https://api.8x8.com/analytics/work/v2/pbxes/",
    headers: { "8x8-apikey": "secret-work-key", authorization: "Bearer user-token" },
  },
  postCallSurvey: {
    run: (client) =>
      client.postCallSurvey.POST("/customerexperience/v1/postCallSurvey/{region}", { body: {} } as never),
    url: "https://api.8x8.com/customerexperience/v1/postCallSurvey/us",
    headers: { "8x8-apikey": "secret-survey-key", token: "secret-survey-token" },
  },
  recentCalls: {
    run: (client) => client.recentCalls.POST("/customerexperience/v1/recentCallData/{region}", { body: {} } as never),
    url: "https://api.8x8.com/customerexperience/v1/recentCallData/us",
    headers: { "8x8-apikey": "secret-recent-key", token: "secret-recent-token" },
  },
  contactCenterCalls: {
    run: (client) =>
      client.contactCenterCalls.DELETE("/api/v1/tenants/{tenantId}/agents/{agentId}/calls", path({ agentId: "1" })),
    url: "https://vcc-na12.8x8.com/api/v1/tenants/acme/agents/1/calls",
    headers: BASIC,
  },
  agentStatus: {
    run: (client) => client.agentStatus.GET("/api/v1/tenants/{tenantId}/agentstatus/agents"),
    url: "https://vcc-na12.8x8.com/api/v1/tenants/acme/agentstatus/agents",
    headers: BASIC,
  },
  campaigns: {
    run: (client) =>
      client.campaigns.PATCH("/cc/{region}/campaigns/v1/{campaignId}", {
        params: { path: { campaignId: "1" } },
        body: { action: "START" },
      } as never),
    url: "https://api.8x8.com/cc/US1/campaigns/v1/1",
    headers: { "x-api-key": "secret-campaigns" },
  },
  dynamicCampaigns: {
    run: (client) => client.dynamicCampaigns.GET("/api/stats/campaigns/{campaignId}.json", path({ campaignId: "1" })),
    url: "https://vcc-na12.8x8.com/api/stats/campaigns/1.json",
    headers: BASIC,
  },
  dataAugmentation: {
    run: (client) => client.dataAugmentation.GET("/api/v1/interaction/data/{identifier}", path({ identifier: "1" })),
    url: "https://vcc-na12.8x8.com/api/v1/interaction/data/1",
    headers: BASIC,
  },
  audit: {
    run: (client) => client.audit.GET("/administration/audit/v1/audits", { params: { query: {} } } as never),
    url: "https://api.8x8.com/administration/audit/v1/audits",
    headers: { "x-api-key": "secret-audit" },
  },
  customer360: {
    run: (client) =>
      client.customer360.GET("/cidp-customer-360/{region}/v1/public/tenants/{tenantId}/interactions-insight"),
    url: "https://api.8x8.com/cidp-customer-360/us/v1/public/tenants/acme/interactions-insight",
    headers: { "x-api-key": "secret-customer-360" },
  },
  journey: {
    run: (client) => client.journey.POST("/cidp/journey/api/v1/journeys/search", { body: search } as never),
    url: "https://api-eu.8x8.com/cidp/journey/api/v1/journeys/search",
    headers: { "x-api-key": "secret-journey" },
  },
  administration: {
    run: (client) => client.administration.GET("/admin-provisioning/users"),
    url: "https://api.8x8.com/admin-provisioning/users",
    headers: { "x-api-key": "secret-administration" },
  },
  directoryContacts: {
    run: (client) => client.directoryContacts.GET("/directory-contacts/api/v3/contacts"),
    url: "https://api.8x8.com/directory-contacts/api/v3/contacts",
    headers: { "x-api-key": "secret-search" },
  },
};
