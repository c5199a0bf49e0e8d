/** Where time comes from. Replace it in tests; fake timers do not reach it. */
export interface Clock {
  /** Milliseconds since the epoch, for instants that other processes read. */
  now(): number;
  /** Milliseconds since some fixed moment, never set back; lifetimes are measured on it. */
  monotonic(): number;
}

/** The platform's clocks. */
export const systemClock: Clock = {
  now: () => Date.now(),
  monotonic: () => performance.now(),
};
