/** Header forms of a wait in milliseconds. */
const MILLISECONDS = ["retry-after-ms", "x-ms-retry-after-ms"];
/** Reset headers: seconds from now, or seconds (or milliseconds) since the epoch. */
const RESETS = ["ratelimit-reset", "x-ratelimit-reset"];

/**
 * How long the server asks to wait, in milliseconds from `now` (milliseconds since the epoch); never negative.
 *
 * `Retry-After` in seconds or as a date (RFC 9110 section 10.2.3), its `-ms` relatives, and for a 429 the
 * `RateLimit-Reset` family. A value that is none of these counts as absent.
 */
export function readRetryAfter(headers: Headers, status: number, now: number): number | undefined {
  for (const name of MILLISECONDS) {
    const ms = number(headers.get(name));
    if (ms !== undefined) return ms;
  }
  const retryAfter = headers.get("retry-after");
  if (retryAfter) {
    const seconds = number(retryAfter);
    if (seconds !== undefined) return seconds * 1_000;
    // Every HTTP date starts with a weekday; Date.parse alone would read "12 Jan" or "5." too. The oldest form names no
    // zone and means GMT.
    const at = /^[A-Z][a-z]+,? /.test(retryAfter)
      ? Date.parse(/\d$/.test(retryAfter) ? `${retryAfter} GMT` : retryAfter)
      : Number.NaN;
    if (!Number.isNaN(at)) return Math.max(0, at - now);
  }
  if (status === 429) {
    for (const name of RESETS) {
      const reset = number(headers.get(name));
      if (reset !== undefined) {
        const epochMs = reset > 1e12 ? reset : reset > 1e9 ? reset * 1_000 : now + reset * 1_000;
        return Math.max(0, epochMs - now);
      }
    }
  }
  return undefined;
}

function number(value: string | null): number | undefined {
  return value !== null && /^\s*\d+(\.\d+)?\s*$/.test(value) ? Number(value) : undefined;
}
