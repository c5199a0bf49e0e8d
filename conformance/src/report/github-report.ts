import type { Verdict } from "../replay/types.js";
import type { Report, ReportedResult } from "./types.js";

const COLUMNS: readonly Verdict[] = ["passed", "request-only", "contradicts", "failed", "incoming", "not-replayable"];
/** GitHub shows ten annotations of a step and drops the rest. */
const MAX_ANNOTATIONS = 10;

/** A report for GitHub Actions. */
export interface GithubReport {
  /** Markdown for the summary of the job. */
  readonly summary: string;
  /** Workflow commands, which become annotations at the files of the exchanges. */
  readonly annotations: readonly string[];
}

/** A report as the summary of a job, and annotations of what failed. */
export function githubReport({ results, vendors, verdicts, transports, ms }: Report): GithubReport {
  const failed = results.filter(({ verdict }) => verdict === "failed" || verdict === "no-client");
  const rows = vendors.map(({ vendor, title, totals }) => {
    const own = results.filter((result) => result.vendor === vendor);
    const cells = COLUMNS.map((column) => own.filter(({ verdict }) => verdict === column).length || "");
    const score = totals === undefined ? "" : `${totals.operations.score} of ${totals.operations.of}`;
    return `| ${cell(title)} | ${cells.join(" | ")} | ${score} |`;
  });
  const lines = [
    `## ${failed.length === 0 ? "✅" : "❌"} Conformance: ${results.length} exchanges, ${verdicts.failed ?? 0} failed`,
    "",
    `| vendor | ${COLUMNS.join(" | ")} | operations proved |`,
    `|---|${COLUMNS.map(() => "--:|").join("")}--:|`,
    ...rows,
    "",
    `On ${transports.join(", ")} in ${ms} ms.`,
    ...failed.flatMap((result) => [
      "",
      `<details><summary>❌ <code>${cell(result.id)}</code></summary>`,
      "",
      ...details(result),
      "",
      "</details>",
    ]),
  ];
  const annotations = failed.slice(0, MAX_ANNOTATIONS).map((result) => {
    const file = result.file === undefined ? "" : `file=${property(result.file)},line=1,`;
    return `::error ${file}title=${property(result.id)}::${data(messageOf(result))}`;
  });
  return { summary: `${lines.join("\n")}\n`, annotations };
}

function details({ operation, differences, contradictions, source, reason }: ReportedResult): string[] {
  return [
    `\`${operation.replaceAll("`", "'")}\`${source.url === null ? "" : ` · [${cell(source.title)}](${encodeURI(source.url)})`}`,
    "",
    ...(reason === undefined ? [] : [`- ${cell(reason)}`]),
    ...differences.map(
      ({ aspect, message, documented, found }) => `- **${aspect}**: ${cell(message)}${both(documented, found)}`,
    ),
    ...contradictions.map(({ pointer, expected }) => `- **description**: ${code(pointer)} should be ${cell(expected)}`),
  ];
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
  return `\`${text.replaceAll("`", "'").replace(/\s+/g, " ").slice(0, 200)}\``;
}

function cell(text: string): string {
  return text.replace(/[\\|<>[\]*_`]/g, "\\$&").replace(/\s+/g, " ");
}

/** As the workflow commands of GitHub want their values. */
function data(text: string): string {
  return text.replaceAll("%", "%25").replaceAll("\r", "%0D").replaceAll("\n", "%0A");
}

function property(text: string): string {
  return data(text).replaceAll(":", "%3A").replaceAll(",", "%2C");
}
