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
  type RetryOptions,
  shareTokens,
  type TokenStore,
  unwrap,
} from "@x/client-core";
export { type CrowdicityClient, createCrowdicityClient, type TokenValidation } from "./client.js";
export type { components, operations, paths } from "./generated/crowdicity.js";
export type { CrowdicityClientOptions, CrowdicityHost } from "./options.js";
export type { AnyPaths } from "./paths.js";
export type { CrowdicityGeneration, CrowdicityRegion } from "./regions.js";
