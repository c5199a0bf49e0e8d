import type { Contradiction } from "../check/contradiction.js";
import type { Difference } from "../compare/difference.js";
import type { Exchange, Json } from "../exchange/types.js";
import type { ReplayResult, Verdict } from "../replay/types.js";
import { type Paint, painter, type Terminal } from "./terminal.js";

/** The widths of the table's columns. */
export interface Table {
  readonly columns: number;
  readonly idWidth: number;
  readonly paint: Paint;
}

const MARKS: Readonly<Record<Verdict, readonly [mark: string, style: Parameters<Paint>[0]]>> = {
  passed: ["✓", "green"],
  "request-only": ["✓", "green"],
  contradicts: ["!", "yellow"],
  failed: ["✗", "red"],
  incoming: ["←", "cyan"],
  "not-replayable": ["–", "dim"],
  "no-client": ["–", "yellow"],
};

/** In fewer columns an operation says nothing: then it is shown with failures only, on a line of its own. */
const MIN_OPERATION = 20;

/** A table that fits the exchanges and the screen. */
export function tableFor(exchanges: readonly Exchange[], terminal: Terminal): Table {
  const idWidth = exchanges.reduce((width, { id }) => Math.max(width, id.length), 0);
  return { columns: terminal.columns, idWidth: Math.min(idWidth, 60), paint: painter(terminal) };
}

/** A line for a result; what differs, below it. */
export function resultLines(result: ReplayResult, table: Table): string[] {
  const { verdict, reason, differences, contradictions } = result;
  const { paint } = table;
  const [mark, style] = MARKS[verdict];
  const head = `${paint(style, `${mark} ${verdict.padEnd(14)}`)} ${result.id.padEnd(table.idWidth)}`;
  const facts = `${result.fidelity.padEnd(14)} ${agreement(result)} ${duration(result.ms)}`;
  const room = table.columns - 17 - Math.max(table.idWidth, result.id.length) - facts.length - 4;
  const isRoomy = room >= MIN_OPERATION;
  const lines = [`${head}  ${paint("dim", facts)}  ${isRoomy ? shorten(result.operation, room) : ""}`.trimEnd()];
  if (!isRoomy && verdict === "failed") lines.push(`    ${result.operation}`);
  if (verdict !== "failed" && reason !== undefined) lines.push(`    ${paint("dim", reason)}`);
  for (const difference of differences) lines.push(...differenceLines(difference, table));
  for (const contradiction of contradictions) lines.push(...contradictionLines(contradiction, table));
  return lines;
}

/** On how many transports the verdict was found, of how many. */
function agreement({ transports, verdict }: ReplayResult): string {
  const all = Object.values(transports);
  return all.length === 0 ? "  -" : `${all.filter((found) => found === verdict).length}/${all.length}`;
}

function duration(ms: number): string {
  return `${ms < 10 ? ms.toFixed(1) : ms.toFixed(0)} ms`.padStart(8);
}

function differenceLines({ aspect, message, documented, found }: Difference, table: Table): string[] {
  const { paint } = table;
  const line = `    ${paint("red", aspect)}  ${message}`;
  if (documented === undefined && found === undefined) return [line];
  const isOfType =
    aspect === "result" || (documented !== undefined && found !== undefined && typeof documented !== typeof found);
  const typed = isOfType ? asJson : (value: Json | undefined) => value;
  const other = aspect === "result" ? "client gave" : "sent";
  return [line, ...sideBySide(["documented", typed(documented)], [other, typed(found)], table)];
}

function contradictionLines({ pointer, expected, got, acknowledged }: Contradiction, table: Table): string[] {
  const { paint } = table;
  const isKnown = acknowledged !== undefined;
  const known = isKnown ? paint("dim", " (known)") : "";
  const lines = [
    `    ${paint(isKnown ? "yellow" : "red", "description")}  ${pointer} contradicts the vendor's own description${known}`,
  ];
  lines.push(...sideBySide(["documented", asJson(got)], ["description", expected], table));
  if (isKnown) lines.push(`      ${paint("dim", acknowledged)}`);
  return lines;
}

/** Where the type is the point, a text wears its quotes: `"3599"` is not `3599`. */
function asJson(value: Json | undefined): Json | undefined {
  return typeof value === "string" ? JSON.stringify(value) : value;
}

type Side = readonly [label: string, value: Json | undefined];

/** Two values next to each other where they fit, else below each other. */
function sideBySide(left: Side, right: Side, { columns, paint }: Table): string[] {
  const [leftText, rightText] = [show(left[1]), show(right[1])];
  const cell = ([label]: Side, text: string): string => `${paint("dim", label.padEnd(11))} ${text}`;
  const width = Math.floor((Math.min(columns, 120) - 8) / 2);
  if (leftText.length + 14 <= width && rightText.length + 12 <= width) {
    return [`      ${cell(left, leftText.padEnd(width - 14))}  ${cell(right, rightText)}`.trimEnd()];
  }
  return [
    `      ${cell(left, shorten(leftText, columns - 18))}`,
    `      ${cell(right, shorten(rightText, columns - 18))}`,
  ];
}

function show(value: Json | undefined): string {
  if (value === undefined) return "(nothing)";
  const text = typeof value === "string" ? value : JSON.stringify(value);
  // Control characters would move the cursor.
  return shorten(text.replace(/\p{Cc}+/gu, " "), 400);
}

function shorten(text: string, room: number): string {
  if (text.length <= room) return text;
  return room < 2
    ? ""
    : `${text.slice(0, Math.ceil((room - 1) / 2))}…${text.slice(text.length - Math.floor((room - 1) / 2))}`;
}
