import { AccessToken, type StoredToken } from "./access-token.js";
import { type Clock, systemClock } from "./clock.js";
import { ConfigurationError, isApiClientError } from "./errors.js";
import type { TokenSharing } from "./shared-token.js";
import { checkAccessToken, readLifetime } from "./token-answer.js";
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
  from: "vendor" | "store";
}

/**
 * A token source over an exchange: one flight at a time, renewed behind the calls in the soft window, waited for in the
 * hard one, with a pause after each failed background refresh.
 */
export function createTokenSource(options: TokenSourceOptions): TokenSource {
  const { exchange, windows, clock = systemClock, onEvent } = options;
  let held: Held | undefined;
  let flight: Promise<AccessToken> | undefined;
  /** The last token held, for its refresh token; also after a rejection. */
  let last: StoredToken | undefined;
  /** The last few tokens that were rejected. */
  let refused: AccessToken[] = [];
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

  /** A token asked for at `sentAt` on this process's monotonic clock, with its deadlines. */
  function hold(from: Held["from"], stored: StoredToken, sentAt: number): Held {
    const lifetimeMs = (stored.expiresAt ?? Infinity) - stored.obtainedAt;
    return { token: new AccessToken(stored), stored, from, ...deadlinesOf(sentAt, lifetimeMs, windows) };
  }

  /** A token out of the store: its age is known from the wall clock only. */
  function adopt(stored: StoredToken): Held {
    return hold("store", stored, clock.monotonic() - Math.max(0, clock.now() - stored.obtainedAt));
  }

  function isFresh(stored: StoredToken): boolean {
    if ([held?.token, ...refused].some((token) => token?.reveal() === stored.accessToken)) return false;
    return !(clock.monotonic() >= adopt(stored).softAt);
  }

  async function mint(kept?: StoredToken): Promise<Held> {
    const obtainedAt = clock.now();
    const sentAt = clock.monotonic();
    // The store has the older one when a write to it failed. Of a pair of refresh tokens only the newer is good.
    const { refreshToken } = (last && !(kept && kept.obtainedAt > last.obtainedAt) ? last : kept) ?? {};
    const { accessToken, expiresIn, ...rest } = await exchange({ refreshToken });
    const lifetime = readLifetime(expiresIn);
    const expiresAt = lifetime === undefined ? lifetime : obtainedAt + lifetime * 1_000;
    return hold("vendor", { accessToken: checkAccessToken(accessToken), obtainedAt, expiresAt, ...rest }, sentAt);
  }

  async function obtain(): Promise<Held> {
    if (!shared) return mint();
    const turn = await shared.turn(isFresh);
    if ("token" in turn) return adopt(turn.token);
    try {
      const next = await mint(turn.kept);
      // Written before it is used: a refresh token that rotates would otherwise be lost with this process.
      const other = await shared.write(turn.kept?.accessToken, next.stored);
      if (other && isFresh(other)) return adopt(other);
      if (other) await shared.write(other.accessToken, next.stored);
      return next;
    } finally {
      await turn.release();
    }
  }

  async function fly(background: boolean): Promise<AccessToken> {
    const startedAt = clock.monotonic();
    emit({ type: "token-requested", background });
    try {
      const next = await obtain();
      if (!closed) {
        held = next;
        last = next.stored;
      }
      failures = 0;
      notBefore = 0;
      emit({
        type: "token-obtained",
        from: next.from,
        background,
        durationMs: clock.monotonic() - startedAt,
        lifetimeMs: Number.isFinite(next.endsAt) ? next.endsAt - clock.monotonic() : undefined,
      });
      return next.token;
    } catch (error) {
      failures += 1;
      const known = isApiClientError(error) ? error : undefined;
      const retryInMs = Math.max(refreshBackoffMs(failures, Math.random()), known?.retryAfterMs ?? 0);
      notBefore = clock.monotonic() + retryInMs;
      emit({
        type: "token-failed",
        background,
        durationMs: clock.monotonic() - startedAt,
        code: known?.code ?? "unknown",
        retryInMs,
      });
      throw error;
    }
  }

  function launch(background: boolean): Promise<AccessToken> {
    if (!flight) {
      // Not at once: a listener that asks for a token must find this flight.
      flight = Promise.resolve()
        .then(() => fly(background))
        .finally(() => {
          flight = undefined;
        });
      // Its failure is in the events, also when nobody waits for it.
      flight.catch(() => {});
    }
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
      if (!(now >= held.softAt)) return held.token;
      if (now < held.endsAt && now < notBefore) return held.token;
      if (now >= held.hardAt) return renew(held, signal);
      void launch(true);
      return held.token;
    },

    reject(token) {
      // A vendor may give the same token again: what is said late of the first does not hold for the second.
      if (refused.includes(token) || held?.token.reveal() !== token.reveal()) return false;
      refused = [token, ...refused].slice(0, 9);
      held = undefined;
      emit({ type: "token-rejected" });
      return true;
    },

    close() {
      closed = true;
      held = undefined;
      last = undefined;
    },
  };
}
