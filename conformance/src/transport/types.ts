/** A request as it goes on the wire. */
export interface WireRequest {
  /** Upper case. */
  readonly method: string;
  /** Absolute, as the platform encodes it, with the vendor's host also where the bytes went to a loopback socket. */
  readonly url: string;
  /** Lower case names. */
  readonly headers: ReadonlyMap<string, string>;
  /** `null` when there is none. */
  readonly body: string | null;
}

/** An answer to put on the wire. */
export interface WireResponse {
  readonly status: number;
  readonly headers: readonly (readonly [name: string, value: string])[];
  /** `null` when there is none. */
  readonly body: string | null;
}

/** Answers requests in place of the vendor. */
export type WireHandler = (request: WireRequest) => WireResponse;

/** The part of `fetch` that clients use: always called with a URL as a string. */
export type ReplayFetch = (url: string, init?: RequestInit) => Promise<Response>;

/** The ways to put a request before the handler. `inject`: the client's own fetch option. `nock`: the platform's fetch, intercepted. `loopback`: a real server. */
export type TransportName = "inject" | "nock" | "loopback";

/** A way to put requests before a handler. */
export interface Transport {
  readonly name: TransportName;
  /** What the client is given as its fetch. */
  readonly fetch: ReplayFetch;
  /** Says who answers from now on. */
  serve(handler: WireHandler): void;
  close(): Promise<void>;
}
