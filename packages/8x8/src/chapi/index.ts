export * from "../common.js";
export type { components, operations, paths } from "../generated/chapi.js";
export { type ChapiClient, type ChapiOptions, createChapiClient } from "./client.js";
export type { ChapiPages } from "./pagination.js";
