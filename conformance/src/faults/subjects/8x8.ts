import { create8x8Client } from "@x/8x8";
import { createAdministrationClient } from "@x/8x8/administration";
import { createAgentStatusClient } from "@x/8x8/agent-status";
import { createAnalyticsClient } from "@x/8x8/analytics";
import { createAuditClient } from "@x/8x8/audit";
import { createCampaignsClient } from "@x/8x8/campaigns";
import { createChapiClient } from "@x/8x8/chapi";
import { createChatClient } from "@x/8x8/chat";
import { createChatGatewayClient } from "@x/8x8/chat-gateway";
import { createContactCenterCallsClient } from "@x/8x8/contact-center-calls";
import { createCustomer360Client } from "@x/8x8/customer-360";
import { createDataAugmentationClient } from "@x/8x8/data-augmentation";
import { createDirectoryContactsClient } from "@x/8x8/directory-contacts";
import { createDynamicCampaignsClient } from "@x/8x8/dynamic-campaigns";
import { createJourneyClient } from "@x/8x8/journey";
import { createPostCallSurveyClient } from "@x/8x8/post-call-survey";
import { createQualityClient } from "@x/8x8/quality";
import { createRecentCallsClient } from "@x/8x8/recent-calls";
import { createStorageClient } from "@x/8x8/storage";
import { createWorkAnalyticsClient } from "@x/8x8/work-analytics";
import type { Json } from "../../exchange/types.js";
import type { ReplayClient } from "../../vendors/types.js";
import type { FaultClientOptions, FaultPage, FaultSubject } from "../types.js";
import { call } from "./call.js";
import { clientCredentials } from "./token-answers.js";

/** Method and path, path parameters, body. */
type ProductCall = readonly [operation: string, path?: Readonly<Record<string, Json>>, body?: Json];

/** As much of a product's client as the calls need. */
interface ProductClient extends ReplayClient {
  close(): void;
  /** Of products that page. */
  paginate(path: string, init?: object): AsyncIterable<unknown>;
}

/** What sets a product apart from the others. */
interface ProductRow extends Pick<FaultSubject, "ok" | "anyBody" | "tokens" | "paging"> {
  create(options: FaultClientOptions): unknown;
  readonly read?: ProductCall;
  readonly record?: ProductCall;
  /** The path that pages, and what it is asked for. */
  readonly list?: readonly [path: string, init?: object];
  readonly partial?: FaultSubject["partial"] & { readonly call: ProductCall };
}

const TENANT = "acme";
const oauth = clientCredentials("/oauth/v2/token");

/** The credentials of a product, by their kind: an API key; Basic with an Action Request Token; key and token of the older products. */
const withKey = ({ clientSecret, ...options }: FaultClientOptions) => ({
  ...options,
  apiKey: clientSecret,
  tenant: TENANT,
});
const withBasic = ({ clientId, clientSecret, ...options }: FaultClientOptions) => ({
  ...options,
  username: clientId,
  actionRequestToken: clientSecret,
  tenant: TENANT,
});
const withKeyAndToken = ({ clientId, clientSecret, ...options }: FaultClientOptions) => ({
  ...options,
  apiKey: clientId,
  token: clientSecret,
});

/** Numbered pages: the number of this one, and how many there are. */
function numberOf({ next, ids }: FaultPage): { readonly number: number; readonly pages: number } {
  return next === undefined
    ? { number: ids.length > 0 ? 1 : 0, pages: 1 }
    : { number: Number(next) - 1, pages: Number(next) + 1 };
}

const byPageIndex: FaultSubject["paging"] = {
  page(page) {
    const { number, pages } = numberOf(page);
    const size = { totalPages: pages, pageCount: pages, totalElements: page.total };
    return { data: page.ids.map((id) => ({ id })), page: { pageIndex: number, ...size } };
  },
  countsTotal: true,
};

const byHalPage: FaultSubject["paging"] = {
  page(page) {
    const { number, pages } = numberOf(page);
    return {
      _embedded: { list: page.ids.map((id) => ({ id })) },
      page: { number, size: 1, totalPages: pages, totalElements: page.total },
    };
  },
  countsTotal: true,
};

/** Searches whose pages the client numbers. */
const byRows: FaultSubject["paging"] = {
  page: ({ ids }) => ({ data: ids.map((id) => ({ id })) }),
  cursor: "client",
  emptyIsLast: true,
};

const STORAGE = {
  read: ["GET /storage/{region}/v3/objects/{objectId}", { objectId: "o-1" }],
  record: ["POST /storage/{region}/v3/objects/{objectId}/restore", { objectId: "o-1" }],
  list: ["/storage/{region}/v3/objects"],
  ok: { id: "o-1", type: "callrecording", tags: [] },
  tokens: oauth,
  paging: {
    page: ({ ids, next, total }) => ({
      content: ids.map((id) => ({ id })),
      totalElements: total,
      lastPage: next === undefined,
      ...(next !== undefined && { pageKey: Number(next) }),
    }),
    countsTotal: true,
  },
} as const satisfies Omit<ProductRow, "create">;

/** All products, each with the calls that are tried. */
const PRODUCTS: Readonly<Record<string, ProductRow>> = {
  "8x8": { create: (options) => create8x8Client(options).storage, ...STORAGE },
  "8x8/administration": {
    create: (options) => createAdministrationClient(withKey(options)),
    read: ["GET /admin-provisioning/users/{userId}", { userId: "u-1" }],
    record: ["POST /admin-provisioning/users", {}, { basicInfo: { firstName: "Ada" } }],
    list: ["/admin-provisioning/users"],
    ok: { userId: "u-1", basicInfo: { firstName: "Ada" } },
    paging: {
      page: ({ ids, next }) => ({
        data: ids.map((userId) => ({ userId })),
        pagination: { hasMore: next !== undefined, ...(next !== undefined && { nextScrollId: next }) },
      }),
    },
  },
  "8x8/agent-status": {
    create: (options) => createAgentStatusClient(withBasic(options)),
    read: ["GET /api/v1/tenants/{tenantId}/agentstatus/agents/{agentId}", { agentId: "a-1" }],
    record: ["POST /api/v1/tenants/{tenantId}/agentstatus/agents/bulk", {}, { agents: [] }],
    list: ["/api/v1/tenants/{tenantId}/agentstatus/agents"],
    partial: {
      call: ["POST /api/v1/tenants/{tenantId}/agentstatus/agents/bulk", {}, { agents: [] }],
      status: 207,
      body: [{ "agent-id": "a-1", status: 404, message: "there is no such agent" }],
    },
    ok: { "agent-id": "a-1", name: "Ada", "agent-status": 1 },
    anyBody: true,
    paging: byPageIndex,
  },
  "8x8/analytics": {
    create: createAnalyticsClient,
    read: ["GET /analytics/cc/{version}/historical-metrics/{id}", { id: 7 }],
    record: ["POST /analytics/cc/{version}/historical-metrics", {}, { type: "agents" }],
    list: ["/analytics/cc/{version}/historical-metrics/detailed-reports/{id}/data", { params: { path: { id: 7 } } }],
    ok: { id: 7, status: "DONE", links: [] },
    tokens: oauth,
    paging: {
      page: ({ ids }) => ids.map((id) => ({ id })),
      headers: ({ next }) => (next === undefined ? {} : { "last-document-id": next }),
    },
  },
  "8x8/audit": {
    create: (options) => createAuditClient(withKey(options)),
    read: ["GET /administration/audit/v1/audits"],
    list: ["/administration/audit/v1/audits"],
    ok: { meta: { scrollId: null }, data: [] },
    paging: {
      page: ({ ids, next }) => ({ meta: { scrollId: next ?? null }, data: ids.map((id) => ({ id })) }),
    },
  },
  "8x8/campaigns": {
    create: (options) => createCampaignsClient(withKey(options)),
    record: ["POST /cc/{region}/campaigns/v1/{campaignId}/records", { campaignId: "7" }, []],
    ok: { records: 1 },
  },
  "8x8/chapi": {
    create: (options) => createChapiClient(withKey(options)),
    read: ["GET /chat/api/chat/v1/messages"],
    record: ["POST /chat/api/chat/v1/messages", {}, { roomId: "r-1", message: "hello" }],
    list: ["/chat/api/chat/v1/messages", { params: { query: { pageSize: 1 } } }],
    ok: { id: "m-1", parsed: "hello", timestamp: 1 },
    anyBody: true,
    // The time of the last message goes back.
    paging: {
      page: ({ ids }) => ids.map((id) => ({ id, timestamp: Number(id.replace(/\D/g, "")) })),
      cursor: "client",
      emptyIsLast: true,
    },
  },
  "8x8/chat": {
    create: (options) => createChatClient({ ...options, tenant: TENANT }),
    read: ["GET /vcc/{region}/chat/v2/tenant/{tenant-id}/channels/{channel-id}", { "channel-id": "c-1" }],
    record: ["POST /vcc/{region}/chat/v2/tenant/{tenant-id}/channels", {}, { name: "chat" }],
    list: ["/vcc/{region}/chat/v2/tenant/{tenant-id}/channels"],
    ok: { id: "c-1", name: "chat", webHookId: "w-1" },
    anyBody: true,
    tokens: oauth,
    paging: byPageIndex,
  },
  "8x8/chat-gateway": {
    create: (options) => createChatGatewayClient(withKey(options)),
    read: ["GET /chat-gateway/v1/channels/{channelId}", { channelId: "c-1" }],
    record: ["POST /chat-gateway/v1/channels", {}, { name: "chat" }],
    list: ["/chat-gateway/v1/channels"],
    ok: { id: "c-1", name: "chat", type: "CHAT_API" },
    anyBody: true,
    paging: byHalPage,
  },
  "8x8/contact-center-calls": {
    create: (options) => createContactCenterCallsClient(withBasic(options)),
    record: ["POST /api/v1/tenants/{tenantId}/calls", {}, { "agent-id": "a-1" }],
    ok: { "interaction-guid": "i-1" },
    anyBody: true,
  },
  "8x8/customer-360": {
    create: (options) => createCustomer360Client(withKey(options)),
    read: ["GET /cidp-customer-360/{region}/v1/public/tenants/{tenantId}/interactions-insight"],
    partial: {
      call: ["GET /cidp-customer-360/{region}/v1/public/tenants/{tenantId}/transcript-summaries"],
      class: "read",
      body: { summaries: [], partialFailures: [{ interactionId: "i-1", reason: "there is no transcript" }] },
    },
    ok: { interactions: [], insights: {} },
  },
  "8x8/data-augmentation": {
    create: (options) => createDataAugmentationClient(withBasic(options)),
    read: ["GET /api/v1/interaction/data/{identifier}", { identifier: "i-1" }],
    record: ["POST /api/v1/interaction/data/{identifier}", { identifier: "i-1" }, { data: [] }],
    ok: { name: "colour", value: "red" },
    anyBody: true,
  },
  "8x8/directory-contacts": {
    create: ({ clientId, clientSecret, ...options }) =>
      createDirectoryContactsClient({ ...options, searchApiKey: clientId, managementApiKey: clientSecret }),
    read: ["GET /directory-contacts/api/v3/contacts"],
    record: ["POST /directory-contacts/api/v3/contacts", {}, { firstName: "Ada" }],
    list: ["/directory-contacts/api/v3/contacts"],
    ok: { data: [], meta: { hasMore: false } },
    paging: {
      page: ({ ids, next }) => ({
        data: ids.map((id) => ({ id })),
        meta: { hasMore: next !== undefined, ...(next !== undefined && { scrollId: next }) },
      }),
    },
  },
  "8x8/dynamic-campaigns": {
    create: (options) => createDynamicCampaignsClient(withBasic(options)),
    read: ["GET /api/stats/campaigns/{campaignId}.json", { campaignId: 7 }],
    record: ["POST /api/tstats/campaigns/{campaign-id}/customers", { "campaign-id": 7 }, []],
    partial: {
      call: ["POST /api/tstats/campaigns/{campaign-id}/customers", { "campaign-id": 7 }, []],
      status: 207,
      body: [{ "customer-id": 1, status: 404 }],
    },
    ok: { campaign: { id: 7, name: "spring" } },
    anyBody: true,
  },
  "8x8/journey": {
    create: (options) => createJourneyClient(withKey(options)),
    read: ["POST /cidp/journey/api/v1/journeys/search", {}, { filter: {} }],
    list: ["/cidp/journey/api/v1/journeys/search", { body: { filter: {} } }],
    ok: { data: [], nextPageCursor: null, totalElements: 0 },
    paging: {
      page: ({ ids, next, total }) => ({
        data: ids.map((journeyId) => ({ journeyId })),
        nextPageCursor: next ?? null,
        totalElements: total,
      }),
      countsTotal: true,
    },
  },
  "8x8/post-call-survey": {
    create: (options) => createPostCallSurveyClient(withKeyAndToken(options)),
    read: ["POST /customerexperience/v1/postCallSurvey/{region}", {}, { page: 1 }],
    list: ["/customerexperience/v1/postCallSurvey/{region}", { body: { page: 1 } }],
    ok: { data: [], statusMsg: "ok" },
    paging: byRows,
  },
  "8x8/quality": {
    create: createQualityClient,
    read: ["GET /qm/{region}/v1/interactions/{interactionGuid}/notes", { interactionGuid: "i-1" }],
    list: ["/qm/{region}/v1/users"],
    ok: { content: [], links: [] },
    tokens: oauth,
    paging: {
      page: ({ ids, next }) => ({
        content: ids.map((name) => ({ name })),
        links: next === undefined ? [] : [{ rel: "nextUrl", href: `/qm/us-west/v1/users?pageNumber=${next}` }],
      }),
      emptyIsLast: true,
    },
  },
  "8x8/recent-calls": {
    create: (options) => createRecentCallsClient(withKeyAndToken(options)),
    read: ["POST /customerexperience/v1/recentCallData/{region}", {}, { page: 1 }],
    list: ["/customerexperience/v1/recentCallData/{region}", { body: { page: 1 } }],
    ok: { data: [], statusMsg: "ok" },
    paging: byRows,
  },
  "8x8/storage": { create: createStorageClient, ...STORAGE },
  "8x8/work-analytics": {
    create: ({ clientId, clientSecret, ...options }) =>
      createWorkAnalyticsClient({ ...options, apiKey: clientId, username: "ada", password: clientSecret }),
    read: ["GET /analytics/work/v2/pbxes/{pbxId}/agents", { pbxId: "p-1" }],
    list: ["/analytics/work/v2/pbxes/"],
    ok: { _embedded: { agentList: [] }, page: { number: 0, totalPages: 1 } },
    tokens: clientCredentials("/analytics/work/v1/oauth/token"),
    paging: byHalPage,
  },
};

/** The client of every product of 8x8, and the one that has them all. */
export const eightByEightSubjects: readonly FaultSubject[] = Object.entries(PRODUCTS).map(([id, row]) => {
  const { read, record, list, create, partial, ...subject } = row;
  return {
    id,
    ...subject,
    ...(partial !== undefined && { partial }),
    create(options) {
      const client = create(options) as ProductClient;
      const send = ([operation, path, body]: ProductCall) => {
        const [method = "", template = ""] = operation.split(" ");
        return call(client, method, template, path, body);
      };
      return {
        ...(read !== undefined && { read: () => send(read) }),
        ...(record !== undefined && { record: () => send(record) }),
        ...(partial !== undefined && { partial: () => send(partial.call) }),
        ...(list !== undefined && { items: () => client.paginate(...list) }),
        close: () => client.close(),
      };
    },
  };
});
