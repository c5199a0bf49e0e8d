import { lintFolder } from "../lint/lint-folder.js";
import type { LintFinding } from "../lint/types.js";
import { EXCHANGE_OPTIONS, exchangesFolder } from "./choose-exchanges.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { parseOptions } from "./parse-options.js";
import { painter, type Terminal } from "./terminal.js";

const LINT_HELP = `conformance lint: what is wrong with exchanges, before anybody relies on them

usage: conformance lint [options]

rules
  unusable                 a file that is not JSON, no exchange, or over 16 MiB
  duplicate-id             two files with one id
  missing-source           no page is named, or its address is not absolute
  undescribed              the vendor's description does not have the request
  contradicts-description  the vendor's schema refuses a value, and the exchange does not say why
  secret                   a value looks like a live credential; it is never printed
  machine-path             a path of somebody's machine

A credential that the page itself prints is excused by "x-published": ["/request/headers/Authorization"] in the
exchange; a contradiction by "contradicts".

options
  --exchanges DIR    a folder of exchanges, or one file; default: the ones that come with this package
  --vendor NAME      only exchanges whose id starts with NAME/
  --json             one JSON document in place of the list
  --help             this text

examples
  conformance lint --exchanges ./exchanges
  conformance lint --exchanges ./exchanges/cultureamp/employees-get.json --json

exit codes
  0 nothing to put right   1 something to put right   2 usage, or a file that is no exchange`;

/** `conformance lint`. */
export async function lintCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseOptions("lint", args, EXCHANGE_OPTIONS);
  if (values.help) {
    terminal.out(LINT_HELP);
    return exitCode.ok;
  }
  const { path } = exchangesFolder(values.exchanges);
  const { files, findings } = await lintFolder(path, { vendor: values.vendor });
  const code = codeFor(findings);
  if (values.json) {
    terminal.out(JSON.stringify({ exitCode: code, files, findings }, null, 2));
    return code;
  }
  const paint = painter(terminal);
  for (const { file, rule, pointer, message } of findings) {
    terminal.out(`${paint("bold", file)}${pointer && `: ${pointer}`}: ${paint("red", rule)}: ${message}`);
  }
  const number = findings.length === 0 ? "nothing to put right" : `${findings.length} to put right`;
  terminal.out(`${files} file${files === 1 ? "" : "s"}: ${number}`);
  return code;
}

function codeFor(findings: readonly LintFinding[]): ExitCode {
  if (findings.some(({ rule }) => rule === "unusable")) return exitCode.unusable;
  return findings.length > 0 ? exitCode.finding : exitCode.ok;
}
