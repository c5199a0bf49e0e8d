import { resolve } from "node:path";
import { parseArgs } from "node:util";
import { packagedFolder } from "../exchange/packaged-exchanges.js";
import { transportNames } from "../transport/open-transport.js";
import type { TransportName } from "../transport/types.js";
import { UsageError } from "./usage-error.js";

/** The command line of `replay`, understood. */
export interface ReplayArguments {
  readonly help: boolean;
  readonly json: boolean;
  /** Absolute. */
  readonly exchanges: string;
  /** As it was given, for messages. */
  readonly shown: string;
  readonly vendor: string | undefined;
  readonly transports: readonly TransportName[];
}

/**
 * Reads the command line of `replay`. A relative folder is meant from where the user stands, also under `npm run`.
 * @throws UsageError for what it does not know.
 */
export function replayArguments(args: readonly string[]): ReplayArguments {
  const values = parse(args);
  const { exchanges, vendor } = values;
  if (exchanges === "") throw new UsageError("--exchanges is empty; give a folder or a file");
  return {
    help: values.help,
    json: values.json,
    exchanges: exchanges === undefined ? packagedFolder : resolve(process.env.INIT_CWD ?? process.cwd(), exchanges),
    shown: exchanges ?? "the packaged exchanges",
    vendor,
    transports: transportsOf(values.transport),
  };
}

function parse(args: readonly string[]): {
  help: boolean;
  json: boolean;
  exchanges?: string | undefined;
  vendor?: string | undefined;
  transport: string;
} {
  try {
    return parseArgs({
      args: [...args],
      options: {
        help: { type: "boolean", short: "h", default: false },
        json: { type: "boolean", default: false },
        exchanges: { type: "string" },
        vendor: { type: "string" },
        transport: { type: "string", default: "all" },
      },
    }).values;
  } catch (error) {
    const [first = ""] = (error as Error).message.split(". ");
    throw new UsageError(`${first} (see conformance replay --help)`);
  }
}

function transportsOf(name: string): readonly TransportName[] {
  if (name === "all") return transportNames;
  const found = transportNames.find((transport) => transport === name);
  if (found === undefined) throw new UsageError(`--transport "${name}" is not one of inject, nock, loopback, all`);
  return [found];
}
