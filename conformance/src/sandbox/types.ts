import type { Socket } from "node:net";
import type { Exchange, Json } from "../exchange/types.js";
import type { Vendor } from "../vendors/types.js";
import type { SandboxClock } from "./clock.js";
import type { JournalHar } from "./journal-har.js";

/** The only credentials that a sandbox accepts. */
export interface SandboxCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** Options of {@link startSandbox}. */
export interface SandboxOptions {
  /** Vendors to serve, each on an origin of its own. Default: all that have a sandbox here. */
  readonly vendors?: readonly string[];
  /** Port of the first vendor; the next ones follow. Default 0: any free ports. */
  readonly port?: number;
  /** What time it is. Default: the machine's time, which `sandbox.clock.advance` moves. */
  readonly clock?: SandboxClock;
  /** Default: made up anew at each start. */
  readonly credentials?: SandboxCredentials;
  /** Lifetime of an access token in seconds. Default 3599, as documented by Culture Amp. */
  readonly tokenLifetimeSeconds?: number;
  /** What the credentials may do; a token gets no more than that. Default: every permission of the vendor. */
  readonly permissions?: readonly string[];
  /** Whether what was created can be read, and what was deleted is gone. Default true. */
  readonly state?: boolean;
  /** What to answer with. Default: the packaged exchanges. */
  readonly exchanges?: readonly Exchange[];
  /** What the sandbox knows of the vendors. Default: every vendor of this repository. */
  readonly registry?: readonly Vendor[];
}

/**
 * How an answer was found. `exact`: the documented request; `loose`: the same path, further parameters; `last-page`: made up, empty;
 * `synthetic`: made up by the sandbox where a vendor documents no answer at all; `preferred`: asked for with `Prefer`; `state`: as it is
 * after what was written.
 */
export type Match = "exact" | "loose" | "last-page" | "synthetic" | "preferred" | "state";

/** One request that a sandbox got. Credentials are withheld. */
export interface JournalEntry {
  /** By the sandbox's clock, milliseconds since the epoch. */
  readonly at: number;
  /** Or `elsewhere`: the origin that the fault `redirect-cross-host` leads to. */
  readonly vendor: string;
  readonly method: string;
  readonly path: string;
  /** Decoded. */
  readonly query: readonly (readonly [name: string, value: string])[];
  /** Lower case names. */
  readonly headers: Readonly<Record<string, string>>;
  /** Decoded fields of a form, parsed JSON, or text; `null` when there is none. */
  readonly body: Json;
  /** What was answered. */
  readonly status: number;
  /** The id of the exchange that answered. */
  readonly exchange?: string;
  readonly match?: Match;
  /** The fault that was asked for. Where it breaks the connection, the status is 0. */
  readonly fault?: string;
  /** Why the request was refused, or what the nearest exchange would have wanted. */
  readonly reason?: string;
}

/** Which of the next requests {@link Sandbox.prefer} is about. */
export interface PreferOptions {
  /** Default: all. */
  readonly vendor?: string;
  /**
   * Method and path, such as `GET /v1/employees`; a `{name}` stands for any segment. Default: all but requests for tokens; for
   * the faults of those, such as `token-500`, all requests for tokens.
   */
  readonly operation?: string;
  /** How many requests. Default 1, or as many as the fault takes, such as 2 for `cursor-repeats`. */
  readonly times?: number;
}

/** What a journal is expected to hold. A member that is absent is not looked at. */
export interface JournalExpectation {
  readonly vendor?: string;
  readonly method?: string;
  /** Without the query; a `{name}` stands for any segment. */
  readonly path?: string;
  readonly status?: number;
  /** The id of the exchange that answered. */
  readonly exchange?: string;
  /** The name of a header that was sent, in any case; its value is not looked at. */
  readonly header?: string;
  /** How many such requests there are. Default: one or more. */
  readonly times?: number;
}

/** A running sandbox. */
export interface Sandbox extends AsyncDisposable {
  readonly credentials: SandboxCredentials;
  readonly clock: SandboxClock;
  /** Every request so far, oldest first; the last 10,000 of them, or as many as fit into 64 MiB. What comes later is in the next reading. */
  readonly journal: readonly JournalEntry[];
  /**
   * Scheme, host and port of a vendor, such as `http://127.0.0.1:41235`; `elsewhere` is the origin that the fault
   * `redirect-cross-host` leads to. Throws for a vendor that is not served.
   */
  origin(vendor: string): string;
  /**
   * What the next requests are answered, where an application cannot send `Prefer` itself: `code=429`, `example=<id>` or
   * `fault=<name>`. Requests that say `Prefer` themselves do not count.
   * @throws RangeError for a preference that is none.
   */
  prefer(preference: string, options?: PreferOptions): void;
  /**
   * Throws when the journal does not hold what is expected; the message names the nearest requests.
   * @throws JournalError
   */
  verify(expectation: JournalExpectation): void;
  /** The journal as HAR 1.2, credentials withheld. */
  toHar(): JournalHar;
  /** Empties the journal, and forgets what was preferred and what was written. Tokens stay valid, the clock stays where it is. */
  reset(): void;
  /** Forgets what was written, and nothing else: what is documented is there again, as at the start. */
  resetState(): void;
  /** Makes every token issued so far invalid. Returns how many were still valid. */
  revokeTokens(): number;
  close(): Promise<void>;
}

/** An answer of the sandbox before it is written. */
export interface SandboxAnswer {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  readonly body: string | null;
  readonly exchange?: string;
  readonly match?: Match;
  readonly reason?: string;
  readonly fault?: string;
  /** Written to the connection in place of an answer. */
  readonly raw?: (connection: Socket) => void;
}

/** A request that a sandbox got. */
export interface SandboxRequest {
  readonly method: string;
  /** Not decoded. */
  readonly path: string;
  /** Not decoded, without the `?`. */
  readonly query: string;
  readonly headers: ReadonlyMap<string, string>;
  readonly body: string;
}
