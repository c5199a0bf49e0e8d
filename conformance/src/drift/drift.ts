import { Comparer } from "./comparer.js";
import { readSaved } from "./read-saved.js";
import type { DriftBasis, DriftReport, Observation } from "./types.js";

/**
 * Compares saved answers with what is documented.
 *
 * @param saved a HAR file, an exchange, a folder of either, or the answers themselves.
 * @throws ExchangeInputError when a file cannot be used.
 */
export function drift(saved: string | readonly Observation[], basis: DriftBasis = {}): DriftReport {
  const observations = typeof saved === "string" ? readSaved(saved) : saved;
  const comparer = new Comparer(basis);
  for (const observation of observations) comparer.add(observation);
  return { ...comparer.report(), requests: 0 };
}
