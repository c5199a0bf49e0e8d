/** What a token source did, without any secret. */
export type TokenEvent =
  | {
      /** A token is about to be got, out of the shared store or by a token request: there was none, it runs out, or it was rejected. */
      type: "token-requested";
      background: boolean;
    }
  | {
      /** A token arrived, from the vendor (a token request was sent) or from the shared store (none was). */
      type: "token-obtained";
      from: "vendor" | "store";
      background: boolean;
      durationMs: number;
      /** Lifetime from now on, in milliseconds; absent when the server gave none. */
      lifetimeMs?: number | undefined;
    }
  | {
      /** No token arrived. In the background the old one stays in use and the next try waits `retryInMs`. */
      type: "token-failed";
      background: boolean;
      durationMs: number;
      code: string;
      retryInMs: number;
    }
  | {
      /** The current token was refused by the API and dropped. */
      type: "token-rejected";
    }
  | {
      /** A step of the shared store failed, hung or answered something unusable; the source goes on with its own memory. */
      type: "token-store-failed";
      step: "get" | "lock" | "set" | "release";
      /** Name of the error, e.g. `TimeoutError`. */
      reason: string;
    };
