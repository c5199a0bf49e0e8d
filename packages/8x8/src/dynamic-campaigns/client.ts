import type { Client } from "@x/client-core";
import { actionRequest } from "../auth/action-request.js";
import { clusterOrigin } from "../cluster.js";
import type { paths } from "../generated/dynamic-campaigns.js";
import type { ClusterOptions } from "../options.js";
import { createProduct } from "../product.js";

const TITLE = "Dynamic campaigns";

/** Options of {@link createDynamicCampaignsClient}. */
export type DynamicCampaignsOptions = ClusterOptions;

/** A typed client that drives outbound campaigns through their older API. */
export type DynamicCampaignsClient = Client<paths>;

/**
 * A client that drives outbound campaigns through their older API, on the host of the account's cluster.
 *
 * Source: https://developer.8x8.com/actions-events/reference/changecampaignstatus
 */
export function createDynamicCampaignsClient(options: DynamicCampaignsOptions = {}): DynamicCampaignsClient {
  return createProduct<paths, never>(
    {
      title: TITLE,
      authorize: actionRequest(TITLE, options),
      place: () => ({
        origin: options.origin ?? clusterOrigin(TITLE, options.cluster),
      }),
      policy: () => ({ emptyBody: true }),
    },
    options,
  );
}
