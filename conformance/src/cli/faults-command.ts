import { performance } from "node:perf_hooks";
import { faults } from "../faults/faults.js";
import { runFaults } from "../faults/run-faults.js";
import { faultSubjects } from "../faults/subjects/subjects.js";
import type { Fault, FaultSubject } from "../faults/types.js";
import { nearestPath } from "../openapi/nearest-path.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { FaultTable, summariseFaults } from "./faults-table.js";
import { parseOptions } from "./parse-options.js";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

const HELP = `conformance faults: let the server misbehave, and see what each client shows

usage: conformance faults [options]

Every client talks to a server on 127.0.0.1 that misbehaves in a way that has a name: statuses, tokens, bodies,
bytes and connections (over raw sockets), pages. A client must end in the documented class of error, send a read
again only where that helps, wait as long as it is told, never send a call twice that records something, and show
no credential in anything that is printed. Nothing leaves the machine. Waits are real: it takes some seconds.

The kinds of operations that a fault is tried on: reads (every answer is the fault, and the first one only), lists
(the second page), calls that record, and the request for a token.

options
  --vendor NAME      only clients of this vendor, or one client, such as 8x8/storage
  --fault NAME       only this fault, or this group of faults; may be given more than once
  --json             one JSON document in place of the table
  --help             this text

groups
  ${[...new Set(faults.map(({ group }) => group))].map((group) => `${group.padEnd(8)} ${namesOf(group)}`).join("\n  ")}

marks
  ✓ as it must be    ✗ not, as shown below    – does not apply
  19/19              of so many clients of a vendor, where a column for each does not fit

examples
  conformance faults
  conformance faults --vendor mxo --fault wire
  conformance faults --vendor medallia-mec/vcloud
  conformance faults --fault 429-date --fault 503-retry-after --json > faults.json

exit codes
  0 every client shows what it must   1 one does not   2 usage   3 environment`;

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
  const summary = summariseFaults(results, performance.now() - started);
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
  if (chosen.length > 0) return chosen;
  const ids = faultSubjects.map(({ id }) => id);
  const near = namesNear(vendor, ids);
  const hint =
    near.length > 0
      ? `did you mean ${near.join(", ")}?`
      : `there is: ${ids.filter((id) => !id.includes("/")).join(", ")}, and their products`;
  throw new UsageError(`there is no client of "${vendor}"; ${hint}`);
}

function chooseFaults(names: readonly string[]): readonly Fault[] {
  const known = [...new Set(faults.flatMap(({ name, group }) => [name, group]))];
  for (const asked of names) {
    if (known.includes(asked)) continue;
    const near = namesNear(asked, known);
    const hint = near.length === 0 ? "" : `; did you mean ${near.join(", ")}?`;
    throw new UsageError(`there is no fault "${asked}"${hint} (conformance faults --help lists them)`);
  }
  return faults.filter(({ name, group }) => names.includes(name) || names.includes(group));
}

/** The names that somebody may have meant: a part of one, or a slip of the keys. */
function namesNear(asked: string, names: readonly string[]): readonly string[] {
  const word = asked.toLowerCase();
  if (word.length < 2) return [];
  const alike = names.filter((name) => name.includes(word) || word.includes(name));
  const nearest = nearestPath(word, names);
  return [...new Set([...alike, ...(nearest === undefined ? [] : [nearest])])].slice(0, 4);
}
