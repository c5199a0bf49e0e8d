export * from "../common.js";
export type { components, operations, paths } from "../generated/administration.js";
export { type AdministrationClient, type AdministrationOptions, createAdministrationClient } from "./client.js";
export type { AdministrationPages } from "./pagination.js";
