import type { Fault, FaultResult, FaultSubject } from "../faults/types.js";
import { type Paint, painter, type Terminal } from "./terminal.js";

/** What a run of faults comes to. */
export interface FaultSummary {
  readonly faults: number;
  readonly clients: number;
  readonly passed: number;
  readonly failed: number;
  readonly notApplicable: number;
  readonly ms: number;
}

/** Counts verdicts. */
export function summariseFaults(results: readonly FaultResult[], ms: number): FaultSummary {
  const count = (verdict: FaultResult["verdict"]) => results.filter((result) => result.verdict === verdict).length;
  return {
    faults: new Set(results.map(({ fault }) => fault)).size,
    clients: new Set(results.map(({ subject }) => subject)).size,
    passed: count("passed"),
    failed: count("failed"),
    notApplicable: count("not-applicable"),
    ms: Math.round(ms),
  };
}

/** Clients under one heading: a vendor's, or one alone. */
interface Column {
  readonly title: string;
  readonly subjects: readonly string[];
  readonly width: number;
}

/** Wider than this, a table is not read but searched. */
const WIDEST = 200;
/** Fewer letters than this say nothing of what a client must show. */
const LEAST_WORDS = 24;
const GAP = "  ";

/** A row for each fault. A column for each client, where they fit; else for each vendor, with how many of its clients passed. */
export class FaultTable {
  readonly #faults: readonly Fault[];
  readonly #subjects: readonly string[];
  readonly #columns: readonly Column[];
  readonly #paint: Paint;
  readonly #nameWidth: number;
  /** Letters that are left for what the client must show; 0: too few to be of use. */
  readonly #wordsWidth: number;
  #row: FaultResult[] = [];
  #group: string | undefined;

  constructor(chosen: readonly Fault[], subjects: readonly FaultSubject[], terminal: Terminal) {
    this.#faults = chosen;
    this.#subjects = subjects.map(({ id }) => id);
    this.#paint = painter(terminal);
    this.#nameWidth = Math.max(...chosen.map(({ name }) => name.length)) + GAP.length;
    const room = Math.min(terminal.columns, WIDEST) - this.#nameWidth - GAP.length;
    const single = this.#subjects.map((id) => columnOf(id, [id]));
    const isRoomy = widthOf(single) + LEAST_WORDS <= room;
    this.#columns = isRoomy ? single : byVendor(this.#subjects);
    const left = terminal.columns - this.#nameWidth - GAP.length - widthOf(this.#columns);
    this.#wordsWidth = left < LEAST_WORDS ? 0 : left;
  }

  head(): string[] {
    const titles = this.#columns.map(({ title, width }) => title.padEnd(width) + GAP).join("");
    const words = this.#wordsWidth > 0 ? "what the client must show" : "";
    return [this.#paint("bold", `${"".padEnd(this.#nameWidth + GAP.length)}${titles}${words}`.trimEnd())];
  }

  /** The lines that a result completes. */
  add(result: FaultResult): string[] {
    this.#row.push(result);
    if (this.#row.length < this.#subjects.length) return [];
    const row = this.#row;
    this.#row = [];
    const fault = this.#faults.find(({ name }) => name === result.fault);
    const lines = result.group === this.#group ? [] : [this.#paint("bold", result.group)];
    this.#group = result.group;
    const cells = this.#columns.map((column) => this.#cell(column, row)).join("");
    const words = this.#paint("dim", shorten(fault?.shows ?? "", this.#wordsWidth));
    lines.push(`${GAP}${result.fault.padEnd(this.#nameWidth)}${cells}${words}`.trimEnd());
    for (const { subject, problems } of row)
      lines.push(...problems.map((problem) => `${GAP.repeat(3)}${this.#paint("red", subject)}${GAP}${problem}`));
    return lines;
  }

  foot({ faults: count, clients, passed, failed, notApplicable, ms }: FaultSummary): string[] {
    const verdicts = `${passed} passed${failed > 0 ? `, ${failed} failed` : ""}`;
    return [
      "",
      `${this.#paint("bold", `${count} fault${count === 1 ? "" : "s"} × ${clients} client${clients === 1 ? "" : "s"}`)}: ${
        failed > 0 ? this.#paint("red", verdicts) : verdicts
      }, ${notApplicable} not applicable`,
      this.#paint("dim", `over raw sockets on 127.0.0.1 in ${(ms / 1_000).toFixed(1)} s`),
    ];
  }

  #cell({ subjects, width }: Column, row: readonly FaultResult[]): string {
    const own = row.filter(({ subject, verdict }) => subjects.includes(subject) && verdict !== "not-applicable");
    const passed = own.filter(({ verdict }) => verdict === "passed").length;
    const isGood = passed === own.length;
    const text = own.length === 0 ? "–" : subjects.length === 1 ? (isGood ? "✓" : "✗") : `${passed}/${own.length}`;
    return (
      this.#paint(own.length === 0 ? "dim" : isGood ? "green" : "red", text) + "".padEnd(width - text.length) + GAP
    );
  }
}

function columnOf(title: string, subjects: readonly string[]): Column {
  const cell = subjects.length === 1 ? 1 : `${subjects.length}/${subjects.length}`.length;
  return { title, subjects, width: Math.max(title.length, cell) };
}

function byVendor(subjects: readonly string[]): Column[] {
  const vendors = new Set(subjects.map(vendorOf));
  return [...vendors].map((vendor) =>
    columnOf(
      vendor,
      subjects.filter((id) => vendorOf(id) === vendor),
    ),
  );
}

function vendorOf(subject: string): string {
  return subject.split("/", 1)[0] ?? subject;
}

function widthOf(columns: readonly Column[]): number {
  return columns.reduce((sum, { width }) => sum + width + GAP.length, 0);
}

function shorten(words: string, width: number): string {
  if (words.length <= width) return words;
  if (width === 0) return "";
  const start = words.slice(0, width - 1);
  const clause = /^(.+?)[,;][^,;]*$/.exec(start)?.[1];
  return `${clause ?? start.replace(/ +\S*$/, "")} …`;
}
