export {
  AccessToken,
  ApiClientError,
  type AuthenticateClient,
  basicRaw,
  basicRfc6749,
  type ClientAuthentication,
  type Clock,
  ConfigurationError,
  checkCredential,
  checkUrl,
  clientCredentials,
  type ErrorFacts,
  type Fetch,
  isApiClientError,
  isConfigurationError,
  isErrorOfKind,
  isTokenError,
  memoryTokenStore,
  post,
  readTokenAnswer,
  refreshToken,
  type StoredToken,
  shareTokens,
  type TokenAnswer,
  TokenError,
  type TokenEvent,
  type TokenExchange,
  type TokenMembers,
  type TokenSharing,
  type TokenSource,
  type TokenStore,
} from "@x/auth-core";
export type { RequestParts } from "./build-request.js";
export type { Call, Layer, OperationPolicy, ParseAs, RetryMode, Send, SendInit } from "./call.js";
export { type ClientDefinition, checkOrigin, createClient, createUnpagedClient } from "./client.js";
export { credential } from "./credential.js";
export * from "./errors.js";
export { type CallEvent, type ClientEvent, createEmit, type Emit, type EventSubject } from "./events.js";
export { bearer } from "./layers/bearer.js";
export type { RetryOptions } from "./layers/retry.js";
export { type ClientOptions, checkOptions } from "./options.js";
export { type FetchPage, type PagingStrategy, paginate } from "./paginate.js";
export { partialFailure } from "./partial-failure.js";
export { pause } from "./pause.js";
export { readRetryAfter } from "./retry-after.js";
export { createTokenClient, type TokenClientOptions } from "./token-client.js";
export type {
  CallFailure,
  CallInit,
  CallMethod,
  CallOptions,
  CallResult,
  CallSuccess,
  Client,
  DataAs,
  ErrorBody,
  HttpMethod,
  InitArgs,
  OperationOf,
  Paginated,
  PathsWith,
  ResultOf,
  SuccessBody,
  UnpagedClient,
} from "./types.js";
export { unwrap } from "./unwrap.js";
