import { describe, expect, test } from "vitest";
import { jsonErrorAt } from "../src/json-error-at.js";

describe("where a text stops being JSON", () => {
  test.each<[text: string, position: number]>([
    ["", 0],
    ["   ", 3],
    ["nope", 0],
    ["{", 1],
    ["{]", 1],
    ["{a:1}", 1],
    ["{'a':1}", 1],
    ['{"a"}', 4],
    ['{"a" 1}', 5],
    ['{"a":}', 5],
    ['{"a":1 "b":2}', 7],
    ['{"a":1,}', 7],
    ['{"a":1', 6],
    ["[1,]", 3],
    ["[1 2]", 3],
    ["[1}", 2],
    ["[,1]", 1],
    ['["a]', 1],
    ['["\\x"]', 1],
    ['["a\nb"]', 1],
    ["[01]", 2],
    ["[1.]", 2],
    ["[.5]", 1],
    ["[+1]", 1],
    ["[tru]", 1],
    ["{}x", 2],
    ["1,2", 1],
    ["1 2", 2],
    ['{"a":[{"b":[1,2,{"c":nul}]}]}', 21],
    ["\u00a0{}", 0],
  ])("%j: %i", (text, position) => {
    expect(() => JSON.parse(text)).toThrow();
    expect(jsonErrorAt(text)).toBe(position);
  });

  test.each(['{"a":[1,-2.5e+3,true,false,null,"\\u00e9\\n"],"b":{"c":{}},"d":[]}', " [ ] ", '"x"', "0"])(
    "%j is JSON to the end",
    (text) => {
      expect(() => JSON.parse(text)).not.toThrow();
      expect(jsonErrorAt(text)).toBe(text.length);
    },
  );
});
