export { createTokens, type EightByEightTokens } from "../auth/oauth.js";
export * from "../common.js";
export type { components, operations, paths } from "../generated/storage.js";
export { oneOrMany } from "../paging/one-or-many.js";
export { createStorageClient, type StorageClient, type StorageOptions } from "./client.js";
export type { StoragePages } from "./pagination.js";
