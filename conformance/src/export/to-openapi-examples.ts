import type { Exchange, Json } from "../exchange/types.js";
import type { Operation } from "../openapi/operation.js";
import { resolve } from "../openapi/resolve.js";
import type { OpenApiDocument, ParameterObject, RequestBodyObject, ResponseObject } from "../openapi/types.js";
import { contentFor } from "../plan/request-body.js";
import { prepare } from "../replay/prepare.js";
import { headerOf } from "../text/header.js";
import { isJsonType, mediaType } from "../text/media-type.js";
import type { Vendor } from "../vendors/types.js";

/** A description with examples, and the exchanges that found no place in it. */
export interface OpenApiExport {
  readonly document: OpenApiDocument;
  /** One line for each exchange, or part of one, that was left out. */
  readonly warnings: readonly string[];
}

type Mutable = Record<string, unknown>;

/**
 * Puts exchanges into the vendor's own OpenAPI description as named examples. One name stands at the parameters, the request body and the answer of
 * an exchange, which is how mock servers pair them. Shared parts that get an example are written out where they are used.
 */
export function toOpenApiExamples(exchanges: readonly Exchange[], vendor: Vendor): OpenApiExport {
  const document = structuredClone(vendor.describe().document) as OpenApiDocument;
  const warnings: string[] = [];
  for (const exchange of exchanges) {
    const prepared = prepare(exchange, vendor);
    if (prepared.kind !== "call") {
      const reason = prepared.kind === "token" ? "a token request is described by its security scheme" : undefined;
      warnings.push(`${exchange.id}: left out: ${reason ?? settledReason(prepared)}`);
      continue;
    }
    const { operation, init, bodyType } = prepared.call;
    const target = document.paths?.[operation.template]?.[operation.method.toLowerCase()] as Mutable;
    const name = exchange.id.slice(exchange.id.indexOf("/") + 1).replace(/[^\w.-]+/g, "-");
    if (exchange.fidelity !== "response-only") {
      const { path, query, header } = init.params;
      addParameters(document, target, operation, name, exchange, { path, query, header });
      const { body = null } = exchange.request;
      if (body !== null && bodyType !== undefined) addRequestBody(document, target, bodyType, name, exchange, body);
    }
    if (exchange.fidelity !== "request-only" && exchange.response && (exchange.response.body ?? null) !== null)
      addResponse(document, target, name, exchange, warnings);
  }
  return { document: withServers(document), warnings };
}

/** Where each path has servers of its own, the document as a whole has them all: tools look there. */
function withServers(document: OpenApiDocument): OpenApiDocument {
  if (document.servers !== undefined) return document;
  const servers = Object.values(document.paths ?? {}).flatMap((item) => item.servers ?? []);
  return { ...document, servers: [...new Map(servers.map((server) => [server.url, server])).values()] };
}

function settledReason(prepared: ReturnType<typeof prepare>): string {
  return prepared.kind === "settled" ? (prepared.outcome.reason ?? prepared.outcome.verdict) : "";
}

function example({ source, fidelity, id }: Exchange, value: Json): Mutable {
  return { summary: source.title, value, "x-exchange": id, "x-fidelity": fidelity, "x-source": source.url };
}

function put(holder: Mutable, name: string, value: Mutable): void {
  delete holder.example;
  holder.examples = { ...(holder.examples as object | undefined), [name]: value };
}

function addParameters(
  document: OpenApiDocument,
  target: Mutable,
  operation: Operation,
  name: string,
  exchange: Exchange,
  given: Readonly<Record<string, Readonly<Record<string, Json>>>>,
): void {
  const list = [...((target.parameters as (ParameterObject | { $ref: string })[] | undefined) ?? [])];
  for (const { name: parameter, in: place } of operation.parameters) {
    const value = given[place]?.[parameter];
    if (value === undefined) continue;
    for (const [index, entry] of list.entries()) {
      const found = resolve<ParameterObject>(document, entry, "")?.value;
      if (found?.name !== parameter || found.in !== place) continue;
      const own = structuredClone(found) as unknown as Mutable;
      put(own, name, example(exchange, value));
      list[index] = own as unknown as ParameterObject;
    }
  }
  if (list.length > 0) target.parameters = list;
}

function addRequestBody(
  document: OpenApiDocument,
  target: Mutable,
  type: string,
  name: string,
  exchange: Exchange,
  body: Json,
): void {
  const found = resolve<RequestBodyObject>(document, target.requestBody as RequestBodyObject | undefined, "");
  if (found === undefined) return;
  const own = structuredClone(found.value) as RequestBodyObject;
  const media = mediaIn(own.content, type);
  if (media !== undefined) put(media, name, example(exchange, body));
  target.requestBody = own;
}

function addResponse(
  document: OpenApiDocument,
  target: Mutable,
  name: string,
  exchange: Exchange,
  warnings: string[],
): void {
  const { status, headers, body = null } = exchange.response as NonNullable<Exchange["response"]>;
  const responses = target.responses as Record<string, ResponseObject>;
  const key = [String(status), `${Math.floor(status / 100)}XX`, "default"].find((known) => known in responses);
  const found = key === undefined ? undefined : resolve<ResponseObject>(document, responses[key], "");
  if (key === undefined || found === undefined) {
    warnings.push(`${exchange.id}: the answer is left out: the status ${status} is not described`);
    return;
  }
  const own = structuredClone(found.value) as ResponseObject;
  const shown = mediaType(headerOf(headers, "content-type"));
  const types = Object.keys(own.content ?? {});
  const media = mediaIn(own.content, shown ?? (typeof body === "string" ? types[0] : types.find(isJsonType)) ?? "");
  if (media === undefined) {
    warnings.push(`${exchange.id}: the answer is left out: no body of its media type is described`);
    return;
  }
  put(media, name, example(exchange, body));
  target.responses = { ...responses, [key]: own };
}

function mediaIn(content: RequestBodyObject["content"] = {}, type: string): Mutable | undefined {
  const keys = new Map(Object.keys(content).map((key) => [mediaType(key) ?? key, key]));
  const found = contentFor(new Map([...keys].map(([known]) => [known, { schemaPointer: known }])), type)?.schemaPointer;
  return found === undefined ? undefined : (content[keys.get(found) as string] as Mutable);
}
