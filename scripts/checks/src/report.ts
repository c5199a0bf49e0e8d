import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export interface Report {
  name: string;
  passed: number;
  failed: number;
  skipped: number;
  failures: { title: string; detail: string }[];
}

export interface Recorder {
  pass(title: string): void;
  fail(title: string, detail: string): void;
  skip(title: string, why: string): void;
}

/** Runs one check, prints a line for each thing checked, and writes `reports/<name>.json` beside this package's files. */
export async function runCheck(name: string, check: (recorder: Recorder) => void | Promise<void>): Promise<void> {
  const report: Report = { name, passed: 0, failed: 0, skipped: 0, failures: [] };
  const recorder = recorderOf(report);
  try {
    await check(recorder);
    if (report.passed + report.failed === 0) recorder.fail(name, "nothing was checked");
  } catch (error) {
    recorder.fail(name, error instanceof Error ? (error.stack ?? error.message) : String(error));
  }
  writeReport(join(import.meta.dirname, "../reports"), report);
  process.exitCode = report.failed === 0 ? 0 : 1;
}

export function recorderOf(report: Report, print: (line: string) => void = console.log): Recorder {
  return {
    pass: (title) => {
      report.passed++;
      print(`ok    ${title}`);
    },
    fail: (title, detail) => {
      report.failed++;
      report.failures.push({ title, detail });
      print(`FAIL  ${title}\n${detail.trimEnd().replaceAll(/^/gm, "      ")}`);
    },
    skip: (title, why) => {
      report.skipped++;
      print(`skip  ${title}: ${why}`);
    },
  };
}

export function writeReport(folder: string, report: Report): void {
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, `${report.name}.json`), `${JSON.stringify(report, null, 2)}\n`);
}
