export * from "../common.js";
export type { components, operations, paths } from "../generated/journey.js";
export { createJourneyClient, type JourneyClient, type JourneyOptions, type JourneyPages } from "./client.js";
