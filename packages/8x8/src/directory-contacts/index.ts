export * from "../common.js";
export type { components, operations, paths } from "../generated/directory-contacts.js";
export {
  createDirectoryContactsClient,
  type DirectoryContactsClient,
  type DirectoryContactsOptions,
} from "./client.js";
export type { DirectoryContactsPages } from "./pagination.js";
