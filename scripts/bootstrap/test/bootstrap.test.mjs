import { spawn } from "node:child_process";
import { cp, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fingerprint } from "../src/install.mjs";
import { pinnedVersions } from "../src/toolchain.mjs";

const root = resolve(import.meta.dirname, "../../..");

/** @type {string} */
let folder;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "bootstrap-"));
  for (const file of [
    "package.json",
    "pnpm-lock.yaml",
    "pnpm-workspace.yaml",
    "scripts/bootstrap.mjs",
    "scripts/bootstrap/src",
  ]) {
    await cp(join(root, file), join(folder, file), { recursive: true });
  }
});

afterEach(() => rm(folder, { recursive: true, force: true }));

/**
 * @param {readonly string[]} args
 * @param {{ env?: NodeJS.ProcessEnv, signal?: NodeJS.Signals }} [options]
 * @returns {Promise<{ code: number | null, stdout: string, stderr: string }>}
 */
function bootstrap(args, { env, signal } = {}) {
  const child = spawn(process.execPath, args, {
    cwd: folder,
    env: { ...process.env, INIT_CWD: folder, npm_execpath: "", ...env },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let stdout = "";
  let stderr = "";
  child.stdout.setEncoding("utf8").on("data", (text) => {
    stdout += text;
    if (signal !== undefined && text.includes("ready")) child.kill(signal);
  });
  child.stderr.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  return new Promise((done, reject) => {
    child.once("error", reject);
    child.once("close", (code) => done({ code, stdout, stderr }));
  });
}

/** @param {(manifest: any) => void} change */
async function changeManifest(change) {
  const path = join(folder, "package.json");
  const manifest = JSON.parse(await readFile(path, "utf8"));
  change(manifest);
  await writeFile(path, JSON.stringify(manifest));
}

/** Lends the copy what the repository has installed. */
async function lendToolchain() {
  await symlink(join(root, ".toolchain"), join(folder, ".toolchain"), "junction");
}

/** Marks the copy as installed, so that a command runs at once. */
async function markInstalled() {
  await mkdir(join(folder, "node_modules"));
  const current = await fingerprint(folder, await pinnedVersions(folder));
  await writeFile(join(folder, "node_modules/.installed"), `${current} all`);
}

describe("a first run that cannot work says what is wrong and what to do", () => {
  test("a Node that is too old", async () => {
    const preload = join(folder, "old.cjs");
    await writeFile(preload, 'Object.defineProperty(process, "version", { value: "v16.20.2" });');
    const { code, stderr } = await bootstrap(["--require", preload, "scripts/bootstrap.mjs", "start"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/This is Node 16\.20\.2, and the project needs Node 20\.19 or newer/);
  });

  test("a registry that cannot be reached, while Node and pnpm are to be fetched", async () => {
    const { code, stderr } = await bootstrap(["scripts/bootstrap.mjs", "start"], {
      env: { npm_config_registry: "http://127.0.0.1:9", npm_config_cache: join(folder, "cache") },
    });
    expect(code).toBe(1);
    expect(stderr).toMatch(/The npm registry cannot be reached, and this first run needs it/);
  }, 60_000);

  test("a lockfile that does not match the manifests", async () => {
    await lendToolchain();
    await changeManifest((manifest) => {
      manifest.devDependencies.knip = "1.0.0";
    });
    const { code, stderr } = await bootstrap(["scripts/bootstrap.mjs", "check"]);
    expect(code).toBe(1);
    expect(stderr).toMatch(/pnpm-lock\.yaml does not match the package\.json files/);
  }, 60_000);

  test("an unknown command lists the known ones", async () => {
    const { code, stderr } = await bootstrap(["scripts/bootstrap.mjs", "strat"]);
    expect(code).toBe(2);
    expect(stderr).toMatch(/"strat" is none of the commands/);
    expect(stderr).toMatch(/^ {2}start /m);
  });
});

describe("a command", () => {
  beforeEach(async () => {
    await lendToolchain();
    await markInstalled();
    await mkdir(join(folder, "scripts/generate-types/src"), { recursive: true });
  });

  /** @param {string} text */
  const program = (text) => writeFile(join(folder, "scripts/generate-types/src/main.ts"), text);

  test("runs on the pinned Node with the arguments given and hands its exit code back", async () => {
    await program("console.log(process.version, process.argv.slice(2)); process.exitCode = 7;");
    const { code, stdout } = await bootstrap(["scripts/bootstrap.mjs", "generate", "--check", "a b"]);
    expect(code).toBe(7);
    expect(stdout).toBe(`v${(await pinnedVersions(folder)).node} [ '--check', 'a b' ]\n`);
  });

  test("finds the pinned Node first on PATH, and turbo's telemetry off", async () => {
    await program(`
      import { execFileSync } from "node:child_process";
      console.log(execFileSync("node", ["--version"], { encoding: "utf8" }).trim(), process.env.TURBO_TELEMETRY_DISABLED);
    `);
    const { stdout } = await bootstrap(["scripts/bootstrap.mjs", "generate"]);
    expect(stdout).toBe(`v${(await pinnedVersions(folder)).node} 1\n`);
  });

  test.skipIf(process.platform === "win32")("is told of a signal, and ends in its own way", async () => {
    await program(`
      process.on("SIGTERM", () => { console.log("tidied up"); process.exit(3); });
      setInterval(() => {}, 1000);
      console.log("ready");
    `);
    const { code, stdout } = await bootstrap(["scripts/bootstrap.mjs", "generate"], { signal: "SIGTERM" });
    expect(stdout).toBe("ready\ntidied up\n");
    expect(code).toBe(3);
  });
});

describe("what is installed counts as fitting", () => {
  const versions = { node: "24.0.0", pnpm: "12.0.0" };

  test("until a dependency changes", async () => {
    const before = await fingerprint(folder, versions);
    await changeManifest((manifest) => {
      manifest.devDependencies.knip = "1.0.0";
    });
    expect(await fingerprint(folder, versions)).not.toBe(before);
  });

  test("until a package joins the workspace", async () => {
    const before = await fingerprint(folder, versions);
    await mkdir(join(folder, "packages/new"), { recursive: true });
    await writeFile(join(folder, "packages/new/package.json"), '{ "name": "new" }');
    expect(await fingerprint(folder, versions)).not.toBe(before);
  });

  test("until the lockfile or a pinned version changes", async () => {
    const before = await fingerprint(folder, versions);
    expect(await fingerprint(folder, { ...versions, node: "24.0.1" })).not.toBe(before);
    await writeFile(join(folder, "pnpm-lock.yaml"), "");
    expect(await fingerprint(folder, versions)).not.toBe(before);
  });

  test("when only a script changes", async () => {
    const before = await fingerprint(folder, versions);
    await changeManifest((manifest) => {
      manifest.scripts.more = "true";
    });
    expect(await fingerprint(folder, versions)).toBe(before);
  });
});
