// Makes one file of each entry point in <packageDir>/dist, for the package's own build, after tsc: most of a cold import is
// the reading of files. What several entry points share is a file of its own. Other packages stay imports, and the
// declarations stay as they are.

import { globSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";

const [packageDir, ...rest] = process.argv.slice(2);
if (packageDir === undefined || rest.length > 0) {
  console.error("Usage: node scripts/bundle/src/main.ts <package dir>");
  process.exit(2);
}

const { exports } = JSON.parse(await readFile(join(packageDir, "package.json"), "utf8")) as {
  exports: Record<string, string | { default?: string }>;
};
const targets = Object.values(exports).map((target) => (typeof target === "string" ? target : (target.default ?? "")));
const entryPoints = targets.filter((target) => target.endsWith(".js")).map((target) => join(packageDir, target));

const dist = resolve(packageDir, "dist");
const { outputFiles } = await build({
  entryPoints,
  outbase: dist,
  outdir: dist,
  bundle: true,
  splitting: true,
  chunkNames: "shared-[hash]",
  format: "esm",
  target: "es2022",
  platform: "neutral",
  packages: "external",
  write: false,
  logLevel: "warning",
});

const kept = new Set(outputFiles.map(({ path }) => path));
for (const file of globSync("**/*.js", { cwd: dist })) {
  if (!kept.has(join(dist, file))) await rm(join(dist, file));
}
for (const { path, contents } of outputFiles) await writeFile(path, contents);
