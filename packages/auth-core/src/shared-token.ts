import type { StoredToken } from "./access-token.js";
import { checkAccessToken } from "./token-answer.js";
import type { TokenEvent } from "./token-events.js";
import type { Release, TokenStore } from "./token-store.js";
import { pause, within } from "./wait.js";

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
  /**
   * Waits for the right to ask for a token. Ends early with a token as soon as `fresh` accepts the one that the store
   * keeps; a store that does not answer makes nobody wait.
   */
  turn(fresh: (stored: StoredToken) => boolean): Promise<{ token: StoredToken } | Turn>;
  /** Writes `next` if the token kept is still `expected`; otherwise answers what is kept instead. */
  write(expected: string | undefined, next: StoredToken): Promise<StoredToken | undefined>;
}

/** Makes the shared token of one source: for its key, telling its listener. */
export type TokenSharing = (
  keyParts: readonly (string | undefined)[],
  emit: (event: TokenEvent) => void,
) => SharedToken;

/** Options of {@link shareTokens}. */
export interface TokenSharingOptions {
  /** How long one step of the store may take, in milliseconds. Default 1,000. */
  timeoutMs?: number | undefined;
  /**
   * How long one source may keep the others waiting, in milliseconds: after that its lock ends by itself, should its
   * process have died. Longer than a token request takes. Default 30,000.
   */
  lockTtlMs?: number | undefined;
}

/**
 * Shares tokens through a store: `shareTokens(memoryTokenStore())`.
 *
 * Sources with the same key (token URL, client id, scope, tenant) use one token; one of them at a time asks for a new
 * one. A step of the store that fails, takes too long or answers something unusable is skipped with a
 * `token-store-failed` event: the source then works from its own memory.
 */
export function shareTokens(store: TokenStore, options: TokenSharingOptions = {}): TokenSharing {
  return (keyParts, emit) => shareToken(store, options, keyParts, emit);
}

/**
 * What a store gave back, if a token can be made of it. Its dates are those of another host: they need not be right.
 * @throws for anything else.
 */
function checkStored(stored: StoredToken | null | undefined): StoredToken | undefined {
  if (!stored) return undefined;
  checkAccessToken(stored.accessToken);
  if (
    !Number.isFinite(stored.obtainedAt + (stored.expiresAt ?? 0)) ||
    typeof (stored.refreshToken ?? "") !== "string"
  ) {
    throw new TypeError("not a token");
  }
  return stored;
}

function shareToken(
  store: TokenStore,
  { timeoutMs = 1_000, lockTtlMs = 30_000 }: TokenSharingOptions,
  keyParts: readonly (string | undefined)[],
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
      return { value: await within(run(key), timeoutMs) };
    } catch (error) {
      emit({ type: "token-store-failed", step: name, reason: error instanceof Error ? error.name : typeof error });
      return undefined;
    }
  }

  const read = () => step("get", async (key) => checkStored(await store.get(key)));

  return {
    async turn(fresh) {
      const giveUpAt = performance.now() + lockTtlMs;
      let lock: Release | undefined;
      const release = async () => {
        if (lock) await step("release", async () => lock?.());
      };
      for (;;) {
        const answer = await read();
        const kept = answer?.value;
        if (kept && fresh(kept)) {
          await release();
          return { token: kept };
        }
        // With the lock, this was the second look: another source may have written while it was being taken.
        if (!answer || lock) return { kept, release };
        let late = false;
        const taken = await step("lock", async (key) => {
          const given = (await store.lock(key, lockTtlMs)) ?? undefined;
          if (given !== undefined && typeof given !== "function") throw new TypeError("not a release function");
          if (!given && performance.now() > giveUpAt) throw new DOMException("the lock never ends", "TimeoutError");
          // Nobody waits for this lock any more: kept, it would hold up every other source until it ends by itself.
          if (late) await given?.();
          return given;
        });
        if (!taken) {
          late = true;
          return { kept, release };
        }
        lock = taken.value;
        if (!lock) await pause(LOCK_POLL_MS * (0.5 + Math.random()));
      }
    },

    async write(expected, next) {
      const wrote = await step("set", async (key) => {
        const answer: unknown = await store.compareAndSet(key, expected, next);
        if (typeof answer !== "boolean") throw new TypeError("not a yes or no");
        return answer;
      });
      return wrote?.value === false ? (await read())?.value : undefined;
    },
  };
}
