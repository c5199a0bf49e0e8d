import { measureCoverage } from "../coverage/measure-coverage.js";
import type { Dimension, Tally, VendorCoverage } from "../coverage/types.js";
import { replay } from "../replay/replay.js";
import { chooseExchanges, OPERATION_OPTIONS } from "./choose-exchanges.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { parseOptions } from "./parse-options.js";
import { noClientLines } from "./replay-command.js";
import { painter, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

const COVERAGE_HELP = `conformance coverage: what the exchanges show of the vendor's description, and what this run proved

usage: conformance coverage [options]

The exchanges are replayed through the real clients (injected transport). The index is what the exchanges could prove,
the score is what this run proved. Counted is what the description has, each thing once; what is schema-derived or
recorded never counts.

dimensions
  operations         shown by at least one exchange
  statuses           of each operation; a range such as 4XX is one, default is none
  parameters         of path, query and header
  fields             members of the described JSON answers, seen with a value
  null               of these, the ones that may be null, seen as null
  absent             of these, the ones that may be left out, seen left out

options
  --min N            the score of operations, in percent, that each vendor must have; or of another dimension, as in
                     --min statuses=20; may be given more than once
  --missing          name the operations that no exchange shows
  --exchanges DIR    a folder of exchanges, or one file; default: the ones that come with this package
  --vendor NAME      only exchanges whose id starts with NAME/
  --operation TEXT   only exchanges whose operation holds TEXT, in any case
  --json             one JSON document in place of the table, with every operation, status, parameter and field
  --help             this text

examples
  conformance coverage
  conformance coverage --vendor cultureamp --min 40 --min statuses=10
  conformance coverage --vendor 8x8 --missing

exit codes
  0 enough   1 less than --min   2 usage or unusable input   3 environment`;

const DIMENSIONS: readonly Dimension[] = ["operations", "statuses", "parameters", "fields", "null", "absent"];

/** A score that a vendor does not have. */
interface Shortfall {
  readonly vendor: string;
  readonly dimension: Dimension;
  /** Percent. */
  readonly score: number;
  readonly min: number;
}

/** `conformance coverage`. */
export async function coverageCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseOptions("coverage", args, {
    ...OPERATION_OPTIONS,
    min: { type: "string", multiple: true, default: [] as string[] },
    missing: { type: "boolean", default: false },
  });
  if (values.help) {
    terminal.out(COVERAGE_HELP);
    return exitCode.ok;
  }
  const minima = values.min.map(readMinimum);
  const exchanges = chooseExchanges(values).map(({ exchange }) => exchange);
  const results = await replay({ exchanges, transports: ["inject"] });
  const vendors = measureCoverage({ exchanges, results });
  const short = vendors.flatMap((vendor) => shortfalls(vendor, minima));
  const unknown = noClientLines(results);
  const code = short.length > 0 ? exitCode.finding : unknown.length > 0 ? exitCode.unusable : exitCode.ok;
  if (values.json) terminal.out(JSON.stringify({ exitCode: code, vendors, short }, null, 2));
  else for (const line of coverageLines(vendors, values.missing, terminal)) terminal.out(line);
  for (const { vendor, dimension, score, min } of short)
    terminal.err(`conformance: ${vendor}: the score of ${dimension} is ${score} %, less than ${min} %`);
  for (const line of unknown) terminal.err(line);
  return code;
}

function readMinimum(text: string): { readonly dimension: Dimension; readonly min: number } {
  const [, name = "operations", number = ""] = /^(?:(\w+)=)?(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  const dimension = DIMENSIONS.find((known) => known === name);
  if (number === "" || dimension === undefined || Number(number) > 100) {
    throw new UsageError(`--min "${text}" is not a percentage, nor DIMENSION=N with one of ${DIMENSIONS.join(", ")}`);
  }
  return { dimension, min: Number(number) };
}

function shortfalls(
  { vendor, totals }: VendorCoverage,
  minima: readonly ReturnType<typeof readMinimum>[],
): Shortfall[] {
  return minima.flatMap(({ dimension, min }) => {
    const { of, score } = totals[dimension];
    const reached = percent(score, of);
    return of > 0 && reached < min ? [{ vendor, dimension, score: reached, min }] : [];
  });
}

function coverageLines(vendors: readonly VendorCoverage[], missing: boolean, terminal: Terminal): string[] {
  const paint = painter(terminal);
  return vendors.flatMap(({ vendor, totals, operations, documented, derived }) => {
    const open = operations.filter(({ mark }) => mark === "open");
    return [
      `${paint("bold", vendor.padEnd(16))} described      index         score`,
      ...DIMENSIONS.map((dimension) => `  ${dimension.padEnd(14)} ${tallyCells(totals[dimension])}`),
      paint(
        "dim",
        `  of ${documented} documented exchanges${derived > 0 ? `; ${derived} schema-derived or recorded do not count` : ""}`,
      ),
      ...(missing ? open.map(({ operation }) => `  ${paint("yellow", "no exchange")}  ${operation}`) : []),
      "",
    ];
  });
}

function tallyCells({ of, index, score }: Tally): string {
  const cell = (count: number): string =>
    of === 0 ? "            -" : `${String(count).padStart(6)} ${`${percent(count, of)} %`.padStart(7)}`;
  return `${String(of).padStart(9)} ${cell(index)}${cell(score)}`;
}

/** Rounded down to a tenth, so that 100 % means all. */
function percent(count: number, of: number): number {
  return of === 0 ? 0 : Math.floor((count / of) * 1000) / 10;
}
