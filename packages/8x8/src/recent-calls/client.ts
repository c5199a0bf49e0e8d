import type { UnpagedClient } from "@x/client-core";
import { customerExperience } from "../auth/customer-experience.js";
import { choose } from "../choose.js";
import type { Filled } from "../filled-paths.js";
import type { components, paths } from "../generated/recent-calls.js";
import type { CustomerExperienceOptions } from "../options.js";
import { byRows } from "../paging/by-rows.js";
import { type PostPages, withPostPages } from "../paging/post-pages.js";
import { createProduct } from "../product.js";

const TITLE = "Recent Calls";

const REGIONS = { us: 1, uk: 1 };

type FilledPaths = Filled<paths, "region">;

/** The operations that page, and what their pages hold. */
export interface RecentCallsPages {
  "/customerexperience/v1/recentCallData/{region}": components["schemas"]["RecentCall"];
}

/** Options of {@link createRecentCallsClient}. */
export interface RecentCallsOptions extends CustomerExperienceOptions {
  /** Default `us`. */
  region?: keyof typeof REGIONS | undefined;
}

/** A typed client for Recent Calls. */
export type RecentCallsClient = UnpagedClient<FilledPaths> & PostPages<FilledPaths, RecentCallsPages>;

/**
 * A client for Recent Calls, API product `CE-RCS-Product`. The vendor withdrew it in November 2025; whether it still answers is
 * undocumented.
 *
 * Source: https://developer.8x8.com/analytics/docs/customer-experience-recent-calls
 */
export function createRecentCallsClient(options: RecentCallsOptions = {}): RecentCallsClient {
  const { region = "us" } = options;
  const client = createProduct<paths, "region">(
    {
      title: TITLE,
      authorize: customerExperience(TITLE, options, "RECENT_CALLS"),
      place() {
        choose(TITLE, "region", region, REGIONS);
        return { path: { region } };
      },
      // A search.
      policy: () => ({ retry: "always" }),
    },
    options,
  );
  return withPostPages<FilledPaths, RecentCallsPages>(client, byRows);
}
