// Packs every published package and unpacks it into a folder such as a user has. The checks that look at packages as
// users get them start from here.

import { mkdir, rename, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "./run.ts";
import { packedFolder, tarballOf } from "./user-folder.ts";
import { publicPackages } from "./workspace.ts";

await rm(packedFolder, { recursive: true, force: true });
const user = join(packedFolder, "user");
await mkdir(join(user, "node_modules"), { recursive: true });
await writeFile(join(user, "package.json"), '{ "private": true, "type": "module" }\n');

const own = (await import("../package.json", { with: { type: "json" } })).default;

for (const { name, shortName, folder } of publicPackages()) {
  if (!Object.hasOwn(own.devDependencies, name)) {
    throw new Error(
      `${name} is published; add it to devDependencies in scripts/checks/package.json, so that it is checked`,
    );
  }
  const tarball = tarballOf(shortName);
  const unpacked = join(user, "node_modules", name);
  const scratch = join(packedFolder, "scratch");
  await mkdir(dirname(tarball), { recursive: true });
  await mkdir(dirname(unpacked), { recursive: true });
  await mkdir(scratch, { recursive: true });
  await mustRun("pnpm", ["pack", "--out", tarball], folder);
  await mustRun("tar", ["-xzf", tarball, "-C", scratch], packedFolder);
  await rename(join(scratch, "package"), unpacked);
  await rm(scratch, { recursive: true });
  console.log(`packed ${name}`);
}

async function mustRun(program: string, args: string[], cwd: string): Promise<void> {
  const { code, output } = await run(program, args, { cwd });
  if (code !== 0) throw new Error(`${program} ${args.join(" ")} failed in ${cwd}:\n${output}`);
}
