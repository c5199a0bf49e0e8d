import type { Json } from "../exchange/types.js";
import type { ReplayResult } from "./types.js";

/** What is to be said of a result, line by line: its differences and its contradictions. Without colour. */
export function explain(result: ReplayResult): string[] {
  const lines = [`${result.id}: ${result.verdict}${result.reason === undefined ? "" : ` (${result.reason})`}`];
  for (const { aspect, message, documented, found } of result.differences) {
    lines.push(`  ${aspect}: ${message}`);
    if (documented !== undefined) lines.push(`    documented  ${show(documented)}`);
    if (found !== undefined) lines.push(`    found       ${show(found)}`);
  }
  for (const { pointer, expected, got, acknowledged } of result.contradictions) {
    lines.push(`  description: ${pointer} contradicts the vendor's own description`);
    if (got !== undefined) lines.push(`    documented  ${JSON.stringify(got)}`);
    lines.push(`    description ${expected}`);
    if (acknowledged !== undefined) lines.push(`    known       ${acknowledged}`);
  }
  return lines;
}

function show(value: Json): string {
  const text = typeof value === "string" ? value : JSON.stringify(value);
  return text.length > 160 ? `${text.slice(0, 160)}…` : text;
}
