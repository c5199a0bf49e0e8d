import type { ClientOptions } from "@x/client-core";

/** Options of {@link createMedalliaMecClient}. */
export interface MedalliaMecClientOptions extends ClientOptions {
  /**
   * Scheme and host of the reporting instance, which issues tokens, e.g. `https://express.medallia.eu`. Default: the
   * environment variable `MEDALLIA_MEC_REPORTING_ORIGIN`.
   */
  reportingOrigin?: string | undefined;
  /**
   * Scheme and host of the API gateway, which serves every call, e.g. `https://express-acme.apis.medallia.com`. Shown in
   * the product under Medallia Setup, Public APIs Setup. Default: the environment variable `MEDALLIA_MEC_GATEWAY_ORIGIN`.
   */
  gatewayOrigin?: string | undefined;
  /** Company, as in the path of the reporting instance. Default: the environment variable `MEDALLIA_MEC_COMPANY`. */
  company?: string | undefined;
  /** Default: the environment variable `MEDALLIA_MEC_CLIENT_ID`. */
  clientId?: string | undefined;
  /** Default: the environment variable `MEDALLIA_MEC_CLIENT_SECRET`. */
  clientSecret?: string | undefined;
}
