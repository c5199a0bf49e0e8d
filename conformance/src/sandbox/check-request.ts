import { isDeepStrictEqual } from "node:util";
import type { ErrorObject } from "ajv/dist/2020.js";
import type { Exchange } from "../exchange/types.js";
import type { Description } from "../openapi/description.js";
import { nearestName } from "../openapi/nearest-path.js";
import type { DeclaredParameter, Operation } from "../openapi/operation.js";
import { resolve } from "../openapi/resolve.js";
import type { OperationObject, RequestBodyObject } from "../openapi/types.js";
import { queryParameters } from "../plan/query-parameters.js";
import { contentFor } from "../plan/request-body.js";
import { typedValue } from "../plan/typed-value.js";
import { isFormType, isJsonType, mediaType } from "../text/media-type.js";
import { isMultipart, multipartPairs } from "../text/multipart.js";
import { wirePairs } from "../text/pairs.js";
import { objectShape, schemaAt } from "./state/schema-node.js";
import type { SandboxRequest } from "./types.js";

/** Why a request is not what the description has, in words. */
export interface RequestProblem {
  readonly status: 400 | 415;
  readonly reason: string;
}

/** As many things are named as are wrong with a body, at the most. */
const MOST_NAMED = 3;
/** Headers of HTTP itself, which a description that names them does not define (OpenAPI 3.1, "Parameter Object"). */
const NOT_PARAMETERS: ReadonlySet<string> = new Set(["accept", "authorization", "content-type"]);

/** What is wrong with query, headers or body by the description; `undefined` when nothing is, or when the documentation shows the very same. */
export function checkRequest(
  request: SandboxRequest,
  operation: Operation,
  description: Description,
  documented: readonly Exchange[],
): RequestProblem | undefined {
  const reason =
    checkQuery(operation, request.query, description) ?? checkHeaders(operation, request, description, documented);
  if (reason !== undefined) return { status: 400, reason };
  return request.method === "GET" ? undefined : checkBody(request, operation, description, documented);
}

function checkQuery(operation: Operation, query: string, description: Description): string | undefined {
  const { values, problems } = queryParameters(operation, query, description.credentialQuery(operation));
  const declared = operation.parameters.filter((parameter) => parameter.in === "query");
  const [unknown] = problems;
  if (unknown !== undefined) return unknownName("query", unknown.at, declared);
  for (const { name, required, schemaPointer } of declared) {
    const value = values[name];
    if (value === undefined && required) return `query "${name}" is missing`;
    const error =
      value === undefined || schemaPointer === undefined
        ? undefined
        : tellingOf(description.validators.errors(schemaPointer, value));
    if (error !== undefined) return `query "${name}" ${expected(error)}`;
  }
  return undefined;
}

function unknownName(what: string, name: string, declared: readonly DeclaredParameter[]): string {
  const names = declared.map((parameter) => parameter.name);
  const nearest = nearestName(name, names);
  const hint = nearest === undefined ? "" : `; did you mean "${nearest}"?`;
  const all = names.map((other) => `"${other}"`).join(", ");
  return `${what} "${name}" is unknown${hint || (all === "" ? "; there are none" : `; there are ${all}`)}`;
}

/** A header that a documented request does without is not missed. */
function checkHeaders(
  operation: Operation,
  { headers }: SandboxRequest,
  { validators }: Description,
  documented: readonly Exchange[],
): string | undefined {
  for (const { in: place, name, required, schema, schemaPointer } of operation.parameters) {
    const lower = name.toLowerCase();
    if (place !== "header" || NOT_PARAMETERS.has(lower)) continue;
    const value = headers.get(lower);
    if (value === undefined) {
      if (required && !documented.some((exchange) => !showsHeader(exchange, lower)))
        return `header "${name}" is missing`;
      continue;
    }
    const error =
      schemaPointer === undefined ? undefined : tellingOf(validators.errors(schemaPointer, typedValue(schema, value)));
    if (error !== undefined) return `header "${name}" ${expected(error)}`;
  }
  return undefined;
}

/** Whether the page shows the header; a page that shows the answer alone says nothing of it. */
function showsHeader({ request, fidelity }: Exchange, lower: string): boolean {
  if (fidelity === "response-only") return true;
  return Object.keys(request.headers ?? {}).some((name) => name.toLowerCase() === lower);
}

function checkBody(
  { headers, body, method, path }: SandboxRequest,
  operation: Operation,
  description: Description,
  documented: readonly Exchange[],
): RequestProblem | undefined {
  const { requestContent } = operation;
  const bad = (reason: string): RequestProblem => ({ status: 400, reason });
  if (requestContent === undefined)
    return body === "" ? undefined : bad(`body is unknown: ${method} ${path} takes none`);
  const types = [...requestContent.keys()].join(", ");
  if (body === "")
    return isBodyRequired(description, operation) && !documented.some(isWithoutBody)
      ? bad(`body is missing: ${types} is wanted`)
      : undefined;
  const type = mediaType(headers.get("content-type"));
  const content = contentFor(requestContent, type ?? "");
  if (content === undefined && !documented.some((exchange) => sendsAs(exchange, type)))
    return {
      status: 415,
      reason: `header "content-type" is ${type === undefined ? "missing" : `"${type}"`}; ${types} is wanted`,
    };
  const pointer = content?.schemaPointer;
  if (isJsonType(type)) {
    let value: unknown;
    try {
      value = JSON.parse(body);
    } catch (error) {
      return bad(`body is not JSON: ${(error as Error).message}`);
    }
    const errors = pointer === undefined ? [] : description.validators.errors(pointer, value);
    if (documented.some(({ request }) => isDeepStrictEqual(request.body, value))) return undefined;
    if (errors.length > 0) return bad(inWords(errors));
    const mistyped = mistypedMember(value, schemaAt(description, pointer), description, documented);
    return mistyped === undefined ? undefined : bad(mistyped);
  }
  if (pointer === undefined || !(isFormType(type) || isMultipart(type))) return undefined;
  const fields = new Map(isFormType(type) ? wirePairs(body) : multipartPairs(body, headers.get("content-type")));
  const missing = requiredOf(description, pointer).find((name) => !fields.has(name));
  return missing === undefined ? undefined : bad(`body field "${missing}" is missing`);
}

/**
 * A member that nobody describes and that is nearly the name of one: a vendor would ignore it, and the caller would not know. Other names are
 * let through, as the description does not close the object.
 */
function mistypedMember(
  value: unknown,
  schema: ReturnType<typeof schemaAt>,
  description: Description,
  documented: readonly Exchange[],
): string | undefined {
  const { anyOf, oneOf, additionalProperties } = schema?.value ?? {};
  const isOpen = anyOf !== undefined || oneOf !== undefined || (additionalProperties ?? false) !== false;
  if (isOpen || value === null || typeof value !== "object" || Array.isArray(value)) return undefined;
  const known = [...objectShape(description, schema).properties.keys()];
  for (const name of Object.keys(value)) {
    if (known.includes(name) || documented.some(({ request }) => showsMember(request.body, name))) continue;
    const meant = nearestName(
      name,
      known.filter((other) => !(other in value)),
    );
    if (meant !== undefined) return `body member "/${name}" is unknown; did you mean "/${meant}"?`;
  }
  return undefined;
}

function showsMember(body: unknown, name: string): boolean {
  return typeof body === "object" && body !== null && name in body;
}

function isWithoutBody({ request, fidelity }: Exchange): boolean {
  return fidelity !== "response-only" && (request.body ?? null) === null && request.body_raw === undefined;
}

function sendsAs({ request }: Exchange, type: string | undefined): boolean {
  const shown = Object.entries(request.headers ?? {}).find(([name]) => name.toLowerCase() === "content-type")?.[1];
  return mediaType(shown) === type && type !== undefined;
}

function isBodyRequired({ document }: Description, { template, method }: Operation): boolean {
  const operation = document.paths?.[template]?.[method.toLowerCase()] as OperationObject | undefined;
  return resolve<RequestBodyObject>(document, operation?.requestBody, "")?.value.required === true;
}

function requiredOf(description: Description, pointer: string): readonly string[] {
  return [...objectShape(description, schemaAt(description, pointer)).required];
}

/** That no alternative fits says nothing; what is wrong within one does. */
function inWords(errors: readonly ErrorObject[]): string {
  const alternatives = errors.filter(({ keyword }) => keyword === "anyOf" || keyword === "oneOf");
  const isTelling = ({ keyword }: ErrorObject): boolean => !/^(anyOf|oneOf|if|type)$/.test(keyword);
  const telling = errors.filter((error) => {
    if (alternatives.includes(error) || error.keyword === "if") return false;
    if (error.keyword !== "type" || !alternatives.some(({ instancePath }) => instancePath === error.instancePath))
      return true;
    // The type of another alternative, unless nothing else is wrong with this one.
    return !errors.some(
      (other) =>
        other.instancePath.startsWith(`${error.instancePath}/`) ||
        (other.instancePath === error.instancePath && isTelling(other)),
    );
  });
  const all = [...new Set((telling.length > 0 ? telling : errors).map(bodyError))];
  const more = all.length > MOST_NAMED ? `; and ${all.length - MOST_NAMED} more` : "";
  return all.slice(0, MOST_NAMED).join("; ") + more;
}

function bodyError(error: ErrorObject): string {
  const { instancePath, keyword, params } = error;
  if (keyword === "required")
    return `body member "${instancePath}/${(params as { missingProperty: string }).missingProperty}" is missing`;
  if (keyword === "additionalProperties")
    return `body member "${instancePath}/${(params as { additionalProperty: string }).additionalProperty}" is unknown`;
  return `body${instancePath === "" ? "" : ` member "${instancePath}"`} ${expected(error)}`;
}

/** The error that says most: which values there are. */
function tellingOf(errors: readonly ErrorObject[]): ErrorObject | undefined {
  return errors.find(({ keyword }) => keyword === "enum") ?? errors[0];
}

/** What is wanted, with the values where there are a few. */
function expected({ keyword, message = "is not valid", params }: ErrorObject): string {
  if (keyword !== "enum") return message;
  const values = (params as { allowedValues: readonly unknown[] }).allowedValues;
  return `must be one of ${values.map((value) => JSON.stringify(value)).join(", ")}`;
}
