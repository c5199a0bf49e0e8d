import type { Json } from "../exchange/types.js";

/** A piece of a line, and whether the other side has something else in its place. */
export interface DiffPart {
  readonly text: string;
  readonly differs: boolean;
}

/** A line on both sides. A side without a line has no parts. */
export interface DiffRow {
  readonly kind: "equal" | "changed";
  readonly left: readonly DiffPart[] | undefined;
  readonly right: readonly DiffPart[] | undefined;
}

/** Lines that are the same on both sides, and are not shown. */
export interface DiffFold {
  readonly kind: "folded";
  readonly lines: number;
}

/** Equal lines that are shown before and after what differs. */
const CONTEXT = 2;
/** Steps of one comparison. Beyond it, everything between the common start and end counts as different. */
const MAX_STEPS = 400_000;
/** Less in common than this, and two lines are two lines, not one that changed. */
const MIN_COMMON = 0.3;

/** Two values side by side, line by line: JSON is laid out, and in lines that go together the parts that differ are marked. */
export function diffValues(left: Json | undefined, right: Json | undefined): (DiffRow | DiffFold)[] {
  // A comma at the end of a line of JSON says nothing of the value in it.
  const isJson = typeof left !== "string" && typeof right !== "string";
  const same = isJson ? (line: string): string => line.replace(/,$/, "") : (line: string): string => line;
  return fold(pair(align(linesOf(left), linesOf(right), same), same));
}

function linesOf(value: Json | undefined): string[] {
  if (value === undefined) return [];
  return (typeof value === "string" ? value : JSON.stringify(value, null, 2)).split("\n");
}

/** What two lines or words have in common when they count as the same. */
type KeyOf = (text: string) => string;
type Step = readonly [left: string | undefined, right: string | undefined];

/** The longest common subsequence, with what only one side has beside it. */
function align(left: readonly string[], right: readonly string[], same: KeyOf = (text) => text): Step[] {
  const isSame = (row: number, column: number): boolean => same(left[row] ?? "") === same(right[column] ?? "");
  let start = 0;
  while (start < left.length && start < right.length && isSame(start, start)) start += 1;
  let end = 0;
  const most = Math.min(left.length, right.length) - start;
  while (end < most && isSame(left.length - 1 - end, right.length - 1 - end)) end += 1;
  return [
    ...left.slice(0, start).map((text, index): Step => [text, right[index]]),
    ...alignMiddle(left.slice(start, left.length - end), right.slice(start, right.length - end), same),
    ...left.slice(left.length - end).map((text, index): Step => [text, right[right.length - end + index]]),
  ];
}

function alignMiddle(left: readonly string[], right: readonly string[], same: KeyOf): Step[] {
  const isSame = (row: number, column: number): boolean => same(left[row] ?? "") === same(right[column] ?? "");
  const onlyLeft = (text: string | undefined): Step => [text, undefined];
  const onlyRight = (text: string | undefined): Step => [undefined, text];
  if (left.length * right.length > MAX_STEPS) return [...left.map(onlyLeft), ...right.map(onlyRight)];
  const width = right.length + 1;
  const lengths = new Uint32Array((left.length + 1) * width);
  const at = (row: number, column: number): number => lengths[row * width + column] ?? 0;
  for (let row = left.length - 1; row >= 0; row -= 1)
    for (let column = right.length - 1; column >= 0; column -= 1)
      lengths[row * width + column] = isSame(row, column)
        ? at(row + 1, column + 1) + 1
        : Math.max(at(row + 1, column), at(row, column + 1));
  const steps: Step[] = [];
  let [row, column] = [0, 0];
  while (row < left.length || column < right.length) {
    if (row < left.length && column < right.length && isSame(row, column)) {
      steps.push([left[row], right[column]]);
      row += 1;
      column += 1;
    } else if (column >= right.length || (row < left.length && at(row + 1, column) >= at(row, column + 1))) {
      steps.push(onlyLeft(left[row]));
      row += 1;
    } else {
      steps.push(onlyRight(right[column]));
      column += 1;
    }
  }
  return steps;
}

/** Lines of the same member go together; what is left on either side is put beside the other's, in order. */
function pair(steps: readonly Step[], same: KeyOf): DiffRow[] {
  const rows: DiffRow[] = [];
  let gone: string[] = [];
  let come: string[] = [];
  const flush = (): void => {
    let [left, right]: [string[], string[]] = [[], []];
    const put = (): void => {
      for (let index = 0; index < Math.max(left.length, right.length); index += 1)
        rows.push(changed(left[index], right[index], same));
      [left, right] = [[], []];
    };
    for (const [one, other] of alignMiddle(gone, come, memberOf)) {
      if (one !== undefined && other !== undefined) {
        put();
        rows.push(changed(one, other, same));
      } else if (one !== undefined) left.push(one);
      else if (other !== undefined) right.push(other);
    }
    put();
    [gone, come] = [[], []];
  };
  for (const [left, right] of steps) {
    if (left !== undefined && right !== undefined) {
      flush();
      rows.push({
        kind: "equal",
        left: [{ text: left, differs: false }],
        right: [{ text: right, differs: false }],
      });
    } else if (left !== undefined) gone.push(left);
    else if (right !== undefined) come.push(right);
  }
  flush();
  return rows;
}

/** The name of the member on a line of JSON; another line is only itself. */
function memberOf(line: string): string {
  return /^\s*"(?:[^"\\]|\\.)*":/.exec(line)?.[0] ?? line;
}

function changed(left: string | undefined, right: string | undefined, same: KeyOf): DiffRow {
  const whole = (text: string | undefined): DiffPart[] | undefined => {
    if (text === undefined) return undefined;
    const [indent = ""] = /^\s*/.exec(text) ?? [];
    const end = same(text).length;
    return parts([
      { text: text.slice(0, indent.length), differs: false },
      { text: text.slice(indent.length, end), differs: true },
      { text: text.slice(end), differs: false },
    ]);
  };
  if (left === undefined || right === undefined) return { kind: "changed", left: whole(left), right: whole(right) };
  const steps = align(tokens(same(left)), tokens(same(right)));
  const common = steps.reduce((sum, [one, other]) => sum + (one !== undefined && one === other ? one.length : 0), 0);
  if (common < Math.max(left.length, right.length) * MIN_COMMON)
    return { kind: "changed", left: whole(left), right: whole(right) };
  return {
    kind: "changed",
    left: parts([
      ...steps.map(([text, other]) => ({ text, differs: other === undefined })),
      { text: left.slice(same(left).length), differs: false },
    ]),
    right: parts([
      ...steps.map(([other, text]) => ({ text, differs: other === undefined })),
      { text: right.slice(same(right).length), differs: false },
    ]),
  };
}

function tokens(line: string): string[] {
  return line.match(/[\p{L}\p{N}]+|\s+|[^\p{L}\p{N}\s]/gu) ?? [];
}

/** Neighbours that are alike become one. */
function parts(pieces: readonly { readonly text: string | undefined; readonly differs: boolean }[]): DiffPart[] {
  const joined: { text: string; differs: boolean }[] = [];
  for (const { text, differs } of pieces) {
    if (!text) continue;
    const last = joined.at(-1);
    if (last?.differs === differs) last.text += text;
    else joined.push({ text, differs });
  }
  return joined;
}

function fold(rows: readonly DiffRow[]): (DiffRow | DiffFold)[] {
  const isNear = (index: number): boolean =>
    rows.slice(Math.max(0, index - CONTEXT), index + CONTEXT + 1).some(({ kind }) => kind === "changed");
  const folded: (DiffRow | DiffFold)[] = [];
  for (let index = 0; index < rows.length; index += 1) {
    let end = index;
    while (end < rows.length && !isNear(end)) end += 1;
    const row = rows[index] as DiffRow;
    // One line takes as much room as the note that it is left out.
    if (end - index < 2) folded.push(row);
    else {
      folded.push({ kind: "folded", lines: end - index });
      index = end - 1;
    }
  }
  return folded;
}
