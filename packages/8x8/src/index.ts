export { createTokens, type EightByEightTokens } from "./auth/oauth.js";
export {
  create8x8Client,
  type EightByEightClient,
  type EightByEightOptions,
  type EightByEightProductOptions,
} from "./client.js";
export * from "./common.js";
export { oneOrMany } from "./paging/one-or-many.js";
export * from "./webhooks/index.js";
