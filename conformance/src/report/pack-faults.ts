import type { FaultResult } from "../faults/types.js";
import type { PackedFault, PackedRequest } from "./fault-view.js";
import type { ReportedFaults } from "./types.js";

/** Faults as they are kept in the page: each text once. */
export interface PackedFaults {
  /** By `<client> <fault>`; what does not apply is left out. */
  readonly results: Readonly<Record<string, PackedFault>>;
  readonly texts: readonly string[];
}

/** Packs faults for the page. Timelines are most of them: their texts are numbered, and times kept to a tenth of a millisecond. */
export function packFaults({ tried, results }: ReportedFaults): PackedFaults {
  const numbers = new Map<string, number>();
  const number = (text: string): number => {
    const known = numbers.get(text) ?? numbers.size;
    numbers.set(text, known);
    return known;
  };
  const words = new Map(tried.map((fault) => [fault.name, fault]));
  const pack = ({ fault, verdict, classes, expected, observed, problems, timeline }: FaultResult): PackedFault => {
    const { does = "", shows = "" } = words.get(fault) ?? {};
    return {
      ...{ verdict, problems, does: number(does), shows: number(shows) },
      classes: classes.map((each) => [each.class, each.verdict] as const),
      expected: expected && {
        ...(expected.error !== undefined && { error: expected.error }),
        ...{ attempts: expected.attempts, minWaitMs: expected.minWaitMs },
      },
      observed,
      requests: timeline.map(
        ({ run, to, atMs, endedMs = -1, method, path, answer = "", status = 0 }): PackedRequest => [
          ...([number(run), to === "api" ? 1 : 0, tenths(atMs), tenths(endedMs)] as const),
          ...([number(`${method} ${path}`), number(answer), status] as const),
        ],
      ),
    };
  };
  const packed = results
    .filter(({ verdict }) => verdict !== "not-applicable")
    .map((result) => [`${result.subject} ${result.fault}`, pack(result)] as const);
  return { results: Object.fromEntries(packed), texts: [...numbers.keys()] };
}

function tenths(ms: number): number {
  return Math.round(ms * 10) / 10;
}
