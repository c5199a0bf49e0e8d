import type { ClientAdapter } from "../client/types.js";
import type { Exchange } from "../exchange/types.js";
import { transportNames } from "../transport/open-transport.js";
import type { TransportName } from "../transport/types.js";
import type { Vendor } from "../vendors/types.js";
import { explain } from "./explain.js";
import { replay } from "./replay.js";
import type { ReplayResult } from "./types.js";

/** One test: an exchange on a transport. */
export interface ReplayCase {
  /** `cultureamp/employees-get on loopback`. */
  readonly name: string;
  readonly exchange: Exchange;
  readonly transport: TransportName;
  /** Replays it; rejects with the difference in the message when it fails. */
  run(): Promise<ReplayResult>;
}

/**
 * One test case per exchange and transport, for any test runner:
 *
 * ```ts
 * for (const { name, run } of replayCases({ exchanges })) test(name, async () => void (await run()));
 * ```
 */
export function replayCases(options: {
  readonly exchanges: readonly Exchange[];
  readonly transports?: readonly TransportName[];
  readonly vendors?: readonly Vendor[];
  /** A client of your own, as `replay` takes it; the default of `transports` is `loopback` then. */
  readonly client?: ClientAdapter | URL | string;
  readonly timeoutMs?: number;
}): ReplayCase[] {
  const { exchanges, transports = options.client === undefined ? transportNames : ["loopback"], ...how } = options;
  return exchanges.flatMap((exchange) =>
    transports.map((transport) => ({
      name: `${exchange.id} on ${transport}`,
      exchange,
      transport,
      run: async () => {
        const [result] = await replay({ ...how, exchanges: [exchange], transports: [transport] });
        if (result === undefined) throw new Error(`${exchange.id} was not replayed`);
        if (result.verdict === "failed" || result.verdict === "no-client") throw new Error(explain(result).join("\n"));
        return result;
      },
    })),
  );
}
