import { isDeepStrictEqual } from "node:util";
import { comparePairs } from "../compare/compare-pairs.js";
import type { Exchange } from "../exchange/types.js";
import type { Operation } from "../openapi/operation.js";
import { keepsPlusIn } from "../plan/query-parameters.js";
import { matchesDocumented } from "../text/matches-documented.js";
import { documentedPairs, type Pair, wirePairs } from "../text/pairs.js";
import { splitUrl } from "../text/split-url.js";
import type { Match, SandboxRequest } from "./types.js";

/** An exchange that a sandbox can answer with. */
export interface Answerable {
  readonly exchange: Exchange;
  readonly operation: Operation;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly query: readonly Pair[];
}

/** What a sandbox found for a request. */
export type Found =
  | { readonly match: Match; readonly answerable: Answerable }
  | { /** What no exchange has, in words. */ readonly problem: string };

/** Reads an exchange as an answer to its own operation. */
export function answerable(
  exchange: Exchange,
  operation: Operation,
  pathParameters: Readonly<Record<string, string>>,
  pageParameters: readonly string[],
): Answerable {
  const query = documentedPairs(splitUrl(exchange.request.url ?? "")?.query ?? "", keepsPlusIn(operation));
  return { exchange, operation, pathParameters, query: withOnePageParameter(query, pageParameters) };
}

/**
 * Finds the exchange that answers a request: the one that documents this very request, else one with the same path and query, or whose query is
 * part of the request's. A page that no exchange documents is the last, empty one, if a documented page points to it.
 */
export function findExchange(
  candidates: readonly Answerable[],
  pathParameters: Readonly<Record<string, string>>,
  { query, body }: Pick<SandboxRequest, "query" | "body">,
  pageParameters: readonly string[],
): Found {
  if (candidates.length === 0) return { problem: "no exchange shows an answer of this operation" };
  const samePath = candidates.filter((candidate) => hasPath(candidate, pathParameters));
  if (samePath.length === 0) return { problem: "no exchange shows this path" };

  const asked = withOnePageParameter(wirePairs(query), pageParameters);
  const sameQuery = samePath.filter((candidate) => comparePairs(candidate.query, asked, WORDS).length === 0);
  const exact = sameQuery.find(({ exchange }) => hasBody(exchange, body));
  if (exact !== undefined) return { match: "exact", answerable: exact };
  // Where several bodies are documented, as for GraphQL, another one is another question.
  const [only, ...others] = sameQuery;
  if (only !== undefined && others.length === 0) return { match: "loose", answerable: only };
  if (only !== undefined) return { problem: "no exchange shows this body" };
  const page = asked.find(([name]) => pageParameters.includes(name));
  if (page !== undefined) {
    const before = samePath.find(({ exchange }) => JSON.stringify(exchange.response?.body).includes(page[1]));
    return before === undefined
      ? { problem: `query "${page[0]}" is none that a page gave` }
      : { match: "last-page", answerable: before };
  }
  const loose = samePath.find(({ query: documented }) =>
    documented.every((pair) => asked.some((other) => isPair(pair, other))),
  );
  return loose === undefined ? { problem: "no exchange shows this query" } : { match: "loose", answerable: loose };
}

const WORDS = { aspect: "query", noun: "query parameter" } as const;

/** Older and newer names of the page parameter mean the same; the first one wins. */
function withOnePageParameter(pairs: readonly Pair[], [main, ...others]: readonly string[]): readonly Pair[] {
  if (main === undefined) return pairs;
  const hasMain = pairs.some(([name]) => name === main);
  return pairs.flatMap(([name, value]): Pair[] => {
    if (!others.includes(name)) return [[name, value]];
    return hasMain ? [] : [[main, value]];
  });
}

function hasPath(candidate: Answerable, asked: Readonly<Record<string, string>>): boolean {
  return Object.entries(candidate.pathParameters).every(([name, value]) => matchesDocumented(value, asked[name] ?? ""));
}

/** JSON is compared as values, anything else is not looked at. */
function hasBody({ request }: Exchange, body: string): boolean {
  if (request.body === null || typeof request.body !== "object") return true;
  try {
    return isDeepStrictEqual(JSON.parse(body), request.body);
  } catch {
    return false;
  }
}

function isPair(documented: Pair, asked: Pair): boolean {
  return documented[0] === asked[0] && matchesDocumented(documented[1], asked[1]);
}

/** The exchange that comes closest to a request, in words: the one with the most of its path and query; `undefined` when there is none. */
export function nearestOf(
  candidates: readonly Answerable[],
  { path, query }: Pick<SandboxRequest, "path" | "query">,
): string | undefined {
  let nearest: Answerable | undefined;
  let most = -1;
  const asked = wirePairs(query);
  const segments = new Set(path.split("/"));
  for (const candidate of candidates) {
    const { exchange, query: documented } = candidate;
    const own = (splitUrl(exchange.request.url ?? "")?.path ?? "").split("/");
    const shared = own.filter((segment) => segments.has(segment)).length;
    const pairs = documented.filter((pair) => asked.some((other) => isPair(pair, other))).length;
    const score = shared * 100 + pairs - (documented.length - pairs);
    if (score > most || nearest === undefined) [nearest, most] = [candidate, score];
  }
  return nearest === undefined ? undefined : describe(nearest);
}

function describe({ exchange }: Answerable): string {
  const url = splitUrl(exchange.request.url ?? "");
  const shown = exchange.response ? "answers" : "shows, without an answer,";
  return `${exchange.id} ${shown} ${exchange.request.method} ${url?.path}${url?.query ? `?${url.query}` : ""}`;
}
