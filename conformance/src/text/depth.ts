import { pointerToken } from "./pointer.js";

/** How many arrays and objects may stand in one another. What compares and checks values calls itself for each of them. */
export const MAX_DEPTH = 500;

/**
 * Where a JSON value is nested deeper than `MAX_DEPTH`: the pointer of the member that holds it, at most two names long.
 * `undefined` when it is nowhere. Keeps a list in place of calling itself, so that no value is too deep for it.
 */
export function tooDeepAt(value: unknown): string | undefined {
  const open: { readonly value: unknown; readonly depth: number; readonly pointer: string }[] = [
    { value, depth: 1, pointer: "" },
  ];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    if (at.value === null || typeof at.value !== "object") continue;
    const { depth, pointer } = at;
    if (depth > MAX_DEPTH) return pointer;
    for (const [member, inner] of Object.entries(at.value))
      open.push({
        value: inner,
        depth: depth + 1,
        pointer: depth > 2 ? pointer : `${pointer}/${pointerToken(member)}`,
      });
  }
  return undefined;
}
