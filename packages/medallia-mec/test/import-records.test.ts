import { describe, expect, test } from "vitest";
import { type ImportBatch, type ImportOptions, importRecords, isPartialFailureError } from "../src/index.js";
import { type Answer, failureOf, instance, type Received } from "./support/gateway.js";

const recordsOf = (count: number) => Array.from({ length: count }, (_, index) => ({ email: `${index}@b.example` }));

async function batchesOf(batches: AsyncIterable<ImportBatch>, into: ImportBatch[] = []): Promise<ImportBatch[]> {
  for await (const batch of batches) into.push(batch);
  return into;
}

const rowsIn = ({ body }: Received) => JSON.parse(body) as { email: string }[];

describe("v1", () => {
  const v1 = { feed: "feed", version: "v1" } as const;

  test("sends batches of the size asked for, in order, and gives the counts of each", async () => {
    const { mec, calls } = await instance((request) => ({
      body: { records: rowsIn(request).length, duplicates: 0, rejects: 0 },
    }));
    const batches = await batchesOf(importRecords(mec, { ...v1, records: recordsOf(5), batchSize: 2 }));
    expect(calls.map(rowsIn)).toEqual([recordsOf(5).slice(0, 2), recordsOf(5).slice(2, 4), recordsOf(5).slice(4)]);
    expect(calls[0]).toMatchObject({ url: "/inbound/v1/feed", headers: { "content-type": "application/json" } });
    expect(batches.map(({ first, count, outcome, rejected }) => [first, count, outcome, rejected])).toEqual([
      [0, 2, "processed", 0],
      [2, 2, "processed", 0],
      [4, 1, "processed", 0],
    ]);
  });

  test("keeps a batch within its bytes", async () => {
    const { mec, calls } = await instance(() => ({ status: 202 }));
    const records = Array.from({ length: 6 }, () => ({ text: "ä".repeat(50) }));
    await batchesOf(importRecords(mec, { ...v1, records, maxBytes: 250 }));
    expect(calls).toHaveLength(3);
    for (const { body } of calls) expect(Buffer.byteLength(body)).toBeLessThanOrEqual(250);
  });

  test("records may be given as they come, and batches go out meanwhile", async () => {
    const { mec, calls } = await instance(() => ({ status: 202 }));
    async function* records() {
      yield* recordsOf(2);
      expect(calls).toHaveLength(0);
      yield { email: "third" };
      yield { email: "fourth" };
      expect(calls.length).toBeGreaterThan(0);
    }
    const batches = await batchesOf(importRecords(mec, { ...v1, records: records(), batchSize: 2 }));
    expect(batches.map(({ outcome, rejected }) => [outcome, rejected])).toEqual([
      ["accepted", undefined],
      ["accepted", undefined],
    ]);
  });

  test("rejected records do not stop the import, and end it in an error that counts them", async () => {
    const { mec } = await instance((request) => ({
      body: { records: 2, duplicates: 0, rejects: rowsIn(request)[0]?.email.startsWith("2") ? 2 : 0 },
    }));
    const batches: ImportBatch[] = [];
    const error = await failureOf(() =>
      batchesOf(importRecords(mec, { ...v1, records: recordsOf(6), batchSize: 2 }), batches),
    );
    expect(batches.map(({ rejected }) => rejected)).toEqual([0, 2, 0]);
    if (!isPartialFailureError(error)) throw error;
    expect(error.failures.map(({ message }) => message)).toEqual(["records 2 to 3: 2 rejected without details"]);
    const reported = await batchesOf(
      importRecords(mec, { ...v1, records: recordsOf(6), batchSize: 2, onRejected: "report" }),
    );
    expect(reported).toHaveLength(3);
  });

  test("what the server refuses is thrown, after the batches before it were given", async () => {
    let count = 0;
    const { mec } = await instance(() => {
      count += 1;
      return count === 2 ? { status: 412 } : { body: { records: 1, duplicates: 0, rejects: 0 } };
    });
    const batches: ImportBatch[] = [];
    const error = await failureOf(() =>
      batchesOf(importRecords(mec, { ...v1, records: recordsOf(3), batchSize: 1 }), batches),
    );
    expect(error).toMatchObject({ status: 412 });
    expect(batches).toHaveLength(1);
  });
});

describe("v2", () => {
  const id = "94615edd-d9d0-4921-8b3e-60615b3d3431";
  const v2 = { feed: "feed", version: "v2", pollIntervalMs: 1 } as const;
  const issue = {
    consequence: "Record discarded",
    explanation: "missing required value",
    detail: "First name",
    cause: "e_firstname",
  };
  const discarded = { input_position: 1, input_values: { email: "0@b.example" }, issues: [issue] };
  const successful = {
    input_position: 1,
    result: "Selected for sampling",
    has_duplicate_record_info: false,
    field_values: {},
  };

  /** A feed file that goes through these states, and its details. */
  function feed(statuses: string[], records: object | undefined, details: Answer) {
    const left = [...statuses];
    return ({ method, url }: Received): Answer => {
      if (method === "POST") return { status: 202, body: { feed_file_id: id } };
      if (url.endsWith("/detailed-results")) return details;
      const status = left.length > 1 ? left.shift() : left[0];
      return {
        body: { id, status, stats: { records, creation_date: "2026-05-01T00:00:00Z", processing_mode: "ACTIVE" } },
      };
    };
  }

  const detailed = {
    body: {
      processing_results: [{ entity_name: "record", successful_results: [successful], discarded_results: [discarded] }],
    },
  };

  test("waits for the feed file and surfaces what became of each record", async () => {
    const { mec, calls } = await instance(
      feed(
        ["QUEUED", "PROCESSING", "COMPLETED_PENDING_RESULTS", "COMPLETED_RESULTS_READY"],
        { input_count: 2, success_count: 1, discarded_count: 1, duplicated_count: 0 },
        detailed,
      ),
    );
    const [batch] = await batchesOf(importRecords(mec, { ...v2, records: recordsOf(2), onRejected: "report" }));
    expect(batch).toMatchObject({ first: 0, count: 2, outcome: "processed", rejected: 1, undetailed: 0 });
    expect(batch?.discarded).toEqual([{ ...discarded, entityName: "record" }]);
    expect(batch?.successful).toEqual([{ ...successful, entityName: "record" }]);
    expect(calls.map(({ method, url }) => `${method} ${url}`)).toEqual([
      "POST /inbound/v2/async/feed",
      ...Array(4).fill(`GET /inbound/v2/feedfiles/${id}`),
      `GET /inbound/v2/feedfiles/${id}/detailed-results`,
    ]);
  });

  test("discarded records end the import in an error that holds each of them", async () => {
    const { mec } = await instance(feed(["COMPLETED_RESULTS_READY"], { input_count: 2, discarded_count: 1 }, detailed));
    const error = await failureOf(() => batchesOf(importRecords(mec, { ...v2, records: recordsOf(2) })));
    if (!isPartialFailureError(error)) throw error;
    expect(error.failures).toMatchObject([
      {
        code: "Record discarded",
        message: "missing required value: First name",
        item: { discarded: { input_values: { email: "0@b.example" } } },
      },
    ]);
  });

  test.each([
    ["are more than the details show", "COMPLETED_RESULTS_READY", detailed, 6, undefined],
    ["have no details", "COMPLETED_RESULTS_UNAVAILABLE", detailed, 7, undefined],
    ["have details that the role may not see", "COMPLETED_RESULTS_READY", { status: 403 }, 7, 403],
  ])("discarded records that %s are counted all the same", async (_, status, details, undetailed, refused) => {
    const { mec } = await instance(feed([status], { input_count: 9, discarded_count: 7 }, details));
    const [batch] = await batchesOf(importRecords(mec, { ...v2, records: recordsOf(9), onRejected: "report" }));
    expect(batch).toMatchObject({ rejected: 7, undetailed });
    expect(batch?.detailsError?.status).toBe(refused);
    const error = await failureOf(() => batchesOf(importRecords(mec, { ...v2, records: recordsOf(9) })));
    expect(error.message).toContain("not all of the 9 records");
  });

  test.each(["ERROR", "CANCELLED"])("a feed file that ends in %s has failed as a whole", async (status) => {
    const { mec } = await instance(feed([status], undefined, {}));
    const [batch] = await batchesOf(importRecords(mec, { ...v2, records: recordsOf(3), onRejected: "report" }));
    expect(batch).toMatchObject({ outcome: "failed", rejected: 3, undetailed: 3 });
    const error = await failureOf(() => batchesOf(importRecords(mec, { ...v2, records: recordsOf(3) })));
    expect(error.message).toContain(`feed file ${id} is ${status}`);
  });

  test("a feed file that is not done in time is given with its id, and is a failure", async () => {
    const { mec } = await instance(feed(["PROCESSING"], undefined, {}));
    const options: ImportOptions = { ...v2, records: recordsOf(1), resultTimeoutMs: 5 };
    const [batch] = await batchesOf(importRecords(mec, { ...options, onRejected: "report" }));
    expect(batch).toMatchObject({ outcome: "unfinished", rejected: undefined, feedFile: { id, status: "PROCESSING" } });
    expect(await failureOf(() => batchesOf(importRecords(mec, options)))).toMatchObject({ code: "partial_failure" });
  });

  test("a feed that is not for v2 is an error with the vendor's words", async () => {
    const { mec } = await instance(() => ({ status: 405, body: { error_type: "not_allowed", message: "wrong mode" } }));
    expect(await failureOf(() => batchesOf(importRecords(mec, { ...v2, records: recordsOf(1) })))).toMatchObject({
      status: 405,
      body: { error_type: "not_allowed", message: "wrong mode" },
    });
  });

  test("an aborted signal ends the wait", async () => {
    const { mec } = await instance(feed(["PROCESSING"], undefined, {}));
    const options = { ...v2, records: recordsOf(1), pollIntervalMs: 60_000, signal: AbortSignal.timeout(30) };
    expect(await failureOf(() => batchesOf(importRecords(mec, options)))).toMatchObject({ code: "aborted" });
  });
});

describe("limits", () => {
  test.each([
    ["feed", { feed: "" }],
    ["version", { version: "v3" }],
    ["batchSize", { batchSize: 0 }],
    ["batchSize", { batchSize: 5_001 }],
    ["maxBytes", { maxBytes: 1_500_000_001 }],
    ["maxBytes", { maxBytes: -1 }],
    ["records", { maxBytes: 10 }],
    ["records", { records: [{ age: 5 }] }],
    ["records", { records: ["text"] }],
  ])("a bad %s is refused before anything is sent", async (option, options) => {
    const { mec, calls } = await instance(() => ({ status: 202 }));
    const all = { feed: "feed", version: "v2", records: recordsOf(1), ...options } as ImportOptions;
    expect(await failureOf(() => batchesOf(importRecords(mec, all)))).toMatchObject({
      code: "invalid_configuration",
      option,
    });
    expect(calls).toEqual([]);
  });

  test("no records, no request", async () => {
    const { mec, calls } = await instance(() => ({ status: 202 }));
    expect(await batchesOf(importRecords(mec, { feed: "feed", version: "v2", records: [] }))).toEqual([]);
    expect(calls).toEqual([]);
  });
});
