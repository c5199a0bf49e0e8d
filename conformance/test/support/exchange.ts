import type { DocumentedRequest, DocumentedResponse, Exchange } from "../../src/exchange/types.js";
import { replay } from "../../src/replay/replay.js";
import type { ReplayResult } from "../../src/replay/types.js";
import type { Vendor } from "../../src/vendors/types.js";
import { acme } from "./acme.js";

/** An exchange of the acme vendor: only what a test is about has to be said. */
export function exchange(
  request: Partial<DocumentedRequest> & { url: string | null },
  response: Partial<DocumentedResponse> | null = null,
  more: Partial<Exchange> = {},
): Exchange {
  return {
    id: "acme/test",
    operation: "for people",
    source: { title: "A page", url: "https://docs.acme.test" },
    fidelity: "verbatim",
    request: { method: "GET", headers: {}, body: null, ...request },
    response: response && { status: 200, headers: {}, body: null, ...response },
    notes: "",
    ...more,
  };
}

/** Replays one exchange; by default on every transport. */
export async function replayOne(
  given: Exchange,
  vendor: Vendor = acme(),
  transports = ["inject", "loopback", "nock"] as const,
): Promise<ReplayResult> {
  const [result] = await replay({ exchanges: [given], vendors: [vendor], transports });
  if (result === undefined) throw new Error("no result");
  return result;
}

/** The messages of a result's differences, and the pointers of its contradictions. */
export function findings({ differences, contradictions, reason }: ReplayResult): string[] {
  return [
    ...differences.map(({ message }) => message),
    ...contradictions.map(({ pointer }) => pointer),
    ...(reason && differences.length === 0 ? [reason] : []),
  ];
}
