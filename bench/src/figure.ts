import type { UserFolder } from "./support/user-folder.ts";

/** What a measured value must keep to. */
export type Limit = { atMost: number } | { atLeast: number } | { exactly: number };

/** One line of the table. */
export interface Measurement {
  /** Stays the same between runs, for comparing them: figure, then what is measured. */
  id: string;
  title: string;
  measured: number;
  unit: string;
  /** Digits behind the point when printed. */
  digits?: number;
  limit: Limit;
  /** The same thing measured with another library, in the same run. */
  peer?: { name: string; measured: number; unit?: string; digits?: number };
  /** How the value came about: rounds, spread, absolute values. Only in the JSON. */
  detail: Record<string, unknown>;
}

/** What a figure may use while it measures. */
export interface Bench {
  /** Says what is going on, on stderr. */
  say(line: string): void;
  /** The packages as a user has them, installed once per run. */
  userFolder(): Promise<UserFolder>;
}

/** A figure: measures, or throws when it cannot. */
export type Figure = (bench: Bench) => Promise<Measurement[]>;

export function isWithin({ measured, limit }: Measurement): boolean {
  if ("atLeast" in limit) return measured >= limit.atLeast;
  return "atMost" in limit ? measured <= limit.atMost : measured === limit.exactly;
}
