import type { UnpagedClient } from "@x/client-core";
import { apiKey } from "../auth/api-key.js";
import { choose } from "../choose.js";
import type { Filled } from "../filled-paths.js";
import type { paths } from "../generated/campaigns.js";
import type { ApiKeyOptions } from "../options.js";
import { createProduct } from "../product.js";

const TITLE = "Campaigns";

const REGIONS = { US1: 1, US2: 1, UK3: 1 };
const MEDIA_TYPE = "application/vnd.campaigns.v1+json";

/** Options of {@link createCampaignsClient}. */
export interface CampaignsOptions extends ApiKeyOptions {
  /** Sent as `X-API-Key`. Default: the environment variable `EIGHT_BY_EIGHT_CAMPAIGNS_API_KEY`. */
  apiKey?: string | undefined;
  /** Site of the customer. Default `US1`. */
  region?: keyof typeof REGIONS | undefined;
  /** Tenant of the contact center: the header `X-8x8-Tenant`. */
  tenant?: string | undefined;
}

/** A typed client for outbound campaigns. */
export type CampaignsClient = UnpagedClient<Filled<paths, "region">>;

/**
 * A client for outbound campaigns of the contact center. Beta.
 *
 * Source: https://developer.8x8.com/actions-events/reference/modify-ampaign
 */
export function createCampaignsClient(options: CampaignsOptions = {}): CampaignsClient {
  const { region = "US1", tenant } = options;
  return createProduct<paths, "region">(
    {
      title: TITLE,
      authorize: apiKey(TITLE, "X-API-Key", options.apiKey, "CAMPAIGNS"),
      place() {
        choose(TITLE, "region", region, REGIONS);
        return { path: { region }, headers: { "X-8x8-Tenant": tenant } };
      },
      policy: () => ({ contentType: MEDIA_TYPE, accept: `${MEDIA_TYPE}, application/json` }),
    },
    options,
  );
}
