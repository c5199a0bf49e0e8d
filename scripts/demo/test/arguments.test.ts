import { describe, expect, it } from "vitest";
import { readArguments } from "../src/arguments.ts";

const VENDORS = ["cultureamp", "mxo"];

describe("readArguments", () => {
  it("runs against the sandbox without arguments", () => {
    expect(readArguments([], VENDORS)).toEqual({ help: false, live: [] });
  });

  it("takes the vendors of a live run", () => {
    expect(readArguments(["--live", "cultureamp"], VENDORS)).toEqual({ help: false, live: ["cultureamp"] });
  });

  it.each([
    [["--live"], "--live needs a vendor"],
    [["cultureamp"], "a vendor is named for a live run only"],
    [["--live", "nobody"], 'there is no vendor "nobody"; the vendors are cultureamp, mxo'],
    [["--lve"], "--lve"],
  ])("refuses %j in words", (argv, words) => {
    expect(() => readArguments(argv, VENDORS)).toThrow(words);
  });
});
