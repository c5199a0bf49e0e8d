export * from "../common.js";
export type { components, operations, paths } from "../generated/recent-calls.js";
export {
  createRecentCallsClient,
  type RecentCallsClient,
  type RecentCallsOptions,
  type RecentCallsPages,
} from "./client.js";
