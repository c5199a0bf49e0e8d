const ESCAPES = /(?:%[0-9a-f]{2})+/gi;
const WELL_FORMED = /^(?:%[0-9a-f]{2})+$/i;

/** Percent-decodes; a sequence that is malformed, or is no UTF-8, stays as it stands. */
export function decodePercent(text: string): string {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(ESCAPES, decodeRun);
  }
}

/** Decodes a run of escapes character by character, so that one bad byte does not keep its neighbours encoded. */
function decodeRun(run: string): string {
  let decoded = "";
  let at = 0;
  while (at < run.length) {
    const length = utf8Length(Number.parseInt(run.slice(at + 1, at + 3), 16)) * 3;
    const escaped = run.slice(at, at + length);
    const character = tryDecode(escaped);
    decoded += character ?? run.slice(at, at + 3);
    at += character === undefined ? 3 : escaped.length;
  }
  return decoded;
}

function tryDecode(escaped: string): string | undefined {
  if (!WELL_FORMED.test(escaped)) return undefined;
  try {
    return decodeURIComponent(escaped);
  } catch {
    return undefined;
  }
}

function utf8Length(lead: number): number {
  if (lead >= 0xf0) return 4;
  if (lead >= 0xe0) return 3;
  return lead >= 0xc0 ? 2 : 1;
}
