import type { StoredToken } from "./access-token.js";

/** Gives a lock back. Must not throw when the lock has already run out. */
export type Release = () => Promise<void> | void;

/**
 * Where several token sources share a token: within a process, or across processes and hosts.
 *
 * Any method may fail or hang: the token source then goes on with its own memory and says so in an event.
 */
export interface TokenStore {
  /** The token kept under `key`, if any. */
  get(key: string): Promise<StoredToken | undefined>;
  /**
   * Writes `next` (or removes the entry, when `undefined`) only if the access token kept now is `expected`
   * (`undefined`: none is kept), in one atomic step. Answers whether it wrote.
   */
  compareAndSet(key: string, expected: string | undefined, next: StoredToken | undefined): Promise<boolean>;
  /**
   * Tries to become the one that asks for a new token. Answers at once: a release function, or `undefined` while
   * another holds the lock. The lock ends by itself after `ttlMs` milliseconds.
   */
  lock(key: string, ttlMs: number): Promise<Release | undefined>;
}

/** A store in this process's memory, for clients that share credentials. Nothing is shared between two of these. */
export function memoryTokenStore(): TokenStore {
  const tokens = new Map<string, StoredToken>();
  const locks = new Map<string, { until: number }>();
  return {
    async get(key) {
      return tokens.get(key);
    },
    async compareAndSet(key, expected, next) {
      if (tokens.get(key)?.accessToken !== expected) return false;
      if (next) tokens.set(key, next);
      else tokens.delete(key);
      return true;
    },
    async lock(key, ttlMs) {
      const now = performance.now();
      if ((locks.get(key)?.until ?? 0) > now) return undefined;
      const mine = { until: now + ttlMs };
      locks.set(key, mine);
      return () => {
        if (locks.get(key) === mine) locks.delete(key);
      };
    },
  };
}
