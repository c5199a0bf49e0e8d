export {
  ApiClientError,
  ApiError,
  type CallResult,
  type ClientEvent,
  ConfigurationError,
  isAbortedError,
  isApiClientError,
  isApiError,
  isAuthenticationError,
  isBadRequestError,
  isConfigurationError,
  isConnectionError,
  isNotFoundError,
  isPermissionError,
  isRateLimitError,
  isResponseFormatError,
  isServerError,
  isTimeoutError,
  isTokenError,
  memoryTokenStore,
  type PartialFailure,
  type RetryOptions,
  shareTokens,
  type TokenStore,
  unwrap,
} from "@x/client-core";
export { createMxoClient, type MxoClient } from "./client.js";
export {
  type DecodedOptimization,
  type DecodeOptions,
  decodeOptimization,
  isOptimizationError,
  type OptimizationAction,
  type OptimizationAsset,
  OptimizationError,
  type OptimizationResponse,
  type OptimizationStage,
} from "./decode-optimization.js";
export type { components, operations, paths } from "./generated/mxo.js";
export type { MxoClientOptions } from "./options.js";
export { isPartialFailureError, type MxoFailedItem, type MxoPartialFailureError } from "./partial-failures.js";
export type { MxoPaths } from "./paths.js";
export type { MxoServer } from "./servers.js";
