import type { ClientOptions } from "@x/client-core";
import type { EightByEightTokens } from "./auth/oauth.js";

/** Options that the client of every product takes. */
export interface ProductOptions extends ClientOptions {
  /** Scheme and host to call in place of the product's own, e.g. a test server on loopback. */
  origin?: string | undefined;
}

/** Who a client with OAuth is: an API key of Admin Console, with the product among its API products. */
export interface OAuthOptions extends ProductOptions {
  /** The key. Default: the environment variable `EIGHT_BY_EIGHT_CLIENT_ID`. */
  clientId?: string | undefined;
  /** The key's secret. Default: the environment variable `EIGHT_BY_EIGHT_CLIENT_SECRET`. */
  clientSecret?: string | undefined;
  /** Default `https://api.8x8.com/oauth/v2/token`, or `<origin>/oauth/v2/token` where `origin` is given. */
  tokenUrl?: string | undefined;
  /** Shares one token with other clients, in place of id and secret; `createTokens` makes it. */
  tokens?: EightByEightTokens | undefined;
}

/** Who a client with an API key is. */
export interface ApiKeyOptions extends ProductOptions {
  /** The product's API key. Default: the environment variable that the product's page names. */
  apiKey?: string | undefined;
}

/** Who a client of the contact center's own hosts is, and which host serves the account. */
export interface ClusterOptions extends ProductOptions {
  /** The user name of the API token, generally the tenant's. Default: `EIGHT_BY_EIGHT_ACTION_REQUEST_USERNAME`. */
  username?: string | undefined;
  /**
   * The Action Request Token of Configuration Manager, Integration, API Token. Default: the environment variable
   * `EIGHT_BY_EIGHT_ACTION_REQUEST_TOKEN`. A new one invalidates the old one for everybody at once.
   */
  actionRequestToken?: string | undefined;
  /**
   * Cluster of the account, e.g. `na12`, `eu3`, `ca1`, `ap1`, `au1` or the sandbox `sb`. A letter at the end, as the
   * browser shows it (`eu9b`), is left out. For a host of another name, such as Bell Canada's, give `origin`.
   */
  cluster?: string | undefined;
}

/** Who a client of the Customer Experience products is. */
export interface CustomerExperienceOptions extends ApiKeyOptions {
  /** Sent as `8x8-apikey`. Default: `EIGHT_BY_EIGHT_RECENT_CALLS_API_KEY`, or `EIGHT_BY_EIGHT_POST_CALL_SURVEY_API_KEY`. */
  apiKey?: string | undefined;
  /**
   * Handed out by 8x8 on request. Default: the environment variable `EIGHT_BY_EIGHT_RECENT_CALLS_TOKEN`, or
   * `EIGHT_BY_EIGHT_POST_CALL_SURVEY_TOKEN`.
   */
  token?: string | undefined;
}
