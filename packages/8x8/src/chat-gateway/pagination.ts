import type { PagingStrategy } from "@x/client-core";
import type { components } from "../generated/chat-gateway.js";
import { byHalPage } from "../paging/hal.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface ChatGatewayPages {
  "/chat-gateway/v1/webhooks": Schemas["Webhook"];
  "/chat-gateway/v1/channels": Schemas["Channel"];
  "/chat-gateway/v1/conversations": Schemas["Conversation"];
  "/chat-gateway/v1/conversations/{conversationId}/messages": Schemas["Message"];
  "/chat-gateway/v1/conversations/{conversationId}/messages/{messageId}/cards": Schemas["Card"];
  "/chat-gateway/v1/conversations/{conversationId}/attachments": Schemas["Attachment"];
}

/** By path, for the client. */
export const paging: Record<keyof ChatGatewayPages, PagingStrategy> = {
  "/chat-gateway/v1/webhooks": byHalPage,
  "/chat-gateway/v1/channels": byHalPage,
  "/chat-gateway/v1/conversations": byHalPage,
  "/chat-gateway/v1/conversations/{conversationId}/messages": byHalPage,
  "/chat-gateway/v1/conversations/{conversationId}/messages/{messageId}/cards": byHalPage,
  "/chat-gateway/v1/conversations/{conversationId}/attachments": byHalPage,
};
