import type { Clock } from "../../src/index.js";

/** A clock that stands still until it is told otherwise. */
export interface FakeClock extends Clock {
  /** Time passes: on both clocks. */
  advance(ms: number): void;
  /** The wall clock is set: by an operator, or by NTP. No time passes. */
  setWall(byMs: number): void;
}

/** Wall clock at 2026-01-01, monotonic clock somewhere else. */
export function fakeClock(): FakeClock {
  let wall = Date.UTC(2026, 0, 1);
  let monotonic = 12_345;
  return {
    now: () => wall,
    monotonic: () => monotonic,
    advance(ms) {
      wall += ms;
      monotonic += ms;
    },
    setWall(byMs) {
      wall += byMs;
    },
  };
}
