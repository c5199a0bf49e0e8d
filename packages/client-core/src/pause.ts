/** Waits `ms` milliseconds. An abort ends the wait early, without an error: the next call then ends as aborted. */
export function pause(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const end = () => {
      clearTimeout(timer);
      signal?.removeEventListener("abort", end);
      resolve();
    };
    const timer = setTimeout(end, ms);
    // It may have aborted before: that event has been.
    if (signal?.aborted) end();
    else signal?.addEventListener("abort", end, { once: true });
  });
}
