import type { FaultResult } from "../faults/types.js";
import type { Verdict } from "../replay/types.js";
import { escapeMarkup } from "./escape.js";
import { explainFault } from "./explain-fault.js";
import type { Report, ReportedFaults, ReportedResult } from "./types.js";

const COLUMNS: readonly Verdict[] = ["passed", "request-only", "contradicts", "failed", "incoming", "not-replayable"];
/** GitHub shows ten annotations of a step and drops the rest. */
const MAX_ANNOTATIONS = 10;
/** GitHub takes no summary of a step that is over 1 MiB. */
const MAX_BYTES = 1024 * 1024;
/** Kept free for the line that says what was left out. */
const RESERVE_BYTES = 1024;
/** Characters of a value. */
const MAX_VALUE = 200;

/** A report for GitHub Actions. */
export interface GithubReport {
  /** Markdown for the summary of the job. Always under the limit of 1 MiB; it says what it leaves out. */
  readonly summary: string;
  /** Workflow commands, which become annotations at the files of the exchanges: at most ten, as GitHub shows no more of a step. */
  readonly annotations: readonly string[];
}

/**
 * A report as the summary of a job, and annotations of what failed.
 *
 * @param maxBytes how long the summary may be, in UTF-8; what is already in it counts. Default: 1 MiB.
 */
export function githubReport(report: Report, maxBytes: number = MAX_BYTES): GithubReport {
  const { results, vendors, verdicts, faults, transports, ms } = report;
  const failed = results.filter(({ verdict }) => verdict === "failed" || verdict === "no-client");
  const unmet = faults?.results.filter(({ verdict }) => verdict === "failed") ?? [];
  const rows = vendors.map(({ vendor, title, totals }) => {
    const own = results.filter((result) => result.vendor === vendor);
    const cells = COLUMNS.map((column) => own.filter(({ verdict }) => verdict === column).length || "");
    const score =
      totals === undefined
        ? "|"
        : `${totals.operations.score} of ${totals.operations.of} | ${totals.operations.index} of ${totals.operations.of}`;
    return `| ${cell(title)} | ${cells.join(" | ")} | ${score} |`;
  });
  const faultHead =
    faults === undefined ? "" : `, ${count(faults.results.length - (faults.verdicts["not-applicable"] ?? 0))}`;
  const faultFailed = unmet.length > 0 ? `, ${unmet.length} failed` : "";
  const head = [
    `## ${failed.length + unmet.length === 0 ? "✅" : "❌"} Conformance: ${results.length} exchanges, ${verdicts.failed ?? 0} failed${faultHead}${faultFailed}`,
    "",
    `| vendor | ${COLUMNS.join(" | ")} | operations proved | provable |`,
    `|---|${COLUMNS.map(() => "--:|").join("")}--:|--:|`,
    ...rows,
    "",
    `On ${transports.join(", ")} in ${ms} ms.`,
    ...(faults === undefined ? [] : faultTable(faults)),
  ].join("\n");
  const details = [
    ...failed.map((result) => fold(result.id, detailsOf(result))),
    ...unmet.map((result) => fold(`${result.subject}: ${result.fault}`, faultDetails(result))),
  ];
  const all = [
    ...failed.map((result) => {
      const file = result.file === undefined ? "" : `file=${property(result.file)},line=1,`;
      return `::error ${file}title=${property(result.id)}::${data(messageOf(result))}`;
    }),
    ...unmet.map(
      ({ subject, fault, problems }) =>
        `::error title=${property(`${subject}: ${fault}`)}::${data(problems.join("; ") || "failed")}`,
    ),
  ];
  return { summary: withinLimit(head, details, all.length, maxBytes), annotations: annotationsOf(all) };
}

/** As many details as there is room for. */
function withinLimit(head: string, details: readonly string[], failures: number, maxBytes: number): string {
  const notes =
    failures > MAX_ANNOTATIONS
      ? [`${MAX_ANNOTATIONS - 1} of ${failures} failures are annotations: GitHub shows ${MAX_ANNOTATIONS} of a step.`]
      : [];
  const kept: string[] = [];
  let room = maxBytes - RESERVE_BYTES - Buffer.byteLength(head);
  for (const detail of details) {
    room -= Buffer.byteLength(detail) + 1;
    if (room < 0) break;
    kept.push(detail);
  }
  if (kept.length < details.length)
    notes.push(
      `The details of ${details.length - kept.length} of ${details.length} failures are left out: a summary may have 1 MiB. The HTML report has them all.`,
    );
  return `${[head, ...kept, ...(notes.length > 0 ? ["", notes.join(" ")] : [])].join("\n")}\n`;
}

/** The last one says how many have no room, where there are more than GitHub shows. */
function annotationsOf(all: readonly string[]): string[] {
  if (all.length <= MAX_ANNOTATIONS) return [...all];
  const shown = all.slice(0, MAX_ANNOTATIONS - 1);
  return [
    ...shown,
    `::error title=Conformance::${all.length - shown.length} more failures are in the summary of the job`,
  ];
}

function faultTable({ results, tried }: ReportedFaults): string[] {
  const subjects = [...new Set(results.map(({ subject }) => subject))];
  const groups = [...new Set(tried.map(({ group }) => group))];
  const rows = subjects.map((subject) => {
    const cells = groups.map((group) => {
      const own = results.filter((each) => each.subject === subject && each.group === group);
      const met = own.filter(({ verdict }) => verdict !== "not-applicable");
      const passed = met.filter(({ verdict }) => verdict === "passed").length;
      return met.length === 0 ? "–" : `${passed < met.length ? "❌ " : ""}${passed} of ${met.length}`;
    });
    return `| ${cell(subject)} | ${cells.join(" | ")} |`;
  });
  return [
    "",
    "### Faults: what each client shows when the server misbehaves",
    "",
    `| client | ${groups.join(" | ")} |`,
    `|---|${groups.map(() => "--:|").join("")}`,
    ...rows,
  ];
}

function fold(title: string, lines: readonly string[]): string {
  return ["", `<details><summary>❌ <code>${markup(title)}</code></summary>`, "", ...lines, "", "</details>"].join(
    "\n",
  );
}

function detailsOf({ operation, differences, contradictions, source, reason }: ReportedResult): string[] {
  return [
    `${code(operation)}${webPage(source.url) ? ` · [${cell(source.title)}](${encodeURI(source.url)})` : ` · ${cell(source.title)}`}`,
    "",
    ...(reason === undefined ? [] : [`- ${cell(reason)}`]),
    ...differences.map(
      ({ aspect, message, documented, found }) => `- **${aspect}**: ${cell(message)}${both(documented, found)}`,
    ),
    ...contradictions.map(({ pointer, expected }) => `- **description**: ${code(pointer)} should be ${cell(expected)}`),
  ];
}

/** Only web pages become links. */
function webPage(url: string | null): url is string {
  return url !== null && /^https?:\/\//i.test(url);
}

function faultDetails(result: FaultResult): string[] {
  const [, ...lines] = explainFault(result);
  return lines.map((line) => `- ${cell(line.trim())}`);
}

function both(documented: unknown, found: unknown): string {
  if (documented === undefined && found === undefined) return "";
  return `: documented ${code(documented)}, found ${code(found)}`;
}

function messageOf({ differences, contradictions, reason }: ReportedResult): string {
  const contradiction = contradictions.find(({ acknowledged }) => acknowledged === undefined);
  return (
    differences[0]?.message ?? (contradiction ? `${contradiction.pointer} contradicts the description` : (reason ?? ""))
  );
}

function code(value: unknown): string {
  const text = value === undefined ? "(nothing)" : typeof value === "string" ? value : JSON.stringify(value);
  return `\`${text.replaceAll("`", "'").replace(/\s+/g, " ").slice(0, MAX_VALUE)}\``;
}

function cell(text: string): string {
  return text.replace(/[\\|<>[\]*_`]/g, "\\$&").replace(/\s+/g, " ");
}

function count(number: number): string {
  return `${number} fault${number === 1 ? "" : "s"} met`;
}

/** Inside HTML, Markdown's own escapes stay as they are. */
function markup(text: string): string {
  return escapeMarkup(text).replace(/\s+/g, " ");
}

/** As the workflow commands of GitHub want their values. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
