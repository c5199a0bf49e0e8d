export * from "../common.js";
export type { components, operations, paths } from "../generated/audit.js";
export { type AuditClient, type AuditOptions, createAuditClient } from "./client.js";
export type { AuditPages } from "./pagination.js";
