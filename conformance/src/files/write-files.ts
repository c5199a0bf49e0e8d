import { mkdirSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** A file to write: its path in the folder, and its text. */
export type OutputFile = readonly [name: string, text: string];

/** Writes all of the files into a folder, which is made when it is not there, or none of them. */
export function writeFiles(folder: string, files: readonly OutputFile[]): void {
  const staged = files.map(([name, text]) => {
    const path = join(folder, name);
    return { path, draft: `${path}.${process.pid}.tmp`, text };
  });
  try {
    for (const { path, draft, text } of staged) {
      mkdirSync(dirname(path), { recursive: true });
      writeFileSync(draft, text);
    }
    for (const { path, draft } of staged) renameSync(draft, path);
  } finally {
    for (const { draft } of staged) rmSync(draft, { force: true });
  }
}
