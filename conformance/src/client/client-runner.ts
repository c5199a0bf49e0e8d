import type { Exchange } from "../exchange/types.js";
import { documentedUrl, type Prepared } from "../replay/prepare.js";
import type { Outcome } from "../replay/types.js";
import type { TransportName } from "../transport/types.js";
import type { Vendor } from "../vendors/types.js";
import { openClientPlace } from "./client-place.js";
import { describedPlan, undescribedPlan } from "./client-plan.js";
import { clientProgram } from "./client-program.js";
import { type ClientWork, replayWithClient } from "./replay-with-client.js";
import { tokenAnswers } from "./token-answers.js";
import type { ClientAdapter } from "./types.js";

/** How long a client may take over a call, in milliseconds, unless it is said. */
const TIMEOUT_MS = 10_000;

/** What a client of the user's own is asked for; or settled without asking. */
export function clientWork(
  exchange: Exchange,
  prepared: Prepared,
  vendor: Vendor | undefined,
): ClientWork | Extract<Prepared, { kind: "settled" }> {
  if (vendor === undefined) {
    const url = documentedUrl(exchange);
    return "outcome" in url ? url : { exchange, plan: undescribedPlan(exchange, url), described: undefined };
  }
  if (prepared.kind === "settled") return prepared;
  return { exchange, plan: describedPlan(exchange, prepared, vendor), described: { vendor, prepared } };
}

/** Runs exchanges through one client on one transport, one after the other. */
export interface ClientRunner {
  run(work: ClientWork): Promise<Outcome>;
  close(): Promise<void>;
}

/** Opens a transport for a client: a function, or the URL of a program. The caller closes it. */
export async function openClientRunner(
  name: TransportName,
  client: ClientAdapter | URL | string,
  exchanges: readonly Exchange[],
  timeoutMs: number = TIMEOUT_MS,
): Promise<ClientRunner> {
  const isProgram = typeof client !== "function";
  if (isProgram && name !== "loopback")
    throw new RangeError(`the transport "${name}" cannot reach a client in another program; loopback can`);
  const adapter = isProgram ? clientProgram(new URL(client)) : client;
  const place = await openClientPlace(name);
  const run = { client: adapter, place, tokens: tokenAnswers(exchanges), timeoutMs };
  return { run: (work) => replayWithClient(work, run), close: place.close };
}
