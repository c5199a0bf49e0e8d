export * from "../common.js";
export type { components, operations, paths } from "../generated/agent-status.js";
export { type AgentStatusClient, type AgentStatusOptions, createAgentStatusClient } from "./client.js";
export type { AgentStatusPages } from "./pagination.js";
