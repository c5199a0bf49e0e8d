import { performance } from "node:perf_hooks";

const TICK_MS = 20;

/** Watches how long this process is kept from its work at a time, as on a machine that has too much to do. */
export class StallWatch {
  #last: number = performance.now();
  #longest = 0;
  #latest = 0;
  readonly #timer: NodeJS.Timeout = setInterval(() => this.#note(), TICK_MS).unref();

  /** How long the process was kept from its work of late, in milliseconds. */
  get latestMs(): number {
    return this.#latest;
  }

  /** Ends the watch, and says how long the longest stall was, in milliseconds. */
  stop(): number {
    this.#note();
    clearInterval(this.#timer);
    return this.#longest;
  }

  #note(): void {
    const now = performance.now();
    this.#latest = now - this.#last - TICK_MS;
    this.#longest = Math.max(this.#longest, this.#latest);
    this.#last = now;
  }
}
