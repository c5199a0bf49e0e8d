export {
  ApiClientError,
  ApiError,
  type CallResult,
  type ClientEvent,
  ConfigurationError,
  GraphQLResponseError,
  isAbortedError,
  isApiClientError,
  isApiError,
  isAuthenticationError,
  isBadRequestError,
  isConfigurationError,
  isConflictError,
  isConnectionError,
  isGraphQLResponseError,
  isNotFoundError,
  isPartialFailureError,
  isPermissionError,
  isRateLimitError,
  isResponseFormatError,
  isServerError,
  isTimeoutError,
  isTokenError,
  memoryTokenStore,
  type Paginated,
  type PartialFailure,
  PartialFailureError,
  type RetryOptions,
  shareTokens,
  type TokenStore,
  unwrap,
} from "@x/client-core";
export { createMedalliaMecClient, type MedalliaMecClient } from "./client.js";
export type { Connection, ConnectionInit } from "./connections.js";
export {
  type ExtractionOptions,
  type ExtractionPage,
  type ExtractionPosition,
  extractFeedback,
  type FeedbackFilter,
} from "./extract.js";
export type { components, operations, paths } from "./generated/medallia-mec.js";
export {
  type ImportBatch,
  type ImportFailure,
  type ImportOptions,
  type ImportRecord,
  importRecords,
} from "./import-records.js";
export type { MedalliaMecClientOptions } from "./options.js";
export { deriveMedalliaMecOrigins, type MedalliaMecInstance } from "./origins.js";
export type { MedalliaMecPages } from "./pagination.js";
export type { AdministrativePermission, ReportingPermission } from "./permissions.js";
export type { QueryOptions, QueryResult, TypedDocument } from "./query.js";
export type { DataOf, QueryApiSchema, QuerySchema } from "./query-schema.js";
export { type RateLimit, readRateLimit } from "./rate-limit.js";
