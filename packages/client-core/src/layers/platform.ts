import type { Fetch } from "@x/auth-core";
import type { Send } from "../call.js";

/** The innermost step: the fetch of the platform, or the one that the caller brought. */
export function platform(fetch: Fetch | undefined): Send {
  // Looked up at the call, so that a fetch that is replaced later (a mock, an instrumentation) is the one used.
  return (url, { call: _, ...init }) => (fetch ?? globalThis.fetch)(url, init);
}
