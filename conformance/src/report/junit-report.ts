import { explain } from "../replay/explain.js";
import { escapeMarkup } from "./escape.js";
import type { Report, ReportedResult } from "./types.js";

/** A report as JUnit XML: a suite for each vendor, a case for each exchange. What cannot be replayed is skipped. */
export function junitReport({ results, vendors, ms }: Report): string {
  const suites = vendors.map(({ vendor }) => {
    const own = results.filter((result) => result.vendor === vendor);
    const time = own.reduce((total, result) => total + result.ms, 0);
    return `  <testsuite name="${escapeMarkup(vendor)}" ${counts(own)} time="${seconds(time)}">\n${own.map(testCase).join("")}  </testsuite>\n`;
  });
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="conformance" ${counts(results)} time="${seconds(ms)}">\n${suites.join("")}</testsuites>\n`;
}

function counts(results: readonly ReportedResult[]): string {
  const failures = results.filter(isFailure).length;
  const skipped = results.filter(isSkipped).length;
  return `tests="${results.length}" failures="${failures}" errors="0" skipped="${skipped}"`;
}

function testCase(result: ReportedResult): string {
  const { id, operation, ms, file, differences, verdict, reason } = result;
  const open = `    <testcase name="${escapeMarkup(id)}" classname="${escapeMarkup(operation)}" time="${seconds(ms)}"${file === undefined ? "" : ` file="${escapeMarkup(file)}"`}`;
  const message = escapeMarkup(reason ?? differences[0]?.message ?? "contradicts the vendor's description");
  if (isFailure(result)) {
    const text = escapeMarkup(explain(result).join("\n"));
    return `${open}>\n      <failure type="${verdict}" message="${message}">${text}</failure>\n    </testcase>\n`;
  }
  return isSkipped(result) ? `${open}>\n      <skipped message="${message}"/>\n    </testcase>\n` : `${open}/>\n`;
}

function isFailure({ verdict }: ReportedResult): boolean {
  return verdict === "failed" || verdict === "no-client";
}

function isSkipped({ verdict }: ReportedResult): boolean {
  return verdict === "incoming" || verdict === "not-replayable";
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(4);
}
