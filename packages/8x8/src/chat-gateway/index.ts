export * from "../common.js";
export type { components, operations, paths } from "../generated/chat-gateway.js";
export * from "../webhooks/index.js";
export { type ChatGatewayClient, type ChatGatewayOptions, createChatGatewayClient } from "./client.js";
export type { ChatGatewayPages } from "./pagination.js";
