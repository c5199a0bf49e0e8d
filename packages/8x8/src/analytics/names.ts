import type { components as HistoricalComponents } from "../generated/analytics-historical.js";
import type { paths, components as RealtimeComponents } from "../generated/analytics-realtime.js";
import type { WithMetrics } from "../metric-names.js";

type Historical = HistoricalComponents["schemas"];
type Realtime = RealtimeComponents["schemas"];

/** Real-time metrics of queues. */
export type QueueMetric = Realtime["KnownQueueMetric"];
/** Real-time metrics of agent groups. */
export type GroupMetric = Realtime["KnownGroupMetric"];
/** Real-time metrics of agents within a queue. */
export type QueueAgentMetric = Realtime["KnownQueueAgentMetric"];
/** Real-time metrics of agents. */
export type AgentMetric = Realtime["KnownAgentMetric"];
/** Types of summary reports. */
export type ReportType = Historical["KnownReportType"];
/** Types of detailed reports. */
export type DetailedReportType = Historical["KnownDetailedReportType"];
/** Metrics of summary reports. */
export type ReportMetric = Historical["KnownReportMetric"];

/** The metrics that a real-time path is about: agents of queues and of groups have their own. */
type MetricOf<Path> = Path extends `${string}/agents-in-queue-groups` | `${string}/queues/{queueId}/${string}`
  ? QueueAgentMetric
  : Path extends `${string}/agents${string}`
    ? AgentMetric
    : Path extends `${string}/groups${string}`
      ? GroupMetric
      : QueueMetric;

/** The real-time paths, with metrics known by name. */
export type RealtimePaths = {
  [Path in keyof paths]: Omit<paths[Path], "get"> & { get: WithMetrics<paths[Path]["get"], MetricOf<Path>> };
};
