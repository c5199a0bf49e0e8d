import { describe, expect, test } from "vitest";
import { Journal } from "../src/sandbox/journal.js";
import type { JournalEntry, SandboxAnswer } from "../src/sandbox/types.js";

const ANSWER: SandboxAnswer = { status: 200, headers: [], body: null };

function entry(at: number, body: string | null = null): JournalEntry {
  return { at, vendor: "acme", method: "GET", path: "/things/ä€😀", query: [], headers: {}, body, status: 200 };
}

describe("a journal", () => {
  test("gives its entries as they were added, oldest first", () => {
    const journal = new Journal();
    journal.add(entry(1, "ä€😀"), ANSWER);
    journal.add(entry(2), { ...ANSWER, status: 404 });
    expect(journal.entries).toEqual([entry(1, "ä€😀"), entry(2)]);
    expect(journal.answers.map(({ status }) => status)).toEqual([200, 404]);
  });

  test("gives what was added since it was last read", () => {
    const journal = new Journal();
    expect(journal.entries).toEqual([]);
    journal.add(entry(1), ANSWER);
    expect(journal.entries).toHaveLength(1);
    journal.add(entry(2), ANSWER);
    expect(journal.entries).toHaveLength(2);
  });

  test("keeps the last 10,000, with the answer of each", () => {
    const journal = new Journal();
    for (let at = 0; at < 35_000; at += 1) journal.add(entry(at), { ...ANSWER, status: at });
    expect(journal.length).toBe(10_000);
    expect(journal.entries.map(({ at }) => at)).toEqual(Array.from({ length: 10_000 }, (_, index) => index + 25_000));
    expect(journal.answers.map(({ status }) => status)).toEqual(journal.entries.map(({ at }) => at));
  });

  test("keeps a body of any size", () => {
    const journal = new Journal();
    const body = "€".repeat(900_000);
    for (let at = 0; at < 3; at += 1) journal.add(entry(at, body), ANSWER);
    expect(journal.entries.map((kept) => kept.body === body)).toEqual([true, true, true]);
  });

  test("drops the oldest when large bodies would fill the memory", () => {
    const journal = new Journal();
    const body = "x".repeat(1_000_000);
    for (let at = 0; at < 100; at += 1) journal.add(entry(at, body), ANSWER);
    expect(journal.length).toBeGreaterThan(15);
    expect(journal.length).toBeLessThan(30);
    expect(journal.entries.at(-1)?.at).toBe(99);
    expect(journal.answers).toHaveLength(journal.length);
  });

  test("is empty once it is cleared, and goes on", () => {
    const journal = new Journal();
    journal.add(entry(1), ANSWER);
    journal.clear();
    expect([journal.length, journal.entries, journal.answers]).toEqual([0, [], []]);
    journal.add(entry(2), ANSWER);
    expect(journal.entries).toEqual([entry(2)]);
  });
});
