/**
 * Measures several things in turn, round after round, so that whatever else the machine does falls on all of them alike.
 * Every other round goes backwards: none always runs first. The first round warms caches up and is dropped.
 */
export async function interleave<Name extends string>(
  rounds: number,
  things: Record<Name, () => Promise<number>>,
): Promise<Record<Name, number[]>> {
  const names = Object.keys(things) as Name[];
  const values = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = 0; round <= rounds; round += 1) {
    for (const name of round % 2 === 0 ? names : names.toReversed()) {
      const value = await things[name]();
      if (round > 0) values[name].push(value);
    }
  }
  return values;
}

/** Round by round, `one` combined with `other`: a pair was measured under the same load. */
export function pairwise(
  one: readonly number[],
  other: readonly number[],
  combine: (a: number, b: number) => number,
): number[] {
  return one.map((value, round) => combine(value, other[round] ?? Number.NaN));
}
