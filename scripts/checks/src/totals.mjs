// Adds up the reports of a run. Plain JavaScript, because .ci/run calls it with whatever Node the machine has:
//   node scripts/checks/src/totals.mjs FOLDER [EXIT-CODE]
// prints `N passed, N failed` as its last line and exits with 1 when something failed or nothing ran.

import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";

/**
 * @typedef {object} Total
 * @property {string} name
 * @property {number} passed
 * @property {number} failed
 * @property {number} skipped
 */

/**
 * One total for each report in a folder. It knows vitest's JSON and the checks' own form.
 * @param {string} folder
 * @returns {Total[]}
 */
export function totalsIn(folder) {
  const files = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith(".json")) : [];
  return files.sort().map((file) => {
    const name = file.replace(/\.json$/, "");
    try {
      return totalOf(name, JSON.parse(readFileSync(join(folder, file), "utf8")));
    } catch {
      return { name, passed: 0, failed: 1, skipped: 0 };
    }
  });
}

/**
 * @param {string} name
 * @param {any} report
 * @returns {Total}
 */
export function totalOf(name, report) {
  if (!Array.isArray(report.testResults)) {
    const { passed, failed, skipped } = report;
    if (![passed, failed, skipped].every(Number.isInteger)) throw new TypeError(`${name} is no report`);
    return { name, passed, failed, skipped };
  }
  // A test file that cannot be loaded fails without a failed test in it.
  const unloadable = report.testResults.filter(
    (/** @type {any} */ file) =>
      file.status === "failed" && !file.assertionResults.some((/** @type {any} */ test) => test.status === "failed"),
  ).length;
  let failed = report.numFailedTests + unloadable;
  if (!report.success && failed === 0) failed = 1;
  return {
    name,
    passed: report.numPassedTests,
    failed,
    skipped: report.numPendingTests + (report.numTodoTests ?? 0),
  };
}

/**
 * The failures that a report names, one title each.
 * @param {any} report
 * @returns {string[]}
 */
export function failuresIn(report) {
  if (!Array.isArray(report.testResults)) {
    return report.failures.map((/** @type {{ title: string }} */ { title }) => title);
  }
  const titles = report.testResults
    .filter((/** @type {any} */ file) => file.status === "failed")
    .flatMap((/** @type {any} */ file) => {
      const failed = file.assertionResults.filter((/** @type {any} */ test) => test.status === "failed");
      return failed.length === 0 ? [file.name] : failed.map((/** @type {any} */ test) => test.fullName);
    });
  return titles.length === 0 ? ["the run itself, as when there are no tests"] : titles;
}

/**
 * @param {readonly Total[]} totals
 * @returns {{ passed: number, failed: number, skipped: number }}
 */
export function sum(totals) {
  const all = { passed: 0, failed: 0, skipped: 0 };
  for (const { passed, failed, skipped } of totals) {
    all.passed += passed;
    all.failed += failed;
    all.skipped += skipped;
  }
  return all;
}

/** @param {{ passed: number, failed: number, skipped: number }} all */
export function lineOf({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}

/** @param {readonly string[]} args */
function main([folder = "reports", exitCode = "0"]) {
  const all = sum(totalsIn(folder));
  // A run that broke off, or in which nothing ran, did not pass, whatever the reports that there are say.
  if (all.failed === 0 && (exitCode !== "0" || all.passed === 0)) all.failed = 1;
  console.log(lineOf(all));
  process.exitCode = all.failed === 0 ? 0 : 1;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) main(process.argv.slice(2));
