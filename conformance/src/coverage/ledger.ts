import { pointerToken } from "../text/pointer.js";
import type { FieldNode } from "./schema-fields.js";
import type { FieldCoverage, Mark, Tally } from "./types.js";

/** Remembers the best mark of each thing. */
export class Ledger {
  readonly #marks = new Map<string, Mark>();

  put(key: string, isProved: boolean): void {
    if (isProved || !this.#marks.has(key)) this.#marks.set(key, isProved ? "proved" : "provable");
  }

  get(key: string): Mark {
    return this.#marks.get(key) ?? "open";
  }
}

/** Puts what an answer shows of the described members into the ledger. */
export function observeFields(node: FieldNode, value: unknown, key: string, isProved: boolean, ledger: Ledger): void {
  if (Array.isArray(value)) {
    if (node.items === undefined) return;
    for (const item of value) observeFields(node.items, item, `${key}/*`, isProved, ledger);
    return;
  }
  if (value === null || typeof value !== "object") return;
  for (const [name, member] of node.members) {
    const at = `${key}/${pointerToken(name)}`;
    const inner = (value as Record<string, unknown>)[name];
    ledger.put(`${inner === undefined ? "absent" : inner === null ? "null" : "seen"} ${at}`, isProved);
    observeFields(member, inner, at, isProved, ledger);
  }
}

/** What the ledger knows of the described members. */
export function readFields(node: FieldNode, key: string, ledger: Ledger, pointer = ""): FieldCoverage[] {
  const own = [...node.members].flatMap(([name, member]): FieldCoverage[] => {
    const at = `${pointer}/${pointerToken(name)}`;
    return [
      {
        pointer: at,
        seen: ledger.get(`seen ${key}${at}`),
        null: member.isNullable ? ledger.get(`null ${key}${at}`) : undefined,
        absent: member.isOptional ? ledger.get(`absent ${key}${at}`) : undefined,
      },
      ...readFields(member, key, ledger, at),
    ];
  });
  return node.items === undefined ? own : [...own, ...readFields(node.items, key, ledger, `${pointer}/*`)];
}

/** Counts marks; `undefined` is not counted. */
export function tally(marks: readonly (Mark | undefined)[]): Tally {
  const counted = marks.filter((mark) => mark !== undefined);
  return {
    of: counted.length,
    index: counted.filter((mark) => mark !== "open").length,
    score: counted.filter((mark) => mark === "proved").length,
  };
}
