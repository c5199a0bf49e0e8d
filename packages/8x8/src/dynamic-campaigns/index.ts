export * from "../common.js";
export type { components, operations, paths } from "../generated/dynamic-campaigns.js";
export { createDynamicCampaignsClient, type DynamicCampaignsClient, type DynamicCampaignsOptions } from "./client.js";
