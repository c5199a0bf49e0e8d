import { isSamePath } from "../compare/compare-url.js";
import type { Difference } from "../compare/difference.js";
import type { DocumentedResponse, Exchange, JsonObject } from "../exchange/types.js";
import { isTokenPath } from "../openapi/token-endpoint.js";
import { answerContradictions, type CallResult } from "../replay/check-answer.js";
import { compareSent } from "../replay/compare-sent.js";
import { judge } from "../replay/outcome.js";
import type { PreparedCall, PreparedToken } from "../replay/prepare.js";
import { compareShown, tokenContradictions } from "../replay/replay-token.js";
import type { Outcome } from "../replay/types.js";
import { NO_ANSWER, wireAnswer } from "../replay/wire-answer.js";
import { splitUrl } from "../text/split-url.js";
import type { WireRequest, WireResponse } from "../transport/types.js";
import type { Vendor } from "../vendors/types.js";
import { asksForToken } from "./asks-for-token.js";
import { callClient } from "./call-client.js";
import { atVendor, type ClientPlace } from "./client-place.js";
import type { ClientPlan } from "./client-plan.js";
import { compareClientResult } from "./client-result.js";
import { TOKEN, type TokenAnswers } from "./token-answers.js";
import type { ClientAdapter } from "./types.js";

/** Says with every result that there was nothing else to hold it against. */
const WITHOUT_DESCRIPTION = "no description of this vendor: compared with the exchange alone";

/** An exchange, and all that is known of it. */
export interface ClientWork {
  readonly exchange: Exchange;
  readonly plan: ClientPlan;
  /** What the vendor's description says; `undefined`: there is none. */
  readonly described: { readonly vendor: Vendor; readonly prepared: PreparedCall | PreparedToken } | undefined;
}

/** The client under test, and what it talks to. */
export interface ClientRun {
  readonly client: ClientAdapter;
  readonly place: ClientPlace;
  readonly tokens: TokenAnswers;
  readonly timeoutMs: number;
}

/** Has a client of the user's own make a documented call, and checks what goes out and what comes back. */
export async function replayWithClient(work: ClientWork, run: ClientRun): Promise<Outcome> {
  const { exchange, plan, described } = work;
  const prepared = described?.prepared;
  if (prepared?.kind === "call" && prepared.call.problems.length > 0)
    return judge(exchange, prepared.call.problems, prepared.call.contradictions);

  const { vendorOrigin, kind, operation } = plan.request;
  const { origin = vendorOrigin, fetch } = run.place;
  const before = run.place.strays();
  const wire = kind === "token" ? expectToken(work, run) : expectCall(work, run);
  const call = await callClient(
    run.client,
    {
      ...structuredClone(plan.request),
      origin,
      baseUrl: origin + plan.basePath,
      method: operation.method,
      url: origin + plan.target,
      fetch,
    },
    run.timeoutMs,
  );
  const strays = run.place.strays() - before;
  const differences =
    strays > 0
      ? [wentAround(run.place)]
      : [...(call.problem === undefined ? [] : [withHint(call.problem, exchange)]), ...wire.compare(call.result)];
  const outcome = judge(exchange, differences, contradictionsOf(work));
  return described === undefined ? { ...outcome, reason: WITHOUT_DESCRIPTION } : outcome;
}

/** Answers one exchange, and then says what was wrong. */
interface Expecting {
  compare(result: CallResult | undefined): Difference[];
}

/** One request, the documented one; what the client does for its token is answered and left alone. */
function expectCall({ exchange, plan, described }: ClientWork, { place, tokens }: ClientRun): Expecting {
  const { response } = exchange;
  const answer = response ? staysHere(wireAnswer(response), place) : NO_ANSWER;
  const isDocumented = documentedPath(exchange);
  const sent: WireRequest[] = [];
  place.serve((received) => {
    const request = atVendor(received, place.origin, plan.request.vendorOrigin);
    if (!isDocumented(request) && isTokenRequest(request, described?.vendor))
      return tokens(request, plan.request.vendor);
    sent.push(request);
    return answer;
  });
  return {
    compare: (result) => [
      ...compareSent(exchange, sent, plan.context),
      ...(response && result ? compareClientResult(exchange, response, result) : []),
    ],
  };
}

/**
 * The documented token request; other steps on the way to a token are answered and left alone. The client may stop there and give the answer
 * back, or go on with a call, which has to carry the documented token.
 */
function expectToken({ exchange, plan, described }: ClientWork, { place, tokens }: ClientRun): Expecting {
  const { response } = exchange;
  const answer = response ? wireAnswer(response) : TOKEN;
  const isDocumented = documentedPath(exchange);
  const steps: WireRequest[] = [];
  const calls: WireRequest[] = [];
  place.serve((received) => {
    const request = atVendor(received, place.origin, plan.request.vendorOrigin);
    if (!isDocumented(request) && !isTokenRequest(request, described?.vendor)) {
      calls.push(request);
      return NO_ANSWER;
    }
    steps.push(request);
    return isDocumented(request) ? answer : tokens(request, plan.request.vendor);
  });
  return {
    compare: (result) => {
      const asked = steps.find(isDocumented) ?? steps[0] ?? calls[0];
      if (asked === undefined) return [{ aspect: "client", at: "", message: "the client sent nothing" }];
      const differences = compareShown(exchange, asked, plan.context);
      if (!response || !steps.includes(asked)) return differences;
      return [...differences, ...compareAnswer(exchange, response, result, calls[0], described !== undefined)];
    },
  };
}

/** What became of a documented token: on the next call, or given back. Of a refusal, the status. */
function compareAnswer(
  exchange: Exchange,
  response: DocumentedResponse,
  result: CallResult | undefined,
  next: WireRequest | undefined,
  isBearer: boolean,
): Difference[] {
  const { status, body } = response;
  if (status < 200 || status >= 300) {
    const error = result?.error as { readonly status?: unknown; readonly body?: unknown } | undefined;
    const isStatusOnly = error?.status === status && error.body === undefined;
    return result === undefined || isStatusOnly ? [] : compareClientResult(exchange, response, result);
  }
  if (next === undefined) return result === undefined ? [] : compareClientResult(exchange, response, result);
  const token = String((body as JsonObject | null | undefined)?.access_token);
  const sent = next.headers.get("authorization") ?? "";
  if (isBearer ? sent === `Bearer ${token}` : sent.endsWith(token)) return [];
  const message = "the call after it does not carry the documented access token (values withheld)";
  return [{ aspect: "result", at: "access_token", message }];
}

function contradictionsOf({ exchange, described }: ClientWork) {
  if (described === undefined) return [];
  const { prepared, vendor } = described;
  const { response } = exchange;
  if (prepared.kind === "token") return response ? tokenContradictions(response, prepared.endpoint, { vendor }) : [];
  const { operation, contradictions } = prepared.call;
  if (!response) return contradictions;
  return [...contradictions, ...answerContradictions(exchange, response, operation, vendor.describe().validators)];
}

/** Whether a request has the documented method and path, whatever else is wrong with it. */
function documentedPath({ request }: Exchange): (sent: WireRequest) => boolean {
  const wanted = request.method.toUpperCase();
  const documented = splitUrl(request.url ?? "")?.path ?? "";
  return ({ method, url }) => method === wanted && isSamePath(documented, splitUrl(url)?.path ?? "");
}

/** By the path, on any of the vendor's hosts; else by what is in the form. */
function isTokenRequest({ method, url, body }: WireRequest, vendor: Vendor | undefined): boolean {
  if (method !== "POST") return false;
  const path = splitUrl(url)?.path ?? "";
  const endpoints = vendor?.describe().tokenEndpoints ?? [];
  return endpoints.some((endpoint) => isTokenPath(endpoint, path)) || asksForToken(method, body);
}

function wentAround({ transport }: ClientPlace): Difference {
  const message = `the client did not use the fetch that it was given (${transport}); one that takes a base URL goes with loopback`;
  return { aspect: "transport", at: "", message };
}

/** A client that follows a redirect to the vendor finds this machine, where it is seen. */
function staysHere(answer: WireResponse, { origin }: ClientPlace): WireResponse {
  if (origin === undefined) return answer;
  const headers = answer.headers.map(([name, value]) => {
    const isAway = name.toLowerCase() === "location" && URL.canParse(value);
    return [name, isAway ? origin + value.slice(new URL(value).origin.length) : value] as const;
  });
  return { ...answer, headers };
}

/** Clients that throw for an answer are told how to give it back. */
function withHint(problem: Difference, { response }: Exchange): Difference {
  if (!response || (response.status >= 200 && response.status < 300)) return problem;
  return {
    ...problem,
    message: `${problem.message}; the documented ${response.status} is expected back, as { error: { status, body } }`,
  };
}
