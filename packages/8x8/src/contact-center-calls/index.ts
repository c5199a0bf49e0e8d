export * from "../common.js";
export type { components, operations, paths } from "../generated/contact-center-calls.js";
export {
  type ContactCenterCallsClient,
  type ContactCenterCallsOptions,
  createContactCenterCallsClient,
} from "./client.js";
