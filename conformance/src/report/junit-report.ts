import type { FaultResult } from "../faults/types.js";
import { explain } from "../replay/explain.js";
import { escapeMarkup } from "./escape.js";
import { explainFault } from "./explain-fault.js";
import type { Report, ReportedResult } from "./types.js";

/** What JUnit knows of a test case. */
interface TestCase {
  readonly name: string;
  readonly classname: string;
  readonly ms: number;
  readonly failure?: { readonly type: string; readonly message: string; readonly text: string };
  /** Why it was skipped. */
  readonly skipped?: string;
}

/**
 * A report as JUnit XML: a suite for each vendor with a case for each exchange, and a suite for each client with a case for
 * each fault. What cannot be replayed, or does not apply, is skipped. Only what the schema of Jenkins knows is written.
 */
export function junitReport({ results, vendors, faults, ms }: Report): string {
  const tried = faults?.results ?? [];
  const suites = [
    ...vendors.map(({ vendor }) => ({
      name: vendor,
      cases: results.filter((result) => result.vendor === vendor).map(exchangeCase),
    })),
    ...[...new Set(tried.map(({ subject }) => subject))].map((subject) => ({
      name: `faults: ${subject}`,
      cases: tried.filter((result) => result.subject === subject).map(faultCase),
    })),
  ];
  const all = suites.flatMap(({ cases }) => cases);
  const total = `name="conformance" tests="${all.length}" failures="${all.filter(isFailure).length}" errors="0" time="${seconds(ms + timeOf(tried))}"`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites ${total}>\n${suites.map(suite).join("")}</testsuites>\n`;
}

function suite({ name, cases }: { readonly name: string; readonly cases: readonly TestCase[] }): string {
  const skipped = cases.filter((each) => each.skipped !== undefined).length;
  const counts = `tests="${cases.length}" failures="${cases.filter(isFailure).length}" errors="0" skipped="${skipped}"`;
  return `  <testsuite name="${escapeMarkup(name)}" ${counts} time="${seconds(timeOf(cases))}">\n${cases.map(testCase).join("")}  </testsuite>\n`;
}

function testCase({ name, classname, ms, failure, skipped }: TestCase): string {
  const open = `    <testcase name="${escapeMarkup(name)}" classname="${escapeMarkup(classname)}" time="${seconds(ms)}"`;
  if (failure !== undefined)
    return `${open}>\n      <failure type="${escapeMarkup(failure.type)}" message="${escapeMarkup(failure.message)}">${escapeMarkup(failure.text)}</failure>\n    </testcase>\n`;
  return skipped === undefined
    ? `${open}/>\n`
    : `${open}>\n      <skipped>${escapeMarkup(skipped)}</skipped>\n    </testcase>\n`;
}

function exchangeCase(result: ReportedResult): TestCase {
  const { id, operation, ms, file, differences, verdict, reason } = result;
  const message = reason ?? differences[0]?.message ?? "contradicts the vendor's description";
  const text = [...explain(result), ...(file === undefined ? [] : [`file: ${file}`])].join("\n");
  return {
    ...{ name: id, classname: operation, ms },
    ...((verdict === "failed" || verdict === "no-client") && { failure: { type: verdict, message, text } }),
    ...((verdict === "incoming" || verdict === "not-replayable") && { skipped: message }),
  };
}

function faultCase(result: FaultResult): TestCase {
  const { fault, group, subject, ms, verdict, problems, reason } = result;
  return {
    ...{ name: fault, classname: `faults.${group}.${subject}`, ms },
    ...(verdict === "failed" && {
      failure: { type: "fault", message: problems[0] ?? "failed", text: explainFault(result).join("\n") },
    }),
    ...(verdict === "not-applicable" && { skipped: reason ?? "does not apply" }),
  };
}

function isFailure({ failure }: TestCase): boolean {
  return failure !== undefined;
}

function timeOf(timed: readonly { readonly ms: number }[]): number {
  return timed.reduce((total, { ms }) => total + ms, 0);
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(4);
}
