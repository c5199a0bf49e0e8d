import type { Client } from "@x/client-core";
import { actionRequest } from "../auth/action-request.js";
import { clusterOrigin } from "../cluster.js";
import type { Filled } from "../filled-paths.js";
import type { paths } from "../generated/agent-status.js";
import type { ClusterOptions } from "../options.js";
import { createProduct } from "../product.js";
import { type AgentStatusPages, paging } from "./pagination.js";

const TITLE = "Agent status";

/** Options of {@link createAgentStatusClient}. */
export interface AgentStatusOptions extends ClusterOptions {
  /** Tenant of the contact center, part of every path. */
  tenant?: string | undefined;
}

/** A typed client that reads and sets the status of agents. */
export type AgentStatusClient = Client<Filled<paths, "tenantId">, AgentStatusPages>;

/**
 * A client that reads and sets the status of agents, on the host of the account's cluster.
 *
 * Source: https://developer.8x8.com/actions-events/reference/getagentsstatus
 */
export function createAgentStatusClient(options: AgentStatusOptions = {}): AgentStatusClient {
  return createProduct<paths, "tenantId", AgentStatusPages>(
    {
      title: TITLE,
      authorize: actionRequest(TITLE, options),
      place: () => ({
        origin: options.origin ?? clusterOrigin(TITLE, options.cluster),
        path: { tenantId: options.tenant },
      }),
      policy: () => ({ emptyBody: true }),
      paging,
    },
    options,
  );
}
