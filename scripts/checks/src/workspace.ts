import { existsSync, globSync, readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { parse } from "yaml";

export const root: string = resolve(import.meta.dirname, "../../..");

export interface Manifest {
  name: string;
  private?: boolean;
  engines?: { node?: string };
  scripts?: Record<string, string>;
  dependencies?: Record<string, string>;
  peerDependencies?: Record<string, string>;
  devDependencies?: Record<string, string>;
  [member: string]: unknown;
}

export interface WorkspacePackage {
  name: string;
  /** The name without its scope: `cultureamp` for `@x/cultureamp`. */
  shortName: string;
  folder: string;
  manifest: Manifest;
}

/** All packages of the workspace, without the root. */
export function workspacePackages(): WorkspacePackage[] {
  const workspace = parse(readFileSync(join(root, "pnpm-workspace.yaml"), "utf8")) as { packages: string[] };
  return globSync(workspace.packages, { cwd: root })
    .map((path) => join(root, path))
    .filter((folder) => existsSync(join(folder, "package.json")))
    .sort()
    .map((folder) => {
      const manifest = readManifest(folder);
      return { name: manifest.name, shortName: manifest.name.replace(/^@[^/]+\//, ""), folder, manifest };
    });
}

/** The packages that are published. */
export function publicPackages(): WorkspacePackage[] {
  return workspacePackages().filter(({ manifest }) => manifest.private !== true);
}

export function readManifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest;
}

/** The packages that have a file, and a failure for each that does not. */
export function withFile(
  packages: readonly WorkspacePackage[],
  file: string,
  fail: (title: string, detail: string) => void,
): WorkspacePackage[] {
  return packages.filter(({ name, folder }) => {
    const present = existsSync(join(folder, file));
    if (!present) fail(`${name}: ${file}`, "Every published package has one; CONTRIBUTING.md says what is in it.");
    return present;
  });
}
