import type { TokenAnswer, TokenEvent, TokenExchange } from "../../src/index.js";

/** A vendor in memory: counts what it is asked, and answers `token-1`, `token-2`, … unless told otherwise. */
export interface Vendor {
  exchange: TokenExchange;
  /** The refresh token of each token request so far. */
  requests: (string | undefined)[];
  /** From now on each token request ends in this error; `undefined`: in a token again. */
  failing: unknown;
  /** Members of the next answers. */
  answer: Partial<TokenAnswer>;
  /** Token requests wait from now on, until {@link Vendor.letGo}. */
  holdBack(): void;
  letGo(): void;
}

/** See {@link Vendor}. Lifetime in seconds; `undefined`: the answer has none. */
export function vendor(expiresIn?: number): Vendor {
  let gate = Promise.resolve();
  let open = () => {};
  const self: Vendor = {
    requests: [],
    failing: undefined,
    answer: { expiresIn },
    holdBack() {
      gate = new Promise((resolve) => {
        open = resolve;
      });
    },
    letGo: () => open(),
    async exchange(request) {
      self.requests.push(request?.refreshToken);
      const { length } = self.requests;
      await gate;
      if (self.failing !== undefined) throw self.failing;
      return { accessToken: `token-${length}`, ...self.answer };
    },
  };
  return self;
}

/** A listener that keeps what it is told. */
export function eventLog(): {
  onEvent: (event: TokenEvent) => void;
  events: TokenEvent[];
  types: () => string[];
  /** The events of one type. */
  of: <T extends TokenEvent["type"]>(type: T) => Extract<TokenEvent, { type: T }>[];
} {
  const events: TokenEvent[] = [];
  return {
    onEvent: (event) => void events.push(event),
    events,
    types: () => events.map(({ type }) => type),
    of: <T extends TokenEvent["type"]>(type: T) =>
      events.filter((event): event is Extract<TokenEvent, { type: T }> => event.type === type),
  };
}

/** Lets everything happen that waits for nothing but its turn. */
export function settled(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(() => setImmediate(resolve));
  });
}

/** What a promise was rejected with. */
export async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise;
  } catch (error) {
    return error;
  }
  throw new Error("nothing failed");
}
