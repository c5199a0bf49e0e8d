import { describe, expect, test } from "vitest";
import { missingLines, standsIn, stepsOf } from "../src/guide.ts";
import { commandsOf, workflowProblems } from "../src/workflow.ts";

const fence = "```";

function block(info: string, ...lines: string[]): string {
  return [`${fence}${info}`, ...lines, fence].join("\n");
}

describe("the steps of a guide", () => {
  test("are its commands, with the exit code that they say", () => {
    expect(stepsOf([block("sh", "a", "b"), block("sh exit=2", "c"), block("sh background", "d")].join("\n"))).toEqual([
      { kind: "run", at: 2, script: "a\nb", exit: 0, background: false },
      { kind: "run", at: 6, script: "c", exit: 2, background: false },
      { kind: "run", at: 9, script: "d", exit: 0, background: true },
    ]);
  });

  test("are what it quotes, the files that it has written, and parts of files that are here", () => {
    expect(
      stepsOf([block("text", "out"), block("yaml file=a/b.yml", "x: 1"), block("ts from=c.ts", "d")].join("\n")),
    ).toEqual([
      { kind: "output", at: 2, lines: ["out"] },
      { kind: "file", at: 5, path: "a/b.yml", text: "x: 1\n" },
      { kind: "excerpt", at: 8, from: "c.ts", lines: ["d"] },
    ]);
  });

  test("are not what is there to be read", () => {
    expect(stepsOf([block("sh no-run", "a"), block("ts", "b"), block("json", "{}")].join("\n"))).toEqual([]);
  });
});

describe("a quotation", () => {
  const printed = "one   1 ms\ntwo (2)\n\nthree\n";

  test("is printed when its lines are, in order, with anything for …", () => {
    expect(missingLines(["one … ms", "…", "three"], printed)).toEqual([]);
  });

  test("is not printed when a line is missing, a part of one, or elsewhere", () => {
    expect(missingLines(["one"], printed)).toEqual(["one"]);
    expect(missingLines(["two .2."], printed)).toEqual(["two .2."]);
    expect(missingLines(["three", "one 1 ms"], printed)).toEqual(["one 1 ms"]);
  });

  test("of a file stands there line by line, at any indentation", () => {
    expect(standsIn(["b", "  c"], "a\n  b\n    c\nd\n")).toBe(true);
    expect(standsIn(["a", "c"], "a\nb\nc\n")).toBe(false);
    expect(standsIn(["a"], "ab\n")).toBe(false);
  });
});

describe("a workflow", () => {
  const workflow = (...steps: string[]) =>
    [
      "on: push",
      "jobs:",
      "  a:",
      "    runs-on: ubuntu-latest",
      "    steps:",
      ...steps.map((step) => `      ${step}`),
    ].join("\n");

  test("has its commands, in order, with what their steps put into the environment", () => {
    expect(commandsOf(workflow("- run: one", "- uses: x/y@z", "- run: two", "  env:", "    K: v"))).toEqual([
      { job: "a", run: "one", env: {} },
      { job: "a", run: "two", env: { K: "v" } },
    ]);
  });

  test("is refused for a key that is none, an expression that is none, and an action that is not pinned", async () => {
    expect(await workflowProblems(workflow(`- uses: x/y@${"0".repeat(40)}`))).toEqual([]);
    expect((await workflowProblems(workflow("- rnu: one")))[0]).toContain('unexpected key "rnu"');
    expect((await workflowProblems(workflow("- run: one", "  if: github.evnt == 'x'")))[0]).toContain('"evnt"');
    expect(await workflowProblems(workflow("- uses: x/y@v1"))).toEqual(["x/y@v1 is not pinned to a commit"]);
  });
});
