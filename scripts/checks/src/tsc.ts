import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { run } from "./run.ts";

export interface Diagnostic {
  /** As the compiler printed it: relative to the folder it ran in. `undefined` for one about the settings. */
  file: string | undefined;
  line: number;
  message: string;
}

const require = createRequire(import.meta.url);

/** The version of one of the compilers in this package's dependencies. */
export function compilerVersion(alias: string): string {
  return (require(`${alias}/package.json`) as { version: string }).version;
}

/** Compiles a project without writing anything. */
export async function compile(alias: string, project: string): Promise<Diagnostic[]> {
  const compiler = join(dirname(require.resolve(`${alias}/package.json`)), "bin/tsc");
  const args = [compiler, "-p", project, "--noEmit", "--pretty", "false"];
  const { code, output } = await run(process.execPath, args, { cwd: dirname(project) });
  const diagnostics = parseDiagnostics(output);
  if (code !== 0 && diagnostics.length === 0) diagnostics.push({ file: undefined, line: 0, message: output });
  return diagnostics;
}

export function parseDiagnostics(output: string): Diagnostic[] {
  const diagnostics: Diagnostic[] = [];
  for (const text of output.split(/\r?\n/)) {
    const placed = /^(.+?)\((\d+),\d+\): (error .*)$/.exec(text);
    const last = diagnostics.at(-1);
    if (placed !== null) {
      diagnostics.push({ file: placed[1] ?? "", line: Number(placed[2]), message: placed[3] ?? "" });
    } else if (text.startsWith("error ")) {
      diagnostics.push({ file: undefined, line: 0, message: text });
    } else if (last !== undefined && text.startsWith("  ")) {
      last.message += `\n${text}`;
    }
  }
  return diagnostics;
}
