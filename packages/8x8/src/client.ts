import { checkOptions } from "@x/client-core";
import {
  type AdministrationClient,
  type AdministrationOptions,
  createAdministrationClient,
} from "./administration/client.js";
import { type AgentStatusClient, type AgentStatusOptions, createAgentStatusClient } from "./agent-status/client.js";
import { type AnalyticsClient, type AnalyticsOptions, createAnalyticsClient } from "./analytics/client.js";
import { type AuditClient, type AuditOptions, createAuditClient } from "./audit/client.js";
import { createTokens, type EightByEightTokens } from "./auth/oauth.js";
import { type CampaignsClient, type CampaignsOptions, createCampaignsClient } from "./campaigns/client.js";
import { type ChapiClient, type ChapiOptions, createChapiClient } from "./chapi/client.js";
import { type ChatClient, type ChatOptions, createChatClient } from "./chat/client.js";
import { type ChatGatewayClient, type ChatGatewayOptions, createChatGatewayClient } from "./chat-gateway/client.js";
import {
  type ContactCenterCallsClient,
  type ContactCenterCallsOptions,
  createContactCenterCallsClient,
} from "./contact-center-calls/client.js";
import { type Customer360Client, type Customer360Options, createCustomer360Client } from "./customer-360/client.js";
import {
  createDataAugmentationClient,
  type DataAugmentationClient,
  type DataAugmentationOptions,
} from "./data-augmentation/client.js";
import {
  createDirectoryContactsClient,
  type DirectoryContactsClient,
  type DirectoryContactsOptions,
} from "./directory-contacts/client.js";
import {
  createDynamicCampaignsClient,
  type DynamicCampaignsClient,
  type DynamicCampaignsOptions,
} from "./dynamic-campaigns/client.js";
import { createJourneyClient, type JourneyClient, type JourneyOptions } from "./journey/client.js";
import type { ClusterOptions, OAuthOptions } from "./options.js";
import {
  createPostCallSurveyClient,
  type PostCallSurveyClient,
  type PostCallSurveyOptions,
} from "./post-call-survey/client.js";
import { createQualityClient, type QualityClient, type QualityOptions } from "./quality/client.js";
import { createRecentCallsClient, type RecentCallsClient, type RecentCallsOptions } from "./recent-calls/client.js";
import { createStorageClient, type StorageClient, type StorageOptions } from "./storage/client.js";
import {
  createWorkAnalyticsClient,
  type WorkAnalyticsClient,
  type WorkAnalyticsOptions,
} from "./work-analytics/client.js";

/** Options of each product. What stands here goes before what is given for all. */
export interface EightByEightProductOptions {
  analytics?: AnalyticsOptions | undefined;
  storage?: StorageOptions | undefined;
  quality?: QualityOptions | undefined;
  chat?: ChatOptions | undefined;
  chatGateway?: ChatGatewayOptions | undefined;
  chapi?: ChapiOptions | undefined;
  workAnalytics?: WorkAnalyticsOptions | undefined;
  postCallSurvey?: PostCallSurveyOptions | undefined;
  recentCalls?: RecentCallsOptions | undefined;
  contactCenterCalls?: ContactCenterCallsOptions | undefined;
  agentStatus?: AgentStatusOptions | undefined;
  campaigns?: CampaignsOptions | undefined;
  dynamicCampaigns?: DynamicCampaignsOptions | undefined;
  dataAugmentation?: DataAugmentationOptions | undefined;
  audit?: AuditOptions | undefined;
  customer360?: Customer360Options | undefined;
  journey?: JourneyOptions | undefined;
  administration?: AdministrationOptions | undefined;
  directoryContacts?: DirectoryContactsOptions | undefined;
}

/** Options of {@link create8x8Client}. */
export interface EightByEightOptions extends OAuthOptions, ClusterOptions, EightByEightProductOptions {
  /**
   * Region, where all products in use know it by the same name; their names differ. A product that does not know it
   * refuses each call, and lists those that it knows.
   */
  region?: string | undefined;
  /** Tenant of the contact center, put into paths and headers of the products that ask for it. */
  tenant?: string | undefined;
}

/** All products. Each client is made when it is first asked for; those with OAuth share one token. */
export interface EightByEightClient extends Pick<EightByEightTokens, "apiProducts"> {
  readonly analytics: AnalyticsClient;
  readonly storage: StorageClient;
  readonly quality: QualityClient;
  readonly chat: ChatClient;
  readonly chatGateway: ChatGatewayClient;
  readonly chapi: ChapiClient;
  readonly workAnalytics: WorkAnalyticsClient;
  readonly postCallSurvey: PostCallSurveyClient;
  readonly recentCalls: RecentCallsClient;
  readonly contactCenterCalls: ContactCenterCallsClient;
  readonly agentStatus: AgentStatusClient;
  readonly campaigns: CampaignsClient;
  readonly dynamicCampaigns: DynamicCampaignsClient;
  readonly dataAugmentation: DataAugmentationClient;
  readonly audit: AuditClient;
  readonly customer360: Customer360Client;
  readonly journey: JourneyClient;
  readonly administration: AdministrationClient;
  readonly directoryContacts: DirectoryContactsClient;
  /** Forgets every token but one that was given as `tokens`. Later calls that need one are refused. */
  close(): void;
}

const makers = {
  analytics: createAnalyticsClient,
  storage: createStorageClient,
  quality: createQualityClient,
  chat: createChatClient,
  chatGateway: createChatGatewayClient,
  chapi: createChapiClient,
  workAnalytics: createWorkAnalyticsClient,
  postCallSurvey: createPostCallSurveyClient,
  recentCalls: createRecentCallsClient,
  contactCenterCalls: createContactCenterCallsClient,
  agentStatus: createAgentStatusClient,
  campaigns: createCampaignsClient,
  dynamicCampaigns: createDynamicCampaignsClient,
  dataAugmentation: createDataAugmentationClient,
  audit: createAuditClient,
  customer360: createCustomer360Client,
  journey: createJourneyClient,
  administration: createAdministrationClient,
  directoryContacts: createDirectoryContactsClient,
};

type Member = keyof typeof makers;

/**
 * Clients for all of 8x8's XCaaS APIs. Nothing is sent, and no credential is looked for, before the first call: a
 * product without credentials refuses its calls, and the others go on working.
 *
 * Source: https://developer.8x8.com
 */
export function create8x8Client(options: EightByEightOptions = {}): EightByEightClient {
  checkOptions(options);
  const tokens = options.tokens ?? createTokens(options);
  const made = new Map<Member, { close(): void }>();
  let isClosed = false;
  const client = {
    apiProducts: tokens.apiProducts,
    close() {
      isClosed = true;
      // One that was given is its giver's to close.
      if (!options.tokens) tokens.close();
      for (const product of made.values()) product.close();
    },
  };
  const { username, actionRequestToken, ...shared } = omitProducts(options);
  for (const member of Object.keys(makers) as Member[]) {
    Object.defineProperty(client, member, {
      enumerable: true,
      get() {
        const known = made.get(member);
        if (known) return known;
        const own: Partial<OAuthOptions> = options[member] ?? {};
        // A user name and a token URL of Work Analytics are its own; so is a token for credentials of its own.
        const given = member === "workAnalytics" ? shared : { ...shared, username, actionRequestToken };
        const isShared = own.clientId === undefined && own.clientSecret === undefined && own.tokenUrl === undefined;
        const product = makers[member]({ ...given, ...(isShared && { tokens }), ...own } as never);
        made.set(member, product);
        if (isClosed) product.close();
        return product;
      },
    });
  }
  return client as EightByEightClient;
}

/** What is given for all products. */
function omitProducts(options: EightByEightOptions): Omit<EightByEightOptions, Member> {
  const shared: Record<string, unknown> = { ...options };
  for (const member of Object.keys(makers)) delete shared[member];
  // OAuth's, which is not that of Work Analytics; the tokens know it, and go to those without credentials of their own.
  delete shared.tokenUrl;
  delete shared.tokens;
  return shared;
}
