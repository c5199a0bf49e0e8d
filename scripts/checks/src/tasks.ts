import { existsSync, globSync } from "node:fs";
import { cp, mkdir, readFile, rm } from "node:fs/promises";
import { join } from "node:path";
import { type Recorder, recorderOf, writeReport } from "./report.ts";
import { run } from "./run.ts";
import { totalOf } from "./totals.mjs";
import { root, type WorkspacePackage, workspacePackages } from "./workspace.ts";

/** The part of turbo's run summary that is read here. */
interface TurboTask {
  package: string;
  task: string;
  command: string;
  execution?: { exitCode?: number | null };
}

/**
 * Runs tasks through turbo, prints the output of those that fail, and brings their reports to the root's `reports/`.
 * Tasks that write no report of their own (build, typecheck, pack) are counted in a report named `tasks`.
 */
export async function runTasks(tasks: readonly string[]): Promise<void> {
  const packages = workspacePackages();
  const summaries = join(root, ".turbo/runs");
  await rm(summaries, { recursive: true, force: true });
  for (const { folder } of packages) await rm(join(folder, "reports"), { recursive: true, force: true });

  const turbo = join(root, "node_modules/.bin/turbo");
  const flags = ["--continue=dependencies-successful", "--summarize", "--output-logs=errors-only", "--ui=stream"];
  const { code, output } = await run(turbo, ["run", ...tasks, ...flags, "--concurrency=100%"], { cwd: root });
  if (code !== 0) console.log(output);

  const report = { name: "tasks", passed: 0, failed: 0, skipped: 0, failures: [] };
  const recorder = recorderOf(report, () => {});
  const [summary] = globSync("*.json", { cwd: summaries });
  if (summary === undefined) {
    recorder.fail("turbo", output);
  } else {
    const { tasks: ran } = JSON.parse(await readFile(join(summaries, summary), "utf8")) as { tasks: TurboTask[] };
    for (const task of ran) await count(task, packages, recorder);
    if (code !== 0 && report.failed === 0 && !(await someReportFails(packages))) recorder.fail("turbo", output);
  }
  writeReport(join(root, "reports"), report);
  await collectReports(packages);
}

async function count(task: TurboTask, packages: WorkspacePackage[], { pass, fail, skip }: Recorder): Promise<void> {
  if (task.command === "<NONEXISTENT>") return;
  const title = `${task.task} of ${task.package}`;
  const exitCode = task.execution?.exitCode;
  if (exitCode === undefined || exitCode === null) return skip(title, "what it depends on failed");
  const owner = packages.find(({ name }) => name === task.package);
  const ownReport = owner === undefined ? undefined : reportOf(task.task, owner);
  if (ownReport === undefined) return exitCode === 0 ? pass(title) : fail(title, `exit code ${exitCode}`);
  // Its report is counted for itself; what must not go unseen is one that is missing or that hides a failure.
  const failed = existsSync(ownReport)
    ? totalOf(title, JSON.parse(await readFile(ownReport, "utf8"))).failed
    : undefined;
  if (failed === undefined) fail(title, `exit code ${exitCode} and no report`);
  else if (exitCode !== 0 && failed === 0) fail(title, `exit code ${exitCode}, though its report has no failure`);
}

function reportOf(task: string, { folder }: WorkspacePackage): string | undefined {
  if (task === "test") return join(folder, "reports/vitest.json");
  if (task.startsWith("check:")) return join(folder, "reports", `${task.slice("check:".length)}.json`);
  return undefined;
}

async function someReportFails(packages: WorkspacePackage[]): Promise<boolean> {
  for (const { folder } of packages) {
    for (const file of globSync("reports/*.json", { cwd: folder })) {
      if (totalOf(file, JSON.parse(await readFile(join(folder, file), "utf8"))).failed > 0) return true;
    }
  }
  return false;
}

/** `packages/cultureamp/reports/vitest.json` becomes `reports/vitest-cultureamp.json`; others keep their names. */
export async function collectReports(packages: WorkspacePackage[] = workspacePackages()): Promise<void> {
  const target = join(root, "reports");
  await mkdir(target, { recursive: true });
  for (const { folder, shortName } of packages) {
    for (const file of globSync("*.json", { cwd: join(folder, "reports") })) {
      const name = file === "vitest.json" ? `vitest-${shortName}.json` : file;
      await cp(join(folder, "reports", file), join(target, name));
    }
  }
}
