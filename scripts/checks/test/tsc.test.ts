import { expect, test } from "vitest";
import { parseDiagnostics } from "../src/tsc.ts";

test("a diagnostic keeps its file, its line and its further lines", () => {
  const output = "a.ts(3,7): error TS2322: no.\n  because.\nerror TS5023: Unknown option.\n";
  expect(parseDiagnostics(output)).toEqual([
    { file: "a.ts", line: 3, message: "error TS2322: no.\n  because." },
    { file: undefined, line: 0, message: "error TS5023: Unknown option." },
  ]);
});
