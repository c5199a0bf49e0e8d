import type { DocumentedResponse, Exchange, Json } from "../exchange/types.js";
import type { Description } from "../openapi/description.js";
import { nearestPath } from "../openapi/nearest-path.js";
import type { Operation } from "../openapi/operation.js";
import type { RouteMatch } from "../openapi/route-index.js";
import { isTokenEndpoint, isTokenPath } from "../openapi/token-endpoint.js";
import { wireAnswer } from "../replay/wire-answer.js";
import { decodePercent } from "../text/percent.js";
import { isPlaceholder } from "../text/placeholder.js";
import { splitUrl } from "../text/split-url.js";
import type { SandboxBehaviour, Vendor } from "../vendors/types.js";
import { refusal } from "./answers.js";
import { authorize, type Denial } from "./authorize.js";
import { checkQuery } from "./check-query.js";
import { faultAnswer } from "./fault-answer.js";
import { type Answerable, answerable, type Found, findExchange } from "./find-exchange.js";
import type { Preference } from "./preference.js";
import { answerTokenRequest, type TokenEndpointOptions } from "./token-endpoint.js";
import type { SandboxAnswer, SandboxRequest } from "./types.js";

/** As many answers are kept ready. */
const MAX_SERVED = 1_000;

/** An exchange with an answer, whatever its status. */
interface Example {
  readonly operation: Operation;
  readonly exchange: Exchange;
  readonly response: DocumentedResponse;
}

/** One vendor's API as its exchanges document it. Knows nothing of sockets. */
export class VendorSandbox {
  readonly #description: Description;
  readonly #behaviour: SandboxBehaviour;
  readonly #tokens: TokenEndpointOptions;
  readonly #byOperation = new Map<Operation, Answerable[]>();
  readonly #examples: Example[] = [];
  /** Answers by exchange, match and path: a journal of many requests holds few of them. */
  readonly #served = new Map<string, SandboxAnswer>();
  readonly #unauthorized: DocumentedResponse | undefined;

  constructor(
    vendor: Vendor,
    behaviour: SandboxBehaviour,
    exchanges: readonly Exchange[],
    tokens: TokenEndpointOptions,
  ) {
    this.#description = vendor.describe();
    this.#behaviour = behaviour;
    this.#tokens = tokens;
    for (const exchange of exchanges) {
      const route = routeOf(exchange, vendor);
      if (route === undefined) continue;
      const { operation, pathParameters } = route;
      if (exchange.response) this.#examples.push({ operation, exchange, response: exchange.response });
      if (!isSuccess(exchange)) continue;
      const answers = this.#byOperation.get(operation) ?? [];
      answers.push(answerable(exchange, operation, pathParameters, behaviour.pageParameters ?? []));
      this.#byOperation.set(operation, answers);
    }
    this.#unauthorized =
      exchanges.find(({ response }) => response?.status === 401 && response.body !== null)?.response ?? undefined;
  }

  /** Answers a request, as it asks to be. */
  answer(request: SandboxRequest, preference: Preference = {}): SandboxAnswer {
    const { fault } = preference;
    if (fault === undefined) return this.#answer(request, preference);
    return faultAnswer(fault, request, () => this.#answer(request, {}));
  }

  /** Whether a path is that of a token endpoint. */
  isTokenPath(path: string): boolean {
    return this.#description.tokenEndpoints.some((endpoint) => isTokenPath(endpoint, path));
  }

  #answer(request: SandboxRequest, preference: Preference): SandboxAnswer {
    const { method, path } = request;
    const { code } = preference;
    const made = this.#behaviour.synthesize?.(request, this.#tokens);
    const isTokenRequest = this.isTokenPath(path);
    if (code !== undefined && (made !== undefined || isTokenRequest)) return this.#refuseAsAsked(code);
    if (made !== undefined)
      return { ...made, headers: [...made.headers, ["x-conformance-match", "synthetic"]], match: "synthetic" };
    if (isTokenRequest)
      return this.#behaviour.answerToken?.(request, this.#tokens) ?? answerTokenRequest(request, this.#tokens);
    const route = this.#description.routes.find(method, path);
    if (route === undefined) return this.#noOperation(request);
    const { operation, pathParameters } = route;
    const denial = authorize(request, operation, this.#description, this.#tokens);
    if (denial !== undefined) return this.#deny(denial);
    const problem = checkQuery(operation, request.query, this.#description);
    if (problem !== undefined) return refusal(this.#behaviour, 400, problem);
    const preferred = this.#preferred(operation, preference);
    if (preferred !== undefined) return preferred;
    const candidates = this.#byOperation.get(operation) ?? [];
    return this.#serve(
      findExchange(candidates, pathParameters, request, this.#behaviour.pageParameters ?? []),
      request,
    );
  }

  #serve(found: Found, { method, path }: SandboxRequest): SandboxAnswer {
    if (!("answerable" in found))
      return refusal(this.#behaviour, 404, `no documented answer to ${method} ${path}: ${found.nearest}`);
    const { match } = found;
    const { exchange } = found.answerable;
    const key = `${exchange.id} ${match} ${path}`;
    const known = this.#served.get(key);
    if (known !== undefined) return known;
    const response = exchange.response as DocumentedResponse;
    const finished = this.#finish(response.body ?? null, match === "last-page", path);
    const { status, headers, body } = wireAnswer({ ...response, body: finished });
    const told = [["x-conformance-exchange", exchange.id] as const, ["x-conformance-match", match] as const];
    const answer: SandboxAnswer = { status, headers: [...headers, ...told], body, exchange: exchange.id, match };
    if (this.#served.size === MAX_SERVED) this.#served.clear();
    this.#served.set(key, answer);
    return answer;
  }

  /** The example that is asked for; a status that no exchange of the operation has, is answered in the vendor's error envelope. */
  #preferred(operation: Operation, { code, example }: Preference): SandboxAnswer | undefined {
    if (code === undefined && example === undefined) return undefined;
    const own = this.#examples.filter((candidate) => candidate.operation === operation);
    const found = own.find(
      ({ exchange, response }) =>
        (example === undefined || exchange.id === example) && (code === undefined || response.status === code),
    );
    if (found !== undefined) {
      const { status, headers, body } = wireAnswer(found.response);
      const told = [
        ["x-conformance-exchange", found.exchange.id] as const,
        ["x-conformance-match", "preferred"] as const,
      ];
      return { status, headers: [...headers, ...told], body, exchange: found.exchange.id, match: "preferred" };
    }
    if (example === undefined && code !== undefined && code >= 400) return this.#refuseAsAsked(code);
    const there = own.map(({ exchange, response }) => `${exchange.id} (${response.status})`).join(", ");
    const asked = example === undefined ? `an example with status ${code}` : `the example "${example}"`;
    return refusal(
      this.#behaviour,
      400,
      `${operation.method} ${operation.template} does not have ${asked}; ${there === "" ? "there is none" : `there is ${there}`}`,
    );
  }

  #refuseAsAsked(code: number): SandboxAnswer {
    const headers = [["x-conformance-match", "preferred"] as const];
    return { ...refusal(this.#behaviour, code, "asked for with Prefer", { headers }), match: "preferred" };
  }

  #finish(body: Json, isLastPage: boolean, path: string): Json {
    if (isLastPage) return (this.#behaviour.lastPage?.(body) ?? body) as Json;
    return (this.#behaviour.finishBody?.(body, { path: decodePercent(path) }) ?? body) as Json;
  }

  #deny({ status, reason }: Denial): SandboxAnswer {
    const told = [["x-conformance-reason", reason] as const];
    if (status === 403 || this.#unauthorized === undefined)
      return refusal(this.#behaviour, status, reason, { headers: told });
    const { headers, body } = wireAnswer(this.#unauthorized);
    return { status, headers: [...headers, ...told], body, reason };
  }

  #noOperation({ method, path }: SandboxRequest): SandboxAnswer {
    const { routes } = this.#description;
    const allowed = [...new Set(routes.operations.map((operation) => operation.method))].filter(
      (other) => routes.find(other, path) !== undefined,
    );
    if (allowed.length > 0) {
      return refusal(this.#behaviour, 405, `${path} takes ${allowed.join(", ")}, not ${method}`, {
        headers: [["allow", allowed.join(", ")]],
      });
    }
    const nearest = nearestPath(
      path,
      routes.operations.map(({ template }) => template),
    );
    return refusal(
      this.#behaviour,
      404,
      `there is no operation ${method} ${path}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`,
    );
  }
}

/** The operation that an exchange documents; `undefined` for token requests, events, and what the page lost. */
function routeOf({ id, request }: Exchange, vendor: Vendor): RouteMatch | undefined {
  const url = request.url === null ? undefined : splitUrl(request.url);
  if (url === undefined || isPlaceholder(url.host) || vendor.notReplayable?.[id] !== undefined) return undefined;
  const { routes, tokenEndpoints } = vendor.describe();
  if (tokenEndpoints.some((endpoint) => isTokenEndpoint(endpoint, url))) return undefined;
  return routes.find(request.method.toUpperCase(), url.path, url);
}

function isSuccess({ response }: Exchange): boolean {
  return response !== null && response !== undefined && response.status >= 200 && response.status < 300;
}
