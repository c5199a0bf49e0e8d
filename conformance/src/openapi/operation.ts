import { pointerToken } from "../text/pointer.js";
import { type Located, resolve } from "./resolve.js";
import type {
  MediaTypeObject,
  OpenApiDocument,
  OperationObject,
  ParameterObject,
  PathItemObject,
  RequestBodyObject,
  ResponseObject,
  SchemaObject,
  SecurityRequirement,
} from "./types.js";

/** A schema of the description for one media type. */
export interface DeclaredContent {
  /** `undefined` when the description gives the media type and no schema. */
  readonly schemaPointer: string | undefined;
}

/** What the description says of one status. */
export interface DeclaredResponse {
  /** Lower case media type to schema; empty when no body is described. */
  readonly content: ReadonlyMap<string, DeclaredContent>;
}

/** A parameter with its schema resolved. */
export interface DeclaredParameter {
  readonly name: string;
  readonly in: ParameterObject["in"];
  readonly required: boolean;
  readonly style: string;
  readonly explode: boolean;
  readonly schema: SchemaObject;
  readonly schemaPointer: string | undefined;
  /** The type and format of an array's items, resolved; `undefined` for anything else. */
  readonly items: SchemaObject | undefined;
}

/** One operation of a description. */
export interface Operation {
  /** Upper case. */
  readonly method: string;
  /** The path template, such as `/v1/employees/{id}`. */
  readonly template: string;
  readonly operationId: string | undefined;
  readonly deprecated: boolean;
  readonly parameters: readonly DeclaredParameter[];
  /** Lower case media type to schema; `undefined` when the operation takes no body. */
  readonly requestContent: ReadonlyMap<string, DeclaredContent> | undefined;
  /** By status, range (`4XX`) or `default`. */
  readonly responses: ReadonlyMap<string, DeclaredResponse>;
  /** Alternatives, each a set of schemes with their scopes. */
  readonly security: readonly SecurityRequirement[];
}

const DEFAULT_STYLE = { path: "simple", query: "form", header: "simple", cookie: "form" } as const;

/** Reads an operation out of a description. */
export function readOperation(
  document: OpenApiDocument,
  template: string,
  item: PathItemObject,
  method: string,
): Operation {
  const operation = item[method] as OperationObject;
  const base = `/paths/${pointerToken(template)}`;
  const own = readParameters(document, operation.parameters, `${base}/${method}/parameters`);
  const shared = readParameters(document, item.parameters, `${base}/parameters`);
  const inherited = shared.filter(
    (parameter) => !own.some((other) => other.name === parameter.name && other.in === parameter.in),
  );
  const body = resolve<RequestBodyObject>(document, operation.requestBody, `${base}/${method}/requestBody`);
  return {
    method: method.toUpperCase(),
    template,
    operationId: operation.operationId,
    deprecated: operation.deprecated === true,
    parameters: [...inherited, ...own],
    requestContent: body && readContent(body),
    responses: readResponses(document, operation, `${base}/${method}/responses`),
    security: operation.security ?? document.security ?? [],
  };
}

/** What the description says of a status: exactly, as a range, or by default. */
export function declaredResponse(operation: Operation, status: number): DeclaredResponse | undefined {
  const { responses } = operation;
  return responses.get(String(status)) ?? responses.get(`${Math.floor(status / 100)}XX`) ?? responses.get("default");
}

function readParameters(
  document: OpenApiDocument,
  list: OperationObject["parameters"],
  pointer: string,
): DeclaredParameter[] {
  return (list ?? []).flatMap((entry, index) => {
    const found = resolve<ParameterObject>(document, entry, `${pointer}/${index}`);
    return found === undefined ? [] : [readParameter(document, found)];
  });
}

function readParameter(document: OpenApiDocument, { value, pointer }: Located<ParameterObject>): DeclaredParameter {
  const style = value.style ?? DEFAULT_STYLE[value.in];
  const schema = resolve<SchemaObject>(document, value.schema, `${pointer}/schema`);
  return {
    name: value.name,
    in: value.in,
    required: value.required === true,
    style,
    explode: value.explode ?? style === "form",
    schema: schema?.value ?? {},
    schemaPointer: schema?.pointer,
    items: schema && resolve<SchemaObject>(document, schema.value.items, `${schema.pointer}/items`)?.value,
  };
}

function readResponses(
  document: OpenApiDocument,
  operation: OperationObject,
  pointer: string,
): Map<string, DeclaredResponse> {
  const responses = new Map<string, DeclaredResponse>();
  for (const [status, entry] of Object.entries(operation.responses ?? {})) {
    const found = resolve<ResponseObject>(document, entry, `${pointer}/${status}`);
    responses.set(status, { content: found ? readContent(found) : new Map() });
  }
  return responses;
}

function readContent({
  value,
  pointer,
}: Located<{ content?: Readonly<Record<string, MediaTypeObject>> }>): Map<string, DeclaredContent> {
  const content = new Map<string, DeclaredContent>();
  for (const [type, media] of Object.entries(value.content ?? {})) {
    const schemaPointer = media.schema && `${pointer}/content/${pointerToken(type)}/schema`;
    content.set(type.split(";")[0]?.trim().toLowerCase() ?? type, { schemaPointer });
  }
  return content;
}
