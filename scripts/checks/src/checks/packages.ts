// Each package, packed, is in order: publint (strict), are-the-types-wrong, and the files that belong in it.

import { readFile } from "node:fs/promises";
import { checkPackage, createPackageFromTarballData, type Problem } from "@arethetypeswrong/core";
import { publint } from "publint";
import { formatMessage } from "publint/utils";
import { type Recorder, runCheck } from "../report.ts";
import { tarballOf } from "../user-folder.ts";
import { publicPackages, type WorkspacePackage } from "../workspace.ts";

await runCheck("packages", async (recorder) => {
  for (const workspacePackage of publicPackages()) {
    const data = await readFile(tarballOf(workspacePackage.shortName));
    await checkWithPublint(workspacePackage, data, recorder);
    await checkTypes(workspacePackage, data, recorder);
    checkContents(workspacePackage, data, recorder);
  }
});

async function checkWithPublint({ name }: WorkspacePackage, data: Buffer, { pass, fail }: Recorder): Promise<void> {
  const tarball = new Uint8Array(data).buffer;
  const { messages, pkg } = await publint({ pack: { tarball }, strict: true, level: "warning" });
  if (messages.length === 0) pass(`${name}: publint`);
  else fail(`${name}: publint`, messages.map((message) => formatMessage(message, pkg, { color: false })).join("\n"));
}

async function checkTypes({ name }: WorkspacePackage, data: Buffer, { pass, fail }: Recorder): Promise<void> {
  const analysis = await checkPackage(createPackageFromTarballData(new Uint8Array(data)));
  const problems = analysis.types === false ? ["the package has no types"] : analysis.problems.filter(concerns);
  if (problems.length === 0) pass(`${name}: are the types wrong`);
  else fail(`${name}: are the types wrong`, problems.map((problem) => JSON.stringify(problem)).join("\n"));
}

/** The packages are ESM only: what a resolver older than that, or `require`, would see is nothing they promise. */
function concerns(problem: Problem): boolean {
  if ("resolutionKind" in problem) {
    return problem.resolutionKind !== "node10" && problem.resolutionKind !== "node16-cjs";
  }
  return true;
}

function checkContents({ name, manifest }: WorkspacePackage, data: Buffer, { pass, fail }: Recorder): void {
  const files = createPackageFromTarballData(new Uint8Array(data))
    .listFiles()
    .map((file) => file.replace(`/node_modules/${name}/`, ""));
  const wrong: string[] = [];
  for (const needed of ["LICENSE", "README.md"]) {
    if (!files.includes(needed)) wrong.push(`${needed} is missing`);
  }
  for (const file of files) {
    if (/\.test(-d)?\.|\.tsbuildinfo$|(^|\/)(node_modules|reports|test)\//.test(file))
      wrong.push(`${file} is no user's file`);
  }
  for (const [member, value] of Object.entries({ type: "module", license: "MIT", sideEffects: false })) {
    if (manifest[member] !== value) wrong.push(`package.json: ${member} must be ${JSON.stringify(value)}`);
  }
  if (manifest.engines?.node === undefined) wrong.push("package.json: engines.node is missing");
  if (wrong.length === 0) pass(`${name}: contents`);
  else fail(`${name}: contents`, wrong.join("\n"));
}
