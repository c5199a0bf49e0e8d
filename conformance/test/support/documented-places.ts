import { pointerToken } from "../../src/text/pointer.js";

/** A place in a body that can be changed in every item of the lists around it. */
export interface Place {
  /** As findings have it, with `#` for any item. */
  readonly pointer: string;
  readonly value: unknown;
  /** Whether it is a member of an object, and no item of a list. */
  readonly isMember: boolean;
  /** Changes it in a copy of the body, everywhere: in each item that has it. */
  change(body: unknown, to: (holder: Record<string, unknown>, name: string) => void): unknown;
}

/** Every place in a body but its root. */
export function placesIn(body: unknown): Place[] {
  const found = new Map<string, Place>();
  walk(body, []);
  return [...found.values()];

  function walk(value: unknown, path: readonly Step[]): void {
    if (value === null || typeof value !== "object") return;
    for (const [name, inner] of Object.entries(value)) {
      const step: Step = Array.isArray(value) ? "#" : { name };
      const steps = [...path, step];
      const pointer = steps.map((one) => (one === "#" ? "/#" : `/${pointerToken(one.name)}`)).join("");
      const change: Place["change"] = (original, to) => {
        const copy = structuredClone(original);
        visit(copy, steps, to);
        return copy;
      };
      if (!found.has(pointer)) found.set(pointer, { pointer, value: inner, isMember: step !== "#", change });
      walk(inner, steps);
    }
  }
}

type Step = "#" | { readonly name: string };

function visit(
  value: unknown,
  [step, ...rest]: readonly Step[],
  to: (holder: Record<string, unknown>, name: string) => void,
): void {
  if (step === undefined || value === null || typeof value !== "object") return;
  const names =
    step === "#" ? (Array.isArray(value) ? Object.keys(value) : []) : [step.name].filter((one) => one in value);
  const holder = value as Record<string, unknown>;
  for (const name of names) {
    if (rest.length === 0) to(holder, name);
    else visit(holder[name], rest, to);
  }
}
