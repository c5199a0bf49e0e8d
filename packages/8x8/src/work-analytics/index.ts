export * from "../common.js";
export type { components, operations, paths } from "../generated/work-analytics.js";
export type { Name } from "../metric-names.js";
export { createWorkAnalyticsClient, type WorkAnalyticsClient, type WorkAnalyticsOptions } from "./client.js";
export type {
  AgentActivityMetric,
  CallQueueMetric,
  CallsMetric,
  QueueAgentActivityMetric,
  RingGroupAgentMetric,
  WorkAnalyticsPaths,
} from "./names.js";
export type { WorkAnalyticsPages } from "./pagination.js";
