import { attributeOf, blocksOf } from "./blocks.ts";

/** One thing that a guide has its reader do or see. `at` is the line of the document. */
export type Step =
  /** A command to run; in the background, when it is marked so. */
  | { kind: "run"; at: number; script: string; exit: number; background: boolean }
  /** What the command before it prints, or a part of that. */
  | { kind: "output"; at: number; lines: string[] }
  /** A file to write. */
  | { kind: "file"; at: number; path: string; text: string }
  /** A part of a file of this repository. */
  | { kind: "excerpt"; at: number; from: string; lines: string[] };

/**
 * The steps of a guide, in order. Blocks say what they are in their info string: `sh`, `sh exit=1`, `sh background`, `text` for
 * the output of the command before, `ts file=PATH` (in any language) for a file of the reader's, `ts from=PATH` for a part of a
 * file here. What is marked `no-run` or is anything else is there to be read.
 */
export function stepsOf(markdown: string): Step[] {
  return blocksOf(markdown).flatMap(({ info, body }): Step[] => {
    const at = body[0]?.at ?? 0;
    const words = info.split(/\s+/);
    const lines = body.map(({ text }) => text);
    const [file, from] = [attributeOf(info, "file"), attributeOf(info, "from")];
    if (words.includes("no-run")) return [];
    if (file !== undefined) return [{ kind: "file", at, path: file, text: `${lines.join("\n")}\n` }];
    if (from !== undefined) return [{ kind: "excerpt", at, from, lines }];
    if (words[0] === "text") return [{ kind: "output", at, lines }];
    if (words[0] !== "sh") return [];
    const exit = Number(attributeOf(info, "exit") ?? 0);
    return [{ kind: "run", at, script: lines.join("\n"), exit, background: words.includes("background") }];
  });
}

/**
 * The lines of a quotation that an output does not have, in this order. `…` stands for anything, and widths of gaps are not
 * compared.
 */
export function missingLines(quoted: readonly string[], output: string): string[] {
  const printed = output.split(/\r?\n/);
  let next = 0;
  return quoted.filter((line) => {
    if (line.trim() === "" || line.trim() === "…") return false;
    const pattern = line
      .trim()
      .split("…")
      .map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, "\\$&").replaceAll(/\s+/g, "\\s+"))
      .join(".*");
    const found = printed.findIndex((text, index) => index >= next && new RegExp(`^\\s*${pattern}\\s*$`).test(text));
    if (found >= 0) next = found + 1;
    return found < 0;
  });
}

/** Whether lines stand in a text, one after the other, at any indentation. */
export function standsIn(lines: readonly string[], text: string): boolean {
  const trimmed = (some: readonly string[]) => some.map((line) => line.trim()).join("\n");
  return `\n${trimmed(text.split(/\r?\n/))}\n`.includes(`\n${trimmed(lines)}\n`);
}
