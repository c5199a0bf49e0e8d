import { AbortedError, ConfigurationError, pause, TimeoutError } from "@x/client-core";

/** How far a long piece of work is. */
export interface Progress<Status extends string = string> {
  /** As the vendor last said; `undefined`: it did not. */
  status: Status | undefined;
  /** How often the vendor was asked. */
  polls: number;
  /** Since the start, in milliseconds. */
  elapsedMs: number;
}

/** How to wait for a long piece of work. */
export interface PollOptions<Status extends string = string> {
  /** Ends the wait with an `AbortedError`; the vendor's work goes on. */
  signal?: AbortSignal | undefined;
  /** Wait before the second look, in milliseconds; it grows by half each time. */
  intervalMs?: number | undefined;
  /** Longest wait between two looks, in milliseconds. */
  maxIntervalMs?: number | undefined;
  /** How long to wait in all, in milliseconds; then a `TimeoutError`. */
  timeoutMs?: number | undefined;
  /** Told after each look. What it throws ends the wait. */
  onProgress?: ((progress: Progress<Status>) => void) | undefined;
}

type Waits = Readonly<Record<"intervalMs" | "maxIntervalMs" | "timeoutMs", number>>;

/**
 * Looks at a piece of work until `isDone`, with growing waits. The first look is made at once.
 * @throws AbortedError, TimeoutError (`total_timeout`), or what `look` throws.
 */
export async function poll<Status extends string, State extends { status?: Status | undefined }>(
  operation: string,
  look: (signal: AbortSignal | undefined) => Promise<State>,
  isDone: (state: State) => boolean,
  options: PollOptions<Status>,
  defaults: Waits,
): Promise<State> {
  const { signal, onProgress } = options;
  const read = (name: keyof Waits): number => {
    const value = options[name] ?? defaults[name];
    if (!(value > 0 && value < 2 ** 31)) throw new ConfigurationError(name, "must be above zero and below 2^31");
    return value;
  };
  const maxIntervalMs = read("maxIntervalMs");
  const timeoutMs = read("timeoutMs");
  const facts = { vendor: "8x8", operation };
  const startedAt = performance.now();
  for (let polls = 1, waitMs = read("intervalMs"); ; polls += 1, waitMs *= 1.5) {
    if (signal?.aborted) throw new AbortedError(`${operation}: aborted by the caller`, facts, signal.reason);
    const state = await look(signal);
    const elapsedMs = performance.now() - startedAt;
    onProgress?.({ status: state.status, polls, elapsedMs });
    if (isDone(state)) return state;
    const nextMs = Math.min(waitMs, maxIntervalMs);
    if (elapsedMs + nextMs > timeoutMs) {
      throw new TimeoutError(
        "total_timeout",
        `${operation}: not done within ${timeoutMs} ms, last ${state.status}`,
        facts,
      );
    }
    await pause(nextMs, signal);
  }
}
