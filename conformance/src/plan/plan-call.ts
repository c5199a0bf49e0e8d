import { type Contradiction, contradictionsOf } from "../check/contradiction.js";
import { type BasicCredentials, readBasic } from "../compare/compare-authorization.js";
import type { Difference } from "../compare/difference.js";
import type { Exchange, Json } from "../exchange/types.js";
import type { Description } from "../openapi/description.js";
import type { DeclaredParameter, Operation } from "../openapi/operation.js";
import type { RouteMatch } from "../openapi/route-index.js";
import { headerOf } from "../text/header.js";
import { isJsonType, mediaType } from "../text/media-type.js";
import { pointerToken } from "../text/pointer.js";
import type { UrlParts } from "../text/split-url.js";
import { callerHeaders } from "./caller-headers.js";
import { keepsPlusIn, queryParameters } from "./query-parameters.js";
import { requestBody } from "./request-body.js";
import { typedValue } from "./typed-value.js";

/** What a typed client is called with. */
export interface CallInit {
  readonly params: {
    readonly path: Readonly<Record<string, Json>>;
    readonly query: Readonly<Record<string, Json>>;
    readonly header: Readonly<Record<string, Json>>;
  };
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: unknown;
  readonly parseAs?: "text";
}

/** A documented request, taken apart into the call that a user of the client would write. */
export interface PlannedCall {
  readonly operation: Operation;
  /** The path of the documented server, such as `/eu`; `''` for a bare origin. */
  readonly basePath: string;
  readonly init: CallInit;
  /** What the exchange shows of who is calling. */
  readonly basic: BasicCredentials | undefined;
  readonly credentialHeaders: Readonly<Record<string, string>>;
  readonly credentialQuery: Readonly<Record<string, string>>;
  readonly keepsPlus: (name: string) => boolean;
  /** The media type of the body, shown or described. */
  readonly bodyType: string | undefined;
  /** What no client could send, because the description does not have it. */
  readonly problems: readonly Difference[];
  /** Where the documented request does not fit the description's schemas. */
  readonly contradictions: readonly Contradiction[];
}

/** Takes a documented request apart. */
export function planCall(exchange: Exchange, url: UrlParts, match: RouteMatch, description: Description): PlannedCall {
  const { operation } = match;
  const { request } = exchange;
  const path: Record<string, Json> = {};
  for (const parameter of operation.parameters) {
    const text = parameter.in === "path" ? match.pathParameters[parameter.name] : undefined;
    if (text !== undefined) path[parameter.name] = typedValue(parameter.schema, text);
  }
  const keys = description.credentialQuery(operation);
  const query = queryParameters(operation, url.query, keys);
  const body = requestBody(operation, request);
  const headers = callerHeaders(
    operation,
    request.headers ?? {},
    description.credentialHeaders,
    body.body !== undefined,
  );
  return {
    operation,
    basePath: match.basePath,
    init: {
      params: { path, query: query.values, header: headers.parameters },
      headers: headers.headers,
      ...(body.body === undefined ? {} : { body: body.body }),
      ...(asksForText(exchange, operation) ? { parseAs: "text" as const } : {}),
    },
    basic: readBasic(headerOf(request.headers, "authorization")),
    credentialHeaders: headers.credentials,
    // Where a form is sent, the same key is a field of it.
    credentialQuery: {
      ...(body.body instanceof FormData ? onlyText(body.body, keys) : undefined),
      ...query.credentials,
    },
    keepsPlus: keepsPlusIn(operation),
    bodyType: body.type,
    problems: [...query.problems, ...headers.problems, ...body.problems],
    contradictions: isRefused(exchange)
      ? []
      : [
          ...parameterContradictions(
            operation,
            { path, query: query.values, headers: headers.parameters },
            exchange,
            description,
          ),
          ...(body.schemaPointer === undefined
            ? []
            : contradictionsOf(
                description.validators.errors(body.schemaPointer, body.body),
                body.body,
                "/request/body",
              )),
        ],
  };
}

function onlyText(form: FormData, names: ReadonlySet<string>): Record<string, string> {
  const fields = [...form].flatMap(([name, value]): [string, string][] =>
    names.has(name) && typeof value === "string" ? [[name, value]] : [],
  );
  return Object.fromEntries(fields);
}

/** The statuses that say that the request itself was wrong. */
const REFUSALS: ReadonlySet<number | undefined> = new Set([400, 404, 406, 409, 413, 415, 422]);

/** A request that the vendor is shown to refuse may well break the description: that is why it was refused. */
function isRefused({ response }: Exchange): boolean {
  return REFUSALS.has(response?.status);
}

/** Where an operation answers in more than one media type and the page shows one that is not JSON, its reader asks for text. */
function asksForText({ response }: Exchange, operation: Operation): boolean {
  const type = mediaType(headerOf(response?.headers, "content-type"));
  if (type === undefined || isJsonType(type)) return false;
  return operation.responses.get(String(response?.status))?.content.has("application/json") === true;
}

function parameterContradictions(
  operation: Operation,
  given: { readonly path: Values; readonly query: Values; readonly headers: Values },
  exchange: Exchange,
  { validators }: Description,
): Contradiction[] {
  return operation.parameters.flatMap((parameter) => {
    const group = parameter.in === "header" ? "headers" : parameter.in;
    const value = group === "cookie" ? undefined : given[group][parameter.name];
    const pointer = `/request/${group}/${pointerToken(parameter.name)}`;
    if (value === undefined) {
      return isMissing(parameter, exchange) ? [{ pointer, expected: "a value: this parameter is required" }] : [];
    }
    return parameter.schemaPointer === undefined
      ? []
      : contradictionsOf(validators.errors(parameter.schemaPointer, value), value, pointer);
  });
}

type Values = Readonly<Record<string, Json>>;

/** Headers may be left out by the page, and of a response-only exchange the page shows no request. */
function isMissing(parameter: DeclaredParameter, { fidelity }: Exchange): boolean {
  return parameter.required && parameter.in === "query" && fidelity !== "response-only";
}
