/** One part of many, counted from 1. */
export interface Shard {
  readonly index: number;
  readonly count: number;
}

/**
 * The exchanges of a shard, in their own order. Which shard an exchange is in depends on the ids alone, not on files or machine: every one is
 * in exactly one shard, and no shard has more than one exchange more than another.
 */
export function shardOf<T extends { readonly id: string }>(exchanges: readonly T[], { index, count }: Shard): T[] {
  const sorted = exchanges.map(({ id }) => id).sort((a, b) => (a < b ? -1 : 1));
  const chosen = new Set(sorted.filter((_id, position) => position % count === index - 1));
  return exchanges.filter(({ id }) => chosen.has(id));
}
