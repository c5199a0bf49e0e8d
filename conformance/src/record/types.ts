import type { Exchange } from "../exchange/types.js";

/** An exchange that was recorded from real traffic, not copied from a page. */
export interface RecordedExchange extends Exchange {
  readonly "x-recorded": true;
}

/** One request and its answer, as they went over the wire. Never leaves memory in this form. */
export interface CapturedTraffic {
  readonly method: string;
  /** Absolute. */
  readonly url: string;
  readonly requestHeaders: readonly (readonly [name: string, value: string])[];
  /** `null`: none; `undefined`: there was one that is no text. */
  readonly requestBody: string | null | undefined;
  readonly status: number;
  readonly responseHeaders: readonly (readonly [name: string, value: string])[];
  /** `null`: none; `undefined`: there was one that is no text. */
  readonly responseBody: string | null | undefined;
}

/** What became of one request. */
export type RecordOutcome =
  | { readonly kept: true; readonly id: string; readonly file: string; readonly redactions: number }
  | {
      readonly kept: false;
      /** Method and path, scrubbed. */
      readonly operation: string;
      readonly reason: string;
    };

/** Options of {@link createRecorder}. */
export interface RecorderOptions {
  /** The folder to write into; made when it is not there. */
  readonly folder: string;
  /** The first part of the ids. Default: the vendor whose API it is, else the host. */
  readonly vendor?: string;
  /** Values that must not survive, such as the client secret. Each has at least 6 characters. */
  readonly secrets?: readonly string[];
  /** Further names of headers, parameters and members whose values must not survive, such as `email`. */
  readonly names?: readonly string[];
  /** Where further secrets stand: every variable whose name says that it holds one. Default: the process's. */
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /**
   * Whether the traffic is known to need no credentials. Default `false`: an exchange in whose request nothing was redacted is not kept, because its
   * credentials were not recognised.
   */
  readonly anonymous?: boolean;
  /** Called with each outcome, in the order in which the answers ended. */
  readonly onOutcome?: (outcome: RecordOutcome) => void;
}
