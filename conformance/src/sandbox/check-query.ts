import type { Description } from "../openapi/description.js";
import type { Operation } from "../openapi/operation.js";
import { queryParameters } from "../plan/query-parameters.js";

/** What is wrong with a query by the description, in words; `undefined` when nothing is. */
export function checkQuery(operation: Operation, query: string, { validators }: Description): string | undefined {
  const { values, problems } = queryParameters(operation, query);
  const declared = operation.parameters.filter((parameter) => parameter.in === "query");
  const [unknown] = problems;
  if (unknown !== undefined) {
    const names = declared.map((parameter) => `"${parameter.name}"`).join(", ");
    return `query parameter "${unknown.at}" is unknown; ${names === "" ? "there are none" : `there are ${names}`}`;
  }
  for (const { name, required, schemaPointer } of declared) {
    const value = values[name];
    if (value === undefined && required) return `query parameter "${name}" is missing`;
    const [error] = value === undefined || schemaPointer === undefined ? [] : validators.errors(schemaPointer, value);
    if (error !== undefined) return `query parameter "${name}" ${error.message ?? "is not valid"}`;
  }
  return undefined;
}
