// Every TypeScript and JavaScript block in the documents compiles, strictly, against the packages as users get them.

import { globSync } from "node:fs";
import { mkdir, readFile, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { runCheck } from "../report.ts";
import { type Snippet, snippetsOf } from "../snippets.ts";
import { compile } from "../tsc.ts";
import { userFolder } from "../user-folder.ts";
import { root } from "../workspace.ts";

await runCheck("snippets", async ({ pass, fail }) => {
  const folder = join(userFolder(), "snippets");
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder);

  const files = new Map<string, { document: string; snippet: Snippet }>();
  for (const document of documents()) {
    for (const snippet of snippetsOf(await readFile(join(root, document), "utf8"))) {
      const name = document.replaceAll(/[\\/]/g, "--");
      // Files that import each other stand as they do for the reader.
      const file =
        snippet.file === undefined
          ? `${name}--${snippet.line}.${snippet.language === "ts" ? "ts" : "mjs"}`
          : `${name}/${snippet.file}`;
      files.set(file, { document, snippet });
      await mkdir(dirname(join(folder, file)), { recursive: true });
      await writeFile(join(folder, file), snippet.code);
    }
  }
  const project = join(folder, "tsconfig.json");
  const config = {
    compilerOptions: {
      target: "ES2023",
      lib: ["ES2023", "DOM", "DOM.Iterable", "DOM.AsyncIterable"],
      module: "NodeNext",
      types: ["node"],
      strict: true,
      noUncheckedIndexedAccess: true,
      exactOptionalPropertyTypes: true,
      allowJs: true,
      checkJs: true,
      skipLibCheck: true,
      allowImportingTsExtensions: true,
    },
    files: [...files.keys()],
  };
  await writeFile(project, JSON.stringify(config, null, 2));

  const diagnostics = files.size === 0 ? [] : await compile("typescript", project);
  for (const { file, message } of diagnostics) {
    if (file === undefined || !files.has(file)) fail(file ?? "the compiler", message);
  }
  for (const [file, { document, snippet }] of files) {
    const own = diagnostics.filter((diagnostic) => diagnostic.file === file);
    const title = `${document}:${snippet.line}`;
    const detail = own.map(({ line, message }) => `${document}:${snippet.lines[line - 1] ?? snippet.line} ${message}`);
    if (own.length === 0) pass(title);
    else fail(title, detail.join("\n"));
  }
});

/** turbo.json lists the same, so that a changed document is checked again. */
function documents(): string[] {
  const patterns = ["*.md", "docs/**/*.md", "packages/*/*.md", "conformance/*.md", "examples/*/*.md", "bench/*.md"];
  return globSync(patterns, { cwd: root })
    .filter((path) => !path.endsWith("CHANGELOG.md"))
    .sort();
}
