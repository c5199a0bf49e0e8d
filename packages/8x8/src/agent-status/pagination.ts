import type { PagingStrategy } from "@x/client-core";
import type { components } from "../generated/agent-status.js";
import { byNumber } from "../paging/by-number.js";
import { dataOf } from "../paging/data-of.js";

type Schemas = components["schemas"];

/** The operations that page, and what their pages hold. */
export interface AgentStatusPages {
  "/api/v1/tenants/{tenantId}/agentstatus/agents": Schemas["AgentStatus"];
}

const byPageIndex: PagingStrategy = byNumber("pageIndex", dataOf, (answer) => {
  const { pageIndex, totalPages } = (answer as Schemas["AgentStatusPage"]).page ?? {};
  return { number: pageIndex, pages: totalPages };
});

/** By path, for the client. */
export const paging: Record<keyof AgentStatusPages, PagingStrategy> = {
  "/api/v1/tenants/{tenantId}/agentstatus/agents": byPageIndex,
};
