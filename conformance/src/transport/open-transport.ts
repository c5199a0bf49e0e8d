import { openInject } from "./inject.js";
import { openLoopback } from "./loopback.js";
import { openNock } from "./nock.js";
import type { Transport, TransportName } from "./types.js";

/** Every transport, in the order in which a run goes through them. */
export const transportNames: readonly TransportName[] = ["inject", "loopback", "nock"];

/** Opens a transport. The caller closes it. */
export async function openTransport(name: TransportName): Promise<Transport> {
  if (name === "inject") return openInject();
  return name === "loopback" ? openLoopback() : openNock();
}
