import { isOfTheConnection } from "../compare/compare-headers.js";
import type { Difference } from "../compare/difference.js";
import { withhold } from "../compare/withhold.js";
import type { Json } from "../exchange/types.js";
import type { Operation } from "../openapi/operation.js";
import { mediaType } from "../text/media-type.js";
import { typedValue } from "./typed-value.js";

/** Request headers that HTTP itself defines: a caller may set them on any call, and a description need not name them. */
const OF_HTTP: ReadonlySet<string> = new Set([
  "accept",
  "accept-charset",
  "accept-language",
  "cache-control",
  "content-language",
  "content-type",
  "if-match",
  "if-modified-since",
  "if-none-match",
  "if-unmodified-since",
  "origin",
  "pragma",
  "range",
  "referer",
  "user-agent",
]);

/** The documented headers, by who has to send them. */
export interface CallerHeaders {
  /** Header parameters of the operation, typed. */
  readonly parameters: Readonly<Record<string, Json>>;
  /** Headers of HTTP, which a caller gives beside the parameters. */
  readonly headers: Readonly<Record<string, string>>;
  /** Credentials that are no bearer token, by lower case name: the client has them from its options. */
  readonly credentials: Readonly<Record<string, string>>;
  /** Headers that the description does not have. */
  readonly problems: readonly Difference[];
}

/** Sorts the documented headers. What the client sends by itself (a bearer token, JSON's media type) is left to it. */
export function callerHeaders(
  operation: Operation,
  documented: Readonly<Record<string, string>>,
  credentialNames: ReadonlySet<string>,
  hasBody: boolean,
): CallerHeaders {
  const parameters: Record<string, Json> = {};
  const headers: Record<string, string> = {};
  const credentials: Record<string, string> = {};
  const problems: Difference[] = [];
  for (const [name, value] of Object.entries(documented)) {
    const lower = name.toLowerCase();
    const declared = operation.parameters.find(
      (parameter) => parameter.in === "header" && parameter.name.toLowerCase() === lower,
    );
    if (lower === "authorization" || isOfTheConnection(lower)) continue;
    if (declared !== undefined) parameters[declared.name] = typedValue(declared.schema, value);
    else if (credentialNames.has(lower)) credentials[lower] = value;
    else if (OF_HTTP.has(lower)) {
      if (!isSentAnyway(lower, value, hasBody)) headers[lower] = value;
    } else {
      const message = `header "${name}" is not in the description of this operation`;
      problems.push({ aspect: "header", at: name, message, documented: withhold(name, value) });
    }
  }
  return { parameters, headers, credentials, problems };
}

/** JSON is what a client asks for and sends without being told: then it must show that it does. */
function isSentAnyway(name: string, value: string, hasBody: boolean): boolean {
  if (name === "accept") return value.trim() === "application/json";
  return name === "content-type" && hasBody && mediaType(value) === "application/json";
}
