export { createTokens, type EightByEightTokens } from "../auth/oauth.js";
export * from "../common.js";
export type { components, operations, paths } from "../generated/chat.js";
export * from "../webhooks/index.js";
export { type ChatClient, type ChatOptions, createChatClient } from "./client.js";
export type { ChatPages } from "./pagination.js";
