const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[^"\\\p{Cc}]|\\(?:["\\/bfnrt]|u[\da-f]{4}))*"/iuy;
const SCALAR = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;

/**
 * Where a text stops being JSON (RFC 8259): the offset of what cannot stand there, or the text's length when it breaks
 * off. A faulty string or word counts from its start. Asked only when `JSON.parse` has refused the text, since platforms
 * do not agree on saying where.
 */
export function jsonErrorAt(text: string): number {
  /** The brackets that are open, by what closes them. */
  const open: string[] = [];
  let at = 0;

  function skip(pattern: RegExp): boolean {
    pattern.lastIndex = at;
    const length = pattern.exec(text)?.[0].length ?? 0;
    at += length;
    return length > 0;
  }

  function take(character: string): boolean {
    skip(SPACE);
    if (text[at] !== character) return false;
    at += 1;
    return true;
  }

  /** The name of a member, where one is due. */
  function name(): boolean {
    skip(SPACE);
    return open.at(-1) !== "}" || (skip(STRING) && take(":"));
  }

  /** A value, or the beginning of one that is not empty. Answers whether another value is due next. */
  function value(): boolean | undefined {
    const close = take("{") ? "}" : take("[") ? "]" : undefined;
    if (!close) return skip(STRING) || skip(SCALAR) ? false : undefined;
    if (take(close)) return false;
    open.push(close);
    return true;
  }

  for (;;) {
    if (!name()) return at;
    const isOpened = value();
    if (isOpened === undefined) return at;
    if (isOpened) continue;
    while (!take(",")) {
      const close = open.at(-1);
      if (!close || !take(close)) return at;
      open.pop();
    }
    if (open.length === 0) return at - 1;
  }
}
