import { describe, expect, test } from "vitest";
import { jsonProblem } from "../src/text/json-problem.js";

function problemOf(text: string): string {
  try {
    JSON.parse(text);
  } catch (error) {
    return jsonProblem(text, error);
  }
  return "is JSON";
}

describe("what is wrong with JSON", () => {
  test.each<[string, string, string]>([
    ["a text that ends early", '{"id": ', "Unexpected end of JSON input"],
    ["a comma too many", '{\n  "a": 1,\n}', "Expected double-quoted property name in line 3, column 1"],
    [
      "a word, far in",
      `{\n  "a": "${"b".repeat(40)}",\n  "c": nonsense and more of it\n}`,
      "unexpected 'o' in line 3, column 9",
    ],
    ["a word, at the start", '{"a": True, "b": "a longer text"}', "unexpected 'T' in line 1, column 7"],
    [
      "a character that cannot be printed",
      '{"a": \u001b[31m, "b": "a longer text"}',
      'unexpected "\\u001b" in line 1, column 7',
    ],
    [
      "a place that stands twice",
      "[nullnullnullnull, nullnullnullnull]",
      "Expected ',' or ']' after array element in line 1, column 6",
    ],
  ])("%s", (_what, text, expected) => {
    expect(problemOf(text)).toBe(expected);
  });

  test.each(["sk_live_0123456789", '{"token": sk_live_0123456789}', '{"token": "sk_live_0123456789" "x"}'])(
    "nothing of %s is repeated: it may be a credential",
    (text) => {
      expect(problemOf(text)).not.toMatch(/sk_|live|0123/);
    },
  );
});
