import { setTimeout as sleep } from "node:timers/promises";
import { packagedExchanges } from "../exchange/packaged-exchanges.js";
import type { Exchange } from "../exchange/types.js";
import type { Operation } from "../openapi/operation.js";
import { splitUrl } from "../text/split-url.js";
import { vendors as registered, vendorIdOf } from "../vendors/registry.js";
import type { ReplayCallResult, ReplayClient, Vendor } from "../vendors/types.js";
import { type Comparer, isTransient } from "./comparer.js";
import { DriftEnvironmentError } from "./drift-environment-error.js";
import type { Harvest } from "./harvest.js";
import type { DriftLiveOptions } from "./live.js";
import { missingFor, settingsOf } from "./live-settings.js";
import { planOperation, serverOf } from "./plan-operation.js";
import { bodyOf } from "./read-saved.js";
import { retryAfterMs } from "./retry-after.js";
import type { DriftSkip, Observation } from "./types.js";
import { Wire, type WireAnswer } from "./wire.js";

/** How often a request is sent while only the moment is wrong. */
const ATTEMPTS = 5;
/** How often, while there is no connection. */
const CONNECTION_ATTEMPTS = 3;
/** Before the first repeat without a Retry-After; doubled each time. */
const BACKOFF_MS = 500;

/** What came of one operation. */
export interface Observed {
  readonly call: Observation | undefined;
  /** What the client asked for by itself, to get a token. */
  readonly signIns: readonly Observation[];
}

/** One run against one vendor. */
export class LiveRun {
  readonly operations: readonly Operation[];
  readonly wire: Wire;
  /** Whether how the client gets its token is looked at for itself. */
  readonly signsIn: boolean;
  readonly #vendor: Vendor;
  readonly #options: DriftLiveOptions;
  readonly #origin: string | undefined;
  readonly #values: Readonly<Record<string, string | undefined>>;
  readonly #exchanges: readonly Exchange[];
  #clients = new Map<string, ReplayClient>();
  /** Hosts that are not asked any more, each with the reason. */
  readonly #closed = new Map<string, string>();
  readonly #missing = new Set<string>();
  #isForbidden = false;
  #wasUnreachable: string | undefined;

  constructor(options: DriftLiveOptions) {
    const { vendors = registered, exchanges = packagedExchanges(), allow = [], fetch = globalThis.fetch } = options;
    const vendor = vendors.find(({ id }) => id === options.vendor);
    if (vendor === undefined)
      throw new RangeError(
        `there is no vendor "${options.vendor}"; there is: ${vendors.map(({ id }) => id).join(", ")}`,
      );
    this.#vendor = vendor;
    this.#options = options;
    this.#values = { ...options.credentials };
    this.#exchanges = exchanges.filter(({ id }) => vendorIdOf(id) === vendor.id);
    this.#origin = options.origin === undefined ? undefined : safeOrigin(options.origin);
    const description = vendor.describe();
    checkParameters(options.parameters ?? {}, description.routes.operations);
    const writes = new Set(vendor.live?.writes ?? []);
    const signIn = new Set(vendor.live?.signIn ?? []);
    this.operations = chooseOperations(description.routes.operations, options, writes, signIn);
    this.wire = new Wire({
      description,
      fetch: (url, init) => fetch(url, init),
      origin: this.#origin,
      allow: new Set(allow),
      writes,
      signIn,
      budget: options.budget ?? 60,
      timeoutMs: options.timeoutMs ?? 10_000,
      onTraffic: options.onTraffic,
    });
    this.signsIn = signIn.size > 0 && (options.operations ?? [...signIn]).some((name) => signIn.has(name));
  }

  /** The answer of one operation, asked for again as long as only the moment is wrong; without one, a note says why. */
  observe(operation: Operation, harvest: Harvest, comparer: Comparer): Promise<Observed> {
    const name = nameOf(operation);
    const leaveOut = (reason: string): Observed => {
      comparer.skip(name, reason);
      return { call: undefined, signIns: [] };
    };
    const server = serverOf(this.#vendor.describe().document, operation);
    const url = server === undefined ? undefined : splitUrl(server);
    const host = this.#origin === undefined ? url?.host : undefined;
    if (url === undefined) return Promise.resolve(leaveOut("the description does not say where it is served"));
    const { parameters = {} } = this.#options;
    const missing = missingFor(operation, this.#vendor, host, this.#values);
    if (missing.length > 0) {
      const variables = missing.map(({ variables }) => variables[0] as string);
      for (const variable of variables) this.#missing.add(variable);
      return Promise.resolve(leaveOut(`there is no ${variables.join(", ")}`));
    }
    const isServed = this.#vendor.live !== undefined || this.#origin !== undefined || !url.host.includes("{");
    if (!isServed) return Promise.resolve(leaveOut("the vendor's host depends on the account: give --origin"));
    const plan = planOperation(operation, {
      given: parameters,
      settings: this.#filled(),
      harvest,
      written: this.#exchanges.find((exchange) => this.#isOf(exchange, operation)),
      vendor: this.#vendor,
    });
    if (typeof plan === "string") return Promise.resolve(leaveOut(plan));
    const described = url.host.includes("{") ? (this.#origin ?? "") : `${url.scheme}://${url.host}`;
    const basePath = url.path === "/" ? "" : url.path;
    return this.#ask({
      host: this.#origin ?? url.host,
      call: () => this.#client(described, basePath).request(operation.method, operation.template, plan.init),
      leaveOut,
      name,
      exists: plan.exists,
    });
  }

  /** Has the client get a token, where nothing else is documented of a vendor. */
  async signIn(comparer: Comparer): Promise<readonly Observation[]> {
    const { live, probe } = this.#vendor;
    const settings = settingsOf(this.#vendor).filter(({ isSecret }) => isSecret);
    const missing = settings.filter(({ name }) => !this.#values[name]);
    const name = live?.signIn?.join(", ") ?? "";
    const leaveOut = (reason: string): Observed => {
      comparer.skip(name, reason);
      return { call: undefined, signIns: [] };
    };
    if (missing.length > 0) {
      for (const { variables } of missing) this.#missing.add(variables[0] as string);
      leaveOut(`there is no ${missing.map(({ variables }) => variables[0]).join(", ")}`);
      return [];
    }
    const host = this.#origin ?? "the vendor";
    const call = () => probe(this.#client(this.#origin ?? "", ""), "");
    const { signIns } = await this.#ask({ host, call, leaveOut, name, exists: false, isSignIn: true });
    return signIns;
  }

  /** Signs in anew at the next call. */
  forgetClients(): void {
    this.#clients = new Map();
  }

  /**
   * Nothing was compared: says why.
   *
   * @throws DriftEnvironmentError for what is outside: vendor, network, credentials.
   * @throws RangeError when the user can say something to make it work.
   */
  explainNothing(skipped: readonly DriftSkip[]): never {
    if (this.#wasUnreachable !== undefined)
      throw new DriftEnvironmentError("UNREACHABLE", `nothing could be compared: ${this.#wasUnreachable}`);
    if (this.#isForbidden)
      throw new DriftEnvironmentError("REFUSED", "the credentials may do nothing of what was asked for");
    if (this.wire.isExhausted)
      throw new RangeError(
        `the budget of ${this.wire.requests} request${this.wire.requests === 1 ? "" : "s"} was used up before anything was compared; give a larger one`,
      );
    if (this.wire.requests === 0 && this.#missing.size > 0) {
      const [first, ...more] = this.#missing;
      const others = more.length === 0 ? "" : ` (and ${more.length} more)`;
      throw new DriftEnvironmentError("REFUSED", `there are no credentials: ${first} is not set${others}`);
    }
    const reasons = [...new Set(skipped.map(({ reason }) => reason))];
    const shown = reasons.slice(0, 3).join("; ") || "there is no operation to look at";
    const message = `nothing could be compared: ${shown}${reasons.length > 3 ? "; ..." : ""}`;
    if (this.wire.requests === 0) throw new RangeError(message);
    throw new DriftEnvironmentError("UNREACHABLE", message);
  }

  async #ask({ host, call, leaveOut, name, exists, isSignIn = false }: Question): Promise<Observed> {
    const closed = this.#closed.get(host);
    if (closed !== undefined) return leaveOut(closed);
    const { pauseMs = 2000, maxWaitMs = 60_000 } = this.#options;
    const signIns: Observation[] = [];
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      this.wire.forget();
      // The answer is taken from the wire: what a client makes of it is not the question here.
      const thrown = await call().then(
        () => undefined,
        (error: unknown) => error,
      );
      const { tokenAnswers, failure } = this.wire;
      const lastToken = tokenAnswers.at(-1);
      const answer = isSignIn ? lastToken : (this.wire.answer ?? lastToken);
      signIns.push(...tokenAnswers.filter(({ status }) => !isTransient(status)).map((one) => observed(one, false)));
      if (answer !== undefined && failure === undefined && !isTransient(answer.status)) {
        if (lastToken !== undefined && lastToken.status >= 400)
          throw new DriftEnvironmentError(
            "REFUSED",
            `the credentials are refused: ${name} ended with ${lastToken.status}`,
          );
        if (isSignIn) return { call: undefined, signIns };
        if (this.wire.isExhausted && answer === lastToken)
          return { ...leaveOut("the budget of requests is used up"), signIns };
        if (answer === lastToken) return { ...leaveOut("the client made nothing of the token answer"), signIns };
        if (answer.status === 401 || answer.status === 403) {
          this.#isForbidden = true;
          return { ...leaveOut(`the credentials may not do this (${answer.status})`), signIns };
        }
        // The sandbox says so of itself; no vendor does.
        if (answer.headers.get("x-conformance-match") === "none")
          return { ...leaveOut("the sandbox has no documented answer to this"), signIns };
        return { call: observed(answer, exists), signIns };
      }
      if (this.wire.isExhausted) return { ...leaveOut("the budget of requests is used up"), signIns };
      if (answer === undefined && failure === undefined)
        return leaveOut(`the client does not send this: ${thrown instanceof Error ? thrown.message : "no reason"}`);
      if (failure !== undefined && (failure.isTimeout ? attempt === 2 : attempt === CONNECTION_ATTEMPTS)) {
        this.#wasUnreachable ??= failure.reason;
        return this.#close(host, failure.reason, leaveOut);
      }
      const asked = retryAfterMs(answer?.headers.get("retry-after") ?? null, Date.now());
      // Whoever asks for a longer wait is left alone for the rest of the run.
      if (asked !== undefined && asked > maxWaitMs)
        return this.#close(host, `asks to wait ${Math.round(asked / 1000)} s`, leaveOut);
      if (attempt < ATTEMPTS) await sleep(asked ?? Math.min(BACKOFF_MS * 2 ** (attempt - 1), pauseMs));
    }
    return { ...leaveOut(`no answer but ${this.wire.answer?.status ?? "failures"} in ${ATTEMPTS} attempts`), signIns };
  }

  #close(host: string, reason: string, leaveOut: (reason: string) => Observed): Observed {
    this.#closed.set(host, reason);
    return leaveOut(reason);
  }

  /** What the settings say of parameters, by the parameter's name. */
  #filled(): Record<string, string> {
    const filled: Record<string, string> = {};
    for (const { name, parameters = [] } of this.#vendor.live?.settings ?? []) {
      const value = this.#values[name];
      if (value) for (const parameter of parameters) filled[parameter] = value;
    }
    return filled;
  }

  #isOf({ request }: Exchange, operation: Operation): boolean {
    const url = splitUrl(request.url ?? "");
    return (
      url !== undefined &&
      this.#vendor.describe().routes.find(request.method.toUpperCase(), url.path, url)?.operation === operation
    );
  }

  #client(origin: string, basePath: string): ReplayClient {
    const key = this.#vendor.live === undefined ? origin + basePath : "";
    const client = this.#clients.get(key) ?? this.#newClient(origin, basePath);
    this.#clients.set(key, client);
    return client;
  }

  #newClient(origin: string, basePath: string): ReplayClient {
    const values = this.#values;
    const { live } = this.#vendor;
    const { fetch } = this.wire;
    if (live !== undefined) return live.createClient({ values, origin: this.#origin, fetch });
    const { clientId = "", clientSecret = "", scope } = values;
    return this.#vendor.createClient({
      origin,
      basePath,
      fetch,
      credentials: {
        clientId,
        clientSecret,
        authentication: "form",
        scope,
        grantedScope: undefined,
        tokenPath: this.#vendor.describe().tokenEndpoints[0]?.path ?? "",
        fields: { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret },
      },
    });
  }
}

interface Question {
  readonly host: string;
  readonly call: () => Promise<ReplayCallResult>;
  readonly leaveOut: (reason: string) => Observed;
  readonly name: string;
  readonly exists: boolean;
  readonly isSignIn?: boolean;
}

function observed({ method, url, status, headers, text }: WireAnswer, exists: boolean): Observation {
  // An answer without a type is none of the described ones.
  const contentType = headers.get("content-type") ?? (text === "" ? undefined : "none");
  const body = bodyOf(text, contentType === "none" ? undefined : contentType);
  return { method, url, status, contentType, body, exists };
}

/** Such as `GET /v1/employees/{id}`. */
export function nameOf({ method, template }: Operation): string {
  return `${method} ${template}`;
}

/** Read-only ones and those that are allowed by name; lists before what is in them. */
function chooseOperations(
  all: readonly Operation[],
  { operations: only, allow = [] }: DriftLiveOptions,
  writes: ReadonlySet<string>,
  signIn: ReadonlySet<string>,
): Operation[] {
  const names = new Set(all.map(nameOf));
  const unknown = [...(only ?? []), ...allow].find((name) => !names.has(name));
  if (unknown !== undefined) throw new RangeError(`there is no operation "${unknown}" in the description`);
  const isRead = (name: string): boolean => /^(GET|HEAD) /.test(name) && !writes.has(name);
  const write = (only ?? []).find((name) => !isRead(name) && !allow.includes(name) && !signIn.has(name));
  if (write !== undefined) throw new RangeError(`"${write}" is not read-only; allow it by its name`);
  return all
    .filter((operation) => {
      const name = nameOf(operation);
      return allow.includes(name) || (isRead(name) && (only === undefined || only.includes(name)));
    })
    .sort(
      (a, b) => a.template.split("{").length - b.template.split("{").length || a.template.length - b.template.length,
    );
}

/** @throws RangeError for a parameter that no operation has. */
function checkParameters(given: Readonly<Record<string, unknown>>, all: readonly Operation[]): void {
  for (const key of Object.keys(given)) {
    const [path = "", name] = key.split("?");
    const isKnown = all.some(({ template, parameters }) => {
      if (name !== undefined) return template === path && parameters.some((one) => one.name === name);
      return path.includes("{") ? template.startsWith(path) : parameters.some((one) => one.name === path);
    });
    if (!isKnown) throw new RangeError(`no operation has the parameter "${key}"`);
  }
}

function safeOrigin(text: string): string {
  const url = URL.parse(text);
  if (url === null || url.pathname !== "/" || url.search !== "" || url.username !== "")
    throw new RangeError("the origin is not scheme and host, such as https://api.example.com");
  const isHere = ["127.0.0.1", "localhost", "[::1]"].includes(url.hostname);
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isHere))
    throw new RangeError("credentials go to another machine over https only");
  return url.origin;
}
