import { pointerToken } from "../text/pointer.js";

/** A text somewhere in a JSON value. */
export interface FoundText {
  readonly pointer: string;
  /** The member that holds it; for an item of an array, the array's member. */
  readonly name: string;
  readonly text: string;
}

/** Every text in a JSON value. */
export function* textsIn(value: unknown, pointer = "", name = ""): Generator<FoundText> {
  if (typeof value === "string") {
    yield { pointer, name, text: value };
  } else if (value !== null && typeof value === "object") {
    for (const [member, inner] of Object.entries(value)) {
      yield* textsIn(inner, `${pointer}/${pointerToken(member)}`, Array.isArray(value) ? name : member);
    }
  }
}
