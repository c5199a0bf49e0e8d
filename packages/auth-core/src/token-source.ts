import { AccessToken, type StoredToken } from "./access-token.js";
import { type Clock, systemClock } from "./clock.js";
import { ConfigurationError, isApiClientError } from "./errors.js";
import type { TokenSharing } from "./shared-token.js";
import type { TokenEvent } from "./token-events.js";
import type { TokenExchange } from "./token-exchange.js";
import { deadlinesOf, type RefreshWindows, refreshBackoffMs, type TokenDeadlines } from "./token-windows.js";
import { abortable } from "./wait.js";

/** Options of {@link createTokenSource}. */
export interface TokenSourceOptions {
  /** Asks the vendor for a token. */
  exchange: TokenExchange;
  /**
   * What the token belongs to: token URL, client id, scope, tenant. Two sources with equal parts share one entry of a
   * store; the store sees a digest of them.
   */
  key: readonly (string | undefined)[];
  /** Shares the token with other sources, as `shareTokens(store)` makes it. Default: this source's own memory. */
  sharing?: TokenSharing | undefined;
  /** When to renew before the end. */
  windows?: RefreshWindows | undefined;
  /** Default: the platform's clocks. */
  clock?: Clock | undefined;
  /** Told of everything that happens to the token. Errors it throws are ignored. */
  onEvent?: ((event: TokenEvent) => void) | undefined;
}

/** Gives out an access token and keeps it fresh. */
export interface TokenSource {
  /**
   * A token that is good to send. Concurrent calls share one token request; `signal` ends this call's wait only.
   * @throws TokenError, or what the exchange's fetch throws, when there is no usable token.
   */
  get(options?: { signal?: AbortSignal | undefined }): Promise<AccessToken>;
  /**
   * Says that the API refused this token. It is dropped only while it is the current one, so that many late refusals
   * of an old token cost one token request together. Answers whether it was dropped.
   */
  reject(token: AccessToken): boolean;
  /** Forgets the token. Later calls of `get` are refused. */
  close(): void;
}

interface Held extends TokenDeadlines {
  token: AccessToken;
  stored: StoredToken;
}

/**
 * A token source over an exchange: one flight at a time, renewed behind the calls in the soft window, waited for in the
 * hard one, with a pause after each failed background refresh.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { exchange, windows, clock = systemClock, onEvent } = options;
  let held: Held | undefined;
  let flight: Promise<AccessToken> | undefined;
  let lastRefused: string | undefined;
  let refreshToken: string | undefined;
  let failures = 0;
  let notBefore = 0;
  let closed = false;

  function emit(event: TokenEvent): void {
    try {
      onEvent?.(event);
    } catch {
      // A listener's failure is its own.
    }
  }

  const shared = options.sharing?.(options.key, emit);

  function hold(stored: StoredToken, sentAt: number): Held {
    const lifetimeMs = stored.expiresAt === undefined ? undefined : stored.expiresAt - stored.obtainedAt;
    refreshToken = stored.refreshToken;
    return { token: new AccessToken(stored), stored, ...deadlinesOf(sentAt, lifetimeMs, windows) };
  }

  /** When a token out of the store was asked for, on this process's monotonic clock. */
  function sentAtOf(stored: StoredToken): number {
    return clock.monotonic() - Math.max(0, clock.now() - stored.obtainedAt);
  }

  function isFresh(stored: StoredToken): boolean {
    if (stored.accessToken === lastRefused || stored.accessToken === held?.stored.accessToken) return false;
    const lifetimeMs = stored.expiresAt === undefined ? undefined : stored.expiresAt - stored.obtainedAt;
    return clock.monotonic() < deadlinesOf(sentAtOf(stored), lifetimeMs, windows).softAt;
  }

  async function mint(): Promise<Held> {
    const before = clock.now();
    const sentAt = clock.monotonic();
    const answer = await exchange({ refreshToken });
    const stored: StoredToken = {
      accessToken: answer.accessToken,
      obtainedAt: before,
      expiresAt: answer.expiresIn === undefined ? undefined : before + answer.expiresIn * 1_000,
      refreshToken: answer.refreshToken,
      scope: answer.scope,
      details: answer.details,
    };
    return hold(stored, sentAt);
  }

  async function obtain(): Promise<{ next: Held; from: "vendor" | "store" }> {
    if (!shared) return { next: await mint(), from: "vendor" };
    const early = await shared.read();
    if (early && isFresh(early)) return { next: hold(early, sentAtOf(early)), from: "store" };
    const turn = await shared.turn(isFresh);
    if ("token" in turn) return { next: hold(turn.token, sentAtOf(turn.token)), from: "store" };
    try {
      const { kept } = turn;
      refreshToken = kept?.refreshToken ?? refreshToken;
      const next = await mint();
      // Written before it is used: a refresh token that rotates would otherwise be lost with this process.
      const newer = await shared.write(kept?.accessToken, next.stored);
      if (newer && isFresh(newer)) return { next: hold(newer, sentAtOf(newer)), from: "store" };
      return { next, from: "vendor" };
    } finally {
      await turn.release();
    }
  }

  async function fly(background: boolean): Promise<AccessToken> {
    const startedAt = clock.monotonic();
    emit({ type: "token-requested", background });
    try {
      const { next, from } = await obtain();
      if (!closed) held = next;
      failures = 0;
      notBefore = 0;
      emit({
        type: "token-obtained",
        from,
        background,
        durationMs: clock.monotonic() - startedAt,
        lifetimeMs: Number.isFinite(next.endsAt) ? next.endsAt - clock.monotonic() : undefined,
      });
      return next.token;
    } catch (error) {
      failures += 1;
      const retryInMs = refreshBackoffMs(failures, Math.random());
      notBefore = clock.monotonic() + retryInMs;
      emit({
        type: "token-failed",
        background,
        durationMs: clock.monotonic() - startedAt,
        code: isApiClientError(error) ? error.code : "unknown",
        retryInMs,
      });
      throw error;
    }
  }

  function launch(background: boolean): Promise<AccessToken> {
    flight ??= fly(background).finally(() => {
      flight = undefined;
    });
    return flight;
  }

  async function renew(old: Held, signal: AbortSignal | undefined): Promise<AccessToken> {
    try {
      return await abortable(launch(false), signal);
    } catch (error) {
      // The old token is still good for a moment: better than a failed call, unless it was rejected meanwhile.
      if (!signal?.aborted && held === old && clock.monotonic() < old.endsAt) return old.token;
      throw error;
    }
  }

  return {
    async get({ signal } = {}) {
      if (closed) throw new ConfigurationError("tokenSource", "is closed; make a new client");
      signal?.throwIfAborted();
      if (!held) return abortable(launch(false), signal);
      const now = clock.monotonic();
      if (now < held.softAt) return held.token;
      if (now < held.endsAt && now < notBefore) return held.token;
      if (now >= held.hardAt) return renew(held, signal);
      // The failure is in the events; the token at hand is still good.
      launch(true).catch(() => {});
      return held.token;
    },

    reject(token) {
      if (!held || held.token.reveal() !== token.reveal()) return false;
      lastRefused = held.stored.accessToken;
      held = undefined;
      notBefore = 0;
      emit({ type: "token-rejected" });
      return true;
    },

    close() {
      closed = true;
      held = undefined;
      refreshToken = undefined;
    },
  };
}
