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
import { checkRequest } from "./check-request.js";
import { SandboxFaults } from "./fault-answer.js";
import type { FaultContext } from "./fault-memory.js";
import { type Answerable, answerable, type Found, findExchange, nearestOf } from "./find-exchange.js";
import type { Preference } from "./preference.js";
import { sample } from "./state/compose.js";
import { Documented, type Example } from "./state/documented.js";
import { type ListPlace, listPlace, objectShape, type SchemaNode, successOf } from "./state/schema-node.js";
import { withValue } from "./state/values.js";
import { VendorState } from "./state/vendor-state.js";
import { answerTokenRequest, type TokenEndpointOptions } from "./token-endpoint.js";
import type { SandboxAnswer, SandboxRequest } from "./types.js";

/** As many answers are kept ready. */
const MAX_SERVED = 1_000;

/** What a sandbox keeps beside what is documented. */
export interface VendorSandboxOptions extends TokenEndpointOptions {
  /** Whether what was written is remembered. */
  readonly hasState: boolean;
  /** Milliseconds since the epoch. */
  now(): number;
  /** An origin that is none of the vendor's. */
  elsewhere(): string;
}

/** One vendor's API as its exchanges document it. Knows nothing of sockets. */
export class VendorSandbox {
  readonly #description: Description;
  readonly #behaviour: SandboxBehaviour;
  readonly #tokens: VendorSandboxOptions;
  readonly #faults = new SandboxFaults();
  readonly #byOperation = new Map<Operation, Answerable[]>();
  /** Every exchange of an operation, with an answer or without. */
  readonly #documented = new Map<Operation, Answerable[]>();
  readonly #exchanges = new Map<Operation, Exchange[]>();
  readonly #examples: Example[] = [];
  readonly #state: VendorState | undefined;
  /** Answers by exchange, match and path: a journal of many requests holds few of them. */
  readonly #served = new Map<string, SandboxAnswer>();
  readonly #unauthorized: DocumentedResponse | undefined;

  constructor(
    vendor: Vendor,
    behaviour: SandboxBehaviour,
    exchanges: readonly Exchange[],
    tokens: VendorSandboxOptions,
  ) {
    this.#description = vendor.describe();
    this.#behaviour = behaviour;
    this.#tokens = tokens;
    for (const exchange of exchanges) {
      const route = routeOf(exchange, vendor);
      if (route === undefined) continue;
      const { operation, pathParameters } = route;
      const read = answerable(exchange, operation, pathParameters, behaviour.pageParameters ?? []);
      add(this.#documented, operation, read);
      add(this.#exchanges, operation, exchange);
      if (exchange.response) this.#examples.push({ operation, pathParameters, exchange, response: exchange.response });
      if (isSuccess(exchange)) add(this.#byOperation, operation, read);
    }
    this.#unauthorized =
      exchanges.find(({ response }) => response?.status === 401 && response.body !== null)?.response ?? undefined;
    if (!tokens.hasState) return;
    this.#state = new VendorState({
      description: this.#description,
      documented: new Documented(this.#description, this.#examples),
      now: tokens.now,
      refuse: (status, reason) => refusal(behaviour, status, reason),
    });
  }

  /** How many things are remembered that were written. */
  get stateSize(): number {
    return this.#state?.size ?? 0;
  }

  /** Forgets what was written. */
  resetState(): void {
    this.#state?.reset();
  }

  /** Forgets how far faults are that take several requests. */
  resetFaults(): void {
    this.#faults.reset();
  }

  /** Answers a request, as it asks to be; `isAskedByRequest`: it says so itself, and was not made to. */
  answer(request: SandboxRequest, preference: Preference = {}, isAskedByRequest = true): SandboxAnswer {
    const { fault } = preference;
    if (fault === undefined) return this.#answer(request, preference);
    return this.#faults.answer(fault, request, this.#faultContext(request, isAskedByRequest));
  }

  /** Whether a path is that of a token endpoint. */
  isTokenPath(path: string): boolean {
    if (this.#behaviour.tokenPaths?.includes(path)) return true;
    return this.#description.tokenEndpoints.some((endpoint) => isTokenPath(endpoint, path));
  }

  #faultContext(request: SandboxRequest, isAskedByRequest: boolean): FaultContext {
    const { method, path, headers } = request;
    const description = this.#description;
    const behaviour = this.#behaviour;
    const { issuer, now, elsewhere } = this.#tokens;
    const operation = description.routes.find(method, path)?.operation;
    const schema = operation && successOf(description, operation).schema;
    const members = new Set(objectShape(description, schema).properties.keys());
    const list = operation?.method === "GET" ? listPlace(description, schema) : undefined;
    const partials = behaviour.partialAnswers ?? {};
    return {
      right: () => this.#answer(request, {}),
      denial: () => {
        const denied = operation && authorize(request, operation, description, this.#tokens);
        return denied && this.#deny(denied);
      },
      refuse: (reason) => refusal(behaviour, 400, reason),
      unauthorized: (reason) => this.#deny({ status: 401, reason }),
      endToken: () => issuer.revoke(headers.get("authorization")?.split(" ")[1] ?? ""),
      elsewhere,
      now,
      isTokenRequest: this.isTokenPath(path),
      isAskedByRequest,
      hasRefreshTokens: behaviour.hasRefreshTokens === true,
      list,
      members,
      samplePage: () => samplePage(description, schema, list, now()),
      nextPage: (page, cursor) => behaviour.nextPage?.(page, cursor, { path, members }),
      partial: { own: partials[`${operation?.method} ${operation?.template}`], others: Object.keys(partials) },
    };
  }

  #answer(request: SandboxRequest, preference: Preference): SandboxAnswer {
    const { method, path } = request;
    const { code } = preference;
    const isTokenRequest = this.isTokenPath(path);
    // What is refused uses nothing up.
    if (code !== undefined && isTokenRequest) return this.#refuseAsAsked(code);
    const made = this.#behaviour.synthesize?.(request, this.#tokens);
    if (code !== undefined && made !== undefined) return this.#refuseAsAsked(code);
    if (made !== undefined)
      return { ...made, headers: [...made.headers, ["x-conformance-match", "synthetic"]], match: "synthetic" };
    if (isTokenRequest)
      return this.#behaviour.answerToken?.(request, this.#tokens) ?? answerTokenRequest(request, this.#tokens);
    const route = this.#description.routes.find(method, path);
    if (route === undefined) return this.#noOperation(request);
    const { operation, pathParameters } = route;
    const denial = authorize(request, operation, this.#description, this.#tokens);
    if (denial !== undefined) return this.#deny(denial);
    const problem = checkRequest(request, operation, this.#description, this.#exchanges.get(operation) ?? []);
    if (problem !== undefined) {
      const nearest = this.#nearest([operation], request);
      return refusal(this.#behaviour, problem.status, withNearest(problem.reason, nearest));
    }
    const preferred = this.#preferred(operation, preference);
    if (preferred !== undefined) return preferred;
    const candidates = this.#byOperation.get(operation) ?? [];
    const found = findExchange(candidates, pathParameters, request, this.#behaviour.pageParameters ?? []);
    return this.#state?.answer(request, route, found) ?? this.#serve(found, request, route);
  }

  #serve(found: Found, request: SandboxRequest, route: RouteMatch): SandboxAnswer {
    const { path } = request;
    if (!("answerable" in found)) {
      const problem = this.#state?.unknown(route) ?? found.problem;
      const nearest = this.#nearest([route.operation], request);
      const reason = withNearest(`no documented answer: ${problem}`, nearest);
      const refused = refusal(this.#behaviour, 404, reason);
      // Whoever compares answers with the documentation is told that this is none of the vendor's.
      return { ...refused, headers: [...refused.headers, ["x-conformance-match", "none"]] };
    }
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

  /** The nearest exchange of these operations, else of the vendor. */
  #nearest(operations: readonly Operation[], request: SandboxRequest): string | undefined {
    const own = operations.flatMap((operation) => this.#documented.get(operation) ?? []);
    return nearestOf(own, request) ?? nearestOf([...this.#documented.values()].flat(), request);
  }

  #noOperation(request: SandboxRequest): SandboxAnswer {
    const { method, path } = request;
    const { routes } = this.#description;
    const allowed = [...new Set(routes.operations.map((operation) => operation.method))].filter(
      (other) => routes.find(other, path) !== undefined,
    );
    if (allowed.length > 0) {
      const others = allowed.flatMap((other) => routes.find(other, path)?.operation ?? []);
      const reason = withNearest(`${path} takes ${allowed.join(", ")}, not ${method}`, this.#nearest(others, request));
      return refusal(this.#behaviour, 405, reason, { headers: [["allow", allowed.join(", ")]] });
    }
    const templates = routes.operations.map(({ template }) => template);
    const nearest = nearestPath(path, templates);
    const there = routes.operations.filter(({ template }) => template === nearest);
    const hint =
      nearest === undefined ? `; paths here start with ${startsOf(templates)}` : `; did you mean ${nearest}?`;
    return refusal(
      this.#behaviour,
      404,
      withNearest(`there is no operation ${method} ${path}${hint}`, this.#nearest(there, request)),
    );
  }
}

function add<T>(to: Map<Operation, T[]>, operation: Operation, item: T): void {
  const known = to.get(operation);
  if (known === undefined) to.set(operation, [item]);
  else known.push(item);
}

function withNearest(reason: string, nearest: string | undefined): string {
  if (nearest === undefined) return reason;
  return `${reason}${reason.endsWith("?") ? "" : ";"} nearest exchange: ${nearest}`;
}

/** The first segments of paths, each once. */
function startsOf(templates: readonly string[]): string {
  const starts = templates.map((template) => `/${template.split("/")[1]}`);
  return [...new Set(starts)].join(", ");
}

/** A page with one thing on it. */
function samplePage(
  description: Description,
  schema: SchemaNode | undefined,
  list: ListPlace | undefined,
  now: number,
): Json {
  const page = sample(description, schema, now);
  return list === undefined ? page : withValue(page, list.path, [sample(description, list.items, now)]);
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
