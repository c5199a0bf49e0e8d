import { appendFileSync, existsSync, statSync } from "node:fs";
import { basename, dirname, join, sep } from "node:path";
import { performance } from "node:perf_hooks";
import { runFaults } from "../faults/run-faults.js";
import { faultSubjects } from "../faults/subjects/subjects.js";
import type { FaultResult } from "../faults/types.js";
import { writeFiles } from "../files/write-files.js";
import { replay } from "../replay/replay.js";
import { createReport } from "../report/create-report.js";
import { explainFault } from "../report/explain-fault.js";
import { githubReport } from "../report/github-report.js";
import { htmlReport } from "../report/html-report.js";
import { junitReport } from "../report/junit-report.js";
import { sarifReport } from "../report/sarif-report.js";
import type { Report } from "../report/types.js";
import { vendorIdOf } from "../vendors/registry.js";
import { chooseExchanges, OPERATION_OPTIONS, userPath } from "./choose-exchanges.js";
import { CLIENT_OPTIONS, clientChoice, loadClient } from "./client-option.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { parseOptions } from "./parse-options.js";
import { codeFor, noClientLines } from "./replay-command.js";
import { transportsOf } from "./replay-options.js";
import { summarise, summaryLines } from "./summary.js";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

const REPORT_HELP = `conformance report: replay, let the server misbehave, and report it in every form that is asked for

usage: conformance report [--html FILE] [--junit FILE] [--sarif FILE] [--github] [--json] [options]

One run: every exchange is replayed, then the clients of the same vendors meet every fault (see conformance faults),
which takes some seconds as its waits are real. Nothing leaves the machine.

forms
  --html FILE        one file for people: coverage maps, failures side by side, timelines of faults, filters; needs no network
  --junit FILE       JUnit XML: a suite for each vendor and each client, a case for each exchange and each fault
  --sarif FILE       SARIF 2.1.0: an error for each difference and failed fault, a note for each known contradiction
  --github           the summary of the job (into $GITHUB_STEP_SUMMARY, else the output) and annotations
  --json             one JSON document on the output; what --github says then goes to the error stream

options
  --exchanges DIR    a folder of exchanges, or one file; default: the ones that come with this package
  --vendor NAME      only exchanges whose id starts with NAME/
  --operation TEXT   only exchanges whose operation holds TEXT, in any case
  --transport NAME   inject, nock, loopback or all; default all: the verdict must be the same on each
  --client FILE|URL  a client of your own, see conformance replay --help; default transport loopback, no faults
  --timeout SECONDS  how long that client may take over a call; default 10
  --no-faults        replay only
  --help             this text

examples
  conformance report --html report.html
  conformance report --exchanges ./exchanges --html report.html --junit junit.xml --sarif conformance.sarif --github
  conformance report --vendor cultureamp --no-faults --json > report.json
  conformance report --client ./my-client.mjs --exchanges ./exchanges --junit junit.xml

exit codes
  0 all is as it must be   1 something differs   2 usage or unusable input   3 environment`;

const FILES = {
  html: htmlReport,
  junit: junitReport,
  sarif: (report: Report) => `${JSON.stringify(sarifReport(report), null, 2)}\n`,
} as const;

/** What GitHub takes of a step, with what the step wrote before. */
const SUMMARY_BYTES = 1024 * 1024;

/** `conformance report`. */
export async function reportCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseOptions("report", args, {
    ...OPERATION_OPTIONS,
    ...CLIENT_OPTIONS,
    transport: { type: "string" },
    html: { type: "string" },
    junit: { type: "string" },
    sarif: { type: "string" },
    github: { type: "boolean", default: false },
    "no-faults": { type: "boolean", default: false },
  });
  if (values.help) {
    terminal.out(REPORT_HELP);
    return exitCode.ok;
  }
  const forms = (["html", "junit", "sarif"] as const).flatMap((form) => {
    const file = values[form];
    if (file === "") throw new UsageError(`--${form} is empty; give a file`);
    return file === undefined ? [] : [{ form, file }];
  });
  checkFiles(forms);
  if (forms.length === 0 && !values.github && !values.json)
    throw new UsageError("say which: --html FILE, --junit FILE, --sarif FILE, --github, --json");
  const client = clientChoice(values);
  const transports = transportsOf(values.transport, client);
  const loaded = chooseExchanges(values);
  const exchanges = loaded.map(({ exchange }) => exchange);
  const root = shownRoot(values.exchanges);
  const files = new Map(loaded.map(({ file, exchange }) => [exchange.id, root(file)]));

  const own = await loadClient(client);
  const started = performance.now();
  const results = await replay({ exchanges, transports, ...own });
  const ms = performance.now() - started;
  const met = new Set(exchanges.map(({ id }) => vendorIdOf(id)));
  // The faults are met by the vendors' clients, not by the user's own.
  const subjects =
    values["no-faults"] || client !== undefined ? [] : faultSubjects.filter(({ id }) => met.has(vendorIdOf(`${id}/`)));
  const faults = await runFaults({ subjects });
  const summary = summarise(results, transports, ms, client && { client: client.shown });
  const report = createReport({ exchanges, results, transports, ms, faults, files });
  for (const { form, file } of forms) {
    const path = userPath(file);
    writeFiles(dirname(path), [[basename(path), FILES[form](report)]]);
  }
  const unmet = faults.filter(({ verdict }) => verdict === "failed");
  const code = unmet.length > 0 ? exitCode.finding : codeFor(results);
  if (values.github) tellGithub(report, values.json ? terminal.err : terminal.out);
  if (values.json) terminal.out(JSON.stringify({ exitCode: code, report }, null, 2));
  else {
    for (const line of summaryLines(summary, terminal)) terminal.out(line);
    for (const line of faultLines(report, unmet)) terminal.out(line);
    for (const { file } of forms) terminal.out(file);
  }
  for (const line of noClientLines(results)) terminal.err(line);
  return code;
}

/** What cannot be written is said before a run that takes a while. */
function checkFiles(forms: readonly { readonly form: string; readonly file: string }[]): void {
  const taken = new Map<string, string>();
  for (const { form, file } of forms) {
    const path = userPath(file);
    const other = taken.get(path);
    if (other !== undefined) throw new UsageError(`--${other} and --${form} are the same file, ${file}`);
    taken.set(path, form);
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory())
      throw new UsageError(`--${form} ${file} is a folder; give a file`);
    for (let parent = dirname(path); parent !== dirname(parent); parent = dirname(parent)) {
      if (!existsSync(parent)) continue;
      if (!statSync(parent).isDirectory())
        throw new UsageError(`--${form} ${file} cannot be written: a part of its path is a file`);
      break;
    }
  }
}

/** The failed faults, and how many were tried. */
function faultLines({ faults }: Report, unmet: readonly FaultResult[]): string[] {
  if (faults === undefined) return [];
  const { passed = 0, failed = 0, "not-applicable": not = 0 } = faults.verdicts;
  const clients = new Set(faults.results.map(({ subject }) => subject)).size;
  return [
    ...unmet.flatMap(explainFault),
    `${count(faults.tried.length, "fault")} × ${count(clients, "client")}: ${passed} passed${failed > 0 ? `, ${failed} failed` : ""}, ${not} not applicable`,
  ];
}

function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

function tellGithub(report: Report, out: (text: string) => void): void {
  const file = process.env.GITHUB_STEP_SUMMARY;
  const isThere = file !== undefined && existsSync(file);
  const { summary, annotations } = githubReport(report, SUMMARY_BYTES - (isThere ? statSync(file).size : 0));
  if (file) appendFileSync(file, summary);
  else out(summary);
  for (const annotation of annotations) out(annotation);
}

/** How a report names the file of an exchange: as the user named the folder, never by a path of the machine. */
function shownRoot(given: string | undefined): (file: string) => string {
  return (file) => {
    if (given === undefined) return ["exchanges", ...file.split(sep)].join("/");
    const isOneFile = file === userPath(given);
    return (isOneFile ? given : join(given, file)).split(sep).join("/");
  };
}
