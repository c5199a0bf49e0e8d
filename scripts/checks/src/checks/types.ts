// The public types of each package compile for users of every supported TypeScript, strictly, under both module
// resolutions in use, and with the package's own declaration files checked (`skipLibCheck` off). What is compiled is
// `test/one-call.ts` of the package, beside the unpacked package.

import { copyFile, mkdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { published } from "../published.ts";
import { runCheck } from "../report.ts";
import { compile, compilerVersion, type Diagnostic } from "../tsc.ts";
import { userFolder } from "../user-folder.ts";
import { publicPackages, withFile } from "../workspace.ts";

const compilers = ["typescript-5.4", "typescript-5.9", "typescript-6", "typescript"];

const resolutions = {
  bundler: { module: "ESNext", moduleResolution: "Bundler" },
  nodenext: { module: "NodeNext", moduleResolution: "NodeNext" },
};

await runCheck("types", async ({ pass, fail }) => {
  const folder = join(userFolder(), "types");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);
  const packages = withFile(publicPackages(), "test/one-call.ts", fail);
  for (const { shortName, folder: from } of packages) {
    await copyFile(join(from, "test/one-call.ts"), join(folder, `${shortName}.ts`));
  }
  for (const [resolution, settings] of Object.entries(resolutions)) {
    for (const nodeTypes of [false, true]) {
      const some = packages.filter(({ name }) => (published[name]?.nodeTypes ?? false) === nodeTypes);
      if (some.length === 0) continue;
      const project = join(folder, `tsconfig.${resolution}${nodeTypes ? ".node" : ""}.json`);
      const config = {
        compilerOptions: {
          ...settings,
          target: "ES2022",
          lib: ["ES2022", "DOM", "DOM.Iterable"],
          types: nodeTypes ? ["node"] : [],
          strict: true,
          exactOptionalPropertyTypes: true,
          noUncheckedIndexedAccess: true,
          verbatimModuleSyntax: true,
          skipLibCheck: false,
        },
        files: some.map(({ shortName }) => `${shortName}.ts`),
      };
      await writeFile(project, JSON.stringify(config, null, 2));
      for (const compiler of compilers) {
        const diagnostics = await compile(compiler, project);
        for (const { name, shortName } of some) {
          const title = `${name} under TypeScript ${compilerVersion(compiler)}, ${resolution}`;
          const own = diagnostics.filter((diagnostic) => concerns(diagnostic, name, shortName));
          if (own.length === 0) pass(title);
          else fail(title, own.map(({ file = "", line, message }) => `${file}:${line} ${message}`).join("\n"));
        }
      }
    }
  }
});

/** Errors inside the declaration files of others are theirs; the same declarations fail without us. */
function concerns({ file }: Diagnostic, name: string, shortName: string): boolean {
  return file === undefined || file === `${shortName}.ts` || file.includes(`node_modules/${name}/`);
}
