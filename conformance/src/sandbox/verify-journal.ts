import { fitsPath } from "./preference.js";
import type { JournalEntry, JournalExpectation } from "./types.js";

/** The journal does not hold what was expected. The message names the nearest requests. */
export class JournalError extends Error {
  override readonly name = "JournalError";
}

/** What a journal holds of what is expected. */
export interface JournalVerdict {
  readonly verified: boolean;
  /** How many requests are as expected. */
  readonly count: number;
  /** In words; absent when all is as expected. */
  readonly problem?: string;
  /** The requests that come closest, with what differs. */
  readonly nearest?: readonly string[];
}

const NEAREST = 3;

/** Compares a journal with what is expected of it. */
export function verifyJournal(journal: readonly JournalEntry[], expectation: JournalExpectation): JournalVerdict {
  const compared = journal.map((entry) => ({ entry, misses: missesOf(entry, expectation) }));
  const count = compared.filter(({ misses }) => misses.length === 0).length;
  const { times } = expectation;
  if (times === undefined ? count > 0 : count === times) return { verified: true, count };
  const nearest = compared
    .filter(({ misses }) => misses.length > 0)
    .sort((left, right) => left.misses.length - right.misses.length)
    .slice(0, NEAREST)
    .map(({ entry: { method, path, status }, misses }) => `${method} ${path} ${status}: ${misses.join(", ")}`);
  const wanted = times === undefined ? "one or more" : String(times);
  return {
    verified: false,
    count,
    problem: `${count} of ${journal.length} requests are ${describe(expectation)}; expected ${wanted}`,
    nearest,
  };
}

function missesOf(entry: JournalEntry, { method, path, header, times: _, ...rest }: JournalExpectation): string[] {
  const misses: string[] = [];
  if (header !== undefined && entry.headers[header.toLowerCase()] === undefined) misses.push(`no header ${header}`);
  if (path !== undefined && !fitsPath(path, entry.path)) misses.push(`path is not ${path}`);
  if (method !== undefined && method.toUpperCase() !== entry.method) misses.push(`method is not ${method}`);
  for (const name of ["vendor", "status", "exchange"] as const) {
    if (rest[name] !== undefined && rest[name] !== entry[name]) misses.push(`${name} is not ${rest[name]}`);
  }
  return misses;
}

function describe({ times: _, ...wanted }: JournalExpectation): string {
  const members = Object.entries(wanted).map(([name, value]) => `${name} ${value}`);
  return members.length === 0 ? "any request" : members.join(", ");
}
