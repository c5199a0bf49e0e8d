import { mkdirSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { writeFiles } from "../src/files/write-files.js";
import { temporaryFolder } from "./support/run-cli.js";

test("what cannot be written is named as it is to be called, and nothing is left of the others' drafts", () => {
  using folder = temporaryFolder({ "taken.txt": "" });
  const files = [
    ["a.json", "{}"],
    ["taken.txt/b.json", "{}"],
  ] as const;
  expect(() => writeFiles(folder.path, files)).toThrow(
    new RegExp(`^${join(folder.path, "taken.txt/b.json")}: cannot be written \\((ENOTDIR|EEXIST)\\)$`),
  );
  expect(readdirSync(folder.path)).toEqual(["taken.txt"]);
});

test("a folder in place of a file is named", () => {
  using folder = temporaryFolder();
  mkdirSync(join(folder.path, "a.json"));
  expect(() => writeFiles(folder.path, [["a.json", "{}"]])).toThrow(/a\.json: cannot be written \(EISDIR\)$/);
});
