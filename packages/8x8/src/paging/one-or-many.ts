/**
 * A list of what may have come alone. The vendor's guides and references disagree on whether some answers are an object
 * or an array; both are taken.
 */
export function oneOrMany<Item>(answer: Item | readonly Item[] | null | undefined): readonly Item[] {
  if (answer == null) return [];
  return Array.isArray(answer) ? answer : [answer as Item];
}
