import { openInject } from "./inject.js";
import { openLoopback } from "./loopback.js";
import { openNock } from "./nock.js";
import type { Transport, TransportName } from "./types.js";

/** Every transport, in the order in which a run goes through them. */
export const transportNames: readonly TransportName[] = ["inject", "loopback", "nock"];

/**
 * Opens a transport. The caller closes it.
 * @throws RangeError for a name that is none of {@link transportNames}.
 */
export async function openTransport(name: TransportName): Promise<Transport> {
  if (name === "inject") return openInject();
  if (name === "loopback") return openLoopback();
  if (name === "nock") return openNock();
  throw new RangeError(`there is no transport "${String(name)}"; there is: ${transportNames.join(", ")}`);
}
