import type { ErrorObject } from "ajv/dist/2020.js";
import { withhold, withholdMembers } from "../compare/withhold.js";
import type { Json } from "../exchange/types.js";
import { hasPlaceholder } from "../text/placeholder.js";
import { pointerToken, pointerTokens, valueAt } from "../text/pointer.js";

/** A place where an exchange does not fit the vendor's own description. */
export interface Contradiction {
  /** JSON pointer into the exchange, such as `/response/body/data/0/time`. */
  readonly pointer: string;
  /** What the description asks for. */
  readonly expected: string;
  /** What the exchange shows; absent when it shows nothing there. */
  readonly got?: Json;
  /** Why it is known and does not fail the run; absent when nobody said so. */
  readonly acknowledged?: string;
}

/**
 * Puts schema errors into terms of the exchange. An error at a text with a placeholder in it is none: the placeholder stands for any value.
 *
 * @param base where the checked value stands in the exchange, such as `/response/body`.
 */
export function contradictionsOf(errors: readonly ErrorObject[], value: unknown, base: string): Contradiction[] {
  const excused = errors.filter((error) => isAtPlaceholder(error, value)).map((error) => error.instancePath);
  const telling = errors.filter(
    (error) =>
      !excused.includes(error.instancePath) &&
      !(
        isCombination(error) &&
        (hasInner(error, errors) || excused.some((path) => path.startsWith(error.instancePath)))
      ),
  );
  const byPointer = new Map<string, Contradiction>();
  for (const error of telling) {
    const found = contradiction(error, value, base);
    const key = `${found.pointer} ${found.expected}`;
    if (!byPointer.has(key)) byPointer.set(key, found);
  }
  return [...byPointer.values()];
}

function contradiction(error: ErrorObject, value: unknown, base: string): Contradiction {
  const { instancePath, keyword, params } = error;
  if (keyword === "required") {
    return {
      pointer: `${base}${instancePath}/${pointerToken(params.missingProperty)}`,
      expected: "a value: this member is required",
    };
  }
  if (keyword === "additionalProperties" || keyword === "unevaluatedProperties") {
    const member = String(params.additionalProperty ?? params.unevaluatedProperty);
    return { pointer: `${base}${instancePath}/${pointerToken(member)}`, expected: "no such member" };
  }
  const got = valueAt(value, instancePath);
  const name = pointerTokens(instancePath).at(-1) ?? "";
  return {
    pointer: base + instancePath,
    expected: expectation(error),
    ...(got === undefined ? {} : { got: withhold(name, withholdMembers(got)) }),
  };
}

function expectation({ keyword, params, message }: ErrorObject): string {
  if (keyword === "type") return [params.type].flat().join(" or ");
  if (keyword === "enum") return `one of ${params.allowedValues.join(", ")}`;
  if (keyword === "format") return `a ${params.format}`;
  if (keyword === "const") return JSON.stringify(params.allowedValue);
  return message?.replace(/^must (be )?/, "") ?? keyword;
}

function isAtPlaceholder({ instancePath, keyword }: ErrorObject, value: unknown): boolean {
  if (keyword === "required" || keyword === "additionalProperties") return false;
  const at = valueAt(value, instancePath);
  return typeof at === "string" && hasPlaceholder(at);
}

function isCombination({ keyword }: ErrorObject): boolean {
  return keyword === "anyOf" || keyword === "oneOf" || keyword === "if";
}

/** The errors inside the branches say more than "must match one of". */
function hasInner(combination: ErrorObject, errors: readonly ErrorObject[]): boolean {
  return errors.some((error) => error !== combination && error.schemaPath.startsWith(`${combination.schemaPath}/`));
}
