// Shows what goes on in the queues of a contact center, again every five seconds until it is stopped.

import { setTimeout as pause } from "node:timers/promises";
import { type AnalyticsOptions, createAnalyticsClient, isApiClientError, type QueueMetric } from "@x/8x8/analytics";

const METRICS = [
  "interactionsWaitInQueue.rt",
  "handling.rt",
  "entered.today",
] as const satisfies readonly QueueMetric[];

async function main([region = "us", rounds = "Infinity"]: readonly string[]): Promise<void> {
  const analytics = createAnalyticsClient({
    // An unknown region is refused at the call, with the known ones listed.
    region: region as NonNullable<AnalyticsOptions["region"]>,
    origin: process.env.EIGHT_BY_EIGHT_ORIGIN,
    onEvent: (event) => event.type === "warning" && console.error(event.message),
  });
  for (let round = 0; round < Number(rounds); round += 1) {
    if (round > 0) await pause(5_000);
    const queues: Record<string, Record<string, unknown>> = {};
    const pages = analytics.paginate("/analytics/cc/{version}/realtime-metrics/queues", {
      params: { query: { metrics: [...METRICS], size: 100 } },
    });
    for await (const { id, name, metrics } of pages) {
      queues[name ?? id ?? "?"] = Object.fromEntries((metrics ?? []).map(({ key, value }) => [key, value]));
    }
    console.log(new Date().toISOString());
    console.table(queues);
  }
}

main(process.argv.slice(2)).catch((error: unknown) => {
  console.error(isApiClientError(error) ? `${error.name}: ${error.message}` : error);
  process.exitCode = 1;
});
