import type { Difference } from "../compare/difference.js";
import type { Json } from "../exchange/types.js";
import type { DeclaredParameter, Operation } from "../openapi/operation.js";
import { documentedPairs } from "../text/pairs.js";
import { isArraySchema, typedValue } from "./typed-value.js";

/** The query parameters of a call, as a caller would give them. */
export interface QueryParameters {
  readonly values: Readonly<Record<string, Json>>;
  /** Keys by which the caller is known: the client has them from its options. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Names that the description does not have. */
  readonly problems: readonly Difference[];
}

const SEPARATOR: Readonly<Record<string, string>> = { form: ",", spaceDelimited: " ", pipeDelimited: "|" };

/** Whether a query parameter of an operation is a date-time: a `+` in it is a plus, not a space. */
export function keepsPlusIn(operation: Operation): (name: string) => boolean {
  const names = operation.parameters
    .filter(
      (parameter) => parameter.in === "query" && (parameter.schema.format ?? parameter.items?.format) === "date-time",
    )
    .map((parameter) => parameter.name);
  return (name) => names.includes(name);
}

/** Takes a documented query apart into the operation's parameters. Whether a list is `a=1&a=2` or `a=1,2` is as documented. */
export function queryParameters(
  operation: Operation,
  query: string,
  credentialNames: ReadonlySet<string> = new Set(),
): QueryParameters {
  const values: Record<string, Json> = {};
  const credentials: Record<string, string> = {};
  const problems: Difference[] = [];
  const byName = new Map<string, string[]>();
  for (const [name, value] of documentedPairs(query, keepsPlusIn(operation))) {
    const given = byName.get(name);
    if (given === undefined) byName.set(name, [value]);
    else given.push(value);
  }
  for (const [name, given] of byName) {
    const parameter = operation.parameters.find((declared) => declared.in === "query" && declared.name === name);
    const deep = parameter ?? deepObjectOf(operation, name);
    if (deep === undefined && credentialNames.has(name)) credentials[name] = given[0] ?? "";
    else if (deep === undefined) {
      problems.push({
        aspect: "query",
        at: name,
        message: `query parameter "${name}" is not in the description of this operation`,
        documented: given[0] ?? "",
      });
    } else if (parameter === undefined) {
      values[deep.name] = {
        ...(values[deep.name] as Record<string, Json> | undefined),
        [name.slice(deep.name.length + 1, -1)]: given[0] ?? "",
      };
    } else {
      values[name] = callerValue(parameter, given);
    }
  }
  return { values, credentials, problems };
}

function callerValue(parameter: DeclaredParameter, given: readonly string[]): Json {
  const [first = ""] = given;
  if (!isArraySchema(parameter.schema)) return given.length === 1 ? typedValue(parameter.schema, first) : [...given];
  const items = parameter.items ?? {};
  const separator = parameter.explode || given.length > 1 ? undefined : SEPARATOR[parameter.style];
  const texts = separator === undefined ? given : first.split(separator);
  return texts.map((text) => typedValue(items, text));
}

/** `filter[name]` belongs to a parameter `filter` of style deepObject. */
function deepObjectOf(operation: Operation, name: string): DeclaredParameter | undefined {
  const bracket = name.indexOf("[");
  if (bracket <= 0 || !name.endsWith("]")) return undefined;
  return operation.parameters.find(
    (declared) =>
      declared.in === "query" && declared.style === "deepObject" && declared.name === name.slice(0, bracket),
  );
}
