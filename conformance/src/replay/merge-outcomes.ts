import type { TransportName } from "../transport/types.js";
import { settled } from "./outcome.js";
import type { Outcome } from "./types.js";

/** One outcome of many transports. They must agree; where they do not, that itself is the finding. */
export function mergeOutcomes(outcomes: ReadonlyMap<TransportName, Outcome>): Outcome {
  const [first, ...others] = outcomes.values();
  if (first === undefined) return settled("failed", "no transport was chosen");
  if (others.length === 0) return first;
  const wanted = JSON.stringify(first);
  if (others.every((outcome) => JSON.stringify(outcome) === wanted)) return first;
  const verdicts = [...outcomes].map(([name, { verdict }]) => `${name} ${verdict}`).join(", ");
  const differing = [...outcomes.values()].find((outcome) => outcome.differences.length > 0) ?? first;
  return {
    ...differing,
    verdict: "failed",
    differences: [
      { aspect: "transport", at: "", message: `the transports disagree: ${verdicts}` },
      ...differing.differences,
    ],
  };
}
