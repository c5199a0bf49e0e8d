import { hasPlaceholder } from "../text/placeholder.js";
import { type JsonType, typeOf } from "./schema-node.js";

/** What the documented exchanges show at one place of an answer, all of them together. */
export interface Shape {
  readonly types: Set<JsonType>;
  /** Whether a placeholder stood there, or the exchange calls the place volatile: then anything may. */
  any: boolean;
  /** How many objects were seen here. */
  objects: number;
  readonly members: Map<string, Shape>;
  /** In how many objects each member was. */
  readonly seen: Map<string, number>;
  items: Shape | undefined;
}

/** An empty shape. */
export function newShape(): Shape {
  return { types: new Set(), any: false, objects: 0, members: new Map(), seen: new Map(), items: undefined };
}

/** Adds what a documented value shows. */
export function addToShape(shape: Shape, value: unknown, pointer: string, volatile: ReadonlySet<string>): void {
  if (volatile.has(pointer) || (typeof value === "string" && hasPlaceholder(value))) shape.any = true;
  shape.types.add(typeOf(value));
  if (Array.isArray(value)) {
    shape.items ??= newShape();
    for (const [index, item] of value.entries()) addToShape(shape.items, item, `${pointer}/${index}`, volatile);
  } else if (value !== null && typeof value === "object") {
    shape.objects += 1;
    for (const [name, member] of Object.entries(value)) {
      const inner = shape.members.get(name) ?? newShape();
      shape.members.set(name, inner);
      shape.seen.set(name, (shape.seen.get(name) ?? 0) + 1);
      addToShape(inner, member, `${pointer}/${name}`, volatile);
    }
  }
}
