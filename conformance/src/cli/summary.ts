import type { Fidelity } from "../exchange/types.js";
import type { ReplayResult, Verdict } from "../replay/types.js";
import type { TransportName } from "../transport/types.js";
import { painter, type Terminal } from "./terminal.js";

/** A run in numbers. */
export interface ReplaySummary {
  readonly exchanges: number;
  /** Those that a page shows; what is schema-derived never counts. */
  readonly documented: number;
  readonly verdicts: Readonly<Partial<Record<Verdict, number>>>;
  readonly fidelity: Readonly<Partial<Record<Fidelity, number>>>;
  readonly transports: readonly TransportName[];
  readonly ms: number;
  /** Exchanges that were not reached, because an earlier one failed. */
  readonly notRun?: number;
  /** `2/3`: the second of three parts. */
  readonly shard?: string;
  /** A client of the user's own, as it was given. */
  readonly client?: string;
}

/** Counts a run. */
export function summarise(
  results: readonly ReplayResult[],
  transports: readonly TransportName[],
  ms: number,
  { notRun = 0, ...more }: Pick<ReplaySummary, "notRun" | "shard" | "client"> = {},
): ReplaySummary {
  const verdicts: Partial<Record<Verdict, number>> = {};
  const fidelity: Partial<Record<Fidelity, number>> = {};
  for (const result of results) {
    verdicts[result.verdict] = (verdicts[result.verdict] ?? 0) + 1;
    fidelity[result.fidelity] = (fidelity[result.fidelity] ?? 0) + 1;
  }
  const documented = results.length - (fidelity["schema-derived"] ?? 0);
  return {
    exchanges: results.length,
    documented,
    verdicts,
    fidelity,
    transports,
    ms: Math.round(ms),
    ...(notRun > 0 && { notRun }),
    ...more,
  };
}

/** The summary for people. */
export function summaryLines(summary: ReplaySummary, terminal: Terminal): string[] {
  const paint = painter(terminal);
  const { exchanges, documented, verdicts, fidelity, transports, ms, notRun, shard, client } = summary;
  const derived = fidelity["schema-derived"] ?? 0;
  const verdictList = list(verdicts) || "nothing to do";
  return [
    "",
    `${paint("bold", `${exchanges} exchange${exchanges === 1 ? "" : "s"}`)}: ${verdicts.failed ? paint("red", verdictList) : verdictList}`,
    ...(notRun === undefined ? [] : [paint("yellow", `${notRun} not run: stopped at the first failure`)]),
    `${documented} documented (${list({ ...fidelity, "schema-derived": 0 }) || "none"})${derived > 0 ? `; ${derived} schema-derived do not count` : ""}`,
    paint(
      "dim",
      `on ${transports.join(", ")} in ${ms} ms${shard === undefined ? "" : `, shard ${shard}`}${client === undefined ? "" : `, through ${client}`}`,
    ),
  ];
}

function list(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ");
}
