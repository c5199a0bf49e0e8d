/**
 * What is wrong with a text that `JSON.parse` refused, and where. The platform quotes from the text, which may hold a credential or what a screen
 * takes for a command; only the one character that was not expected is kept, and line and column where they can be told.
 */
export function jsonProblem(text: string, error: unknown): string {
  const said = (error as Error).message;
  const token = /^Unexpected token '(.)', (\.\.\.)?"(.*)"(\.\.\.)? is not valid JSON$/su.exec(said);
  if (token !== null) {
    const [, character = "", before, quoted = "", after] = token;
    return `unexpected ${printable(character)}${place(text, tokenAt(text, quoted, before, after))}`;
  }
  if (/^Unexpected end/.test(said)) return "Unexpected end of JSON input";
  const position = /^([^"]+?) in JSON at position (\d+)/.exec(said);
  return position === null ? "it cannot be read" : `${position[1]}${place(text, Number(position[2]))}`;
}

/** What the platform quotes has ten characters on each side of the one that it did not expect, and dots where it goes on. */
function tokenAt(text: string, quoted: string, before: string | undefined, after: string | undefined) {
  const start = text.indexOf(quoted);
  if (before !== undefined) return text.indexOf(quoted, start + 1) === -1 ? start + 10 : undefined;
  return after === undefined ? undefined : quoted.length - 10;
}

function printable(character: string): string {
  return /^[\x21-\x7e]$/.test(character) ? `'${character}'` : JSON.stringify(character);
}

function place(text: string, at: number | undefined): string {
  if (at === undefined) return "";
  const lines = text.slice(0, at).split("\n");
  return ` in line ${lines.length}, column ${(lines.at(-1)?.length ?? 0) + 1}`;
}
