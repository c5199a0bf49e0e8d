import type { StoredToken } from "./access-token.js";
import type { TokenEvent } from "./token-events.js";
import type { Release, TokenStore } from "./token-store.js";
import { pause, within } from "./wait.js";

const LOCK_TTL_MS = 30_000;
const LOCK_POLL_MS = 50;

/** Name under which a store keeps a token: a digest, so that no store or log shows the client id. */
async function digestKey(parts: readonly (string | undefined)[]): Promise<string> {
  const bytes = new TextEncoder().encode(JSON.stringify(parts.map((part) => part ?? null)));
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** The right to ask for a token, until it is released. */
export interface Turn {
  /** What the store keeps now, stale or refused. */
  kept: StoredToken | undefined;
  release(): Promise<void>;
}

/** A token store that cannot cause an outage: every step has an end, and a failing step is skipped with an event. */
export interface SharedToken {
  read(): Promise<StoredToken | undefined>;
  /**
   * Waits for the right to ask for a token. Ends early with a token as soon as `fresh` accepts what another source
   * has written; a store that does not answer makes nobody wait.
   */
  turn(fresh: (stored: StoredToken) => boolean): Promise<{ token: StoredToken } | Turn>;
  /** Writes `next` if the token kept is still `expected`; otherwise answers what is kept instead. */
  write(expected: string | undefined, next: StoredToken | undefined): Promise<StoredToken | undefined>;
}

/** Makes the shared token of one source: for its key, telling its listener. */
export type TokenSharing = (
  keyParts: readonly (string | undefined)[],
  emit: (event: TokenEvent) => void,
) => SharedToken;

/**
 * Shares tokens through a store: `shareTokens(memoryTokenStore())`.
 *
 * Sources with the same token URL, client id, scope and tenant use one token; one of them at a time asks for a new one.
 * A step of the store that fails, or takes longer than `timeoutMs` (default 1,000), is skipped with a
 * `token-store-failed` event: the source then works from its own memory.
 */
export function shareTokens(store: TokenStore, options: { timeoutMs?: number | undefined } = {}): TokenSharing {
  const { timeoutMs = 1_000 } = options;
  return (keyParts, emit) => shareToken(store, keyParts, timeoutMs, emit);
}

function shareToken(
  store: TokenStore,
  keyParts: readonly (string | undefined)[],
  timeoutMs: number,
  emit: (event: TokenEvent) => void,
): SharedToken {
  let keyPromise: Promise<string> | undefined;

  async function step<T>(
    name: "get" | "lock" | "set" | "release",
    run: (key: string) => Promise<T>,
  ): Promise<{ value: T } | undefined> {
    try {
      keyPromise ??= digestKey(keyParts);
      const key = await keyPromise;
      return { value: await within(Promise.resolve(run(key)), timeoutMs) };
    } catch (error) {
      emit({ type: "token-store-failed", step: name, reason: error instanceof Error ? error.name : typeof error });
      return undefined;
    }
  }

  const read = async () => (await step("get", (key) => store.get(key)))?.value;

  function releaser(release: Release): () => Promise<void> {
    return async () => {
      await step("release", async () => release());
    };
  }

  return {
    read,

    async turn(fresh) {
      const giveUpAt = performance.now() + LOCK_TTL_MS;
      for (;;) {
        const lock = await step("lock", (key) => store.lock(key, LOCK_TTL_MS));
        const stored = lock && (await read());
        if (stored && fresh(stored)) {
          if (lock.value) await releaser(lock.value)();
          return { token: stored };
        }
        if (!lock || performance.now() > giveUpAt) return { kept: stored, release: async () => {} };
        if (lock.value) return { kept: stored, release: releaser(lock.value) };
        await pause(LOCK_POLL_MS * (0.5 + Math.random()));
      }
    },

    async write(expected, next) {
      const wrote = await step("set", (key) => store.compareAndSet(key, expected, next));
      return wrote?.value === false ? read() : undefined;
    },
  };
}
