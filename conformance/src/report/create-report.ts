import { measureCoverage } from "../coverage/measure-coverage.js";
import type { EventCoverage, OperationCoverage } from "../coverage/types.js";
import type { Exchange, Fidelity } from "../exchange/types.js";
import { faults as knownFaults } from "../faults/faults.js";
import type { FaultResult } from "../faults/types.js";
import { ownPackage } from "../files/own-package.js";
import type { ReplayResult, Verdict } from "../replay/types.js";
import type { TransportName } from "../transport/types.js";
import { vendors as registered } from "../vendors/registry.js";
import type { Vendor } from "../vendors/types.js";
import type { MapCell, MapRow, Report, ReportedFaults, ReportedResult } from "./types.js";

/** What a report is made of. */
export interface ReportOptions {
  readonly exchanges: readonly Exchange[];
  /** A run over these exchanges. */
  readonly results: readonly ReplayResult[];
  readonly transports: readonly TransportName[];
  /** Milliseconds that the run took. */
  readonly ms: number;
  /** A run of faults, with the same clients. Default: none. */
  readonly faults?: readonly FaultResult[];
  /** The file of an exchange, by its id. */
  readonly files?: ReadonlyMap<string, string>;
  /** The vendors whose description is known. Default: every vendor of this repository. */
  readonly vendors?: readonly Vendor[];
  /** Milliseconds since the epoch. Default: now. */
  readonly now?: number;
}

const WORST_FIRST: readonly Verdict[] = [
  "failed",
  "contradicts",
  "no-client",
  "passed",
  "request-only",
  "incoming",
  "not-replayable",
];
const BEST_FIRST: readonly Fidelity[] = ["verbatim", "response-only", "request-only", "schema-derived"];

/** Puts a replay run, and a run of faults, into the form that every kind of report is made of. */
export function createReport(options: ReportOptions): Report {
  const { exchanges, results, transports, ms, faults = [], files, vendors = registered, now = Date.now() } = options;
  const statuses = new Map(exchanges.map(({ id, response }) => [id, response?.status]));
  const reported = results.map(
    (result): ReportedResult => ({ ...result, file: files?.get(result.id), status: statuses.get(result.id) }),
  );
  const verdicts: Partial<Record<Verdict, number>> = {};
  for (const { verdict } of results) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  const coverage = measureCoverage({ exchanges, results, faults, vendors });
  const known = coverage.map(({ vendor, title, totals, operations, events, faults }) => {
    const own = reported.filter((result) => result.vendor === vendor);
    return { vendor, title, totals, map: mapOf(operations, own), events: eventsOf(events, own), operations, faults };
  });
  const unknown = [...new Set(results.map(({ vendor }) => vendor))]
    .filter((vendor) => !known.some((each) => each.vendor === vendor))
    .map((vendor) => ({
      ...{ vendor, title: vendor, totals: undefined, map: [] },
      events: eventsOf(
        [],
        reported.filter((result) => result.vendor === vendor),
      ),
      ...{ operations: [], faults: [] },
    }));
  return {
    tool: ownPackage(),
    createdAt: new Date(now).toISOString(),
    transports,
    ms: Math.round(ms),
    verdicts,
    vendors: [...known, ...unknown],
    results: reported,
    ...(faults.length > 0 && { faults: faultsOf(faults) }),
  };
}

function faultsOf(results: readonly FaultResult[]): ReportedFaults {
  const groups = new Map(results.map(({ fault, group }) => [fault, group]));
  const tried = [...groups].map(([name, group]) => {
    const { does = "", shows = "" } = knownFaults.find((fault) => fault.name === name) ?? {};
    return { name, group, does, shows };
  });
  const verdicts: Partial<Record<FaultResult["verdict"], number>> = {};
  for (const { verdict } of results) verdicts[verdict] = (verdicts[verdict] ?? 0) + 1;
  return { tried, results, verdicts };
}

function mapOf(operations: readonly OperationCoverage[], results: readonly ReportedResult[]): MapRow[] {
  return operations.map(({ operation, deprecated, statuses }) => {
    const own = results.filter((result) => result.operation === operation);
    const described = statuses.map(({ status }) => status);
    const keyOf = ({ status }: ReportedResult): string => {
      if (status === undefined) return "request";
      const range = `${Math.floor(status / 100)}XX`;
      return !described.includes(String(status)) && described.includes(range) ? range : String(status);
    };
    const keys = [...new Set([...described, ...own.map(keyOf)])];
    const cells = keys.map((key) =>
      cellOf(
        key,
        own.filter((result) => keyOf(result) === key),
      ),
    );
    return { operation, deprecated, cells };
  });
}

/** The described events; and what came in that fits none of them, by the name that its page gives it. */
function eventsOf(events: readonly EventCoverage[], results: readonly ReportedResult[]): MapRow[] {
  const incoming = results.filter(({ verdict }) => verdict === "incoming");
  const described = new Map(events.map(({ event, exchanges }) => [event, new Set(exchanges)]));
  const others = incoming.filter(({ id }) => ![...described.values()].some((ids) => ids.has(id)));
  for (const { operation, id } of others) described.set(operation, (described.get(operation) ?? new Set()).add(id));
  return [...described].map(([operation, ids]) => {
    const own = results.filter(({ id }) => ids.has(id));
    const cells = own.length === 0 ? [cellOf("event", [])] : own.map((result) => cellOf("event", [result]));
    return { operation, deprecated: false, cells };
  });
}

function cellOf(status: string, results: readonly ReportedResult[]): MapCell {
  return {
    status,
    verdict: WORST_FIRST.find((verdict) => results.some((result) => result.verdict === verdict)),
    fidelity: BEST_FIRST.find((fidelity) => results.some((result) => result.fidelity === fidelity)),
    exchanges: results.map(({ id }) => id),
  };
}
