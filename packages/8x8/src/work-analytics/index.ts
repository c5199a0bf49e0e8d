export * from "../common.js";
export type { components, operations, paths } from "../generated/work-analytics.js";
export { createWorkAnalyticsClient, type WorkAnalyticsClient, type WorkAnalyticsOptions } from "./client.js";
export type { WorkAnalyticsPages } from "./pagination.js";
