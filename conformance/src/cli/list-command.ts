import { type ListedExchange, listExchanges } from "../list/list-exchanges.js";
import { chooseExchanges, OPERATION_OPTIONS } from "./choose-exchanges.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { parseOptions } from "./parse-options.js";
import { painter, type Terminal } from "./terminal.js";

const LIST_HELP = `conformance list: the documented exchanges, a line each

usage: conformance list [options]

Shows the id, the operation of the vendor's description, the status and the fidelity of each exchange.

options
  --exchanges DIR    a folder of exchanges, or one file; default: the ones that come with this package
  --vendor NAME      only exchanges whose id starts with NAME/
  --operation TEXT   only exchanges whose operation holds TEXT, in any case
  --json             one JSON document in place of the table, with the page of each exchange
  --help             this text

examples
  conformance list
  conformance list --vendor 8x8 --operation users
  conformance list --json > exchanges.json

exit codes
  0 listed   2 usage or unusable input, or nothing to list`;

/** `conformance list`. */
export function listCommand(args: readonly string[], terminal: Terminal): ExitCode {
  const { values } = parseOptions("list", args, OPERATION_OPTIONS);
  if (values.help) {
    terminal.out(LIST_HELP);
    return exitCode.ok;
  }
  const listed = listExchanges(chooseExchanges(values).map(({ exchange }) => exchange));
  if (values.json) terminal.out(JSON.stringify({ exitCode: exitCode.ok, exchanges: listed }, null, 2));
  else for (const line of listLines(listed, terminal)) terminal.out(line);
  return exitCode.ok;
}

function listLines(listed: readonly ListedExchange[], terminal: Terminal): string[] {
  const paint = painter(terminal);
  const width = Math.min(60, Math.max(...listed.map(({ id }) => id.length)));
  const lines = listed.map(({ id, status, fidelity, isRecorded, kind, operation }) => {
    const shown = kind === "call" || kind === "token" ? operation : `(${kind}) ${operation}`;
    return `${id.padEnd(width)}  ${String(status ?? "-").padStart(3)}  ${paint("dim", (isRecorded ? "recorded" : fidelity).padEnd(14))}  ${shown}`;
  });
  const operations = new Set(listed.map(({ vendor, operation }) => `${vendor} ${operation}`)).size;
  const derived = listed.filter(({ fidelity, isRecorded }) => fidelity === "schema-derived" && !isRecorded).length;
  const recorded = listed.filter(({ isRecorded }) => isRecorded).length;
  const total = `${count(listed.length, "exchange")} of ${count(operations, "operation")}`;
  const besides = [
    ...(derived > 0 ? [`; ${derived} schema-derived do not count`] : []),
    ...(recorded > 0 ? [`; ${recorded} recorded do not count`] : []),
  ];
  return [...lines, "", `${paint("bold", total)}${besides.join("")}`];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}
