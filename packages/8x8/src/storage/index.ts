export { createTokens, type EightByEightTokens } from "../auth/oauth.js";
export * from "../common.js";
export type { components, operations, paths } from "../generated/storage.js";
export { oneOrMany } from "../paging/one-or-many.js";
export type { PollOptions, Progress } from "../poll.js";
export { isWorkFailedError, WorkFailedError } from "../work-failed.js";
export { createStorageClient, type StorageClient, type StorageOptions } from "./client.js";
export {
  type BulkDownload,
  type BulkDownloadOptions,
  bulkDownload,
  type DownloadOptions,
  downloadObject,
} from "./download.js";
export type { StoragePages } from "./pagination.js";
