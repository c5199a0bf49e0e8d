import type { UnpagedClient } from "@x/client-core";
import { customerExperience } from "../auth/customer-experience.js";
import { choose } from "../choose.js";
import type { Filled } from "../filled-paths.js";
import type { components, paths } from "../generated/post-call-survey.js";
import type { CustomerExperienceOptions } from "../options.js";
import { byRows } from "../paging/by-rows.js";
import { type PostPages, withPostPages } from "../paging/post-pages.js";
import { createProduct } from "../product.js";

const TITLE = "Post Call Survey";

const REGIONS = { us: 1, uk: 1 };

type FilledPaths = Filled<paths, "region">;

/** The operations that page, and what their pages hold. */
export interface PostCallSurveyPages {
  "/customerexperience/v1/postCallSurvey/{region}": components["schemas"]["SurveyAnswer"];
}

/** Options of {@link createPostCallSurveyClient}. */
export interface PostCallSurveyOptions extends CustomerExperienceOptions {
  /** Default `us`. */
  region?: keyof typeof REGIONS | undefined;
}

/** A typed client for Post Call Survey. */
export type PostCallSurveyClient = UnpagedClient<FilledPaths> & PostPages<FilledPaths, PostCallSurveyPages>;

/**
 * A client for Post Call Survey, API product `CE-PCS-Product`. The vendor withdrew it in November 2025; whether it still answers is
 * undocumented.
 *
 * Source: https://developer.8x8.com/analytics/docs/customer-experience-post-call-survey
 */
export function createPostCallSurveyClient(options: PostCallSurveyOptions = {}): PostCallSurveyClient {
  const { region = "us" } = options;
  const client = createProduct<paths, "region">(
    {
      title: TITLE,
      authorize: customerExperience(TITLE, options, "POST_CALL_SURVEY"),
      place() {
        choose(TITLE, "region", region, REGIONS);
        return { path: { region } };
      },
      // A search.
      policy: () => ({ retry: "always" }),
    },
    options,
  );
  return withPostPages<FilledPaths, PostCallSurveyPages>(client, byRows);
}
