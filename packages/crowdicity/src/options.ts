import type { ClientOptions } from "@x/client-core";
import type { CrowdicityGeneration, CrowdicityRegion } from "./regions.js";

/** Where the community is served: by region and generation of hosts, or an origin in their place. */
export type CrowdicityHost =
  | {
      region: CrowdicityRegion;
      /** Which hosts: `crowdicity` or `ideas`. Which one a community answers on is undocumented, so there is no default. */
      generation: CrowdicityGeneration;
      origin?: undefined;
    }
  | {
      region?: CrowdicityRegion | undefined;
      generation?: CrowdicityGeneration | undefined;
      /** Scheme and host to call in place of a region's, e.g. a test server on loopback. */
      origin: string;
    };

/** Options of {@link createCrowdicityClient}. */
export type CrowdicityClientOptions = CrowdicityHost &
  ClientOptions & {
    /** Default: the environment variable `CROWDICITY_CLIENT_ID`. */
    clientId?: string | undefined;
    /** What the user interface calls the password. Default: the environment variable `CROWDICITY_CLIENT_SECRET`. */
    clientSecret?: string | undefined;
    /**
     * The headers that carry an access token. Default: `authorization: Bearer <access token>`, which is a guess: the
     * vendor documents that one header carries the token, in a reference that is not public.
     */
    authorization?: ((accessToken: string) => Readonly<Record<string, string>>) | undefined;
    /**
     * Path of the call that refreshes tokens, e.g. out of your copy of the reference. With it an access token is renewed
     * by its refresh token, which changes each time; without it by the two documented steps.
     */
    refreshPath?: string | undefined;
    /** Path of the call that validates an access token. With it the client has `validateToken()`. */
    validatePath?: string | undefined;
    /**
     * For clients with an endpoint URL: the vendor's server calls that URL with the auth code, instead of answering it.
     * Called before the code is asked for; resolves to the code that your endpoint received. `signal` aborts when it is
     * no longer waited for, after 30 seconds at the latest.
     */
    receiveAuthCode?: ((request: { signal: AbortSignal }) => Promise<string>) | undefined;
  };
