import { acknowledge } from "../check/acknowledge.js";
import type { Contradiction } from "../check/contradiction.js";
import type { Difference } from "../compare/difference.js";
import type { Exchange } from "../exchange/types.js";
import type { Outcome, Verdict } from "./types.js";

/** An exchange that is not sent, and why. */
export function settled(verdict: Verdict, reason: string, differences: readonly Difference[] = []): Outcome {
  return { verdict, reason, differences, contradictions: [] };
}

/** The verdict on an exchange that was sent. */
export function judge(
  exchange: Exchange,
  differences: readonly Difference[],
  found: readonly Contradiction[],
): Outcome {
  const contradictions = acknowledge(found, exchange);
  const isUnknown = contradictions.some((contradiction) => contradiction.acknowledged === undefined);
  return {
    verdict: verdictOf(exchange, differences.length > 0 || isUnknown, contradictions.length > 0),
    differences,
    contradictions,
  };
}

function verdictOf({ response }: Exchange, isFailed: boolean, isContradicting: boolean): Verdict {
  if (isFailed) return "failed";
  if (isContradicting) return "contradicts";
  return response === null || response === undefined ? "request-only" : "passed";
}
