export * from "../common.js";
export type { components, operations, paths } from "../generated/campaigns.js";
export { type CampaignsClient, type CampaignsOptions, createCampaignsClient } from "./client.js";
