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
  type Paginated,
  type RetryOptions,
  shareTokens,
  type TokenStore,
  unwrap,
} from "@x/client-core";
export { type CultureAmpClient, createCultureAmpClient } from "./client.js";
export type { CultureAmpEnvironment } from "./environments.js";
export type { components, operations, paths } from "./generated/cultureamp.js";
export type { CultureAmpClientOptions } from "./options.js";
export type { CultureAmpPages } from "./pagination.js";
export { type CultureAmpPermission, cultureAmpPermissions } from "./permissions.js";
