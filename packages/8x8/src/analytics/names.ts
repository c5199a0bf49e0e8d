import type { components as HistoricalComponents } from "../generated/analytics-historical.js";
import type { paths, components as RealtimeComponents } from "../generated/analytics-realtime.js";

type Historical = HistoricalComponents["schemas"];
type Realtime = RealtimeComponents["schemas"];

/** A documented name, or one that is newer than the documentation. */
export type Name<Known extends string> = Known | (string & Record<never, never>);

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

type WithMetrics<Operation, Metric extends string> = Operation extends { parameters: { query?: infer Query } }
  ? Omit<Operation, "parameters"> & {
      parameters: Omit<Operation["parameters"], "query"> & {
        query?: Omit<NonNullable<Query>, "metrics"> & { metrics?: Name<Metric>[] };
      };
    }
  : Operation;

/** The real-time paths, with metrics known by name. */
export type RealtimePaths = {
  [Path in keyof paths]: Omit<paths[Path], "get"> & { get: WithMetrics<paths[Path]["get"], MetricOf<Path>> };
};
