/** A code block of a document, ready to compile. */
export interface Snippet {
  /** The line of the document that the block's first line is on, counted from 1. */
  line: number;
  language: "ts" | "js";
  code: string;
  /** For each line of `code`, the line of the document it comes from. */
  lines: number[];
}

/**
 * The TypeScript and JavaScript blocks of a Markdown document. A block with imports stands alone. A block without any
 * goes on from the last block that has some, as it does for the reader: that one's lines come before it. A block marked
 * `ts no-check` is left out.
 */
export function snippetsOf(markdown: string): Snippet[] {
  const snippets: Snippet[] = [];
  let before: Line[] = [];
  for (const { info, body } of blocksOf(markdown)) {
    const language = languages[info.split(/\s/)[0] ?? ""];
    const first = body[0];
    if (language === undefined || first === undefined || /\bno-check\b/.test(info)) continue;
    const standsAlone = body.some(({ text }) => /^\s*(import\b(?!\s*\()|export\b.*\bfrom\b)/.test(text));
    const whole = standsAlone ? body : [...before, { text: "{", at: first.at }, ...body, { text: "}", at: first.at }];
    if (standsAlone) before = body;
    const all = [...whole, { text: "export {};", at: first.at }];
    snippets.push({
      line: first.at,
      language,
      code: `${all.map(({ text }) => text).join("\n")}\n`,
      lines: all.map(({ at }) => at),
    });
  }
  return snippets;
}

interface Line {
  text: string;
  at: number;
}

const languages: Record<string, "ts" | "js"> = {
  ts: "ts",
  typescript: "ts",
  js: "js",
  javascript: "js",
  mjs: "js",
};

function blocksOf(markdown: string): { info: string; body: Line[] }[] {
  const blocks: { info: string; body: Line[] }[] = [];
  let open: { fence: string; indent: number; info: string; body: Line[] } | undefined;
  for (const [index, text] of markdown.split(/\r?\n/).entries()) {
    const fence = /^(\s*)(`{3,}|~{3,})\s*(.*?)\s*$/.exec(text);
    if (open === undefined) {
      if (fence !== null)
        open = { fence: fence[2] ?? "", indent: fence[1]?.length ?? 0, info: fence[3] ?? "", body: [] };
    } else if (fence !== null && fence[3] === "" && fence[2]?.startsWith(open.fence)) {
      blocks.push({ info: open.info, body: open.body });
      open = undefined;
    } else {
      open.body.push({ text: text.slice(Math.min(open.indent, text.length - text.trimStart().length)), at: index + 1 });
    }
  }
  return blocks;
}
