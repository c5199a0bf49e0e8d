import { attributeOf, blocksOf, type Line } from "./blocks.ts";

/** A code block of a document, ready to compile. */
export interface Snippet {
  /** The line of the document that the block's first line is on, counted from 1. */
  line: number;
  language: "ts" | "js";
  code: string;
  /** For each line of `code`, the line of the document it comes from. */
  lines: number[];
  /** Where the document tells its reader to put it, as in `ts file=src/main.ts`. */
  file?: string;
}

/**
 * The TypeScript and JavaScript blocks of a Markdown document. A block with imports stands alone. A block without any
 * goes on from the last block that has some, as it does for the reader: that one's lines come before it. A block marked
 * `ts no-check` is left out, and so is one marked `from=` a file of this repository, which is compiled where it is.
 */
export function snippetsOf(markdown: string): Snippet[] {
  const snippets: Snippet[] = [];
  let before: Line[] = [];
  for (const { info, body } of blocksOf(markdown)) {
    const language = languages[info.split(/\s/)[0] ?? ""];
    const first = body[0];
    if (language === undefined || first === undefined || /\bno-check\b/.test(info)) continue;
    if (attributeOf(info, "from") !== undefined) continue;
    const file = attributeOf(info, "file");
    const standsAlone =
      file !== undefined || body.some(({ text }) => /^\s*(import\b(?!\s*\()|export\b.*\bfrom\b)/.test(text));
    const whole = standsAlone ? body : [...before, { text: "{", at: first.at }, ...body, { text: "}", at: first.at }];
    if (standsAlone) before = body;
    const all = [...whole, { text: "export {};", at: first.at }];
    snippets.push({
      line: first.at,
      language,
      code: `${all.map(({ text }) => text).join("\n")}\n`,
      lines: all.map(({ at }) => at),
      ...(file !== undefined && { file }),
    });
  }
  return snippets;
}

const languages: Record<string, "ts" | "js"> = {
  ts: "ts",
  typescript: "ts",
  js: "js",
  javascript: "js",
  mjs: "js",
};
