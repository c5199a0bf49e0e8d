/** The middle value; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** Median and quartiles, for the JSON. */
export function spread(values: readonly number[]): { median: number; q1: number; q3: number; rounds: number } {
  return {
    median: round(median(values)),
    q1: round(quantile(values, 0.25)),
    q3: round(quantile(values, 0.75)),
    rounds: values.length,
  };
}

function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? Number.NaN;
  const above = sorted[Math.ceil(at)] ?? Number.NaN;
  return below + (above - below) * (at - Math.floor(at));
}

function round(value: number): number {
  return Number(value.toPrecision(4));
}
