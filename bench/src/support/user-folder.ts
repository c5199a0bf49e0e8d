import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readFile, realpath, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { run } from "./run.ts";

/** What users install. */
const PACKAGE = "@x/cultureamp";

/** Libraries that together do a part of the same: typed calls, and tokens. */
export const PEERS = ["openapi-fetch", "@badgateway/oauth2-client"];

/** Folders outside the repository with the packages installed as a user does it: by npm, from packed tarballs. */
export interface UserFolder {
  /** Has our package. */
  ours: string;
  /** Has the peers. */
  peers: string;
  remove(): Promise<void>;
}

export async function makeUserFolder(say: (line: string) => void): Promise<UserFolder> {
  const base = await realpath(await mkdtemp(join(tmpdir(), "bench-")));
  const remove = () => rm(base, { recursive: true, force: true });
  try {
    say(`packing ${PACKAGE} and installing it in an empty folder`);
    const tarballs: string[] = [];
    for (const { name, folder } of await withOwnDependencies(PACKAGE)) {
      const tarball = join(base, `${name.replace("/", "-").replace("@", "")}.tgz`);
      await run("pnpm", ["pack", "--out", tarball], folder);
      tarballs.push(tarball);
    }
    const ours = await install(join(base, "ours"), tarballs);
    const versions = await Promise.all(PEERS.map(async (name) => `${name}@${(await manifestOf(name)).version}`));
    const peers = await install(join(base, "peers"), versions);
    return { ours, peers, remove };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** How many packages an install put in place. */
export async function installedPackages(folder: string): Promise<string[]> {
  const lock = JSON.parse(await readFile(join(folder, "package-lock.json"), "utf8"));
  return Object.keys(lock.packages)
    .filter((path) => path !== "")
    .map((path) => path.replace(/^.*node_modules\//, ""));
}

async function install(folder: string, what: readonly string[]): Promise<string> {
  await mkdir(folder);
  await writeFile(join(folder, "package.json"), '{ "private": true, "type": "module" }\n');
  const [program, ...first] = npmCommand();
  const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts", "--install-strategy=hoisted"];
  await run(program, [...first, "install", ...flags, ...what], folder);
  return folder;
}

/** npm as the caller has it: the one that runs this, else the one on PATH. */
function npmCommand(): [program: string, ...first: string[]] {
  const script = process.env.npm_execpath;
  const isNpm = script !== undefined && basename(script) === "npm-cli.js" && existsSync(script);
  return isNpm ? [process.execPath, script] : ["npm"];
}

interface Manifest {
  name: string;
  version: string;
  dependencies?: Record<string, string>;
}

/** A package of this workspace and those of its dependencies that come from here, too. */
async function withOwnDependencies(
  name: string,
  from = import.meta.dirname,
): Promise<{ name: string; folder: string }[]> {
  const folder = folderOf(name, from);
  const manifest = await manifestIn(folder);
  const own = Object.entries(manifest.dependencies ?? {}).filter(([, range]) => range.startsWith("workspace:"));
  const below = await Promise.all(own.map(([dependency]) => withOwnDependencies(dependency, folder)));
  const all = [{ name, folder }, ...below.flat()];
  return all.filter((one, index) => all.findIndex((other) => other.name === one.name) === index);
}

async function manifestOf(name: string): Promise<Manifest> {
  return manifestIn(folderOf(name, import.meta.dirname));
}

async function manifestIn(folder: string): Promise<Manifest> {
  return JSON.parse(await readFile(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The folder of an installed package. */
function folderOf(name: string, from: string): string {
  const require = createRequire(join(from, "any.js"));
  for (const place of require.resolve.paths(name) ?? []) {
    if (existsSync(join(place, name, "package.json"))) return join(place, name);
  }
  throw new Error(`${name} is not installed under ${dirname(from)}`);
}
