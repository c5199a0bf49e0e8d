import { type Contradiction, contradictionsOf } from "../check/contradiction.js";
import { readBasic } from "../compare/compare-authorization.js";
import { compareRequest, type RequestContext } from "../compare/compare-request.js";
import type { Difference } from "../compare/difference.js";
import { documentedForm } from "../compare/documented-form.js";
import type { DocumentedResponse, Exchange, JsonObject } from "../exchange/types.js";
import type { Description } from "../openapi/description.js";
import type { TokenEndpoint } from "../openapi/token-endpoint.js";
import { headerOf } from "../text/header.js";
import { originOf, type UrlParts } from "../text/split-url.js";
import type { WireRequest } from "../transport/types.js";
import type { DocumentedCredentials } from "../vendors/types.js";
import { describeThrown } from "./describe-thrown.js";
import { judge } from "./outcome.js";
import type { Session } from "./session.js";
import type { Outcome } from "./types.js";
import { NO_ANSWER, wireAnswer } from "./wire-answer.js";

/**
 * Replays a token request. The client makes it by itself: it is created with what the exchange shows, a call is made, and the first request on
 * the wire must be the documented one. The call that follows must carry the documented access token.
 */
export async function replayToken(
  exchange: Exchange,
  url: UrlParts,
  endpoint: TokenEndpoint,
  session: Session,
): Promise<Outcome> {
  const { response } = exchange;
  const answer = response ? wireAnswer(response) : session.token;
  const sent: WireRequest[] = [];
  session.serve((request) => {
    sent.push(request);
    return session.isTokenRequest(request) ? answer : NO_ANSWER;
  });

  let thrown: unknown;
  try {
    const client = session.newClient({
      origin: originOf(url),
      credentials: documentedCredentials(exchange, url),
      credentialHeaders: keyHeaders(exchange, session.vendor.describe()),
    });
    await session.vendor.probe(client, url.path);
  } catch (error) {
    thrown = error;
  }

  const [first, second] = sent;
  const differences = first === undefined ? nothingSent(thrown) : compareShown(exchange, first);
  if (first !== undefined && response) differences.push(...compareUse(response, second, thrown));
  else if (first !== undefined && thrown !== undefined)
    differences.push({ aspect: "client", at: "", message: describeThrown(thrown) });
  return judge(exchange, differences, response ? tokenContradictions(response, endpoint, session) : []);
}

/** Of a page that shows the answer alone, method, URL and headers are known, and the form is not. */
export function compareShown(exchange: Exchange, sent: WireRequest, context: RequestContext = FORM): Difference[] {
  const isShown = exchange.fidelity !== "response-only" || (exchange.request.body ?? null) !== null;
  return compareRequest(exchange, sent, context).filter(({ aspect }) => isShown || aspect !== "body");
}

/** A token request is a form, whether its page says so or not (RFC 6749 section 4.4.2). */
export const FORM = { bodyType: "application/x-www-form-urlencoded" } as const;

/** Who is asking, as the exchange shows it: in form fields, or in an Authorization header (which a page may leave out). */
export function documentedCredentials({ request, response }: Exchange, { path }: UrlParts): DocumentedCredentials {
  const fields = new Map(documentedForm(request.body));
  const basic = readBasic(headerOf(request.headers, "authorization"));
  const isForm = fields.has("client_id") || fields.has("client_secret");
  const granted = (response?.body as JsonObject | null | undefined)?.scope;
  return {
    clientId: fields.get("client_id") ?? basic?.id ?? "{client_id}",
    clientSecret: fields.get("client_secret") ?? basic?.secret ?? "{client_secret}",
    authentication: isForm ? "form" : "basic",
    scope: fields.get("scope"),
    grantedScope: typeof granted === "string" ? granted : undefined,
    tokenPath: path,
    fields: Object.fromEntries(fields),
  };
}

/** API keys and the like that the page shows on the token request, by lower case name. */
export function keyHeaders({ request }: Exchange, { credentialHeaders }: Description): Record<string, string> {
  const shown = Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value] as const);
  return Object.fromEntries(shown.filter(([name]) => credentialHeaders.has(name)));
}

function nothingSent(thrown: unknown): Difference[] {
  return [
    { aspect: "client", at: "", message: thrown === undefined ? "the client sent nothing" : describeThrown(thrown) },
  ];
}

/** What became of the documented answer: the token on the next call, or an error with the documented status. */
function compareUse(
  { status, body }: DocumentedResponse,
  next: WireRequest | undefined,
  thrown: unknown,
): Difference[] {
  if (status < 200 || status >= 300) {
    const found = (thrown as { status?: unknown } | undefined)?.status;
    if (found === status) return [];
    return [
      {
        aspect: "result",
        at: "error",
        message: "the client reports no error with the documented status",
        documented: status,
        found: typeof found === "number" ? found : null,
      },
    ];
  }
  if (thrown !== undefined) return [{ aspect: "client", at: "", message: describeThrown(thrown) }];
  const token = (body as JsonObject | null | undefined)?.access_token;
  if (next?.headers.get("authorization") === `Bearer ${String(token)}`) return [];
  return [
    {
      aspect: "result",
      at: "access_token",
      message: "the call after it does not carry the documented access token (values withheld)",
    },
  ];
}

/** A success must fit the description; an error is not described, but it is none of the statuses in between and holds no token. */
export function tokenContradictions(
  { status, body = null }: DocumentedResponse,
  { schemaPointer }: TokenEndpoint,
  { vendor }: Pick<Session, "vendor">,
): Contradiction[] {
  if (status >= 200 && status < 300) {
    const errors = schemaPointer === undefined ? [] : vendor.describe().validators.errors(schemaPointer, body);
    return contradictionsOf(errors, body, "/response/body");
  }
  const expected = "2xx for a token; 400, 401, 403, 408, 429 or 5xx for an error";
  const isError = status >= 500 || [400, 401, 403, 408, 429].includes(status);
  const hasToken = typeof (body as JsonObject | null)?.access_token === "string";
  return [
    ...(isError ? [] : [{ pointer: "/response/status", expected, got: status }]),
    ...(hasToken ? [{ pointer: "/response/body/access_token", expected: "no token in an error" }] : []),
  ];
}
