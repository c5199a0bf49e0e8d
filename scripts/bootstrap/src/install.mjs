import { createHash } from "node:crypto";
import { readdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { networkSettings, speaksOfNetwork } from "./npm.mjs";
import { runQuietly } from "./run.mjs";
import { Stop } from "./stop.mjs";

/** Packages that only the checks need: several Nodes and compilers, half of all that is fetched. */
const forChecks = ["@x-internal/checks", "@x-internal/runtimes"];

/**
 * Installs the dependencies from the lockfile, unless what is installed already fits.
 * @param {string} root
 * @param {"all" | "use"} extent `use`: without what only the checks need
 * @param {{ env: NodeJS.ProcessEnv, versions: import("./toolchain.mjs").Versions }} tools
 * @param {NodeJS.ProcessEnv} userEnv the environment npm is asked about its settings in
 * @param {(line: string) => void} say
 */
export async function ensureInstalled(root, extent, tools, userEnv, say) {
  const stamp = join(root, "node_modules", ".installed");
  const wanted = await fingerprint(root, tools.versions);
  const [found, before] = (await readFile(stamp, "utf8").catch(() => "")).trim().split(" ");
  if (found === wanted && (before === "all" || before === extent)) return;
  // What is there stays there.
  const whole = extent === "all" || before === "all";

  say("Installing the dependencies from pnpm-lock.yaml");
  const settings = await networkSettings({ cwd: root, env: userEnv });
  const env = { ...tools.env, ...settings, CI: "true" };
  const filters = whole ? [] : forChecks.map((name) => `--filter=!${name}`);
  const installed = await runQuietly("pnpm", ["install", "--frozen-lockfile", ...filters], { cwd: root, env });
  if (installed.code !== 0) throw new Stop(why(installed.output), { output: installed.output });
  await writeFile(stamp, `${wanted} ${whole ? "all" : "use"}\n`);
}

/** @param {string} output */
function why(output) {
  if (/OUTDATED_LOCKFILE|LOCKFILE_CONFIG_MISMATCH|NO_LOCKFILE|CATALOG_ENTRY_NOT_FOUND/.test(output)) {
    return "pnpm-lock.yaml does not match the package.json files, so nothing was installed. If you changed dependencies, run `npm run pnpm -- install` and commit pnpm-lock.yaml; if you did not, take both from the same commit.";
  }
  if (/BROKEN_LOCKFILE|LOCKFILE_BREAKING_CHANGE/.test(output)) {
    return "pnpm-lock.yaml cannot be read, so nothing was installed. Take the file from the repository again (`git checkout pnpm-lock.yaml`).";
  }
  if (speaksOfNetwork(output)) {
    return "The npm registry cannot be reached, so the dependencies were not installed. Check the network, the proxy and the registry that npm is set to use (`npm config get registry`), then run the same command again.";
  }
  return "pnpm could not install the dependencies; what it printed is above. Once that is solved, run the same command again.";
}

/**
 * Changes with everything that decides what an install puts in place.
 * @param {string} root
 * @param {import("./toolchain.mjs").Versions} versions
 */
export async function fingerprint(root, versions) {
  const hash = createHash("sha256");
  hash.update(JSON.stringify({ versions, platform: process.platform, arch: process.arch }));
  for (const file of ["pnpm-lock.yaml", "pnpm-workspace.yaml"]) {
    hash.update(await readFile(join(root, file), "utf8").catch(() => ""));
  }
  for (const folder of await foldersWithManifest(root)) {
    const manifest = JSON.parse(await readFile(join(root, folder, "package.json"), "utf8"));
    const { name, bin, dependencies, devDependencies, optionalDependencies, peerDependencies } = manifest;
    const part = { folder, name, bin, dependencies, devDependencies, optionalDependencies, peerDependencies };
    hash.update(JSON.stringify(part));
  }
  return hash.digest("hex");
}

/**
 * The root, and the folders up to two levels down that hold a package.json: all places where the workspace has packages.
 * @param {string} root
 */
async function foldersWithManifest(root) {
  const found = ["."];
  /** @param {string} folder @param {number} depth */
  const look = async (folder, depth) => {
    const entries = await readdir(join(root, folder), { withFileTypes: true });
    const names = new Set(entries.map((entry) => entry.name));
    if (folder !== "" && names.has("package.json")) found.push(folder);
    if (depth === 0) return;
    for (const entry of entries) {
      if (!entry.isDirectory() || entry.name === "node_modules" || entry.name.startsWith(".")) continue;
      await look(folder === "" ? entry.name : `${folder}/${entry.name}`, depth - 1);
    }
  };
  await look("", 2);
  return found.sort();
}
