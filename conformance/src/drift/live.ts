import { setTimeout as sleep } from "node:timers/promises";
import type { Operation } from "../openapi/operation.js";
import type { CapturedTraffic } from "../record/types.js";
import type { ReplayFetch } from "../transport/types.js";
import { Comparer } from "./comparer.js";
import { Harvest } from "./harvest.js";
import { LiveRun, nameOf, type Observed } from "./live-run.js";
import type { DriftBasis, DriftFinding, DriftReport, Observation } from "./types.js";

/** What a live run is told of a vendor's account, by name. */
export type LiveCredentials =
  | { readonly clientId: string; readonly clientSecret: string; readonly scope?: string }
  | Readonly<Record<string, string | undefined>>;

/** Options of {@link driftLive}. */
export interface DriftLiveOptions extends DriftBasis {
  /** Whose API. */
  readonly vendor: string;
  /**
   * The user's own, by name: `clientId`, `clientSecret`, and what else the vendor's `live.settings` list. An operation that needs one that is not
   * here is left out, with the reason.
   */
  readonly credentials: LiveCredentials;
  /** Scheme and host in place of the described ones; https, or http on this machine. */
  readonly origin?: string;
  /** Only these, such as `GET /v1/employees`. Default: every read-only operation of the description. */
  readonly operations?: readonly string[];
  /** Writes that may be sent, each by its name, such as `POST /v1/things`. Default: none. */
  readonly allow?: readonly string[];
  /**
   * Values of parameters: by name; for one in a path, by the path up to it, `/v1/surveys/{id}`; for one in the query of one operation, also where
   * it may be left out, by `/v1/surveys?limit`. A list is sent as the description says.
   */
  readonly parameters?: Readonly<Record<string, string | readonly string[]>>;
  /** How many requests may be sent, those for tokens among them. Default 60. */
  readonly budget?: number;
  /** Before an error is looked at a second time, in milliseconds. Default 2000. */
  readonly pauseMs?: number;
  /** The longest wait that a Retry-After may ask for, in milliseconds. Default 60 000; a host that asks for a longer one is left alone. */
  readonly maxWaitMs?: number;
  /** How long one request may take, in milliseconds. Default 10 000. */
  readonly timeoutMs?: number;
  /** Told of each request with its answer, unscrubbed: made for a recorder, to be written nowhere else. */
  readonly onTraffic?: (traffic: CapturedTraffic) => void;
  /** What sends. Default: the platform's `fetch`. */
  readonly fetch?: ReplayFetch;
}

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
  const harvest = new Harvest();
  const again = new Map<string, () => Promise<Observation | undefined>>();
  let besides = 0;
  const addSignIns = (signIns: readonly Observation[], repeat: () => Promise<readonly Observation[]>): void => {
    for (const signIn of signIns) {
      const name = first.add(signIn);
      besides += 1;
      if (name === undefined || again.has(name)) continue;
      const { pathname } = new URL(signIn.url);
      again.set(name, async () => {
        run.forgetClients();
        return (await repeat()).find(({ url }) => new URL(url).pathname === pathname);
      });
    }
  };
  const observe = (operation: Operation): Promise<Observed> => run.observe(operation, harvest, first);

  if (run.signsIn) addSignIns(await run.signIn(first), () => run.signIn(first));
  besides = 0;
  for (const operation of run.operations) {
    const { call, signIns } = await observe(operation);
    addSignIns(signIns, async () => (await observe(operation)).signIns);
    if (call === undefined) continue;
    const name = nameOf(operation);
    again.set(name, async () => (await observe(operation)).call);
    if (call.status < 300) harvest.add(operation.template, call.body);
    first.add(call);
    if (call.status >= 400) first.skip(name, `answered ${call.status}, so no success was compared`);
  }
  const report = first.report();
  const compared = report.compared - besides;
  // An answer about a token that clients can do nothing with is drift, too.
  if (compared === 0 && report.findings.length === 0) run.explainNothing(report.skipped);
  const findings = await confirm(report.findings, again, options, first);
  const { skipped } = first.report();
  return { findings, compared, skipped, requests: run.wire.requests };
}

/** Asks once more where there was an error: what does not show again was no drift. */
async function confirm(
  findings: readonly DriftFinding[],
  again: ReadonlyMap<string, () => Promise<Observation | undefined>>,
  options: DriftLiveOptions,
  first: Comparer,
): Promise<DriftFinding[]> {
  const names = new Set(findings.filter(({ severity }) => severity === "error").map(({ operation }) => operation));
  const seen = new Map<string, readonly DriftFinding[]>();
  for (const name of names) {
    await sleep(options.pauseMs ?? 2000);
    const observation = await again.get(name)?.();
    if (observation === undefined) continue;
    const second = new Comparer(options);
    second.add(observation);
    seen.set(name, second.report().findings);
  }
  return findings.flatMap((finding) => {
    if (finding.severity !== "error") return [finding];
    const second = seen.get(finding.operation);
    if (second === undefined) return [{ ...finding, confirmed: false }];
    if (second.some(({ kind, pointer }) => kind === finding.kind && pointer === finding.pointer))
      return [{ ...finding, confirmed: true }];
    first.skip(finding.operation, `${finding.kind} at ${finding.pointer || "the answer"} did not show again`);
    return [];
  });
}
