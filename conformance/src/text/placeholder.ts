/** Where a placeholder stands in a text: from `start` up to, not including, `end`. */
export interface PlaceholderSpan {
  readonly start: number;
  readonly end: number;
}

const CLOSING: Readonly<Record<string, string>> = { "{": "}", "<": ">" };
const NONE: readonly PlaceholderSpan[] = [];

/**
 * Finds `{name}`, `{{name}}` and `<name>` in one pass. A name starts with a letter, a digit, `_`, `$` or `-`, ends in no space, and holds
 * no bracket, quote, `=` or line break, so JSON, XML with attributes and GraphQL selections with inner spaces are no placeholders.
 */
export function findPlaceholders(text: string): readonly PlaceholderSpan[] {
  let at = firstBracket(text);
  if (at === -1) return NONE;
  const spans: PlaceholderSpan[] = [];
  while (at < text.length) {
    const closing = CLOSING[text[at] as string];
    const end = closing === undefined ? -1 : placeholderEnd(text, at, closing);
    if (end === -1) {
      at += 1;
    } else {
      spans.push({ start: at, end });
      at = end;
    }
  }
  return spans;
}

/** Whether the text holds a placeholder. */
export function hasPlaceholder(text: string): boolean {
  return findPlaceholders(text).length > 0;
}

/** Whether the text is one placeholder and nothing else. */
export function isPlaceholder(text: string): boolean {
  const [only] = findPlaceholders(text);
  return only !== undefined && only.start === 0 && only.end === text.length;
}

/** The text with every placeholder blotted out, character for character, so that a delimiter inside one is not seen. */
export function blotPlaceholders(text: string): string {
  const spans = findPlaceholders(text);
  if (spans.length === 0) return text;
  let blotted = "";
  let at = 0;
  for (const { start, end } of spans) {
    blotted += text.slice(at, start) + "\0".repeat(end - start);
    at = end;
  }
  return blotted + text.slice(at);
}

/** Most texts have none: nothing else is looked at then. */
function firstBracket(text: string): number {
  const [brace, angle] = [text.indexOf("{"), text.indexOf("<")];
  return brace === -1 || (angle !== -1 && angle < brace) ? angle : brace;
}

function placeholderEnd(text: string, start: number, closing: string): number {
  const double = text[start] === "{" && text[start + 1] === "{";
  const from = start + (double ? 2 : 1);
  if (!isNameStart(text.charCodeAt(from))) return -1;
  let at = from;
  while (at < text.length && isInName(text.charCodeAt(at))) at += 1;
  if (text[at] !== closing || text[at - 1] === " ") return -1;
  if (!double) return at + 1;
  return text[at + 1] === closing ? at + 2 : -1;
}

function isNameStart(code: number): boolean {
  const lower = code | 0x20;
  return (
    (lower >= 0x61 && lower <= 0x7a) ||
    (code >= 0x30 && code <= 0x39) ||
    code === 0x5f ||
    code === 0x24 ||
    code === 0x2d ||
    code > 0x7f
  );
}

function isInName(code: number): boolean {
  // Not: controls, " = < > { } and DEL.
  return (
    code >= 0x20 &&
    code !== 0x22 &&
    code !== 0x3d &&
    code !== 0x3c &&
    code !== 0x3e &&
    code !== 0x7b &&
    code !== 0x7d &&
    code !== 0x7f
  );
}
