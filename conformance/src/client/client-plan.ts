import { isOfTheConnection } from "../compare/compare-headers.js";
import type { RequestContext } from "../compare/compare-request.js";
import { documentedForm } from "../compare/documented-form.js";
import { isSecretName } from "../compare/withhold.js";
import type { Exchange, Json } from "../exchange/types.js";
import type { PreparedCall, PreparedToken } from "../replay/prepare.js";
import { FORM, keyHeaders } from "../replay/replay-token.js";
import { headerOf } from "../text/header.js";
import { isFormType, isJsonType, mediaType } from "../text/media-type.js";
import { isMultipart } from "../text/multipart.js";
import { documentedPairs, type Pair } from "../text/pairs.js";
import { parseJson } from "../text/parse-json.js";
import { originOf, type UrlParts } from "../text/split-url.js";
import type { Vendor } from "../vendors/types.js";
import { asksForToken } from "./asks-for-token.js";
import { clientCredentials } from "./client-credentials.js";
import { requestTarget } from "./request-target.js";
import type { ClientRequest } from "./types.js";

/** What a client of the user's own is asked for, on whatever transport. */
export interface ClientPlan {
  readonly request: Omit<ClientRequest, "baseUrl" | "fetch" | "method" | "origin" | "signal" | "url">;
  /** The path of the documented server; `''` for a bare origin. */
  readonly basePath: string;
  /** Path and query, encoded. */
  readonly target: string;
  /** For the comparison on the wire. */
  readonly context: RequestContext;
}

/** The plan of an exchange whose vendor is described. */
export function describedPlan(exchange: Exchange, prepared: PreparedCall | PreparedToken, vendor: Vendor): ClientPlan {
  return prepared.kind === "call" ? callPlan(exchange, prepared) : tokenPlan(exchange, prepared, vendor);
}

function callPlan(exchange: Exchange, { url, call }: PreparedCall): ClientPlan {
  const { operation, init, basePath, bodyType, keepsPlus } = call;
  const { method, template, operationId } = operation;
  const body = plainBody(init.body);
  const { "content-type": _type, ...others } = init.headers;
  return {
    request: {
      ...about(exchange, url),
      kind: asksForToken(method, exchange.request.body) ? "token" : "call",
      operation: { method, template, ...(operationId !== undefined && { operationId }), described: true },
      path: init.params.path,
      query: init.params.query,
      // Of a call without a body, a media type is a header like any other.
      headers: { ...init.params.header, ...(body === undefined ? init.headers : others) },
      ...withBody(body, bodyType),
      credentials: clientCredentials(exchange, url, call.credentialHeaders, call.credentialQuery),
    },
    basePath,
    target: requestTarget(url, keepsPlus),
    context: { keepsPlus, bodyType },
  };
}

function tokenPlan(exchange: Exchange, { url, endpoint }: PreparedToken, vendor: Vendor): ClientPlan {
  const { request } = exchange;
  const keys = keyHeaders(exchange, vendor.describe());
  const bodyType = mediaType(headerOf(request.headers, "content-type")) ?? FORM.bodyType;
  const others = plainHeaders(exchange).filter(([name]) => !(name.toLowerCase() in keys));
  return {
    request: {
      ...about(exchange, url),
      kind: "token",
      operation: { method: "POST", template: endpoint.path, described: true },
      path: {},
      query: byName(documentedPairs(url.query)),
      headers: Object.fromEntries(others),
      ...withBody(typedBody(request.body, bodyType), bodyType),
      credentials: clientCredentials(exchange, url, keys, {}),
    },
    basePath: "",
    target: requestTarget(url),
    context: FORM,
  };
}

/** The plan of an exchange whose vendor has no description: everything is text, as the page shows it. */
export function undescribedPlan(exchange: Exchange, url: UrlParts): ClientPlan {
  const { request } = exchange;
  const method = request.method.toUpperCase();
  const bodyType = mediaType(headerOf(request.headers, "content-type")) ?? likelyType(request.body);
  const headers = plainHeaders(exchange);
  const isKey = ([name]: readonly [string, string]): boolean => isSecretName(name);
  return {
    request: {
      ...about(exchange, url),
      kind: asksForToken(method, request.body) ? "token" : "call",
      operation: { method, template: url.path, described: false },
      path: {},
      query: byName(documentedPairs(url.query)),
      headers: Object.fromEntries(headers.filter((header) => !isKey(header))),
      ...withBody(typedBody(request.body, bodyType), bodyType),
      credentials: clientCredentials(exchange, url, Object.fromEntries(headers.filter(isKey)), {}),
    },
    basePath: "",
    target: requestTarget(url),
    context: { bodyType },
  };
}

function about({ id }: Exchange, url: UrlParts) {
  return { exchange: id, vendor: id.slice(0, id.indexOf("/")), vendorOrigin: originOf(url) };
}

/** The headers that a caller gives: not the connection's, not `Authorization`, and not the media types of JSON and of a body. */
function plainHeaders({ request }: Exchange): [name: string, value: string][] {
  const hasBody = (request.body ?? "") !== "";
  return Object.entries(request.headers ?? {}).filter(([name, value]) => {
    const lower = name.toLowerCase();
    if (isOfTheConnection(lower) || lower === "authorization") return false;
    if (lower === "content-type") return !hasBody;
    return lower !== "accept" || value.trim() !== "application/json";
  });
}

function withBody(body: Json | undefined, bodyType: string | undefined): Pick<ClientRequest, "body" | "bodyType"> {
  return body === undefined ? {} : { body, ...(bodyType !== undefined && { bodyType }) };
}

/** A planned body as JSON: a form by its fields. */
function plainBody(body: unknown): Json | undefined {
  if (body instanceof URLSearchParams || body instanceof FormData)
    return byName([...body].map(([name, value]): Pair => [name, String(value)]));
  return body as Json | undefined;
}

/** A body as its media type has it. */
function typedBody(body: Json | undefined, type: string | undefined): Json | undefined {
  if (body === null || body === undefined || body === "") return undefined;
  if (isFormType(type) || isMultipart(type)) return byName(documentedForm(body));
  return typeof body === "string" && isJsonType(type) ? (parseJson(body) ?? body) : body;
}

const FORM_TEXT = /^[^=&\s{}[\]"]+=[^&\n]*(?:&[^=&\s{}[\]"]+=[^&\n]*)*$/;

/** Where neither page nor description says what a body is. */
function likelyType(body: Json | undefined): string | undefined {
  if (typeof body === "string") return FORM_TEXT.test(body) ? FORM.bodyType : undefined;
  return body === null || body === undefined ? undefined : "application/json";
}

/** A name that comes more than once has an array. */
function byName(pairs: readonly Pair[]): Record<string, Json> {
  const values = new Map<string, string[]>();
  for (const [name, value] of pairs) {
    const given = values.get(name);
    if (given === undefined) values.set(name, [value]);
    else given.push(value);
  }
  return Object.fromEntries([...values].map(([name, given]) => [name, given.length === 1 ? (given[0] ?? "") : given]));
}
