// The least that a user writes. The checks compile it under every supported TypeScript and weigh its bundle.
import { type AnalyticsClient, createAnalyticsClient } from "@x/8x8/analytics";

const analytics: AnalyticsClient = createAnalyticsClient({ clientId: "id", clientSecret: "secret", region: "eu" });
const { data, error } = await analytics.GET("/analytics/cc/{version}/realtime-metrics/queues");
if (error) throw error;

export { data };
