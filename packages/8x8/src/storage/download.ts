import { unwrap } from "@x/client-core";
import type { components } from "../generated/storage.js";
import { oneOrMany } from "../paging/one-or-many.js";
import { type PollOptions, poll } from "../poll.js";
import { WorkFailedError } from "../work-failed.js";
import type { StorageClient, StorageOptions } from "./client.js";

type Schemas = components["schemas"];
type Region = NonNullable<StorageOptions["region"]>;

const BULK = "/storage/{region}/v3/bulk/download";

/** Which region, where it is not the client's, and how to end it. */
export interface DownloadOptions {
  /** Default: the client's. */
  region?: Region | undefined;
  /** Ends the download; a stream that is being read fails with an `AbortedError`. */
  signal?: AbortSignal | undefined;
}

const within = (region: Region | undefined) => (region === undefined ? {} : { region });

/**
 * The content of an object, as it arrives: nothing is kept.
 *
 * Source: https://developer.8x8.com/analytics/docs/cloud-storage-service-objects
 */
export async function downloadObject(
  client: StorageClient,
  objectId: string,
  { region, signal }: DownloadOptions = {},
): Promise<ReadableStream<Uint8Array>> {
  const params = { path: { objectId, ...within(region) } };
  const content = await unwrap(
    client.GET("/storage/{region}/v3/objects/{objectId}/content", { params, signal, parseAs: "stream" }),
  );
  return content ?? new Blob().stream();
}

/** How to wait for a bulk download. */
export interface BulkDownloadOptions extends PollOptions<Schemas["DownloadState"]> {
  /** Default: the client's. */
  region?: Region | undefined;
}

/** A bulk download that is ready. */
export interface BulkDownload {
  /** Name of the job and of its file. */
  zipName: string;
  /** `PARTIAL_DONE`: some objects are missing. */
  status: "DONE" | "PARTIAL_DONE";
  /** The zip, as it arrives. Objects in it are known by `objectName` only. */
  download(options?: { signal?: AbortSignal | undefined }): Promise<ReadableStream<Uint8Array>>;
}

/** As the guide asks: every 15 to 30 seconds. A job may stay NOT_STARTED for minutes. */
const WAITS = { intervalMs: 15_000, maxIntervalMs: 30_000, timeoutMs: 1_800_000 };

/**
 * Zips objects and waits until the zip is there: looks every 15 to 30 seconds, for half an hour at the most unless
 * `timeoutMs` says otherwise. A zip holds at most 2 GB; which objects fit is the caller's to choose.
 * @throws WorkFailedError when the job ends as FAILED or CANCELLED, TimeoutError, AbortedError, and the error of a call.
 *
 * Source: https://developer.8x8.com/analytics/docs/cloud-storage-service-bulk-download
 */
export async function bulkDownload(
  client: StorageClient,
  objectIds: readonly string[],
  options: BulkDownloadOptions = {},
): Promise<BulkDownload> {
  const { region, signal } = options;
  const path = within(region);
  const started = await unwrap(client.POST(`${BULK}/start`, { params: { path }, body: [...objectIds], signal }));
  // An object in the guide, an array in the reference.
  const [{ zipName } = {} as Schemas["DownloadStatus"]] = oneOrMany(started);
  if (zipName === undefined) throw new WorkFailedError(`POST ${BULK}/start`, "no zipName");
  const params = { path: { zipName, ...path } };
  const operation = `GET ${BULK}/status/{zipName}`;
  const { status } = await poll<Schemas["DownloadState"], Schemas["DownloadStatus"]>(
    operation,
    async (current) => {
      const answer = await unwrap(client.GET(`${BULK}/status/{zipName}`, { params, signal: current }));
      return oneOrMany(answer)[0] ?? {};
    },
    (job) => {
      if (job.status === "FAILED" || job.status === "CANCELLED") throw new WorkFailedError(operation, job.status);
      return job.status === "DONE" || job.status === "PARTIAL_DONE";
    },
    options,
    WAITS,
  );
  return {
    zipName,
    status: status as BulkDownload["status"],
    async download(call = {}) {
      const zip = await unwrap(client.GET(`${BULK}/{zipName}`, { params, signal: call.signal, parseAs: "stream" }));
      return zip ?? new Blob().stream();
    },
  };
}
