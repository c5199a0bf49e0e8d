/** When to renew a token, at most, before it ends; both shrink with short lifetimes. */
export interface RefreshWindows {
  /** Milliseconds before the end from which a new token is fetched behind the calls. Default 60,000. */
  softMs?: number | undefined;
  /** Milliseconds before the end from which calls wait for the new token. Default 5,000. */
  hardMs?: number | undefined;
}

/** Instants in the life of a token, on the monotonic clock, in milliseconds. `Infinity`: never. */
export interface TokenDeadlines {
  softAt: number;
  hardAt: number;
  endsAt: number;
}

/**
 * The instants for a token asked for at `sentAt` that lives `lifetimeMs`: soft window min(softMs, 20 %), hard window
 * min(hardMs, 5 %) of the lifetime. `Infinity`: no lifetime was given, the token is used until a 401; so it is where a
 * window is no number.
 */
export function deadlinesOf(
  sentAt: number,
  lifetimeMs: number,
  { softMs = 60_000, hardMs = 5_000 }: RefreshWindows = {},
): TokenDeadlines {
  const endsAt = sentAt + lifetimeMs;
  return {
    softAt: endsAt - Math.min(softMs, lifetimeMs * 0.2),
    hardAt: endsAt - Math.min(hardMs, lifetimeMs * 0.05),
    endsAt,
  };
}

/** Full-jitter back-off after `failures` failed refreshes in a row: up to 1 s, 2 s, 4 s … 30 s, never under half. */
export function refreshBackoffMs(failures: number, random: number): number {
  const ceiling = Math.min(30_000, 1_000 * 2 ** (failures - 1));
  return ceiling * (0.5 + random / 2);
}
