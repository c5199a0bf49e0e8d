// What a package adds to a user's bundle stays within its budget in published.ts.

import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { published } from "../published.ts";
import { runCheck } from "../report.ts";
import { userFolder } from "../user-folder.ts";
import { publicPackages, withFile } from "../workspace.ts";

await runCheck("size", async ({ pass, fail }) => {
  const user = userFolder();
  const packages = publicPackages();
  for (const { name } of packages) {
    if (published[name] === undefined) fail(name, "has no line in scripts/checks/src/published.ts");
  }
  const weighed = packages.filter(({ name }) => published[name]?.maxKiB !== undefined);
  for (const { name, folder } of withFile(weighed, "test/one-call.ts", fail)) {
    const maxKiB = published[name]?.maxKiB ?? 0;
    const bundled = await build({
      stdin: { contents: await readFile(join(folder, "test/one-call.ts"), "utf8"), loader: "ts", resolveDir: user },
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      platform: "neutral",
      mainFields: ["module", "main"],
      conditions: ["import"],
      external: ["node:*"],
      write: false,
      logLevel: "silent",
    });
    const code = bundled.outputFiles[0]?.contents ?? new Uint8Array();
    const size = gzipSync(code, { level: 9 }).length / 1024;
    const line = `${name}: ${size.toFixed(2)} KiB of ${maxKiB} KiB (${(code.length / 1024).toFixed(2)} KiB before gzip)`;
    if (size <= maxKiB) pass(line);
    else
      fail(line, "The bundle is over its budget. Find what grew, or raise the budget in the same change and say why.");
  }
});
