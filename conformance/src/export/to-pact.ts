import { documentedForm } from "../compare/documented-form.js";
import type { DocumentedRequest, DocumentedResponse, Exchange, Json, Matcher } from "../exchange/types.js";
import { headerOf } from "../text/header.js";
import { isFormType, mediaType } from "../text/media-type.js";
import { documentedPairs } from "../text/pairs.js";
import { decodePercent } from "../text/percent.js";
import { findPlaceholders, hasPlaceholder, isPlaceholder } from "../text/placeholder.js";
import { pointerToken, pointerTokens } from "../text/pointer.js";
import { splitUrl } from "../text/split-url.js";
import type { Pact, PactBody, PactInteraction, PactMatchers, PactMatchingRules } from "./pact-types.js";

/** Who is who in a pact. */
export interface PactOptions {
  /** Default `consumer`. */
  readonly consumer?: string;
  /** The vendor. */
  readonly provider: string;
}

/** A pact, and what it could not take. */
export interface PactExport {
  readonly pact: Pact;
  /** One line for each exchange, or part of one, that a pact cannot say. */
  readonly warnings: readonly string[];
}

/**
 * Exports the exchanges of one vendor as a Pact V4 file (https://github.com/pact-foundation/pact-specification, version 4). Each interaction has a
 * provider state with the id of its exchange, because several answers to one request are documented. Placeholders become regular expressions,
 * matchers and volatile values become Pact's matchers.
 */
export function toPact(exchanges: readonly Exchange[], { consumer = "consumer", provider }: PactOptions): PactExport {
  const warnings: string[] = [];
  const interactions = exchanges.flatMap((exchange) => {
    const url = splitUrl(exchange.request.url ?? "");
    if (url === undefined || isPlaceholder(url.host) || !exchange.response) {
      warnings.push(
        `${exchange.id}: left out: ${exchange.response ? "it has no usable URL" : "a pact needs a response"}`,
      );
      return [];
    }
    return [interaction(exchange, exchange.response, url, warnings)];
  });
  const metadata = { pactSpecification: { version: "4.0" } } as const;
  return { pact: { consumer: { name: consumer }, provider: { name: provider }, interactions, metadata }, warnings };
}

function interaction(
  exchange: Exchange,
  response: DocumentedResponse,
  { path, query }: { readonly path: string; readonly query: string },
  warnings: string[],
): PactInteraction {
  const { id, operation, source, fidelity, request, notes } = exchange;
  const plainPath = decodePercent(path);
  const pairs = documentedPairs(query);
  const values: Record<string, string[]> = {};
  for (const [name, value] of pairs) values[name] = [...(values[name] ?? []), value];
  const requestBody = bodyOf(request, request.headers);
  const requestRules = rulesOf({
    ...(hasPlaceholder(plainPath) && { path: regex(plainPath) }),
    query: Object.fromEntries(pairs.filter(([, value]) => hasPlaceholder(value)).map(([n, v]) => [n, regex(v)])),
    header: headerRules(request.headers),
    body: { ...placeholderRules(request.body), ...loosenedRules(exchange, "/request/body", warnings) },
  });
  const responseRules = rulesOf({
    header: headerRules(response.headers),
    body: loosenedRules(exchange, "/response/body", warnings),
  });
  return {
    type: "Synchronous/HTTP",
    description: `${operation} (${id})`,
    pending: false,
    providerStates: [{ name: id }],
    comments: { text: [source.title, source.url ?? "no page", `fidelity: ${fidelity}`, ...(notes ? [notes] : [])] },
    request: {
      method: request.method.toUpperCase(),
      path: plainPath,
      ...(pairs.length > 0 && { query: values }),
      ...headersOf(request.headers, requestBody),
      ...(requestBody && { body: requestBody }),
      ...requestRules,
    },
    response: {
      status: response.status,
      ...headersOf(response.headers, bodyOf(response, response.headers)),
      ...withBody(bodyOf(response, response.headers)),
      ...responseRules,
    },
  };
}

function withBody(body: PactBody | undefined): { body?: PactBody } {
  return body === undefined ? {} : { body };
}

function bodyOf(
  { body = null }: DocumentedRequest | DocumentedResponse,
  headers: Readonly<Record<string, string>> | undefined,
): PactBody | undefined {
  if (body === null) return undefined;
  const shown = headerOf(headers, "content-type");
  if (isFormType(mediaType(shown)) && typeof body !== "string") {
    const fields = documentedForm(body).map(([name, value]): [string, string] => [name, value]);
    return { content: new URLSearchParams(fields).toString(), contentType: shown ?? "", encoded: false };
  }
  const likely = typeof body === "string" ? "text/plain" : "application/json";
  return { content: body, contentType: shown ?? likely, encoded: false };
}

/** Pact compares a body by the Content-Type of its headers. */
function headersOf(
  headers: Readonly<Record<string, string>> = {},
  body: PactBody | undefined,
): { headers?: Readonly<Record<string, readonly string[]>> } {
  const all = Object.entries(headers).map(([name, value]): [string, string[]] => [name, [value]]);
  if (body !== undefined && headerOf(headers, "content-type") === undefined)
    all.push(["Content-Type", [body.contentType]]);
  return all.length === 0 ? {} : { headers: Object.fromEntries(all) };
}

function rulesOf(rules: PactMatchingRules): { matchingRules?: PactMatchingRules } {
  const used = Object.entries(rules).filter(([, value]) => Object.keys(value as object).length > 0);
  return used.length === 0 ? {} : { matchingRules: Object.fromEntries(used) };
}

function headerRules(headers: Readonly<Record<string, string>> = {}): Record<string, PactMatchers> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]): [string, PactMatchers][] => {
      // A bearer token is compared by its scheme, as everywhere.
      if (name.toLowerCase() === "authorization" && /^bearer\s/i.test(value))
        return [[name, pattern("^[Bb]earer .+$")]];
      return hasPlaceholder(value) ? [[name, regex(value)]] : [];
    }),
  );
}

function placeholderRules(value: Json | undefined, pointer = ""): Record<string, PactMatchers> {
  if (typeof value === "string")
    return pointer !== "" && hasPlaceholder(value) ? { [jsonPath(pointer)]: regex(value) } : {};
  if (value === null || typeof value !== "object") return {};
  const rules = Object.entries(value).map(([name, inner]) =>
    placeholderRules(inner as Json, `${pointer}/${pointerToken(name)}`),
  );
  return Object.assign({}, ...rules) as Record<string, PactMatchers>;
}

function loosenedRules(exchange: Exchange, base: string, warnings: string[]): Record<string, PactMatchers> {
  const { matchers = {}, volatile = [] } = exchange;
  const all: (readonly [string, Matcher["match"]])[] = [
    ...Object.entries(matchers).map(([pointer, { match }]) => [pointer, match] as const),
    ...volatile.map((pointer) => [pointer, "any"] as const),
  ];
  return Object.fromEntries(
    all.flatMap(([pointer, match]): [string, PactMatchers][] => {
      if (!pointer.startsWith(`${base}/`)) return [];
      if (match === "any")
        warnings.push(`${exchange.id}: ${pointer} may be anything; a pact can only say that it has the same type`);
      return [[jsonPath(pointer.slice(base.length)), one(PACT_MATCHERS[match])]];
    }),
  );
}

const PACT_MATCHERS: Readonly<Record<Matcher["match"], Readonly<Record<string, string>>>> = {
  any: { match: "type" },
  type: { match: "type" },
  string: { match: "type" },
  number: { match: "number" },
  integer: { match: "integer" },
  boolean: { match: "boolean" },
  "date-time": { match: "regex", regex: "^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d.*$" },
};

function one(matcher: Readonly<Record<string, string>>): PactMatchers {
  return { combine: "AND", matchers: [matcher] };
}

function pattern(source: string): PactMatchers {
  return one({ match: "regex", regex: source });
}

/** A text with placeholders, as the regular expression that they stand for. */
function regex(text: string): PactMatchers {
  let source = "";
  let at = 0;
  for (const { start, end } of findPlaceholders(text)) {
    source += `${escapeRegExp(text.slice(at, start))}.+`;
    at = end;
  }
  return pattern(`^${source}${escapeRegExp(text.slice(at))}$`);
}

function escapeRegExp(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
}

/** A JSON pointer as the path that Pact's rules are keyed by. */
function jsonPath(pointer: string): string {
  return pointerTokens(pointer).reduce((path, token) => {
    if (/^\d+$/.test(token)) return `${path}[${token}]`;
    return /^[A-Za-z_]\w*$/.test(token) ? `${path}.${token}` : `${path}['${token.replaceAll("'", "\\'")}']`;
  }, "$");
}
