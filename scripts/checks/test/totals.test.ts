import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { promisify } from "node:util";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { totalOf } from "../src/totals.mjs";

const program = resolve(import.meta.dirname, "../src/totals.mjs");

let folder: string;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "totals-"));
});

afterEach(() => rm(folder, { recursive: true, force: true }));

async function totals(exitCode = "0"): Promise<{ code: number; stdout: string }> {
  return promisify(execFile)(process.execPath, [program, folder, exitCode]).then(
    ({ stdout }) => ({ code: 0, stdout }),
    ({ code, stdout }: { code: number; stdout: string }) => ({ code, stdout }),
  );
}

async function report(name: string, passed: number, failed: number, skipped = 0): Promise<void> {
  await writeFile(join(folder, `${name}.json`), JSON.stringify({ name, passed, failed, skipped, failures: [] }));
}

const vitest = {
  success: true,
  numPassedTests: 3,
  numFailedTests: 0,
  numPendingTests: 1,
  numTodoTests: 1,
  testResults: [{ status: "passed", assertionResults: [] }],
};

describe("the last line", () => {
  test("adds up every report", async () => {
    await report("size", 2, 0);
    await writeFile(join(folder, "vitest-a.json"), JSON.stringify(vitest));
    expect(await totals()).toEqual({ code: 0, stdout: "5 passed, 0 failed, 2 skipped\n" });
  });

  test("leaves skipped out when there are none", async () => {
    await report("size", 2, 0);
    expect(await totals()).toEqual({ code: 0, stdout: "2 passed, 0 failed\n" });
  });

  test("fails with a failure", async () => {
    await report("size", 2, 1);
    expect(await totals("1")).toEqual({ code: 1, stdout: "2 passed, 1 failed\n" });
  });

  test("fails when nothing ran", async () => {
    expect(await totals()).toEqual({ code: 1, stdout: "0 passed, 1 failed\n" });
  });

  test("fails when the run broke off, whatever its reports say", async () => {
    await report("size", 2, 0);
    expect(await totals("130")).toEqual({ code: 1, stdout: "2 passed, 1 failed\n" });
  });

  test("fails over a report that cannot be read", async () => {
    await report("size", 2, 0);
    await writeFile(join(folder, "broken.json"), "{");
    expect(await totals()).toEqual({ code: 1, stdout: "2 passed, 1 failed\n" });
  });
});

describe("a vitest report", () => {
  test("counts a test file that cannot be loaded as a failure", () => {
    const testResults = [{ status: "failed", assertionResults: [] }];
    expect(totalOf("a", { ...vitest, success: false, testResults }).failed).toBe(1);
  });

  test("counts at least one failure when the run was no success", () => {
    expect(totalOf("a", { ...vitest, success: false }).failed).toBe(1);
  });
});
