import { describe, expect, test } from "vitest";
import { snippetsOf } from "../src/snippets.ts";

const fence = "```";

function document(...lines: string[]): string {
  return lines.join("\n");
}

describe("the snippets of a document", () => {
  test("are its TypeScript and JavaScript blocks, with the lines they stand on", () => {
    const markdown = document(
      "# Title",
      `${fence}ts`,
      'import "a";',
      "a();",
      fence,
      `${fence}js`,
      'import "b";',
      fence,
    );
    expect(snippetsOf(markdown).map(({ line, language, code }) => ({ line, language, code }))).toEqual([
      { line: 3, language: "ts", code: 'import "a";\na();\nexport {};\n' },
      { line: 7, language: "js", code: 'import "b";\nexport {};\n' },
    ]);
  });

  test("stand alone where they are a file of the reader's, and are left out where they are a part of a file here", () => {
    const markdown = document(
      `${fence}ts`,
      'import "a";',
      fence,
      `${fence}ts file=src/b.ts`,
      "b();",
      fence,
      `${fence}ts from=c.ts`,
      "c();",
      fence,
    );
    expect(snippetsOf(markdown).slice(1)).toEqual([
      { line: 5, language: "ts", code: "b();\nexport {};\n", lines: [5, 5], file: "src/b.ts" },
    ]);
  });

  test("are not its blocks in other languages, nor those marked no-check", () => {
    const markdown = document(
      `${fence}json`,
      "{}",
      fence,
      `${fence}sh`,
      "ls",
      fence,
      `${fence}ts no-check`,
      "a(",
      fence,
    );
    expect(snippetsOf(markdown)).toEqual([]);
  });

  test("go on from the last block with imports when they have none", () => {
    const markdown = document(`${fence}ts`, 'import { a } from "a";', fence, `${fence}ts`, "const b = a();", fence);
    const second = snippetsOf(markdown)[1];
    expect(second?.code).toBe('import { a } from "a";\n{\nconst b = a();\n}\nexport {};\n');
    expect(second?.lines).toEqual([2, 5, 5, 5, 5]);
  });

  test("are found in a list, without its indentation", () => {
    const markdown = document("- do this:", `  ${fence}ts`, '  import "a";', `  ${fence}`);
    expect(snippetsOf(markdown)[0]?.code).toBe('import "a";\nexport {};\n');
  });

  test("may hold a shorter fence", () => {
    const markdown = document("````ts", 'import "a"; /*', fence, "*/", "````");
    expect(snippetsOf(markdown)).toHaveLength(1);
  });
});
