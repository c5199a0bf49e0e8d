import { matchesDocumented } from "../text/matches-documented.js";
import type { Pair } from "../text/pairs.js";
import type { Aspect, Difference } from "./difference.js";
import { withhold } from "./withhold.js";

/** What the pairs are, for messages. */
export interface PairWords {
  readonly aspect: Aspect;
  /** `query parameter`, `form field`. */
  readonly noun: string;
  /** The value of the pair at this name may be anything. */
  readonly isVolatile?: (name: string) => boolean;
}

/**
 * Compares decoded names and values as a multiset: order does not matter, how often does. So `a=1&a=2` is not `a=1,2`.
 * A documented pair takes the pair that equals it before one that its placeholders would allow.
 */
export function comparePairs(documented: readonly Pair[], sent: readonly Pair[], words: PairWords): Difference[] {
  const left = [...sent];
  const afterExact = documented.filter((pair) => !take(left, (other) => pair[0] === other[0] && pair[1] === other[1]));
  const missing = afterExact.filter((pair) => !take(left, (other) => isMatch(pair, other, words)));
  if (missing.length === 0 && left.length === 0) return [];

  const differences: Difference[] = [];
  for (const [name, value] of missing) {
    const other = left.findIndex((pair) => pair[0] === name);
    const [found] = other === -1 ? [undefined] : left.splice(other, 1);
    differences.push(
      found === undefined
        ? {
            aspect: words.aspect,
            at: name,
            message: `${words.noun} "${name}" was not sent`,
            documented: withhold(name, value),
          }
        : {
            aspect: words.aspect,
            at: name,
            message: `${words.noun} "${name}" was sent with another value`,
            documented: withhold(name, value),
            found: withhold(name, found[1]),
          },
    );
  }
  for (const [name, value] of left) {
    differences.push({
      aspect: words.aspect,
      at: name,
      message: `${words.noun} "${name}" is not documented here`,
      found: withhold(name, value),
    });
  }
  return differences;
}

function isMatch(documented: Pair, sent: Pair, words: PairWords): boolean {
  if (!matchesDocumented(documented[0], sent[0])) return false;
  return words.isVolatile?.(documented[0]) === true || matchesDocumented(documented[1], sent[1]);
}

function take(pairs: Pair[], matches: (pair: Pair) => boolean): boolean {
  const index = pairs.findIndex(matches);
  if (index === -1) return false;
  pairs.splice(index, 1);
  return true;
}
