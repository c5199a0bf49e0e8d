import { transportNames } from "../transport/open-transport.js";
import type { TransportName } from "../transport/types.js";
import { EXCHANGE_OPTIONS, exchangesFolder } from "./choose-exchanges.js";
import { parseOptions } from "./parse-options.js";
import { UsageError } from "./usage-error.js";

/** The command line of `replay`, understood. */
export interface ReplayArguments {
  readonly help: boolean;
  readonly json: boolean;
  readonly exchanges: string | undefined;
  readonly vendor: string | undefined;
  readonly transports: readonly TransportName[];
}

/**
 * Reads the command line of `replay`.
 * @throws UsageError for what it does not know.
 */
export function replayArguments(args: readonly string[]): ReplayArguments {
  const { values } = parseOptions("replay", args, {
    ...EXCHANGE_OPTIONS,
    transport: { type: "string", default: "all" },
  });
  const { help, json, exchanges, vendor } = values;
  exchangesFolder(exchanges);
  return { help, json, exchanges, vendor, transports: transportsOf(values.transport) };
}

/** The transports of `--transport`. */
export function transportsOf(name: string): readonly TransportName[] {
  if (name === "all") return transportNames;
  const found = transportNames.find((transport) => transport === name);
  if (found === undefined) throw new UsageError(`--transport "${name}" is not one of inject, nock, loopback, all`);
  return [found];
}
