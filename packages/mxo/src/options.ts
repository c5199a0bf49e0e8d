import type { ClientOptions } from "@x/client-core";
import type { MxoServer } from "./servers.js";

/** Options of {@link createMxoClient}. */
export interface MxoClientOptions extends ClientOptions {
  /** The server of the tenant: `eu2`, `na5`, `ap1` or another. Default: the environment variable `MXO_SERVER`. */
  server?: MxoServer | undefined;
  /** Site key of the Space, for every call that does not name one. Default: the environment variable `MXO_SITE_KEY`. */
  siteKey?: string | undefined;
  /** Workspace id of the Space, for every call that does not name one. Default: the variable `MXO_WORKSPACE_ID`. */
  workspaceId?: string | undefined;
  /** Default: the environment variable `MXO_CLIENT_ID`. */
  clientId?: string | undefined;
  /** Default: the environment variable `MXO_CLIENT_SECRET`. */
  clientSecret?: string | undefined;
  /** Scheme and host to call in place of the server's, e.g. a test server on loopback. */
  origin?: string | undefined;
  /** Default `<origin>/one/oauth2token`. The exact URL is shown with the API credentials. */
  tokenUrl?: string | undefined;
}
