import {
  type ApiError,
  type CallOptions,
  ConfigurationError,
  isPartialFailureError,
  type PartialFailure,
  PartialFailureError,
  pause,
} from "@x/client-core";
import type { MedalliaMecClient } from "./client.js";
import type { components } from "./generated/medallia-mec.js";
import type { QuerySchema } from "./query-schema.js";

type Schemas = components["schemas"];

/** A record of a web feed: values by field name, all of them strings. */
export type ImportRecord = Readonly<Record<string, string>>;

/** The most records of an import that detailed results cover. */
const DETAILED_RECORDS = 5_000;
/** The largest payload: of a concurrent feed, and of any. */
const CONCURRENT_BYTES = 100_000_000;
const MOST_BYTES = 1_500_000_000;

const FINAL: ReadonlySet<Schemas["FeedFileSummary"]["status"]> = new Set([
  "CANCELLED",
  "ERROR",
  "COMPLETED",
  "COMPLETED_RESULTS_READY",
  "COMPLETED_RESULTS_UNAVAILABLE",
]);

/** Options of {@link importRecords}. */
export interface ImportOptions extends Omit<CallOptions, "parseAs" | "retry"> {
  /** Name of the web feed. */
  feed: string;
  records: Iterable<ImportRecord> | AsyncIterable<ImportRecord>;
  /**
   * `v2` tells what became of each record, and is for non-concurrent feeds only; `v1` counts at best. `GET /inbound/v2`
   * shows which of them serves a feed.
   */
  version: "v1" | "v2";
  /** Records in a batch. Default, and for `v2` the most: 5,000, which is as far as detailed results go. */
  batchSize?: number | undefined;
  /** Bytes in a batch. Default 100,000,000, the limit of concurrent feeds; at most 1,500,000,000. */
  maxBytes?: number | undefined;
  /** `v2`: wait between two looks at a feed file, in milliseconds. Default 2,000. */
  pollIntervalMs?: number | undefined;
  /** `v2`: how long to wait for a feed file, in milliseconds. Default 600,000. */
  resultTimeoutMs?: number | undefined;
  /** `throw` (default): when all is sent, rejected records end in a `PartialFailureError`. `report`: in the batches only. */
  onRejected?: "throw" | "report" | undefined;
}

/** A result of a record, with what it is about: a record, a unit, an account. */
type OfEntity<Result> = Result & { entityName: string };

/** What became of a batch. */
export interface ImportBatch {
  /** Place of the batch's first record among all records, from 0. */
  first: number;
  /** Records in the batch. */
  count: number;
  /**
   * - `processed`: the vendor is done with it.
   * - `accepted`: taken by an asynchronous feed of `v1`; the vendor says no more.
   * - `unfinished`: not done within `resultTimeoutMs`; ask for the feed file again.
   * - `failed`: the feed file ended in `ERROR` or `CANCELLED`.
   */
  outcome: "processed" | "accepted" | "unfinished" | "failed";
  /** How many records were rejected; `undefined`: not said. */
  rejected: number | undefined;
  /** `v1`, synchronous: the counts. */
  summary: Schemas["ImportSummary"] | undefined;
  /** `v2`: state and counts. */
  feedFile: Schemas["FeedFileSummary"] | undefined;
  /** `v2`: records that were taken. `input_position` is their place in the batch; from 0 or from 1 is undocumented. */
  successful: OfEntity<Schemas["SuccessfulProcessedEntryResult"]>[];
  /** `v2`: records that were discarded, with their values and the reasons. */
  discarded: OfEntity<Schemas["DiscardedResult"]>[];
  /** Rejected records of which no details are to be had. */
  undetailed: number;
  /** `v2`: why there are no details, when asking for them failed. */
  detailsError: ApiError | undefined;
}

/** What failed, in the error that ends an import with rejected records. */
export interface ImportFailure {
  batch: ImportBatch;
  /** The record concerned; absent where the vendor does not say which. */
  discarded?: OfEntity<Schemas["DiscardedResult"]>;
}

/**
 * Sends records to a web feed in batches within the documented limits, one after the other, and gives what became of each
 * batch. No batch is sent twice: what a connection error leaves open is thrown, and concerns the records after the last
 * batch that was given.
 *
 * @throws ConfigurationError for a limit that is over the documented one, and for a record that is no map of strings or
 * larger than a batch may be; PartialFailureError at the end when records were rejected; what every call throws.
 *
 * Source: https://docs.medallia.com/en/medallia-experience-cloud/integration/apis/api-restrictions-and-limits
 */
export async function* importRecords<Schema extends QuerySchema>(
  mec: Pick<MedalliaMecClient<Schema>, "GET" | "POST">,
  options: ImportOptions,
): AsyncGenerator<ImportBatch, void, undefined> {
  const { feed, records, version, onRejected = "throw" } = options;
  const limits = checkLimits(options);
  const client = mec as Pick<MedalliaMecClient, "GET" | "POST">;
  const failures: PartialFailure<ImportFailure>[] = [];
  let sent = 0;
  for await (const batch of batchesOf(records, limits)) {
    const report = version === "v1" ? await sendV1(client, batch, options) : await sendV2(client, batch, options);
    sent += report.count;
    failures.push(...failuresOf(report));
    yield report;
  }
  if (failures.length > 0 && onRejected === "throw") {
    const operation = `import into ${feed}`;
    const message = `${operation}: not all of the ${sent} records were taken (${failures[0]?.message})`;
    throw new PartialFailureError(message, { vendor: "medallia-mec", operation, status: 200 }, undefined, failures);
  }
}

interface Limits {
  batchSize: number;
  maxBytes: number;
}

function checkLimits({
  feed,
  version,
  batchSize = DETAILED_RECORDS,
  maxBytes = CONCURRENT_BYTES,
}: ImportOptions): Limits {
  if (typeof feed !== "string" || !feed)
    throw new ConfigurationError("feed", "is missing; give the name of a web feed");
  if (version !== "v1" && version !== "v2") throw new ConfigurationError("version", "is neither v1 nor v2");
  if (!(Number.isInteger(batchSize) && batchSize > 0))
    throw new ConfigurationError("batchSize", "is no count of records");
  if (version === "v2" && batchSize > DETAILED_RECORDS) {
    throw new ConfigurationError("batchSize", `is over ${DETAILED_RECORDS}, which is as far as detailed results go`);
  }
  if (!(maxBytes > 0 && maxBytes <= MOST_BYTES)) {
    throw new ConfigurationError("maxBytes", `must be above zero and at most ${MOST_BYTES}, the vendor's limit`);
  }
  return { batchSize, maxBytes };
}

interface Batch {
  first: number;
  count: number;
  body: Uint8Array;
}

async function* batchesOf(records: ImportOptions["records"], { batchSize, maxBytes }: Limits): AsyncGenerator<Batch> {
  const encoder = new TextEncoder();
  let parts: string[] = [];
  let bytes = 2;
  let index = 0;
  const batch = () => ({
    first: index - parts.length,
    count: parts.length,
    body: encoder.encode(`[${parts.join(",")}]`),
  });
  for await (const record of records) {
    const text = toJson(record, index);
    const size = encoder.encode(text).length + 1;
    if (size + 2 > maxBytes)
      throw new ConfigurationError("records", `record ${index} alone is over the ${maxBytes} bytes of a batch`);
    if (parts.length === batchSize || bytes + size > maxBytes) {
      yield batch();
      parts = [];
      bytes = 2;
    }
    parts.push(text);
    bytes += size;
    index += 1;
  }
  if (parts.length > 0) yield batch();
}

function toJson(record: unknown, index: number): string {
  const isMap = typeof record === "object" && record !== null && !Array.isArray(record);
  const wrong = isMap ? Object.entries(record).find(([, value]) => typeof value !== "string")?.[0] : "";
  if (wrong !== undefined) {
    throw new ConfigurationError(
      "records",
      `record ${index} ${isMap ? `has no string as "${wrong}"` : "is no map of strings"}`,
    );
  }
  return JSON.stringify(record);
}

/** A request with the batch as it stands: it is JSON already. */
function initOf({ feed, signal, headers, attemptTimeoutMs, totalTimeoutMs }: ImportOptions, { body }: Batch) {
  return {
    params: { path: { "importer-name": feed } },
    body: body as never,
    headers: { ...Object.fromEntries(new Headers(headers as HeadersInit)), "content-type": "application/json" },
    signal,
    attemptTimeoutMs,
    totalTimeoutMs,
  };
}

function reportOf({ first, count }: Batch, report: Partial<ImportBatch>): ImportBatch {
  return {
    first,
    count,
    outcome: "processed",
    rejected: undefined,
    summary: undefined,
    feedFile: undefined,
    successful: [],
    discarded: [],
    undetailed: 0,
    detailsError: undefined,
    ...report,
  };
}

type Caller = Pick<MedalliaMecClient, "GET" | "POST">;

async function sendV1(mec: Caller, batch: Batch, options: ImportOptions): Promise<ImportBatch> {
  const result = await mec.POST("/inbound/v1/{importer-name}", initOf(options, batch));
  if (result.error && !isPartialFailureError(result.error)) throw result.error;
  if (result.status === 202) return reportOf(batch, { outcome: "accepted" });
  const summary = (result.error ? result.error.body : result.data) as Schemas["ImportSummary"] | undefined;
  return reportOf(batch, { summary, rejected: summary?.rejects, undetailed: summary?.rejects ?? batch.count });
}

async function sendV2(mec: Caller, batch: Batch, options: ImportOptions): Promise<ImportBatch> {
  const { data, error } = await mec.POST("/inbound/v2/async/{importer-name}", initOf(options, batch));
  if (error) throw error;
  const feedFile = await waitFor(mec, data.feed_file_id, options);
  if (!FINAL.has(feedFile.status)) return reportOf(batch, { feedFile, outcome: "unfinished" });
  const details = feedFile.status.startsWith("COMPLETED") ? await detailsOf(mec, feedFile, options) : {};
  const discarded = details.discarded ?? [];
  const outcome = feedFile.status.startsWith("COMPLETED") ? "processed" : "failed";
  const counted = outcome === "failed" ? batch.count : feedFile.stats?.records?.discarded_count;
  const detailed = new Set(discarded.map(({ input_position }) => input_position)).size;
  const rejected = counted === undefined && detailed === 0 ? undefined : Math.max(counted ?? 0, detailed);
  return reportOf(batch, { ...details, feedFile, outcome, rejected, undetailed: (rejected ?? 0) - detailed });
}

async function waitFor(mec: Caller, id: string, options: ImportOptions): Promise<Schemas["FeedFileSummary"]> {
  const { signal, pollIntervalMs = 2_000, resultTimeoutMs = 600_000 } = options;
  const endsAt = performance.now() + resultTimeoutMs;
  for (;;) {
    const { data, error } = await mec.GET("/inbound/v2/feedfiles/{id}", { params: { path: { id } }, signal });
    if (error) throw error;
    if (FINAL.has(data.status) || performance.now() + pollIntervalMs > endsAt) return data;
    await pause(pollIntervalMs, signal);
  }
}

async function detailsOf(
  mec: Caller,
  { id, status }: Schemas["FeedFileSummary"],
  { signal }: ImportOptions,
): Promise<Pick<Partial<ImportBatch>, "successful" | "discarded" | "detailsError">> {
  if (status === "COMPLETED_RESULTS_UNAVAILABLE") return {};
  const path = "/inbound/v2/feedfiles/{id}/detailed-results";
  const { data, error } = await mec.GET(path, { params: { path: { id } }, signal });
  if (error) return { detailsError: error };
  const results = data.processing_results ?? [];
  return {
    successful: results.flatMap(({ entity_name, successful_results = [] }) =>
      successful_results.map((result) => ({ ...result, entityName: entity_name })),
    ),
    discarded: results.flatMap(({ entity_name, discarded_results = [] }) =>
      discarded_results.map((result) => ({ ...result, entityName: entity_name })),
    ),
  };
}

function failuresOf(batch: ImportBatch): PartialFailure<ImportFailure>[] {
  const failures: PartialFailure<ImportFailure>[] = batch.discarded.map((discarded) => {
    const [issue] = discarded.issues;
    return {
      code: issue?.consequence,
      message: issue && `${issue.explanation}: ${issue.detail}`,
      item: { batch, discarded },
    };
  });
  const { outcome, feedFile, undetailed, first, count } = batch;
  const records = `records ${first} to ${first + count - 1}`;
  if (outcome === "failed" || outcome === "unfinished") {
    const why = feedFile?.stats?.processing_error_description;
    const message = `${records}: the feed file ${feedFile?.id} is ${feedFile?.status}${why ? `, ${why}` : ""}`;
    failures.push({ code: feedFile?.status, message, item: { batch } });
  } else if (undetailed > 0) {
    const message = `${records}: ${undetailed} rejected without details`;
    failures.push({ code: undefined, message, item: { batch } });
  }
  return failures;
}
