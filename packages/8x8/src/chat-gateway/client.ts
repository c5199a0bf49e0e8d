import type { Client, OperationPolicy } from "@x/client-core";
import { apiKey } from "../auth/api-key.js";
import { withPublicKeys } from "../auth/public-keys.js";
import type { Filled } from "../filled-paths.js";
import type { paths } from "../generated/chat-gateway.js";
import type { ApiKeyOptions } from "../options.js";
import { createProduct } from "../product.js";
import { type ChatGatewayPages, paging } from "./pagination.js";

const TITLE = "Chat Gateway";

/** Options of {@link createChatGatewayClient}. */
export interface ChatGatewayOptions extends ApiKeyOptions {
  /** Sent as `x-api-key`. Default: the environment variable `EIGHT_BY_EIGHT_CHAT_GATEWAY_API_KEY`. */
  apiKey?: string | undefined;
  /** Tenant of the contact center: the header `X-8x8-Tenant`, and a part of the paths of cards. */
  tenant?: string | undefined;
}

/** A typed client for the Contact Center Chat Gateway. */
export type ChatGatewayClient = Client<Filled<paths, "tenantId">, ChatGatewayPages>;

/** The operations without `X-8x8-Tenant`. */
const WITHOUT_TENANT = /\/(post-agent-assignment|typing|thinking|read-receipt|action-submit|action-execute)$/;

function policyOf(operation: string): OperationPolicy {
  if (operation.endsWith("/content")) return { parseAs: "blob", accept: "*/*" };
  if (operation.endsWith("/public")) return {};
  return { emptyBody: true, accept: "application/hal+json" };
}

/**
 * A client for the Contact Center Chat Gateway, API product `chat-gateway`.
 *
 * Source: https://developer.8x8.com/actions-events/docs/chat-gateway
 */
export function createChatGatewayClient(options: ChatGatewayOptions = {}): ChatGatewayClient {
  const { tenant } = options;
  return createProduct<paths, "tenantId", ChatGatewayPages>(
    {
      title: TITLE,
      authorize: withPublicKeys(apiKey(TITLE, "x-api-key", options.apiKey, "CHAT_GATEWAY")),
      place: (operation) => ({
        path: { tenantId: tenant },
        headers: { "X-8x8-Tenant": WITHOUT_TENANT.test(operation) ? undefined : tenant },
      }),
      policy: policyOf,
      paging,
    },
    options,
  );
}
