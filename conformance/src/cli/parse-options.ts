import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { UsageError } from "./usage-error.js";

/** Options that every verb has. */
const COMMON = {
  help: { type: "boolean", short: "h", default: false },
  json: { type: "boolean", default: false },
} as const;

/** The options of a command line, and what stands between them. */
export type ParsedOptions<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ options: Options & typeof COMMON; allowPositionals: true }>
>;

/**
 * Reads the command line of a verb. `--help` and `--json` are added to its options.
 *
 * @param arity how many arguments may stand beside the options.
 * @throws UsageError for what it does not know.
 */
export function parseOptions<const Options extends ParseArgsOptionsConfig>(
  verb: string,
  args: readonly string[],
  options: Options,
  arity = 0,
): ParsedOptions<Options> {
  let parsed: ParsedOptions<Options>;
  try {
    parsed = parseArgs({ args: [...args], options: { ...COMMON, ...options }, allowPositionals: true }) as never;
  } catch (error) {
    const [first = ""] = (error as Error).message.split(/\.\s/);
    throw new UsageError(`${first} (see conformance ${verb} --help)`);
  }
  const tooMany = parsed.positionals[arity];
  if (tooMany !== undefined) throw new UsageError(`Unexpected argument '${tooMany}' (see conformance ${verb} --help)`);
  return parsed;
}
