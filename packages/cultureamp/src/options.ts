import type { ClientOptions } from "@x/client-core";
import type { CultureAmpEnvironment } from "./environments.js";
import type { CultureAmpPermission } from "./permissions.js";

/** Options of {@link createCultureAmpClient}. */
export interface CultureAmpClientOptions extends ClientOptions {
  /** Default: the environment variable `CULTUREAMP_CLIENT_ID`. */
  clientId?: string | undefined;
  /** Default: the environment variable `CULTUREAMP_CLIENT_SECRET`. */
  clientSecret?: string | undefined;
  /** What the token may read. Ask for what you need only: a token cannot have more than its credential. */
  permissions: readonly CultureAmpPermission[];
  /** Default `production`. `sandbox` is for partners. */
  environment?: CultureAmpEnvironment | undefined;
  /** How the credentials go out: `form` fields (default), or a `basic` header of plain `id:secret`. */
  clientAuthentication?: "form" | "basic" | undefined;
  /** Scheme and host to call in place of the environment's, e.g. a test server on loopback. */
  origin?: string | undefined;
  /** Default `<origin>/v1/oauth2/token`, as the guides print it. The vendor's description leaves `/v1` out. */
  tokenUrl?: string | undefined;
}
