// Each package, packed, works on every Node it names: `test/smoke.mjs` of the package is run beside the unpacked package.

import { copyFile, mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { runCheck } from "../report.ts";
import { run } from "../run.ts";
import { userFolder } from "../user-folder.ts";
import { publicPackages, root, withFile } from "../workspace.ts";

await runCheck("runtimes", async ({ pass, fail }) => {
  const smoke = join(userFolder(), "smoke");
  await mkdir(smoke, { recursive: true });
  const runtimes = await nodes();
  for (const { name, shortName, folder, manifest } of withFile(publicPackages(), "test/smoke.mjs", fail)) {
    const program = join(smoke, `${shortName}.mjs`);
    await copyFile(join(folder, "test/smoke.mjs"), program);
    for (const { version, path } of runtimes) {
      if (!satisfies(version, manifest.engines?.node ?? "")) continue;
      const title = `${name} on Node ${version}`;
      const { code, output } = await run(path, [program], { cwd: smoke, timeout: 30_000 });
      if (code === 0) pass(title);
      else fail(title, output);
    }
  }
});

/** The Nodes of scripts/runtimes and the one running this. */
async function nodes(): Promise<{ version: string; path: string }[]> {
  const from = createRequire(join(root, "scripts/runtimes/package.json"));
  const { devDependencies } = from("./package.json") as { devDependencies: Record<string, string> };
  const program = process.platform === "win32" ? "node.exe" : "node";
  const paths = Object.keys(devDependencies).map((alias) =>
    join(dirname(from.resolve(`${alias}/package.json`)), "bin", program),
  );
  const found: { version: string; path: string }[] = [];
  for (const path of [...paths, process.execPath]) {
    const { code, output } = await run(path, ["--version"], { cwd: root });
    if (code !== 0) throw new Error(`${path} does not run: ${output}`);
    found.push({ version: output.trim().slice(1), path });
  }
  return found.sort((a, b) => (satisfies(a.version, `>=${b.version}`) ? 1 : -1));
}

/** Whether a version is in a range of the only form that the packages use: `>=20.19` or `>=20.19.0`. */
function satisfies(version: string, range: string): boolean {
  const least = /^>=(\d+(?:\.\d+){0,2})$/.exec(range)?.[1];
  if (least === undefined) throw new Error(`engines.node "${range}" is not of the form >=x.y`);
  const have = version.split(".").map(Number);
  for (const [index, part] of least.split(".").map(Number).entries()) {
    const difference = (have[index] ?? 0) - part;
    if (difference !== 0) return difference > 0;
  }
  return true;
}
