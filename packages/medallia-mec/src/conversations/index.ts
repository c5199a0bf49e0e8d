export type { components, operations, paths, webhooks } from "../generated/conversations.js";
export {
  type ConversationsClient,
  type ConversationsClientOptions,
  createConversationsClient,
} from "./client.js";
