import type { FieldCoverage, Mark, OperationCoverage } from "../coverage/types.js";
import { pointerTokens } from "../text/pointer.js";
import type { PackedMark, PackedMember, PackedOperation } from "./coverage-view.js";

/** What is known of operations, as it is kept in the page. Many answers have the same members: each list is there once. */
export interface PackedCoverage {
  readonly operations: readonly PackedOperation[];
  readonly lists: readonly (readonly PackedMember[])[];
}

const MARKS: Readonly<Record<Mark, PackedMark>> = { proved: "p", provable: "i", open: "o" };

/** Packs what is known of operations. */
export function packCoverage(operations: readonly OperationCoverage[]): PackedCoverage {
  const numbers = new Map<string, number>();
  const lists: (readonly PackedMember[])[] = [];
  const listOf = (fields: readonly FieldCoverage[]): number => {
    if (fields.length === 0) return -1;
    const list = fields.map(packMember);
    const key = JSON.stringify(list);
    const known = numbers.get(key);
    if (known !== undefined) return known;
    numbers.set(key, lists.length);
    return lists.push(list) - 1;
  };
  const packed = operations.map(
    ({ operation, parameters, requestFields, statuses }): PackedOperation => ({
      operation,
      parameters: parameters.map((parameter) => [parameter.name, parameter.in, MARKS[parameter.mark]] as const),
      body: listOf(requestFields),
      statuses: statuses.map(({ status, mark, fields }) => [status, MARKS[mark], listOf(fields)] as const),
    }),
  );
  return { operations: packed, lists };
}

/** The members of an array's items are named as such, `[].id`, below the array. */
function packMember(field: FieldCoverage): PackedMember {
  const tokens = pointerTokens(field.pointer);
  const named = tokens.filter((token) => token !== "*");
  const own = tokens.lastIndexOf(named.at(-1) ?? "");
  const marks = [field.seen, field.null, field.absent].map((mark) => (mark === undefined ? "-" : MARKS[mark]));
  return [
    Math.max(0, named.length - 1),
    `${tokens[own - 1] === "*" ? "[]." : ""}${named.at(-1) ?? ""}`,
    marks.join(""),
  ];
}
