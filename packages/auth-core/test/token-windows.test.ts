import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { deadlinesOf, refreshBackoffMs } from "../src/token-windows.js";

describe("the windows of a token", () => {
  it.each([
    // lifetime in s, soft window in ms, hard window in ms
    [3_600, 60_000, 5_000],
    [1_799, 60_000, 5_000],
    [300, 60_000, 5_000],
    [299, 59_800, 5_000],
    [100, 20_000, 5_000],
    [60, 12_000, 3_000],
    [10, 2_000, 500],
    [1, 200, 50],
    [0, 0, 0],
  ])("of %i s begin %i ms (soft) and %i ms (hard) before its end", (seconds, soft, hard) => {
    const { softAt, hardAt, endsAt } = deadlinesOf(1_000, seconds * 1_000);
    expect(endsAt).toBe(1_000 + seconds * 1_000);
    expect(endsAt - softAt).toBeCloseTo(soft, 6);
    expect(endsAt - hardAt).toBeCloseTo(hard, 6);
  });

  it("never begin before the token was asked for, nor end after it, and take a fifth of its life at most", () => {
    const time = fc.double({ min: 0, max: 1e12, noNaN: true });
    fc.assert(
      fc.property(time, time, time, time, (sentAt, lifetimeMs, softMs, hardMs) => {
        const { softAt, hardAt, endsAt } = deadlinesOf(sentAt, lifetimeMs, { softMs, hardMs });
        const slack = 1e-3;
        expect(softAt).toBeGreaterThanOrEqual(sentAt + lifetimeMs * 0.8 - slack);
        expect(softAt).toBeGreaterThanOrEqual(endsAt - softMs - slack);
        expect(hardAt).toBeGreaterThanOrEqual(sentAt + lifetimeMs * 0.95 - slack);
        expect(hardAt).toBeGreaterThanOrEqual(endsAt - hardMs - slack);
        expect(softAt).toBeLessThanOrEqual(endsAt);
        expect(hardAt).toBeLessThanOrEqual(endsAt);
      }),
    );
  });

  it("are never reached without a lifetime", () => {
    expect(deadlinesOf(5, Infinity)).toEqual({ softAt: Infinity, hardAt: Infinity, endsAt: Infinity });
  });

  it("can be made smaller", () => {
    expect(deadlinesOf(0, 3_600_000, { softMs: 10_000, hardMs: 0 })).toEqual({
      softAt: 3_590_000,
      hardAt: 3_600_000,
      endsAt: 3_600_000,
    });
  });
});

describe("the pause after a failed background refresh", () => {
  it.each([
    [1, 500, 1_000],
    [2, 1_000, 2_000],
    [3, 2_000, 4_000],
    [5, 8_000, 16_000],
    [6, 15_000, 30_000],
    [50, 15_000, 30_000],
    [5_000, 15_000, 30_000],
  ])("is, after %i in a row, between %i and %i ms", (failures, least, most) => {
    expect(refreshBackoffMs(failures, 0)).toBe(least);
    expect(refreshBackoffMs(failures, 0.5)).toBe((least + most) / 2);
    expect(refreshBackoffMs(failures, 1)).toBe(most);
  });
});
