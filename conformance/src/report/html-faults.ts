import type { FaultResult } from "../faults/types.js";
import { vendorIdOf } from "../vendors/registry.js";
import { escapeMarkup as esc } from "./escape.js";
import { drawFault } from "./fault-view.js";
import { count, faultAnchor } from "./html-text.js";
import type { PackedFaults } from "./pack-faults.js";
import type { ReportedFaults } from "./types.js";

const MARKS: Readonly<Record<FaultResult["verdict"], string>> = { passed: "✓", failed: "✗", "not-applicable": "–" };

/** What clients showed in place of what they must: each with its timelines, so that paper and a page without scripts have them, too. */
export function faultFailures({ results }: ReportedFaults, packed: PackedFaults): string {
  const failed = results.filter(({ verdict }) => verdict === "failed");
  if (failed.length === 0) return "";
  const items = failed.map(({ subject, fault, group }) => {
    const view = packed.results[`${subject} ${fault}`];
    return `<article class="fail" id="${faultAnchor(subject, fault)}" tabindex="-1" ${dataOf(subject, fault, group, "failed")}><h3>${esc(subject)}: ${esc(fault)}</h3>${view ? drawFault(view, packed.texts) : ""}</article>`;
  });
  return `<section class="card" id="fault-failures"><h2>What clients showed instead</h2>${items.join("\n")}</section>`;
}

/** Every fault with every client: a row for each fault, a column for each client, the clients of a vendor side by side. */
export function faultMatrix({ tried, results, verdicts }: ReportedFaults): string {
  const groups = [...new Set(tried.map(({ group }) => group))];
  const subjects = [...new Set(results.map(({ subject }) => subject))];
  const isEdge = subjects.map((subject, index) => vendorOf(subject) !== vendorOf(subjects[index - 1] ?? ""));
  const edge = (index: number): string => (isEdge[index] ? ' class="edge"' : "");
  const byKey = new Map(results.map((result) => [`${result.subject} ${result.fault}`, result]));
  const names = subjects.map(
    (subject, index) =>
      `<th scope="col"${edge(index)} data-subject="${esc(subject)}" data-vendor="${esc(vendorOf(subject))}"><span class="turn">${esc(subject)}</span></th>`,
  );
  const sums = subjects.map((subject, index) => {
    const met = results.filter((result) => result.subject === subject && result.verdict !== "not-applicable");
    const passed = met.filter(({ verdict }) => verdict === "passed").length;
    return `<td${edge(index)} title="${passed} of ${met.length} passed">${passed}<br><span class="soft">/${met.length}</span></td>`;
  });
  const bodies = groups.map((group) => {
    const rows = tried
      .filter((fault) => fault.group === group)
      .map(({ name, does, shows }) => {
        const cells = subjects.map((subject, index) => {
          const result = byKey.get(`${subject} ${name}`);
          return `<td${edge(index)}>${result === undefined ? "" : mark(result)}</td>`;
        });
        return `<tr data-fault="${esc(name)}" data-group="${group}"><th scope="row"${does ? ` title="${esc(does)}"` : ""}>${esc(name)}</th>${cells.join("")}<td class="shows">${esc(shows)}</td></tr>`;
      });
    return `<tbody><tr class="of"><th scope="rowgroup" colspan="${subjects.length + 2}"><span>${group}</span></th></tr>${rows.join("\n")}</tbody>`;
  });
  const { passed = 0, failed = 0, "not-applicable": not = 0 } = verdicts;
  return `<section class="card" id="faults"><div class="vendor-head"><h2>Faults</h2><span class="soft">${count(tried.length, "fault")} × ${count(subjects.length, "client")}: ${passed} passed, ${failed} failed, ${not} not applicable</span></div>
<p class="soft">What each client shows when the server misbehaves. A cell opens its timeline; arrow keys move, Escape closes.</p>
<div class="legend"><span><i class="mark m-passed">✓</i> shows what it must</span><span><i class="mark m-failed">✗</i> does not</span><span><i class="mark m-not-applicable">–</i> cannot happen to this client: its title says why</span></div>
<div class="scroll" id="matrix" tabindex="0" role="group" aria-label="Faults by client"><table class="matrix"><thead><tr><td></td>${names.join("")}<th scope="col" class="shows">what the client must show</th></tr><tr class="sums"><th scope="row">passed</th>${sums.join("")}<td></td></tr></thead>
${bodies.join("\n")}</table></div>
<p class="empty" id="no-fault" hidden>No fault fits these filters.</p></section>`;
}

function mark({ subject, fault, verdict, reason }: FaultResult): string {
  const about = reason === undefined ? "" : ` title="${esc(reason)}"`;
  return verdict === "failed"
    ? `<a href="#${faultAnchor(subject, fault)}" class="mark m-failed" aria-label="failed: ${esc(fault)}, ${esc(subject)}">${MARKS[verdict]}</a>`
    : `<button type="button" class="mark m-${verdict}"${about}>${MARKS[verdict]}</button>`;
}

function dataOf(subject: string, fault: string, group: string, verdict: string): string {
  return `data-tried data-vendor="${esc(vendorOf(subject))}" data-verdict="${verdict}" data-text="${esc(`${subject} ${fault} ${group}`.toLowerCase())}"`;
}

function vendorOf(subject: string): string {
  return vendorIdOf(`${subject}/`);
}
