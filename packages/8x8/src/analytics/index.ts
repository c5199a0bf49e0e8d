export { createTokens, type EightByEightTokens } from "../auth/oauth.js";
export * from "../common.js";
export type {
  components as HistoricalComponents,
  operations as HistoricalOperations,
} from "../generated/analytics-historical.js";
export type {
  components as RealtimeComponents,
  operations as RealtimeOperations,
} from "../generated/analytics-realtime.js";
export { oneOrMany } from "../paging/one-or-many.js";
export { type AnalyticsClient, type AnalyticsOptions, type AnalyticsPaths, createAnalyticsClient } from "./client.js";
export type { AnalyticsPages } from "./pagination.js";
