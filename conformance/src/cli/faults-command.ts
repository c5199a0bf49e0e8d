import { performance } from "node:perf_hooks";
import { faults } from "../faults/faults.js";
import { runFaults } from "../faults/run-faults.js";
import { faultSubjects } from "../faults/subjects/subjects.js";
import type { Fault, FaultResult, FaultSubject } from "../faults/types.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { parseOptions } from "./parse-options.js";
import { type Paint, painter, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

const HELP = `conformance faults: let the server misbehave, and see what each client shows

usage: conformance faults [options]

Every client talks to a server on 127.0.0.1 that misbehaves in a way that has a name: statuses, tokens, bodies,
bytes and connections (over raw sockets), pages. A client must end in the documented class of error, send a read
again only where that helps, wait as long as it is told, never send a call twice that records something, and show
no credential in anything that is printed. Nothing leaves the machine. Waits are real: it takes some seconds.

options
  --vendor NAME      only clients of this vendor
  --fault NAME       only this fault, or this group of faults; may be given more than once
  --json             one JSON document in place of the table
  --help             this text

groups
  ${[...new Set(faults.map(({ group }) => group))].map((group) => `${group.padEnd(8)} ${namesOf(group)}`).join("\n  ")}

marks
  ✓ as it must be    ✗ not, as shown below    – does not apply

examples
  conformance faults
  conformance faults --vendor mxo --fault wire
  conformance faults --fault 429-date --fault 503-retry-after --json > faults.json

exit codes
  0 every client shows what it must   1 one does not   2 usage   3 environment`;

const MARKS = { passed: ["✓", "green"], failed: ["✗", "red"], "not-applicable": ["–", "dim"] } as const;

/** `conformance faults`. */
export async function faultsCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values } = parseOptions("faults", args, {
    vendor: { type: "string" },
    fault: { type: "string", multiple: true },
  });
  if (values.help) {
    terminal.out(HELP);
    return exitCode.ok;
  }
  const subjects = chooseSubjects(values.vendor);
  const chosen = values.fault === undefined ? faults : chooseFaults(values.fault);
  const started = performance.now();
  const table = new FaultTable(chosen, subjects, terminal);
  if (!values.json) for (const line of table.head()) terminal.out(line);
  const results = await runFaults({
    subjects,
    faults: chosen.map(({ name }) => name),
    ...(!values.json && {
      onResult: (result) => {
        for (const line of table.add(result)) terminal.out(line);
      },
    }),
  });
  const summary = summarise(results, performance.now() - started);
  const code = summary.failed > 0 ? exitCode.finding : exitCode.ok;
  if (values.json) terminal.out(JSON.stringify({ exitCode: code, summary, results }, null, 2));
  else for (const line of table.foot(summary)) terminal.out(line);
  return code;
}

function namesOf(group: string): string {
  const names = faults.filter((fault) => fault.group === group).map(({ name }) => name);
  return names.join(", ").replace(/(.{60,88}) /g, "$1\n           ");
}

function chooseSubjects(vendor: string | undefined): readonly FaultSubject[] {
  if (vendor === undefined) return faultSubjects;
  const chosen = faultSubjects.filter(({ id }) => id === vendor || id.startsWith(`${vendor}/`));
  if (chosen.length === 0)
    throw new UsageError(
      `there is no client of "${vendor}"; there is: ${faultSubjects.map(({ id }) => id).join(", ")}`,
    );
  return chosen;
}

function chooseFaults(names: readonly string[]): readonly Fault[] {
  for (const asked of names) {
    if (!faults.some(({ name, group }) => name === asked || group === asked))
      throw new UsageError(`there is no fault "${asked}"; conformance faults --help lists them`);
  }
  return faults.filter(({ name, group }) => names.includes(name) || names.includes(group));
}

interface FaultSummary {
  readonly faults: number;
  readonly clients: number;
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  readonly ms: number;
}

function summarise(results: readonly FaultResult[], ms: number): FaultSummary {
  const count = (verdict: FaultResult["verdict"]) => results.filter((result) => result.verdict === verdict).length;
  return {
    faults: new Set(results.map(({ fault }) => fault)).size,
    clients: new Set(results.map(({ subject }) => subject)).size,
    passed: count("passed"),
    failed: count("failed"),
    notApplicable: count("not-applicable"),
    ms: Math.round(ms),
  };
}

/** A row for each fault, a column for each client. */
class FaultTable {
  readonly #faults: readonly Fault[];
  readonly #subjects: readonly FaultSubject[];
  readonly #paint: Paint;
  readonly #nameWidth: number;
  #row: FaultResult[] = [];
  #group: string | undefined;

  constructor(chosen: readonly Fault[], subjects: readonly FaultSubject[], terminal: Terminal) {
    this.#faults = chosen;
    this.#subjects = subjects;
    this.#paint = painter(terminal);
    this.#nameWidth = Math.max(...chosen.map(({ name }) => name.length));
  }

  head(): string[] {
    const columns = this.#subjects.map(({ id }) => id).join("  ");
    return [this.#paint("bold", `${"".padEnd(this.#nameWidth + 4)}${columns}  what the client must show`)];
  }

  /** The lines that a result completes. */
  add(result: FaultResult): string[] {
    this.#row.push(result);
    if (this.#row.length < this.#subjects.length) return [];
    const row = this.#row;
    this.#row = [];
    const fault = this.#faults.find(({ name }) => name === result.fault);
    const cells = row.map(({ verdict, subject }) => {
      const [mark, style] = MARKS[verdict];
      return this.#paint(style, mark) + "".padEnd(subject.length + 1);
    });
    const lines = result.group === this.#group ? [] : [this.#paint("bold", result.group)];
    this.#group = result.group;
    lines.push(
      `  ${result.fault.padEnd(this.#nameWidth + 2)}${cells.join("")}${this.#paint("dim", fault?.shows ?? "")}`,
    );
    for (const { subject, problems } of row)
      lines.push(...problems.map((problem) => `      ${this.#paint("red", subject)}  ${problem}`));
    return lines;
  }

  foot({ faults: count, clients, passed, failed, notApplicable, ms }: FaultSummary): string[] {
    const verdicts = `${passed} passed${failed > 0 ? `, ${failed} failed` : ""}`;
    return [
      "",
      `${this.#paint("bold", `${count} fault${count === 1 ? "" : "s"} × ${clients} client${clients === 1 ? "" : "s"}`)}: ${
        failed > 0 ? this.#paint("red", verdicts) : verdicts
      }, ${notApplicable} not applicable`,
      this.#paint("dim", `over raw sockets on 127.0.0.1 in ${(ms / 1_000).toFixed(1)} s`),
    ];
  }
}
