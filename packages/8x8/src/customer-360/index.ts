export * from "../common.js";
export type { components, operations, paths } from "../generated/customer-360.js";
export { type Customer360Client, type Customer360Options, createCustomer360Client } from "./client.js";
