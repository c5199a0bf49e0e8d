import type { Exchange } from "../exchange/types.js";
import type { Description } from "../openapi/description.js";
import { nearestPath } from "../openapi/nearest-path.js";
import { isTokenEndpoint, isTokenPath, type TokenEndpoint } from "../openapi/token-endpoint.js";
import { type PlannedCall, planCall } from "../plan/plan-call.js";
import { isPlaceholder } from "../text/placeholder.js";
import { splitUrl, type UrlParts } from "../text/split-url.js";
import type { Vendor } from "../vendors/types.js";
import { settled } from "./outcome.js";
import type { Outcome } from "./types.js";

/** An exchange, read and ready to be sent over any transport; or settled without being sent. */
export type Prepared = Settled | PreparedCall | PreparedToken;

interface Settled {
  readonly kind: "settled";
  readonly outcome: Outcome;
}

/** A call of an operation of the description. */
export interface PreparedCall {
  readonly kind: "call";
  readonly url: UrlParts;
  readonly call: PlannedCall;
}

/** A request at one of the description's token endpoints. */
export interface PreparedToken {
  readonly kind: "token";
  readonly url: UrlParts;
  readonly endpoint: TokenEndpoint;
}

/** Finds out what a documented request is: a call, a token request, an incoming event, or nothing that can be sent. */
export function prepare(exchange: Exchange, vendor: Vendor | undefined): Prepared {
  if (vendor === undefined) return settle("no-client", "there is no client for this vendor here");
  const url = documentedUrl(exchange);
  if ("outcome" in url) return url;

  const method = exchange.request.method.toUpperCase();
  const description = vendor.describe();
  const endpoint = description.tokenEndpoints.find((candidate) => isTokenEndpoint(candidate, url));
  const known = vendor.notReplayable?.[exchange.id];
  if (known !== undefined) return settle("not-replayable", known);
  if (endpoint !== undefined && method === "POST") return { kind: "token", url, endpoint };
  if (endpoint !== undefined) return fail(`the token endpoint takes POST, not ${method}`);
  const match = description.routes.find(method, url.path, url);
  if (match !== undefined) {
    const call = planCall(exchange, url, match, description);
    const contradictions = [...call.contradictions, ...(vendor.contradictions?.(exchange) ?? [])];
    return { kind: "call", url, call: { ...call, contradictions } };
  }
  if (description.routes.knowsHost(url.scheme, url.host)) return fail(noOperation(method, url.path, description));
  return isIncoming(method, url, vendor)
    ? settle("incoming", `sent by the vendor to ${url.host}`)
    : fail(notAServer(url));
}

/** A password in front of the host is not repeated. */
function notAServer({ scheme, host }: UrlParts): string {
  const problem = `${scheme}://${host.replace(/^.*@/, "")} is not one of the vendor's servers`;
  return host.includes("@") ? `${problem}: a name or password stands in front of it` : problem;
}

/** Where a documented request goes; settled when that is nowhere. */
export function documentedUrl({ request, response }: Exchange): UrlParts | Settled {
  const { url: text } = request;
  if (text === null) return settle("not-replayable", "the page lost the URL");
  if (response && response.status < 200) return settle("not-replayable", `${response.status} is an interim answer`);
  const url = splitUrl(text);
  if (url === undefined) return fail(`"${text}" is not an absolute URL`);
  return isPlaceholder(url.host) ? settle("incoming", `sent by the vendor to ${url.host}`) : url;
}

function noOperation(method: string, path: string, { routes }: Description): string {
  const templates = routes.operations
    .filter((operation) => operation.method === method)
    .map(({ template }) => template);
  const nearest = nearestPath(path, templates);
  return `no operation ${method} ${path} is in the description${nearest === undefined ? "" : `; nearest: ${nearest}`}`;
}

/** The vendor calls its customer: a host that is not the vendor's, nothing that the vendor offers itself, and not a read. */
function isIncoming(method: string, url: UrlParts, vendor: Vendor): boolean {
  const { routes, tokenEndpoints } = vendor.describe();
  if (method === "GET" || method === "HEAD") return false;
  if (routes.find(method, url.path) !== undefined || tokenEndpoints.some((endpoint) => isTokenPath(endpoint, url.path)))
    return false;
  return !routes.servers.some((server) => site(server.host) === site(url.host));
}

/** The last two labels of a host: enough to see that it is the vendor's own. */
function site(host: string): string {
  return host.split(":")[0]?.split(".").slice(-2).join(".") ?? host;
}

function settle(verdict: "no-client" | "not-replayable" | "incoming", reason: string): Settled {
  return { kind: "settled", outcome: settled(verdict, reason) };
}

function fail(message: string): Settled {
  return { kind: "settled", outcome: settled("failed", message, [{ aspect: "exchange", at: "request", message }]) };
}
