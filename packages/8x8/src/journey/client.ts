import type { PagingStrategy, UnpagedClient } from "@x/client-core";
import { apiKey } from "../auth/api-key.js";
import { choose } from "../choose.js";
import type { components, paths } from "../generated/journey.js";
import type { ApiKeyOptions } from "../options.js";
import { dataOf } from "../paging/data-of.js";
import { type PostPages, withPostPages } from "../paging/post-pages.js";
import { createProduct } from "../product.js";

type Schemas = components["schemas"];

const TITLE = "End-to-End Journeys";

const ORIGINS = { us: "https://api.8x8.com", eu: "https://api-eu.8x8.com" };

/** The operations that page, and what their pages hold. */
export interface JourneyPages {
  "/cidp/journey/api/v1/journeys/search": Schemas["Journey"];
  "/cidp/journey/api/v1/transitions/search": Schemas["JourneyTransitions"];
}

/** Options of {@link createJourneyClient}. */
export interface JourneyOptions extends ApiKeyOptions {
  /** Sent as `x-api-key`. Default: the environment variable `EIGHT_BY_EIGHT_JOURNEY_API_KEY`. */
  apiKey?: string | undefined;
  /** Decides the host. Default `us`. */
  region?: keyof typeof ORIGINS | undefined;
}

/** A typed client for journeys of customers. */
export type JourneyClient = UnpagedClient<paths> & PostPages<paths, JourneyPages>;

/** `nextPageCursor` is null on the last page. The rest of the search stays as it is. */
const byCursor: PagingStrategy = {
  items: dataOf,
  next(page, { body }) {
    const { nextPageCursor } = page as Schemas["JourneyPage"];
    if (!nextPageCursor) return undefined;
    return { key: nextPageCursor, request: { body: { ...(body as object), nextPageCursor } } };
  },
};

/**
 * A client for journeys of customers across contact center, work and engage. A pilot; ten requests in 60 seconds.
 *
 * Source: https://developer.8x8.com/analytics/docs/end-to-end-journey-api
 */
export function createJourneyClient(options: JourneyOptions = {}): JourneyClient {
  const client = createProduct<paths, never>(
    {
      title: TITLE,
      authorize: apiKey(TITLE, "x-api-key", options.apiKey, "JOURNEY"),
      place: () => ({ origin: choose<string>(TITLE, "region", options.region ?? "us", ORIGINS) }),
      // Searches.
      policy: () => ({ retry: "always" }),
    },
    options,
  );
  return withPostPages<paths, JourneyPages>(client, byCursor);
}
