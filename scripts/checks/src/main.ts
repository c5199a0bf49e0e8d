// What `npm test` and `npm run check` run: every check, one after the other, and the totals at the end.
//   node scripts/checks/src/main.ts [--quick]

import { readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { recorderOf, writeReport } from "./report.ts";
import { run } from "./run.ts";
import { runTasks } from "./tasks.ts";
import { failuresIn, lineOf, sum, totalsIn } from "./totals.mjs";
import { root } from "./workspace.ts";

const quick = process.argv.includes("--quick");
const reports = join(root, "reports");
const started = performance.now();
// What the tools print is kept and may end in a log.
if (!process.stdout.isTTY) process.env.NO_COLOR = "1";
else process.env.FORCE_COLOR ??= "1";
await rm(reports, { recursive: true, force: true });

console.log("Lint, unused code, leftovers");
await programs();
if (quick) {
  console.log("Types");
  await runTasks(["typecheck"]);
} else {
  console.log("Build, types, tests, packages");
  await runTasks([
    "typecheck",
    "test",
    "check:generated",
    "check:guide",
    "check:packages",
    "check:runtimes",
    "check:size",
    "check:snippets",
    "check:types",
  ]);
}

const totals = totalsIn(reports);
const width = Math.max(...totals.map(({ name }) => name.length));
console.log("");
for (const total of totals) console.log(`${total.name.padEnd(width)}  ${lineOf(total)}`);
for (const { name } of totals.filter(({ failed }) => failed > 0)) {
  const titles = failuresIn(JSON.parse(await readFile(join(reports, `${name}.json`), "utf8")));
  console.log(`\nFailed in ${name}:${titles.map((title) => `\n  ${title}`).join("")}`);
}
console.log(`\n${((performance.now() - started) / 1000).toFixed(1)} s; each report is in reports/`);
const all = sum(totals);
console.log(lineOf(all));
process.exitCode = all.failed === 0 && all.passed > 0 ? 0 : 1;

/** The checks over the whole repository, which turbo has no package for. They take a second or two each. */
async function programs(): Promise<void> {
  const bin = (name: string) => join(root, "node_modules/.bin", name);
  await program("lint", bin("biome"), [
    "ci",
    "--error-on-warnings",
    `--colors=${process.stdout.isTTY ? "force" : "off"}`,
    ".",
  ]);
  await program("unused", bin("knip"), []);
  const { code, output } = await run(process.execPath, [join(import.meta.dirname, "checks/leftovers.ts")], {
    cwd: root,
  });
  count("leftovers", code, output);
}

async function program(name: string, path: string, args: string[]): Promise<void> {
  const { code, output } = await run(path, args, { cwd: root });
  count(name, code, output);
}

function count(name: string, code: number, output: string): void {
  const report = { name, passed: 0, failed: 0, skipped: 0, failures: [] };
  const { pass, fail } = recorderOf(report, () => {});
  if (code === 0) pass(name);
  else fail(name, output);
  if (code !== 0) console.log(output);
  writeReport(reports, report);
}
