import type { Client } from "@x/client-core";
import { actionRequest } from "../auth/action-request.js";
import { clusterOrigin } from "../cluster.js";
import type { Filled } from "../filled-paths.js";
import type { paths } from "../generated/contact-center-calls.js";
import type { ClusterOptions } from "../options.js";
import { createProduct } from "../product.js";

const TITLE = "Contact Center calls";

/** Options of {@link createContactCenterCallsClient}. */
export interface ContactCenterCallsOptions extends ClusterOptions {
  /** Tenant of the contact center, part of every path. */
  tenant?: string | undefined;
}

/** A typed client that places and ends phone calls of agents. */
export type ContactCenterCallsClient = Client<Filled<paths, "tenantId">>;

/**
 * A client that places and ends phone calls of agents, on the host of the account's cluster.
 *
 * Source: https://developer.8x8.com/actions-events/reference/place-hone-all
 */
export function createContactCenterCallsClient(options: ContactCenterCallsOptions = {}): ContactCenterCallsClient {
  return createProduct<paths, "tenantId">(
    {
      title: TITLE,
      authorize: actionRequest(TITLE, options),
      place: () => ({
        origin: options.origin ?? clusterOrigin(TITLE, options.cluster),
        path: { tenantId: options.tenant },
      }),
      // Sent twice, it would place or end another call.
      policy: () => ({ retry: "asked", emptyBody: true }),
    },
    options,
  );
}
