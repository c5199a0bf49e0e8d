import { type Paginated, unwrap } from "@x/client-core";
import type { components } from "../generated/analytics-historical.js";
import type { Name } from "../metric-names.js";
import { oneOrMany } from "../paging/one-or-many.js";
import { type PollOptions, poll } from "../poll.js";
import { WorkFailedError } from "../work-failed.js";
import type { AnalyticsClient } from "./client.js";
import type { ReportMetric, ReportType } from "./names.js";

type Schemas = components["schemas"];

const BASE = "/analytics/cc/{version}/historical-metrics";

/** A summary report to start. Names that are not documented yet are taken, too. */
export interface SummaryReportDefinition extends Omit<Schemas["ReportDefinitionRequest"], "type" | "metrics"> {
  type: Name<ReportType>;
  /** Left out or empty: all of the type. */
  metrics?: Name<ReportMetric>[];
}

/** A detailed report to start. */
export interface DetailedReportDefinition extends Omit<Schemas["DetailedReportDefinitionRequest"], "type"> {
  type: Name<Schemas["KnownDetailedReportType"]>;
}

/** A report whose file is made first: a summary, the file of a detailed report, or script paths (v8 on, as CSV only). */
export type ReportDefinition =
  | SummaryReportDefinition
  | DetailedReportDefinition
  | Schemas["ScriptPathsReportDefinitionRequest"];

/** A report that is DONE. */
export interface Report {
  id: number;
  /** Its rows, page by page. They end silently after 10,000, and script paths have none: the file has all. */
  rows(options?: {
    size?: number | undefined;
    signal?: AbortSignal | undefined;
  }): Paginated<Schemas["Row"], Schemas["Row"][]>;
  /** Its file, as it arrives. Default `csv`. */
  download(options?: {
    format?: "csv" | "xlsx" | undefined;
    signal?: AbortSignal | undefined;
  }): Promise<ReadableStream<Uint8Array>>;
}

/** A detailed report: it is DONE at once, and read as JSON by cursor. */
export interface DetailedReport {
  id: number;
  /** Its rows, page by page: `size` at a time, at most 1,000. */
  rows(options?: {
    size?: number | undefined;
    signal?: AbortSignal | undefined;
  }): Paginated<Schemas["DetailedRow"], Schemas["DetailedRow"][]>;
}

/** No interval is documented, only that a tight loop is to be avoided. */
const WAITS = { intervalMs: 1_000, maxIntervalMs: 15_000, timeoutMs: 600_000 };

function idOf(operation: string, { id, status, reason }: Schemas["StatusResponse"]): number {
  if (status === "FAILED" || id === undefined) throw new WorkFailedError(operation, status ?? "no id", reason);
  return id;
}

/**
 * Starts a report and waits until it is DONE: looks after 1 s, then with waits that grow to 15 s, for 10 minutes at the
 * most unless `timeoutMs` says otherwise.
 * @throws WorkFailedError when the vendor gives up, TimeoutError, AbortedError, and what a call throws or returns as error.
 *
 * Source: https://developer.8x8.com/analytics/docs/cc-historical-analytics-summary-report
 */
export async function runReport(
  client: AnalyticsClient,
  definition: ReportDefinition,
  options: PollOptions<Schemas["ReportStatus"]> = {},
): Promise<Report> {
  const { signal } = options;
  const started = await unwrap(client.POST(BASE, { body: definition as Schemas["ReportDefinitionRequest"], signal }));
  return waitForReport(client, idOf(`POST ${BASE}`, started), options);
}

/**
 * Waits for a report that was started before, e.g. by another process.
 * @throws as {@link runReport} does.
 */
export async function waitForReport(
  client: AnalyticsClient,
  id: number,
  options: PollOptions<Schemas["ReportStatus"]> = {},
): Promise<Report> {
  const params = { path: { id } };
  const operation = `GET ${BASE}/{id}/status`;
  await poll(
    operation,
    (signal) => unwrap(client.GET(`${BASE}/{id}/status`, { params, signal })),
    ({ status, reason }) => {
      if (status === "FAILED") throw new WorkFailedError(operation, status, reason);
      return status === "DONE";
    },
    options,
    WAITS,
  );
  return {
    id,
    rows: ({ size, signal } = {}) =>
      client.paginate(`${BASE}/{id}/data`, {
        params: { ...params, query: size === undefined ? {} : { size } },
        signal,
      }),
    async download({ format = "csv", signal } = {}) {
      const file = await unwrap(
        client.GET(`${BASE}/{id}/download`, {
          params,
          signal,
          parseAs: "stream",
          headers: { accept: `text/${format}` },
        }),
      );
      return file ?? new Blob().stream();
    },
  };
}

/**
 * Starts a detailed report, whose rows can be read at once. For its file, give the definition to {@link runReport}.
 *
 * Source: https://developer.8x8.com/analytics/docs/cc-historical-analytics-detailed-report
 */
export async function runDetailedReport(
  client: AnalyticsClient,
  definition: DetailedReportDefinition,
  options: { signal?: AbortSignal | undefined } = {},
): Promise<DetailedReport> {
  const operation = `POST ${BASE}/detailed-reports`;
  const answer = await unwrap(client.POST(`${BASE}/detailed-reports`, { body: definition, signal: options.signal }));
  // An object in the guide, an array in the reference.
  const [started = {}] = oneOrMany(answer);
  const id = idOf(operation, started);
  return {
    id,
    rows: ({ size, signal } = {}) =>
      client.paginate(`${BASE}/detailed-reports/{id}/data`, {
        params: { path: { id }, query: size === undefined ? {} : { size } },
        signal,
      }),
  };
}
