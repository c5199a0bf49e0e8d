import type { components, paths } from "../generated/work-analytics.js";
import type { WithMetrics } from "../metric-names.js";

type Schemas = components["schemas"];

/** Metrics of agents by queue. */
export type QueueAgentActivityMetric = Schemas["KnownQueueAgentActivityMetric"];
/** Metrics of agents. */
export type AgentActivityMetric = Schemas["KnownAgentActivityMetric"];
/** Metrics of call queues. */
export type CallQueueMetric = Schemas["KnownCallQueueMetric"];
/** Metrics of calls. */
export type CallsMetric = Schemas["KnownCallsMetric"];
/** Metrics of members of ring groups. */
export type RingGroupAgentMetric = Schemas["KnownRingGroupAgentMetric"];

/** The metrics that a path takes; `never`: it takes none. */
type MetricOf<Path> = Path extends `${string}/queue-agent-activity`
  ? QueueAgentActivityMetric
  : Path extends `${string}/agent-activity`
    ? AgentActivityMetric
    : Path extends `${string}/call-queue-metrics`
      ? CallQueueMetric
      : Path extends `${string}/calls`
        ? CallsMetric
        : Path extends `${string}/ring-group-agent-activity/${string}`
          ? RingGroupAgentMetric
          : never;

/** The paths, with metrics known by name. */
export type WorkAnalyticsPaths = {
  [Path in keyof paths]: [MetricOf<Path>] extends [never]
    ? paths[Path]
    : Omit<paths[Path], "get"> & { get: WithMetrics<paths[Path]["get"], MetricOf<Path>> };
};
