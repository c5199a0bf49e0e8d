import type { Client } from "@x/client-core";
import { actionRequest } from "../auth/action-request.js";
import { clusterOrigin } from "../cluster.js";
import type { paths } from "../generated/data-augmentation.js";
import type { ClusterOptions } from "../options.js";
import { createProduct } from "../product.js";

const TITLE = "Data augmentation";

/** Options of {@link createDataAugmentationClient}. */
export type DataAugmentationOptions = ClusterOptions;

/** A typed client that adds variables to interactions. */
export type DataAugmentationClient = Client<paths>;

/**
 * A client that adds variables to interactions, on the host of the account's cluster.
 *
 * Source: https://developer.8x8.com/actions-events/docs/introduction
 */
export function createDataAugmentationClient(options: DataAugmentationOptions = {}): DataAugmentationClient {
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
