import { setTimeout as sleep } from "node:timers/promises";
import { packagedExchanges } from "../exchange/packaged-exchanges.js";
import type { Exchange } from "../exchange/types.js";
import type { Operation } from "../openapi/operation.js";
import { splitUrl } from "../text/split-url.js";
import type { ReplayFetch } from "../transport/types.js";
import { vendors as registered, vendorIdOf } from "../vendors/registry.js";
import type { ReplayClient, Vendor } from "../vendors/types.js";
import { Comparer, isTransient } from "./comparer.js";
import { DriftEnvironmentError } from "./drift-environment-error.js";
import { Harvest } from "./harvest.js";
import { planOperation, serverOf } from "./plan-operation.js";
import { bodyOf } from "./read-saved.js";
import { retryAfterMs } from "./retry-after.js";
import type { DriftBasis, DriftFinding, DriftReport, Observation } from "./types.js";
import { Wire } from "./wire.js";

/** Options of {@link driftLive}. */
export interface DriftLiveOptions extends DriftBasis {
  /** Whose API. */
  readonly vendor: string;
  /** The user's own. `scope` as the vendor writes it; default: every permission that the client knows. */
  readonly credentials: { readonly clientId: string; readonly clientSecret: string; readonly scope?: string };
  /** Scheme and host in place of the described ones; https, or http on this machine. */
  readonly origin?: string;
  /** Only these, such as `GET /v1/employees`. Default: every read-only operation of the description. */
  readonly operations?: readonly string[];
  /** Writes that may be sent, each by its name, such as `POST /v1/things`. Default: none. */
  readonly allow?: readonly string[];
  /** Values of parameters, by name or, for one in a path, by the path up to it: `/v1/surveys/{id}`. */
  readonly parameters?: Readonly<Record<string, string>>;
  /** How many requests may be sent, those for tokens among them. Default 60. */
  readonly budget?: number;
  /** Before an error is looked at a second time, in milliseconds. Default 2000. */
  readonly pauseMs?: number;
  /** The longest wait that a Retry-After may ask for, in milliseconds. Default 60 000; after a longer one the operation is left out. */
  readonly maxWaitMs?: number;
  /** What sends. Default: the platform's `fetch`. */
  readonly fetch?: ReplayFetch;
}

const ATTEMPTS = 5;
/** Before the first repeat without a Retry-After; doubled each time. */
const BACKOFF_MS = 500;

/**
 * Calls a vendor's API with the user's credentials and compares the answers with what is documented. Read-only, unless a write is allowed by its
 * name. An error counts once a second request shows it again.
 *
 * @throws DriftEnvironmentError when the credentials are refused (`REFUSED`), or nothing could be reached (`UNREACHABLE`).
 * @throws RangeError for an unknown vendor or operation, or an origin to which credentials must not be sent.
 */
export async function driftLive(options: DriftLiveOptions): Promise<DriftReport> {
  const run = new LiveRun(options);
  const first = new Comparer(options);
  const answered = new Map<string, Operation>();
  const harvest = new Harvest();
  for (const operation of run.operations) {
    const observation = await run.observe(operation, harvest, first);
    if (observation === undefined) continue;
    answered.set(`${operation.method} ${operation.template}`, operation);
    if (observation.status < 300) harvest.add(operation.template, observation.body);
    first.add(observation);
    if (observation.status >= 400)
      first.skip(
        `${operation.method} ${operation.template}`,
        `answered ${observation.status}, so no success was compared`,
      );
  }
  run.mustHaveSeen(first);
  const report = first.report();
  const findings = await confirm(report.findings, answered, { run, harvest, options, first });
  const { skipped } = first.report();
  return { findings, compared: report.compared, skipped, requests: run.wire.requests };
}

interface Confirming {
  readonly run: LiveRun;
  readonly harvest: Harvest;
  readonly options: DriftLiveOptions;
  readonly first: Comparer;
}

/** Asks once more where there was an error: what does not show again was no drift. */
async function confirm(
  findings: readonly DriftFinding[],
  answered: ReadonlyMap<string, Operation>,
  { run, harvest, options, first }: Confirming,
): Promise<DriftFinding[]> {
  const names = new Set(findings.filter(({ severity }) => severity === "error").map(({ operation }) => operation));
  const again = new Map<string, readonly DriftFinding[] | undefined>();
  for (const name of names) {
    await sleep(options.pauseMs ?? 2000);
    const operation = answered.get(name);
    const second = new Comparer(options);
    const observation = operation && (await run.observe(operation, harvest, first));
    if (observation !== undefined) second.add(observation);
    again.set(name, observation && second.report().findings);
  }
  return findings.flatMap((finding) => {
    if (finding.severity !== "error") return [finding];
    const second = again.get(finding.operation);
    if (second === undefined) return [{ ...finding, confirmed: false }];
    if (second.some(({ kind, pointer }) => kind === finding.kind && pointer === finding.pointer))
      return [{ ...finding, confirmed: true }];
    first.skip(finding.operation, `${finding.kind} at ${finding.pointer || "the answer"} did not show again`);
    return [];
  });
}

/** One run against one vendor. */
class LiveRun {
  readonly operations: readonly Operation[];
  readonly wire: Wire;
  readonly #vendor: Vendor;
  readonly #options: DriftLiveOptions;
  readonly #exchanges: readonly Exchange[];
  readonly #clients = new Map<string, ReplayClient>();
  #isForbidden = false;

  constructor(options: DriftLiveOptions) {
    const {
      vendors = registered,
      exchanges = packagedExchanges(),
      budget = 60,
      allow = [],
      fetch = globalThis.fetch,
    } = options;
    const vendor = vendors.find(({ id }) => id === options.vendor);
    if (vendor === undefined)
      throw new RangeError(
        `there is no vendor "${options.vendor}"; there is: ${vendors.map(({ id }) => id).join(", ")}`,
      );
    this.#vendor = vendor;
    this.#options = options;
    this.#exchanges = exchanges.filter(({ id }) => vendorIdOf(id) === vendor.id);
    const description = vendor.describe();
    this.operations = chooseOperations(description.routes.operations, options.operations, allow);
    const origin = options.origin === undefined ? undefined : safeOrigin(options.origin);
    this.wire = new Wire({
      description,
      fetch: (url, init) => fetch(url, init),
      origin,
      allow: new Set(allow),
      budget,
    });
  }

  /** The answer of one operation, asked for again as long as only the moment is wrong; `undefined`, and a note, when there is none. */
  async observe(operation: Operation, harvest: Harvest, comparer: Comparer): Promise<Observation | undefined> {
    const name = `${operation.method} ${operation.template}`;
    const leaveOut = (reason: string): undefined => void comparer.skip(name, reason);
    const server = serverOf(this.#vendor.describe().document, operation);
    const url = server === undefined ? undefined : splitUrl(server);
    if (url === undefined || (url.host.includes("{") && this.#options.origin === undefined))
      return leaveOut("the vendor's host depends on the account: give --origin");
    const written = this.#exchanges.find((exchange) => this.#isOf(exchange, operation));
    const plan = planOperation(operation, this.#options.parameters ?? {}, harvest, written, this.#vendor);
    if (typeof plan === "string") return leaveOut(plan);
    for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) {
      this.wire.forget();
      // The answer is taken from the wire: what a client makes of it is not the question here.
      await this.#client(
        url.host.includes("{") ? (this.#options.origin as string) : `${url.scheme}://${url.host}`,
        url.path === "/" ? "" : url.path,
      )
        .request(operation.method, operation.template, plan.init)
        .catch(() => undefined);
      if (this.wire.isExhausted) return leaveOut("the budget of requests is used up");
      const answer = this.wire.answer ?? this.wire.tokenAnswer;
      if (answer !== undefined && !isTransient(answer.status)) {
        if (answer === this.wire.tokenAnswer && answer.status >= 400)
          throw new DriftEnvironmentError(
            "REFUSED",
            `the credentials are refused: ${name} ended with ${answer.status}`,
          );
        if (answer === this.wire.tokenAnswer) return leaveOut("the client made nothing of the token answer");
        if (answer.status === 401 || answer.status === 403) {
          this.#isForbidden = true;
          return leaveOut(`the credentials may not do this (${answer.status})`);
        }
        const contentType = answer.headers.get("content-type") ?? undefined;
        return {
          method: answer.method,
          url: answer.url,
          status: answer.status,
          contentType,
          body: bodyOf(answer.text, contentType),
          exists: !plan.hasPathParameters,
        };
      }
      const wait =
        retryAfterMs(answer?.headers.get("retry-after") ?? null, Date.now()) ??
        Math.min(BACKOFF_MS * 2 ** attempt, this.#options.pauseMs ?? 2000);
      if (wait > (this.#options.maxWaitMs ?? 60_000)) return leaveOut(`asks to wait ${Math.round(wait / 1000)} s`);
      if (attempt + 1 < ATTEMPTS) await sleep(wait);
    }
    return leaveOut(`no answer in ${ATTEMPTS} attempts`);
  }

  /** @throws DriftEnvironmentError when nothing could be looked at. */
  mustHaveSeen(comparer: Comparer): void {
    const { compared, skipped } = comparer.report();
    if (compared > 0) return;
    if (this.#isForbidden)
      throw new DriftEnvironmentError("REFUSED", "the credentials may do nothing of what was asked for");
    const reasons = [...new Set(skipped.map(({ reason }) => reason))].join("; ");
    throw new DriftEnvironmentError(
      "UNREACHABLE",
      `nothing could be compared: ${reasons || "there is no operation to look at"}`,
    );
  }

  #isOf({ request }: Exchange, operation: Operation): boolean {
    const url = splitUrl(request.url ?? "");
    return (
      url !== undefined &&
      this.#vendor.describe().routes.find(request.method.toUpperCase(), url.path, url)?.operation === operation
    );
  }

  #client(origin: string, basePath: string): ReplayClient {
    const key = origin + basePath;
    const known = this.#clients.get(key);
    if (known !== undefined) return known;
    const { clientId, clientSecret, scope } = this.#options.credentials;
    const tokenPath = this.#vendor.describe().tokenEndpoints[0]?.path ?? "";
    const fields = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret };
    const credentials = {
      clientId,
      clientSecret,
      authentication: "form",
      scope,
      grantedScope: undefined,
      tokenPath,
      fields,
    } as const;
    const client = this.#vendor.createClient({ origin, basePath, fetch: this.wire.fetch, credentials });
    this.#clients.set(key, client);
    return client;
  }
}

/** Read-only ones and those that are allowed by name; lists before what is in them. */
function chooseOperations(
  all: readonly Operation[],
  only: readonly string[] | undefined,
  allow: readonly string[],
): Operation[] {
  const names = new Set(all.map(({ method, template }) => `${method} ${template}`));
  const unknown = [...(only ?? []), ...allow].find((name) => !names.has(name));
  if (unknown !== undefined) throw new RangeError(`there is no operation "${unknown}" in the description`);
  const isRead = ({ method }: Operation): boolean => method === "GET" || method === "HEAD";
  const write = (only ?? []).find((name) => !/^(GET|HEAD) /.test(name) && !allow.includes(name));
  if (write !== undefined) throw new RangeError(`"${write}" is not read-only; allow it by its name`);
  return all
    .filter((operation) => {
      const name = `${operation.method} ${operation.template}`;
      return allow.includes(name) || (isRead(operation) && (only === undefined || only.includes(name)));
    })
    .sort(
      (a, b) => a.template.split("{").length - b.template.split("{").length || a.template.length - b.template.length,
    );
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
