import { bearer, type Client, type Layer, type OperationPolicy, type TokenSource } from "@x/client-core";
import { header } from "../auth/api-key.js";
import { productCredential } from "../auth/product-credential.js";
import { createUserTokens } from "../auth/user-token.js";
import type { ApiKeyOptions } from "../options.js";
import { createProduct } from "../product.js";
import type { WorkAnalyticsPaths } from "./names.js";
import { paging, type WorkAnalyticsPages } from "./pagination.js";

const TITLE = "Work Analytics";

/** Options of {@link createWorkAnalyticsClient}. */
export interface WorkAnalyticsOptions extends ApiKeyOptions {
  /** Sent as `8x8-apikey`. Default: the environment variable `EIGHT_BY_EIGHT_WORK_ANALYTICS_API_KEY`. */
  apiKey?: string | undefined;
  /**
   * An 8x8 user with an Analytics licence and supervisor access, who has opened Analytics for Work in a browser once.
   * Default: the environment variable `EIGHT_BY_EIGHT_WORK_ANALYTICS_USERNAME`.
   */
  username?: string | undefined;
  /** Default: the environment variable `EIGHT_BY_EIGHT_WORK_ANALYTICS_PASSWORD`. */
  password?: string | undefined;
  /** Default `https://api.8x8.com/analytics/work/v1/oauth/token`, or the same path of `origin` where that is given. */
  tokenUrl?: string | undefined;
}

/** A typed client for Work Analytics. */
export type WorkAnalyticsClient = Client<WorkAnalyticsPaths, WorkAnalyticsPages>;

const TOKEN_CALL = "POST /analytics/work/v1/oauth/token";

function policyOf(operation: string): OperationPolicy {
  // A search, for filters that are too long for a query.
  if (operation.endsWith("/unreturned/detailed")) return { explode: false, retry: "always" };
  return operation === TOKEN_CALL ? { contentType: "application/x-www-form-urlencoded" } : { explode: false };
}

/**
 * A client for calls, extensions, ring groups, queues and agents of 8x8 Work, API product `analytics product`. Every
 * report gets both the key and the user's token.
 *
 * Source: https://developer.8x8.com/analytics/docs/work-analytics-queue-agent-reports
 */
export function createWorkAnalyticsClient(options: WorkAnalyticsOptions = {}): WorkAnalyticsClient {
  const key = () => productCredential(TITLE, "apiKey", options.apiKey, "WORK_ANALYTICS_API_KEY");
  let tokens: TokenSource | undefined;
  let isClosed = false;
  const close = () => {
    isClosed = true;
    tokens?.close();
  };
  const withKey = header("8x8-apikey", key);
  const authorize: Layer = (next) => {
    const send = withKey(next);
    return async (url, init) => {
      if (init.call.operation === TOKEN_CALL) return send(url, init);
      tokens ??= createUserTokens(TITLE, key(), options);
      if (isClosed) tokens.close();
      return bearer(tokens)(send)(url, init);
    };
  };
  return createProduct<WorkAnalyticsPaths, never, WorkAnalyticsPages>(
    { title: TITLE, authorize, policy: policyOf, paging, close },
    options,
  );
}
