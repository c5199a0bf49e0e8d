export type { components, operations, paths } from "../generated/vcloud.js";
export { createVCloudClient, type VCloudClient, type VCloudClientOptions } from "./client.js";
