import { execFile } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, expect, test } from "vitest";

const require = createRequire(import.meta.url);
const ROOT = fileURLToPath(new URL("..", import.meta.url));
const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

/** Tests that a user would write; the runner's hooks are the only thing that differs. The last one fails. */
function suite(imports: string, hooks: string): string {
  return `${imports}
import { useSandbox } from "@x/conformance";
import { createCultureAmpClient } from "@x/cultureamp";

const sandbox = useSandbox(${hooks}, { vendors: ["cultureamp"] });
const client = () => createCultureAmpClient({
  ...sandbox.credentials,
  origin: sandbox.origin("cultureamp"),
  permissions: ["employees-read"],
  retry: { baseDelayMs: 5 },
});

for (const name of ["first", "second"]) test(name + ": the journal is empty, and holds what was sent", async () => {
  if (sandbox.journal.length !== 0) throw new Error("the journal is not empty");
  const { data } = await client().GET("/v1/employees");
  if (data.data.length !== 1) throw new Error("there is not one employee");
  sandbox.verify({ path: "/v1/employees", times: 1 });
});

test("an outage goes unnoticed", async () => {
  sandbox.prefer("fault=reset-before-headers");
  await client().GET("/v1/employees");
  sandbox.verify({ path: "/v1/employees", times: 2 });
});

test("what was not sent fails", async () => sandbox.verify({ path: "/v1/surveys" }));
`;
}

interface Outcome {
  readonly code: number;
  readonly text: string;
}

/** Runs a suite in a folder of its own, as a project that has the packages installed. */
function run(file: string, text: string, args: (folder: string) => string[]): Promise<Outcome> {
  const folder = mkdtempSync(join(tmpdir(), "runner-"));
  folders.push(folder);
  mkdirSync(join(folder, "node_modules", "@x"), { recursive: true });
  symlinkSync(ROOT, join(folder, "node_modules", "@x", "conformance"), "dir");
  for (const name of ["@x/cultureamp", "vitest"])
    symlinkSync(join(ROOT, "node_modules", name), join(folder, "node_modules", name), "dir");
  writeFileSync(join(folder, "package.json"), JSON.stringify({ name: "app", type: "module" }));
  writeFileSync(join(folder, file), text);
  // None of the runner that runs this.
  const env = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !/VITEST|NODE_TEST|^TEST$|JEST/.test(name)),
  );
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      args(folder),
      { cwd: folder, env: { ...env, NO_COLOR: "1" } },
      (error, stdout, stderr) => {
        resolve({ code: Number(error?.code ?? 0), text: stdout + stderr });
      },
    );
  });
}

const NEAREST = "0 of 0 requests are path /v1/surveys; expected one or more";

test("vitest", { timeout: 120_000 }, async () => {
  const bin = join(dirname(require.resolve("vitest/package.json")), "vitest.mjs");
  const text = suite(
    'import { afterAll, beforeAll, beforeEach, test } from "vitest";',
    "{ afterAll, beforeAll, beforeEach }",
  );
  const { code, text: told } = await run("app.test.js", text, (folder) => [bin, "run", "--root", folder]);
  expect(told).toContain(NEAREST);
  expect([code, told]).toEqual([1, expect.stringMatching(/Tests +1 failed \| 3 passed/)]);
});

test("jest, with Node's modules for its sandbox", { timeout: 120_000 }, async () => {
  const bin = join(dirname(require.resolve("jest/package.json")), "bin", "jest.js");
  const text = suite(
    'import { afterAll, beforeAll, beforeEach, test } from "@jest/globals";',
    "{ afterAll, beforeAll, beforeEach }",
  );
  const flags = ["--experimental-vm-modules", "--no-warnings"];
  const config = JSON.stringify({ testEnvironment: "node", transform: {} });
  const { code, text: told } = await run("app.test.js", text, (folder) => [
    ...flags,
    bin,
    "--ci",
    "--rootDir",
    folder,
    "--config",
    config,
  ]);
  expect(told).toContain(NEAREST);
  expect([code, told]).toEqual([1, expect.stringMatching(/Tests: +1 failed, 3 passed/)]);
  expect(told).not.toMatch(/did not exit|open handles/i);
});

test("node:test", { timeout: 120_000 }, async () => {
  const text = suite('import { after, before, beforeEach, test } from "node:test";', "{ after, before, beforeEach }");
  const { code, text: told } = await run("app.test.js", text, () => ["--test", "--test-reporter=tap", "app.test.js"]);
  expect(told).toContain(NEAREST);
  expect(told).toMatch(/^# pass 3$/m);
  expect([code, told]).toEqual([1, expect.stringMatching(/^# fail 1$/m)]);
});
