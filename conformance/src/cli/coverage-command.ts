import { measureCoverage } from "../coverage/measure-coverage.js";
import type { Dimension, FaultCoverage, Tally, VendorCoverage } from "../coverage/types.js";
import type { Exchange } from "../exchange/types.js";
import { runFaults } from "../faults/run-faults.js";
import { faultSubjects } from "../faults/subjects/subjects.js";
import type { FaultResult } from "../faults/types.js";
import { replay } from "../replay/replay.js";
import type { ReplayResult } from "../replay/types.js";
import { vendorIdOf } from "../vendors/registry.js";
import { chooseExchanges, OPERATION_OPTIONS } from "./choose-exchanges.js";
import { CLIENT_OPTIONS, clientChoice, loadClient } from "./client-option.js";
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
  request-fields, request-null, request-absent
                     the same of the members of described JSON request bodies
  events             what the vendor sends by itself: the webhooks of the description
  faults             each fault (see conformance faults) by each kind of operation that is described: reads, lists, calls
                     that record, requests for a token. Index: a client is here that can meet it; score: each that can
                     met it now, with --faults, and showed what it must

options
  --min N            the score of operations, in percent, that each vendor must have; or of another dimension, as in
                     --min statuses=20; may be given more than once
  --faults           let the clients meet every fault as well; it takes some seconds. Without it, their score is 0
  --missing          name the operations and events that no exchange shows, and with --faults the faults that failed
  --exchanges DIR    a folder of exchanges, or one file; default: the ones that come with this package
  --vendor NAME      only exchanges whose id starts with NAME/
  --operation TEXT   only exchanges whose operation holds TEXT, in any case
  --client FILE|URL  the score of a client of your own, see conformance replay --help
  --timeout SECONDS  how long that client may take over a call; default 10
  --json             one JSON document in place of the table, with every operation, status, parameter, field, event and fault
  --help             this text

examples
  conformance coverage
  conformance coverage --vendor cultureamp --min 40 --min statuses=10
  conformance coverage --vendor 8x8 --missing
  conformance coverage --faults --min faults=100

exit codes
  0 enough   1 less than --min   2 usage or unusable input   3 environment`;

/** As they are called on the command line. */
const DIMENSIONS: ReadonlyMap<string, Dimension> = new Map([
  ["operations", "operations"],
  ["statuses", "statuses"],
  ["parameters", "parameters"],
  ["fields", "fields"],
  ["null", "null"],
  ["absent", "absent"],
  ["request-fields", "requestFields"],
  ["request-null", "requestNull"],
  ["request-absent", "requestAbsent"],
  ["events", "events"],
  ["faults", "faults"],
]);

/** A score that a vendor does not have. */
interface Shortfall {
  readonly vendor: string;
  /** As it is called on the command line. */
  readonly dimension: string;
  /** Percent. */
  readonly score: number;
  readonly min: number;
}

/** `conformance coverage`. */
export async function coverageCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseOptions("coverage", args, {
    ...OPERATION_OPTIONS,
    ...CLIENT_OPTIONS,
    min: { type: "string", multiple: true, default: [] as string[] },
    missing: { type: "boolean", default: false },
    faults: { type: "boolean", default: false },
  });
  if (values.help) {
    terminal.out(COVERAGE_HELP);
    return exitCode.ok;
  }
  const minima = values.min.map(readMinimum);
  const exchanges = chooseExchanges(values).map(({ exchange }) => exchange);
  const client = clientChoice(values);
  const isFaulty = values.faults || minima.some(({ dimension }) => dimension === "faults");
  if (isFaulty && client !== undefined)
    throw new UsageError("the faults are met by the vendors' clients, not by that of --client; leave one of them out");
  const own = await loadClient(client);
  const results = await replay({ exchanges, transports: [client === undefined ? "inject" : "loopback"], ...own });
  const vendors = measureCoverage({ exchanges, results, faults: isFaulty ? await meetFaults(exchanges) : [] });
  const short = vendors.flatMap((vendor) => shortfalls(vendor, minima));
  const unknown = [...noClientLines(results), ...undescribedLines(results, vendors)];
  const code = short.length > 0 ? exitCode.finding : unknown.length > 0 ? exitCode.unusable : exitCode.ok;
  if (values.json) terminal.out(JSON.stringify({ exitCode: code, faultsRun: isFaulty, vendors, short }, null, 2));
  else for (const line of coverageLines(vendors, values.missing, isFaulty, terminal)) terminal.out(line);
  for (const { vendor, dimension, score, min } of short)
    terminal.err(`conformance: ${vendor}: the score of ${dimension} is ${score} %, less than ${min} %`);
  for (const line of unknown) terminal.err(line);
  return code;
}

/** A client of one's own may have been tried on a vendor of which nothing is known that could be covered. */
function undescribedLines(results: readonly ReplayResult[], covered: readonly VendorCoverage[]): string[] {
  const tried = new Set(results.filter(({ verdict }) => verdict !== "no-client").map(({ vendor }) => vendor));
  for (const { vendor } of covered) tried.delete(vendor);
  return [...tried].map((vendor) => `conformance: there is no description of "${vendor}" here that could be covered`);
}

/** Lets the clients of the vendors that have exchanges meet every fault. */
function meetFaults(exchanges: readonly Exchange[]): Promise<FaultResult[]> {
  const vendors = new Set(exchanges.map(({ id }) => vendorIdOf(id)));
  return runFaults({ subjects: faultSubjects.filter(({ id }) => vendors.has(id.split("/", 1)[0] ?? id)) });
}

interface Minimum {
  readonly dimension: string;
  /** Percent. */
  readonly min: number;
}

function readMinimum(text: string): Minimum {
  const [, dimension = "operations", number = ""] = /^(?:([a-z-]+)=)?(\d+(?:\.\d+)?)$/.exec(text) ?? [];
  if (number === "" || !DIMENSIONS.has(dimension) || Number(number) > 100) {
    const known = [...DIMENSIONS.keys()].join(", ");
    throw new UsageError(`--min "${text}" is not a percentage, nor DIMENSION=N with one of ${known}`);
  }
  return { dimension, min: Number(number) };
}

function shortfalls({ vendor, totals }: VendorCoverage, minima: readonly Minimum[]): Shortfall[] {
  return minima.flatMap(({ dimension, min }) => {
    const { of, score } = totals[DIMENSIONS.get(dimension) ?? "operations"];
    const reached = percent(score, of);
    return of > 0 && reached < min ? [{ vendor, dimension, score: reached, min }] : [];
  });
}

function coverageLines(
  vendors: readonly VendorCoverage[],
  missing: boolean,
  isFaulty: boolean,
  terminal: Terminal,
): string[] {
  const paint = painter(terminal);
  return vendors.flatMap(({ vendor, totals, operations, events, faults, documented, derived }) => {
    const open = [
      ...operations.filter(({ mark }) => mark === "open").map(({ operation }) => operation),
      ...events.filter(({ mark }) => mark === "open").map(({ event }) => `event ${event}`),
    ];
    const failed = isFaulty ? faults.filter(({ mark }) => mark === "provable") : [];
    return [
      `${paint("bold", vendor.padEnd(16))} described      index         score`,
      ...[...DIMENSIONS].flatMap(([name, dimension]) => {
        // What is not described is not counted.
        if (totals[dimension].of === 0) return [];
        const isRun = dimension !== "faults" || isFaulty;
        return [
          `  ${name.padEnd(14)} ${isRun ? tallyCells(totals[dimension]) : tallyCells(totals[dimension], "not run (--faults)")}`,
        ];
      }),
      ...(faults.length > 0 ? [paint("dim", `    ${byOperation(faults, isFaulty)}`)] : []),
      paint(
        "dim",
        `  of ${documented} documented exchanges${derived > 0 ? `; ${derived} schema-derived or recorded do not count` : ""}`,
      ),
      ...(missing ? open.map((name) => `  ${paint("yellow", "no exchange")}  ${name}`) : []),
      ...(missing
        ? failed.map(({ fault, class: of }) => `  ${paint("red", "not shown")}    fault ${fault} (${of})`)
        : []),
      "",
    ];
  });
}

/** `read 38/38, list 33/34`: of the faults of each kind of operation, those that are proved; without a run, provable. */
function byOperation(faults: readonly FaultCoverage[], isRun: boolean): string {
  return [...new Set(faults.map((fault) => fault.class))]
    .map((of) => {
      const own = faults.filter((fault) => fault.class === of);
      const shown = own.filter(({ mark }) => mark === "proved" || (!isRun && mark === "provable"));
      return `${of} ${shown.length}/${own.length}`;
    })
    .join(", ");
}

/** @param instead what to say in place of the score. */
function tallyCells({ of, index, score }: Tally, instead?: string): string {
  const cell = (count: number): string => `${String(count).padStart(6)} ${`${percent(count, of)} %`.padStart(7)}`;
  return `${String(of).padStart(9)} ${cell(index)}${instead === undefined ? cell(score) : `     ${instead}`}`;
}

/** Rounded down to a tenth, so that 100 % means all. */
function percent(count: number, of: number): number {
  return of === 0 ? 0 : Math.floor((count / of) * 1000) / 10;
}
