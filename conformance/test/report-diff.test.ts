import { describe, expect, test } from "vitest";
import { type DiffFold, type DiffPart, type DiffRow, diffValues } from "../src/report/value-diff.js";

/** `  same`, `- [what is gone]`, `+ [what came]`, `~ folded`, with what differs in brackets. */
function drawn(rows: readonly (DiffRow | DiffFold)[]): string[] {
  const text = (parts: readonly DiffPart[]): string =>
    parts.map((part) => (part.differs ? `[${part.text}]` : part.text)).join("");
  return rows.flatMap((row) => {
    if (row.kind === "folded") return [`~ ${row.lines}`];
    if (row.kind === "equal") return [`  ${text(row.left ?? [])}`];
    return [...(row.left ? [`- ${text(row.left)}`] : []), ...(row.right ? [`+ ${text(row.right)}`] : [])];
  });
}

describe("two values side by side", () => {
  test("the words that differ are marked, not the whole", () => {
    expect(drawn(diffValues("status==ACTIVE;size=10", "status==LEFT;size=10"))).toEqual([
      "- status==[ACTIVE];size=10",
      "+ status==[LEFT];size=10",
    ]);
  });

  test("values that have little in common are marked whole", () => {
    expect(drawn(diffValues("abc", "xyz"))).toEqual(["- [abc]", "+ [xyz]"]);
    expect(drawn(diffValues({ id: 1 }, "a page"))).toEqual(["- [{]", "+ [a page]", '-   ["id": 1]', "- [}]"]);
  });

  test("JSON is compared by line: a member that is gone, one that came, one that changed", () => {
    const left = { id: "1", gone: true, name: "Ada Lovelace" };
    const right = { id: "1", name: "Ada Byron", come: null };
    expect(drawn(diffValues(left, right))).toEqual([
      "  {",
      '    "id": "1",',
      '-   ["gone": true],',
      '-   "name": "Ada [Lovelace]"',
      '+   "name": "Ada [Byron]",',
      '+   ["come": null]',
      "  }",
    ]);
  });

  test("a comma that JSON needs is no difference; a type is one", () => {
    expect(drawn(diffValues({ a: 1 }, { a: 1, b: 2 }))).toEqual(["  {", '    "a": 1', '+   ["b": 2]', "  }"]);
    expect(drawn(diffValues({ a: 100 }, { a: "100" }))).toContain('+   "a": ["]100["]');
  });

  test("what is equal and far from a difference is folded, and counted", () => {
    const values = Array.from({ length: 30 }, (_, index) => index);
    const rows = drawn(diffValues(values, [...values.slice(0, 15), 99, ...values.slice(16)]));
    expect(rows).toEqual(["~ 14", "    13,", "    14,", "-   [15],", "+   [99],", "    16,", "    17,", "~ 13"]);
  });

  test("nothing on one side is nothing", () => {
    expect(drawn(diffValues(undefined, "a"))).toEqual(["+ [a]"]);
    expect(diffValues(undefined, undefined)).toEqual([]);
  });

  test("values of ten thousand lines take less than a second", () => {
    const lines = (seed: number) => Array.from({ length: 10_000 }, (_, index) => (index * seed) % 9973);
    const started = performance.now();
    expect(diffValues(lines(7), lines(11)).length).toBeGreaterThan(0);
    expect(performance.now() - started).toBeLessThan(1_000);
  });
});
