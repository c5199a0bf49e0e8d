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
      yield* textsIn(inner, `${pointer}/${pointerToken(member)}`, nameOf(value, member, name));
    }
  }
}

/** A list's items have the name of the list; a value beside a name has that name. */
function nameOf(holder: object, member: string, name: string): string {
  if (Array.isArray(holder)) return name;
  const { name: called, key } = holder as { readonly name?: unknown; readonly key?: unknown };
  const said = [called, key].find((one) => typeof one === "string");
  return member === "value" && typeof said === "string" ? said : member;
}
