/** A code block of a Markdown document. */
export interface Block {
  /** What stands after the fence, such as `ts no-check`. */
  info: string;
  body: Line[];
}

export interface Line {
  text: string;
  /** The line of the document, counted from 1. */
  at: number;
}

/** The code blocks of a Markdown document, in order. */
export function blocksOf(markdown: string): Block[] {
  const blocks: Block[] = [];
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

/** The value of `name=value` in the info string of a block. */
export function attributeOf(info: string, name: string): string | undefined {
  return info
    .split(/\s+/)
    .find((word) => word.startsWith(`${name}=`))
    ?.slice(name.length + 1);
}
