/** The time in a sandbox. */
export interface SandboxClock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Moves the clock forward by that many milliseconds, so that tokens expire without anybody waiting. */
  advance(ms: number): void;
}

/** A clock that goes with the machine's and can be moved ahead of it. */
export function createSandboxClock(): SandboxClock {
  let ahead = 0;
  return {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
}
