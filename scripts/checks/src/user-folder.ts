import { existsSync, mkdirSync, realpathSync, symlinkSync } from "node:fs";
import { dirname, join } from "node:path";
import { publicPackages } from "./workspace.ts";

/** Where the packed packages are, as `pack.ts` leaves them. */
export const packedFolder: string = join(import.meta.dirname, "../.packed");

export function tarballOf(shortName: string): string {
  return join(packedFolder, "tarballs", `${shortName}.tgz`);
}

/**
 * A folder as a user has it after installing the packages: ours unpacked from their tarballs, the packages of others
 * linked from this workspace's install, so that nothing is fetched.
 */
export function userFolder(): string {
  const folder = join(packedFolder, "user");
  const packages = publicPackages();
  const ours = new Set(packages.map(({ name }) => name));
  for (const { folder: from, manifest } of packages) {
    for (const name of Object.keys({ ...manifest.dependencies, ...manifest.peerDependencies })) {
      if (!ours.has(name)) link(folder, name, join(from, "node_modules", name));
    }
  }
  for (const name of ["@types/node", "vitest"]) {
    link(folder, name, join(import.meta.dirname, "../node_modules", name));
  }
  return folder;
}

function link(folder: string, name: string, target: string): void {
  const place = join(folder, "node_modules", name);
  if (existsSync(place)) return;
  mkdirSync(dirname(place), { recursive: true });
  try {
    symlinkSync(realpathSync(target), place, "junction");
  } catch (error) {
    // Another check, running beside this one, made the same link.
    if ((error as NodeJS.ErrnoException).code !== "EEXIST") throw error;
  }
}
