import type { ReplayFetch } from "../transport/types.js";
import type { ReplayClient } from "./types.js";

/** A value that a live run needs of its user: who is calling, or which of the vendor's hosts serves the account. */
export interface LiveSetting {
  /** Such as `clientId`. Its environment variable follows from it, see {@link variableOf}. */
  readonly name: string;
  /** What it is, for people: one line. */
  readonly purpose: string;
  /** Whether it is read from the environment only, and shown nowhere. */
  readonly isSecret: boolean;
  /** The security schemes of the description that need it. None: it is optional, unless a host needs it. */
  readonly schemes?: readonly string[];
  /** The variables in the described hosts that it fills; not needed where an origin is given in place of them. */
  readonly hostVariables?: readonly string[];
  /** The setting that stands in where this one is not given. */
  readonly otherwise?: string;
  /** Path parameters and headers of calls that it fills. */
  readonly parameters?: readonly string[];
}

/** What the client of a live run is made of. */
export interface LiveSetup {
  /** By the name of the setting. */
  readonly values: Readonly<Record<string, string | undefined>>;
  /** Where everything goes in place of the vendor's hosts, if the user says so. */
  readonly origin: string | undefined;
  readonly fetch: ReplayFetch;
}

/** How a vendor is called with a user's own credentials. */
export interface LiveAccess {
  readonly settings: readonly LiveSetting[];
  /** The real client, with retries off. A setting that is left out makes those calls fail that need it, and no other. */
  createClient(setup: LiveSetup): ReplayClient;
  /** Path parameters that the client fills by itself, such as a region. */
  readonly filled?: readonly string[];
  /** Calls with GET that record something, or hand out what is secret: they need to be allowed, like any write. */
  readonly writes?: readonly string[];
  /** Operations that the client calls by itself to get a token, where they are no token endpoint of the description. */
  readonly signIn?: readonly string[];
}

/** The environment variable of a setting: `CONFORMANCE_8X8_API_KEY` for `apiKey` of `8x8`. */
export function variableOf(vendor: string, setting: string): string {
  const words = `${vendor}_${setting.replace(/([a-z0-9])([A-Z])/g, "$1_$2")}`;
  return `CONFORMANCE_${words.replace(/[^A-Za-z0-9]+/g, "_").toUpperCase()}`;
}
