import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { create8x8Client, type EightByEightClient, verifyWebhook, webhookPayload } from "@x/8x8";
import type { Difference } from "../compare/difference.js";
import type { Exchange, Json, JsonObject } from "../exchange/types.js";
import { Description } from "../openapi/description.js";
import { mergeDocuments } from "../openapi/merge-documents.js";
import type { OpenApiDocument } from "../openapi/types.js";
import { jsonAnswer, refusal } from "../sandbox/answers.js";
import { isSame } from "../sandbox/authorize.js";
import { answerTokenRequest, type TokenEndpointOptions } from "../sandbox/token-endpoint.js";
import type { SandboxAnswer, SandboxRequest } from "../sandbox/types.js";
import { wirePairs } from "../text/pairs.js";
import type { LiveAccess, LiveSetting } from "./live-access.js";
import type { ClientSetup, PagedOperation, ReplayClient, SandboxBehaviour, Vendor } from "./types.js";

type Product = Exclude<keyof EightByEightClient, "close" | "apiProducts">;

/** The descriptions, each with the client that serves it. */
const PRODUCTS = {
  "analytics-realtime": "analytics",
  "analytics-historical": "analytics",
  storage: "storage",
  quality: "quality",
  chat: "chat",
  "chat-gateway": "chatGateway",
  chapi: "chapi",
  "work-analytics": "workAnalytics",
  "post-call-survey": "postCallSurvey",
  "recent-calls": "recentCalls",
  "contact-center-calls": "contactCenterCalls",
  "agent-status": "agentStatus",
  campaigns: "campaigns",
  "dynamic-campaigns": "dynamicCampaigns",
  "data-augmentation": "dataAugmentation",
  audit: "audit",
  "customer-360": "customer360",
  journey: "journey",
  administration: "administration",
  "directory-contacts": "directoryContacts",
} as const satisfies Record<string, Product>;

/** Requests that are documented, and that the client does not send. */
const NOT_REPLAYABLE = {
  "8x8/oauth-token-unsupported-grant": "a grant that the vendor refuses; the client asks for client_credentials only",
  "8x8/chapi-ref-sendmessageusingpost-200":
    "the reference writes the path with a closing slash, the guide posts without one; the description follows the guide",
  "8x8/cc-campaign-change-status":
    "the guide shows POST, the reference declares PATCH; the description follows the reference",
};

const USER_TOKEN_PATH = "/analytics/work/v1/oauth/token";

const require = createRequire(import.meta.url);
let description: Description | undefined;
/** The client that serves a path, by the path's template. */
const productOf = new Map<string, Product>();

function describe(): Description {
  if (description !== undefined) return description;
  const documents: Record<string, OpenApiDocument> = {};
  for (const [name, product] of Object.entries(PRODUCTS)) {
    const file = require.resolve(`@x/8x8/openapi/${name}.json`);
    const document = JSON.parse(readFileSync(file, "utf8")) as OpenApiDocument;
    documents[name] = document;
    for (const path of Object.keys(document.paths ?? {})) productOf.set(path, product);
  }
  description = new Description(mergeDocuments(documents));
  return description;
}

/** 8x8's XCaaS APIs: the products of one account, each with hosts and credentials of its own. */
export const eightByEight: Vendor = {
  id: "8x8",
  title: "8x8",
  describe,
  createClient({ origin, basePath, fetch, credentials, basic, credentialHeaders }: ClientSetup): ReplayClient {
    const apiKey = credentialHeaders?.["x-api-key"] ?? "{api-key}";
    const legacy = {
      apiKey: credentialHeaders?.["8x8-apikey"] ?? "{api-key}",
      token: credentialHeaders?.token ?? "{token}",
    };
    const isUser = credentials?.tokenPath === USER_TOKEN_PATH;
    const client = create8x8Client({
      clientId: (!isUser && credentials?.clientId) || "{clientId}",
      clientSecret: (!isUser && credentials?.clientSecret) || "{secret}",
      username: basic?.id ?? "{username}",
      actionRequestToken: basic?.secret ?? "{token}",
      cluster: /^https:\/\/vcc-([a-z0-9]+)\.8x8\.com$/.exec(origin)?.[1],
      workAnalytics: {
        apiKey: legacy.apiKey,
        username: credentials?.fields.username ?? "{username}",
        password: credentials?.fields.password ?? "{password}",
      },
      postCallSurvey: legacy,
      recentCalls: legacy,
      analytics: { region: (basePath?.slice(1) || "us") as "us" },
      journey: { apiKey, region: origin === "https://api-eu.8x8.com" ? "eu" : "us" },
      chatGateway: { apiKey },
      chapi: { apiKey },
      campaigns: { apiKey },
      audit: { apiKey },
      customer360: { apiKey },
      administration: { apiKey },
      directoryContacts: { searchApiKey: apiKey, managementApiKey: apiKey },
      retry: false,
      fetch,
    });
    return byProduct(client);
  },
  notReplayable: NOT_REPLAYABLE,
  checkIncoming: checkSignature,
  get sandbox() {
    return sandbox;
  },
  get live() {
    return live;
  },
  probe: (client, tokenPath) => {
    const path = tokenPath === USER_TOKEN_PATH ? "/analytics/work/v2/pbxes/" : "/storage/{region}/v3/regions";
    return client.request("GET", path, { params: { path: {}, query: {}, header: {} }, headers: {} });
  },
};

/** Each call by the client of its product. */
function byProduct(client: EightByEightClient): ReplayClient {
  describe();
  return {
    async request(method, path, init) {
      const product = productOf.get(path);
      if (product === undefined) throw new Error(`no product has ${path}`);
      return (client[product] as unknown as ReplayClient).request(method, path, init);
    },
  };
}

const API_PRODUCTS = ["QM - API", "analytics realtime-api", "storage", "vcc"];

/**
 * All products of one account: the sandbox's client id is also the user name of Basic and of Work Analytics, its client secret also each key,
 * token and password.
 */
const sandbox: SandboxBehaviour = {
  readScope: (scope) => (scope === undefined ? { permissions: [] } : { problem: "this vendor has no scopes" }),
  errorBody: (_status, message) => ({ fault: { faultstring: message, detail: { errorcode: "sandbox" } } }),
  answerToken: (request, tokens) =>
    request.path === USER_TOKEN_PATH ? userToken(request, tokens) : oauthToken(request, tokens),
  nextPage,
  partialAnswers: {
    "POST /api/v1/tenants/{tenantId}/agentstatus/agents/bulk": {
      status: 207,
      body: [{ "agent-id": "a-1", status: 404, message: "there is no such agent" }],
    },
    "GET /cidp-customer-360/{region}/v1/public/tenants/{tenantId}/transcript-summaries": {
      body: { summaries: [], partialFailures: [{ interactionId: "i-1", reason: "there is no transcript" }] },
    },
    "POST /api/tstats/campaigns/{campaign-id}/customers": { status: 207, body: [{ "customer-id": 1, status: 404 }] },
  },
};

/** Where the products have their cursors. The pages of the others are numbered. */
function nextPage(page: Json, cursor: string | undefined, { members }: PagedOperation): Json | undefined {
  const body = page as JsonObject;
  const within = (name: string): JsonObject => (body[name] ?? {}) as JsonObject;
  const hasMore = cursor !== undefined;
  if (members.has("pageKey"))
    return { ...body, lastPage: !hasMore, ...(hasMore ? { pageKey: Number(cursor) } : { pageKey: null }) };
  if (members.has("pagination"))
    return { ...body, pagination: { ...within("pagination"), hasMore, nextScrollId: cursor ?? null } };
  if (members.has("meta")) return { ...body, meta: { ...within("meta"), hasMore, scrollId: cursor ?? null } };
  return undefined;
}

/** With numbers as text and the list of products in both forms, as the vendor has it. */
function oauthToken(request: SandboxRequest, tokens: TokenEndpointOptions): SandboxAnswer {
  const answer = answerTokenRequest(request, tokens);
  if (answer.status !== 200) return answer;
  const { access_token, expires_in } = JSON.parse(answer.body ?? "") as { access_token: string; expires_in: number };
  return jsonAnswer(200, {
    access_token,
    token_type: "BearerToken",
    expires_in: String(expires_in),
    status: "approved",
    scope: "",
    api_product_list: `[${API_PRODUCTS.join(", ")}]`,
    api_product_list_json: API_PRODUCTS,
  });
}

/** Key, user name and password; both refusals as documented. */
function userToken({ method, headers, body }: SandboxRequest, tokens: TokenEndpointOptions): SandboxAnswer {
  const { behaviour, credentials, issuer } = tokens;
  if (method !== "POST") return refusal(behaviour, 405, "the token endpoint takes POST");
  if (!isSame(headers.get("8x8-apikey") ?? "", credentials.clientSecret)) {
    const reason = "the sandbox did not issue the key in 8x8-apikey";
    return jsonAnswer(400, { status: 400, message: "Invalid 8x8-apikey", code: "SHA001", details: [] }, { reason });
  }
  const fields = new Map(wirePairs(body));
  const isUser = isSame(fields.get("username") ?? "", credentials.clientId);
  const isPassword = isSame(fields.get("password") ?? "", credentials.clientSecret);
  if (!isUser || !isPassword) {
    const reason = "the sandbox does not know this user";
    return jsonAnswer(400, { error: "invalid_grant", error_description: "Bad credentials" }, { reason });
  }
  const { lifetimeSeconds } = issuer;
  const token = issuer.issue([], lifetimeSeconds, "http");
  return jsonAnswer(200, { access_token: token, token_type: "bearer", expires_in: lifetimeSeconds });
}

const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };
/** Made at the first event, then kept: it is slow to make. */
let ownKeys: Promise<CryptoKeyPair> | undefined;
/** By what is signed: an RSA signature takes longer than all else that is done with an exchange. */
const signatures = new Map<string, Promise<ArrayBuffer>>();

/**
 * The signature of an event, where one is shown. The key that made it is not published: its form is signed anew with a key of our own, which
 * must verify, and must not once the event is changed.
 */
async function checkSignature({ request }: Exchange): Promise<Difference[]> {
  const { headers = {}, body } = request;
  const [jose = "", , shown] = headers["x-8x8-signature"]?.split(".") ?? [];
  if (shown === undefined) return [];
  const differ = (message: string): Difference[] => [{ aspect: "header", at: "x-8x8-signature", message }];
  const payload = typeof body === "string" ? webhookPayload(headers, body) : undefined;
  if (payload === undefined) return differ("nothing can be signed: the raw body or a header is missing");
  ownKeys ??= crypto.subtle.generateKey(
    { ...RS256, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  ) as Promise<CryptoKeyPair>;
  const keys = await ownKeys;
  const signed = `${jose}.${payload}`;
  const made = signatures.get(signed) ?? crypto.subtle.sign(RS256, keys.privateKey, Buffer.from(signed));
  signatures.set(signed, made);
  const signature = Buffer.from(await made).toString("base64url");
  const shownAnew = { ...headers, "x-8x8-signature": `${jose}..${signature}` };
  const key = await crypto.subtle.exportKey("jwk", keys.publicKey);
  if (!(await verifyWebhook(shownAnew, body as string, key))) return differ("the documented form does not verify");
  if (await verifyWebhook(shownAnew, `${body} `, key)) return differ("a changed event verifies");
  return [];
}

const OAUTH = ["analytics-realtime", "analytics-historical", "storage", "quality", "chat"].map(
  (name) => `${name}.OAuth2`,
);
const BASIC = ["contact-center-calls", "agent-status", "dynamic-campaigns", "data-augmentation"].map(
  (name) => `${name}.Basic`,
);

/** The key of one product; where it is not given, the one of all products. */
function apiKeyOf(name: string, product: string, scheme: string): LiveSetting {
  return { name, purpose: `API key of ${product}`, isSecret: true, schemes: [scheme], otherwise: "apiKey" };
}

/** Each product has credentials of its own; a key of Admin Console may be good for several. */
const live: LiveAccess = {
  settings: [
    { name: "clientId", purpose: "OAuth: API key of Admin Console", isSecret: true, schemes: OAUTH },
    { name: "clientSecret", purpose: "OAuth: secret of that key", isSecret: true, schemes: OAUTH },
    { name: "apiKey", purpose: "API key of every product that has none of its own below", isSecret: true },
    apiKeyOf("administrationApiKey", "Administration", "administration.ApiKey"),
    apiKeyOf("auditApiKey", "Audit", "audit.ApiKey"),
    apiKeyOf("campaignsApiKey", "Campaigns", "campaigns.ApiKey"),
    apiKeyOf("chapiApiKey", "CHAPI", "chapi.ApiKey"),
    apiKeyOf("chatGatewayApiKey", "Chat Gateway", "chat-gateway.ApiKey"),
    apiKeyOf("customer360ApiKey", "Customer 360", "customer-360.ApiKey"),
    apiKeyOf("directorySearchApiKey", "Directory, search", "directory-contacts.SearchKey"),
    apiKeyOf("directoryManagementApiKey", "Directory, management", "directory-contacts.ManagementKey"),
    apiKeyOf("journeyApiKey", "Journey", "journey.ApiKey"),
    apiKeyOf("postCallSurveyApiKey", "Post Call Survey", "post-call-survey.ApiKey"),
    apiKeyOf("recentCallsApiKey", "Recent Calls", "recent-calls.ApiKey"),
    apiKeyOf("workAnalyticsApiKey", "Work Analytics", "work-analytics.ApiKey"),
    {
      name: "workAnalyticsUsername",
      purpose: "user of Work Analytics",
      isSecret: true,
      schemes: ["work-analytics.UserToken"],
    },
    {
      name: "workAnalyticsPassword",
      purpose: "password of that user",
      isSecret: true,
      schemes: ["work-analytics.UserToken"],
    },
    {
      name: "postCallSurveyToken",
      purpose: "token of Post Call Survey",
      isSecret: true,
      schemes: ["post-call-survey.Token"],
    },
    { name: "recentCallsToken", purpose: "token of Recent Calls", isSecret: true, schemes: ["recent-calls.Token"] },
    { name: "actionRequestUsername", purpose: "contact center: user name of Basic", isSecret: true, schemes: BASIC },
    { name: "actionRequestToken", purpose: "contact center: Action Request Token", isSecret: true, schemes: BASIC },
    { name: "cluster", purpose: "contact center: cluster, such as na12", isSecret: false, hostVariables: ["cluster"] },
    {
      name: "tenant",
      purpose: "contact center: tenant",
      isSecret: false,
      parameters: ["tenantId", "tenant-id", "X-8x8-Tenant"],
    },
    {
      name: "region",
      purpose: "region, where all products in use have one name for it; else --param per product",
      isSecret: false,
      parameters: ["region"],
    },
    { name: "analyticsRegion", purpose: "region of Analytics for Contact Center; default us", isSecret: false },
    { name: "journeyRegion", purpose: "region of Journey; default us", isSecret: false },
  ],
  createClient({ values, fetch }) {
    const key = (name: string): string | undefined => values[name] ?? values.apiKey;
    return byProduct(
      create8x8Client({
        clientId: values.clientId,
        clientSecret: values.clientSecret,
        username: values.actionRequestUsername,
        actionRequestToken: values.actionRequestToken,
        // With an origin of the user's, any cluster will do.
        cluster: values.cluster ?? "na1",
        tenant: values.tenant,
        workAnalytics: {
          apiKey: key("workAnalyticsApiKey"),
          username: values.workAnalyticsUsername,
          password: values.workAnalyticsPassword,
        },
        postCallSurvey: { apiKey: key("postCallSurveyApiKey"), token: values.postCallSurveyToken },
        recentCalls: { apiKey: key("recentCallsApiKey"), token: values.recentCallsToken },
        analytics: { region: (values.analyticsRegion ?? values.region ?? "us") as "us" },
        journey: { apiKey: key("journeyApiKey"), region: (values.journeyRegion ?? "us") as "us" },
        chatGateway: { apiKey: key("chatGatewayApiKey") },
        chapi: { apiKey: key("chapiApiKey") },
        campaigns: { apiKey: key("campaignsApiKey") },
        audit: { apiKey: key("auditApiKey") },
        customer360: { apiKey: key("customer360ApiKey") },
        administration: { apiKey: key("administrationApiKey") },
        directoryContacts: {
          searchApiKey: key("directorySearchApiKey"),
          managementApiKey: key("directoryManagementApiKey"),
        },
        retry: false,
        fetch,
      }),
    );
  },
  filled: ["region", "version"],
};
