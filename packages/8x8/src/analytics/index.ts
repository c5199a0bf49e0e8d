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
export type { Name } from "../metric-names.js";
export { oneOrMany } from "../paging/one-or-many.js";
export type { PollOptions, Progress } from "../poll.js";
export { isWorkFailedError, WorkFailedError } from "../work-failed.js";
export { type AnalyticsClient, type AnalyticsOptions, type AnalyticsPaths, createAnalyticsClient } from "./client.js";
export type {
  AgentMetric,
  DetailedReportType,
  GroupMetric,
  QueueAgentMetric,
  QueueMetric,
  ReportMetric,
  ReportType,
} from "./names.js";
export type { AnalyticsPages } from "./pagination.js";
export {
  type DetailedReport,
  type DetailedReportDefinition,
  type Report,
  type ReportDefinition,
  runDetailedReport,
  runReport,
  type SummaryReportDefinition,
  waitForReport,
} from "./reports.js";
