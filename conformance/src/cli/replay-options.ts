import type { Shard } from "../replay/shard.js";
import { transportNames } from "../transport/open-transport.js";
import type { TransportName } from "../transport/types.js";
import { exchangesFolder, OPERATION_OPTIONS } from "./choose-exchanges.js";
import { CLIENT_OPTIONS, type ClientChoice, clientChoice } from "./client-option.js";
import { parseOptions } from "./parse-options.js";
import { UsageError } from "./usage-error.js";

/** The command line of `replay`, understood. */
export interface ReplayArguments {
  readonly help: boolean;
  readonly json: boolean;
  readonly exchanges: string | undefined;
  readonly vendor: string | undefined;
  readonly operation: string | undefined;
  readonly transports: readonly TransportName[];
  readonly shard: Shard | undefined;
  readonly bail: boolean;
  readonly watch: boolean;
  readonly client: ClientChoice | undefined;
}

/**
 * Reads the command line of `replay`.
 * @throws UsageError for what it does not know.
 */
export function replayArguments(args: readonly string[]): ReplayArguments {
  const { values } = parseOptions("replay", args, {
    ...OPERATION_OPTIONS,
    ...CLIENT_OPTIONS,
    transport: { type: "string" },
    shard: { type: "string" },
    bail: { type: "boolean", default: false },
    watch: { type: "boolean", default: false },
  });
  const { help, json, exchanges, vendor, operation, bail, watch } = values;
  exchangesFolder(exchanges);
  if (watch && json) throw new UsageError("--watch prints for people; leave --json out");
  const client = clientChoice(values);
  const transports = transportsOf(values.transport, client);
  return { help, json, exchanges, vendor, operation, bail, watch, transports, client, shard: shardFrom(values.shard) };
}

/**
 * The transports of `--transport`. Default: all of them; with a client of one's own, a real server.
 * @throws UsageError for a name that is none, or one that cannot reach the client.
 */
export function transportsOf(name: string | undefined, client?: ClientChoice): readonly TransportName[] {
  if (name === undefined) return client === undefined ? transportNames : ["loopback"];
  const chosen = name === "all" ? transportNames : transportNames.filter((transport) => transport === name);
  if (chosen.length === 0) throw new UsageError(`--transport "${name}" is not one of inject, nock, loopback, all`);
  if (client?.kind === "program" && chosen.some((transport) => transport !== "loopback"))
    throw new UsageError(`--transport ${name} cannot reach a client in another program; leave it out, or say loopback`);
  return chosen;
}

function shardFrom(text: string | undefined): Shard | undefined {
  if (text === undefined) return undefined;
  const [, index = "", count = ""] = /^(\d{1,9})\/(\d{1,9})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  if (count === "" || shard.index < 1 || shard.index > shard.count)
    throw new UsageError(`--shard "${text}" is not a part of a whole, such as 1/3: the first of three`);
  return shard;
}
