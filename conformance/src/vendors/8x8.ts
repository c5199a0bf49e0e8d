import { createRequire } from "node:module";
import { create8x8Client, type EightByEightClient, verifyWebhook, webhookPayload } from "@x/8x8";
import type { Difference } from "../compare/difference.js";
import type { Exchange } from "../exchange/types.js";
import { Description } from "../openapi/description.js";
import { mergeDocuments } from "../openapi/merge-documents.js";
import type { OpenApiDocument } from "../openapi/types.js";
import type { ClientSetup, ReplayClient, Vendor } from "./types.js";

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
    const document = require(`@x/8x8/openapi/${name}.json`) as OpenApiDocument;
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
    describe();
    return {
      request(method, path, init) {
        const product = productOf.get(path);
        if (product === undefined) throw new Error(`no product has ${path}`);
        return (client[product] as unknown as ReplayClient).request(method, path, init);
      },
    };
  },
  notReplayable: NOT_REPLAYABLE,
  checkIncoming: checkSignature,
  probe: (client, tokenPath) => {
    const path = tokenPath === USER_TOKEN_PATH ? "/analytics/work/v2/pbxes/" : "/storage/{region}/v3/regions";
    return client.request("GET", path, { params: { path: {}, query: {}, header: {} }, headers: {} });
  },
};

const RS256 = { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" };

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
  const keys = (await crypto.subtle.generateKey(
    { ...RS256, modulusLength: 2048, publicExponent: new Uint8Array([1, 0, 1]) },
    true,
    ["sign", "verify"],
  )) as CryptoKeyPair;
  const signature = await crypto.subtle.sign(RS256, keys.privateKey, Buffer.from(`${jose}.${payload}`));
  const signed = { ...headers, "x-8x8-signature": `${jose}..${Buffer.from(signature).toString("base64url")}` };
  const key = await crypto.subtle.exportKey("jwk", keys.publicKey);
  if (!(await verifyWebhook(signed, body as string, key))) return differ("the documented form does not verify");
  if (await verifyWebhook(signed, `${body} `, key)) return differ("a changed event verifies");
  return [];
}
