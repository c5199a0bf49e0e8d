export { AccessToken, type StoredToken } from "./access-token.js";
export { checkCredential, checkUrl, isLoopback } from "./checks.js";
export {
  type AuthenticateClient,
  basicRaw,
  basicRfc6749,
  type ClientAuthentication,
  post,
} from "./client-authentication.js";
export { type Clock, systemClock } from "./clock.js";
export {
  ApiClientError,
  ConfigurationError,
  type ErrorFacts,
  isApiClientError,
  isConfigurationError,
  isErrorOfKind,
  isTokenError,
  plainCause,
  TokenError,
  type TokenErrorCode,
} from "./errors.js";
export { Secret, scrub } from "./secret.js";
export {
  type SharedToken,
  shareTokens,
  type TokenSharing,
  type TokenSharingOptions,
  type Turn,
} from "./shared-token.js";
export {
  type AnswerHooks,
  describeErrorBody,
  readTokenAnswer,
  requestIdOf,
  type TokenAnswer,
  type TokenMembers,
} from "./token-answer.js";
export type { TokenEvent } from "./token-events.js";
export {
  type ClientCredentialsOptions,
  clientCredentials,
  type Fetch,
  type GrantOptions,
  refreshToken,
  type TokenExchange,
} from "./token-exchange.js";
export { createTokenSource, type TokenSource, type TokenSourceOptions } from "./token-source.js";
export { memoryTokenStore, type Release, type TokenStore } from "./token-store.js";
export type { RefreshWindows } from "./token-windows.js";
