/** How many milliseconds a Retry-After asks to wait, in seconds or as a date (RFC 9110 section 10.2.3); `undefined` when it says nothing. */
export function retryAfterMs(value: string | null, now: number): number | undefined {
  if (value === null) return undefined;
  if (/^\s*\d+\s*$/.test(value)) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
