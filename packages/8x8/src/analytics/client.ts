import type { Client, Layer } from "@x/client-core";
import { oauth } from "../auth/oauth.js";
import { choose } from "../choose.js";
import type { Filled } from "../filled-paths.js";
import type { paths as HistoricalPaths } from "../generated/analytics-historical.js";
import type { OAuthOptions } from "../options.js";
import { createProduct } from "../product.js";
import type { RealtimePaths } from "./names.js";
import { type AnalyticsPages, paging } from "./pagination.js";

const TITLE = "Contact Center Analytics";

/** The prefix of the path in each region. */
const PREFIXES = { us: "", eu: "/eu", au: "/au", ca: "/ca" };

/** Paths of the real-time and the historical metrics. */
export interface AnalyticsPaths extends RealtimePaths, HistoricalPaths {}

/** Options of {@link createAnalyticsClient}. */
export interface AnalyticsOptions extends OAuthOptions {
  /** Region of the contact center. Default `us`. */
  region?: keyof typeof PREFIXES | undefined;
  /** Version of the real-time metrics, `v1` to `v5`. Default `v5`. */
  realtimeVersion?: string | undefined;
  /** Version of the historical metrics, `v1` to `v8`. Default `v8`. */
  historicalVersion?: string | undefined;
  /** `X-Tenant-Info`, which accounts with several tenants must send. */
  tenant?: string | undefined;
}

/** A typed client for the real-time and historical metrics of the contact center. */
export type AnalyticsClient = Client<Filled<AnalyticsPaths, "version">, AnalyticsPages>;

/** The region goes before the path. */
function prefixed(prefix: () => string): Layer {
  return (next) => (url, init) =>
    next(
      url.replace(/^[a-z]+:\/\/[^/]+/, (origin) => origin + prefix()),
      init,
    );
}

/**
 * A client for the real-time and historical metrics of the contact center, API product `analytics realtime-api`.
 *
 * Source: https://developer.8x8.com/analytics/docs/cc-realtime-statistics and
 * https://developer.8x8.com/analytics/docs/cc-historical-analytics-summary-report
 */
export function createAnalyticsClient(options: AnalyticsOptions = {}): AnalyticsClient {
  const { realtimeVersion = "v5", historicalVersion = "v8", tenant } = options;
  const auth = oauth(TITLE, "analytics realtime-api", options);
  const prefix = () => choose<string>(TITLE, "region", options.region ?? "us", PREFIXES);
  return createProduct<AnalyticsPaths, "version", AnalyticsPages>(
    {
      title: TITLE,
      authorize: (next) => auth.authorize(prefixed(prefix)(next)),
      close: auth.close,
      place(operation) {
        prefix();
        const version = operation.includes("/realtime-metrics") ? realtimeVersion : historicalVersion;
        return { path: { version }, headers: { "X-Tenant-Info": tenant } };
      },
      policy: (operation) =>
        operation.endsWith("/{id}/download") ? { parseAs: "blob", accept: "text/csv" } : undefined,
      paging,
    },
    options,
  );
}
