// Makes one file of each entry point of the package in the working directory, for the package's own build, after tsc: most
// of a cold import is the reading of files. What several entry points share is a file of its own. Other packages stay
// imports, and the declarations stay as they are. Sources that are entry points and not in `exports`, such as a program, are
// its arguments.

import { globSync } from "node:fs";
import { readFile, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { build } from "esbuild";
import { entryPoints } from "./entry-points.ts";

const manifest = JSON.parse(await readFile("package.json", "utf8"));
const dist = resolve("dist");
const { outputFiles } = await build({
  entryPoints: [...entryPoints(manifest.exports), ...process.argv.slice(2)],
  outbase: "src",
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
