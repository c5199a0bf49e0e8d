/** What the gateway says of its limits in an answer's headers. */
export interface RateLimit {
  /** Calls in the nearest quota. */
  limit: number | undefined;
  /** Calls that remain in the nearest quota. */
  remaining: number | undefined;
  /** Seconds until the nearest quota is reset. */
  resetSeconds: number | undefined;
  /** Every quota: `limit` calls in `windowSeconds`. */
  quotas: { limit: number; windowSeconds: number }[];
}

/**
 * The rate limit of an answer: `readRateLimit(result.response)`. Members are `undefined` where the header is absent, which
 * it may be on 401, 403, 412 and 500.
 */
export function readRateLimit({ headers }: { readonly headers: Headers }): RateLimit {
  const [limit, ...quotas] = (headers.get("x-ratelimit-limit") ?? "").split(",");
  return {
    limit: toNumber(limit),
    remaining: toNumber(headers.get("x-ratelimit-remaining")),
    resetSeconds: toNumber(headers.get("x-ratelimit-reset")),
    quotas: quotas.flatMap((quota) => {
      const [, calls, seconds] = /^\s*(\d+)\s*;\s*w=(\d+)\s*$/.exec(quota) ?? [];
      return calls && seconds ? [{ limit: Number(calls), windowSeconds: Number(seconds) }] : [];
    }),
  };
}

function toNumber(text: string | null | undefined): number | undefined {
  return text && /^\s*\d+\s*$/.test(text) ? Number(text) : undefined;
}
