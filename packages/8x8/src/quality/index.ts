export { createTokens, type EightByEightTokens } from "../auth/oauth.js";
export * from "../common.js";
export type { components, operations, paths } from "../generated/quality.js";
export { createQualityClient, type QualityClient, type QualityOptions } from "./client.js";
export type { QualityPages } from "./pagination.js";
