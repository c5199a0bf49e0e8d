import type { FaultResult } from "../faults/types.js";

/** A fault that a client failed, in lines for people: the problems, then what was expected and what was seen. */
export function explainFault({ subject, fault, problems, expected, observed }: FaultResult): string[] {
  return [
    `${subject}: ${fault}`,
    ...problems.map((problem) => `  ${problem}`),
    ...(expected === undefined
      ? []
      : [`  expected: ${outcome(expected.error, expected.attempts)}${wait(expected.minWaitMs, "at least ")}`]),
    ...(observed === undefined
      ? []
      : [`  seen: ${outcome(observed.error ?? undefined, observed.attempts)}${wait(observed.waitMs ?? 0, "")}`]),
  ];
}

function outcome(error: string | undefined, attempts: number): string {
  return `${error ?? "data"} after ${attempts} request${attempts === 1 ? "" : "s"}`;
}

function wait(ms: number, prefix: string): string {
  return ms === 0 ? "" : `, ${prefix}${ms} ms before the second`;
}
