/** A documented name, or one that is newer than the documentation. */
export type Name<Known extends string> = Known | (string & Record<never, never>);

/** The operation, with metrics known by name. */
export type WithMetrics<Operation, Metric extends string> = Operation extends { parameters: { query?: infer Query } }
  ? Omit<Operation, "parameters"> & {
      parameters: Omit<Operation["parameters"], "query"> & {
        query?: Omit<NonNullable<Query>, "metrics"> & { metrics?: Name<Metric>[] };
      };
    }
  : Operation;
