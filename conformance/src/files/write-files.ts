import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file to write: its path in the folder, and its text. */
export type OutputFile = readonly [name: string, text: string];

/**
 * Writes all of the files into a folder, which is made when it is not there, or none of them.
 *
 * @throws Error with the file that could not be written, as it is to be called, and the reason.
 */
export function writeFiles(folder: string, files: readonly OutputFile[]): void {
  const staged = files.map(([name, text]) => {
    const path = join(folder, name);
    return { path, draft: `${path}.${process.pid}.tmp`, text };
  });
  let file = folder;
  const written: string[] = [];
  try {
    for (const { path, draft, text } of staged) {
      file = path;
      mkdirSync(dirname(path), { recursive: true });
      written.push(draft);
      writeFileSync(draft, text);
    }
    for (const { path, draft } of staged) {
      file = path;
      renameSync(draft, path);
    }
  } catch (error) {
    throw new Error(`${file}: cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`, {
      cause: error,
    });
  } finally {
    for (const draft of written) rmSync(draft, { force: true });
  }
}
