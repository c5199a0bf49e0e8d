import { describe, expect, expectTypeOf, test } from "vitest";
import {
  createAnalyticsClient,
  isWorkFailedError,
  type Name,
  type QueueMetric,
  runDetailedReport,
  runReport,
  waitForReport,
} from "../src/analytics/index.js";
import { bulkDownload, createStorageClient, downloadObject } from "../src/storage/index.js";
import { failureOf, fakeApi } from "./support/fake-api.js";

const definition = {
  type: "queue-interactions-summary",
  title: "July",
  dateRange: { start: "2026-07-01T00:00:00.000Z", end: "2026-07-02T00:00:00.000Z" },
  granularity: "day",
} as const;
const FAST = { intervalMs: 1, maxIntervalMs: 2 };
const BASE = "/analytics/cc/v8/historical-metrics";

/** A client whose calls get these answers, by path; a list is answered in turn, its last one for ever. */
function served(answers: Record<string, (Response | (() => Response))[]>) {
  const counts: Record<string, number> = {};
  const api = fakeApi(({ url }) => {
    const list = answers[url.pathname] ?? [];
    const at = counts[url.pathname] ?? 0;
    counts[url.pathname] = at + 1;
    const answer = list[Math.min(at, list.length - 1)] ?? Response.json({}, { status: 404 });
    return typeof answer === "function" ? answer() : answer.clone();
  });
  const options = { clientId: "k", clientSecret: "s", fetch: api.fetch };
  return {
    ...api,
    analytics: createAnalyticsClient(options),
    storage: createStorageClient({ ...options, region: "uk" }),
  };
}

const text = (stream: ReadableStream<Uint8Array>) =>
  new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).text();

describe("runReport", () => {
  test("starts, looks until DONE with growing waits, tells of each look, and reads rows over pages", async () => {
    const api = served({
      [BASE]: [Response.json({ id: 7, status: "IN_PROGRESS" })],
      [`${BASE}/7/status`]: [
        Response.json({ id: 7, status: "IN_PROGRESS" }),
        Response.json({ id: 7, status: "IN_PROGRESS" }),
        Response.json({ id: 7, status: "DONE" }),
      ],
      [`${BASE}/7/data`]: [
        Response.json([{ items: [] }, { items: [] }], { headers: { "x-total-pages": "2" } }),
        Response.json([{ items: [] }], { headers: { "x-total-pages": "2" } }),
      ],
    });
    const seen: unknown[] = [];
    const report = await runReport(api.analytics, definition, {
      ...FAST,
      onProgress: ({ status, polls }) => seen.push([status, polls]),
    });
    expect(report.id).toBe(7);
    expect(seen).toEqual([
      ["IN_PROGRESS", 1],
      ["IN_PROGRESS", 2],
      ["DONE", 3],
    ]);
    expect(JSON.parse(api.calls[0]?.body ?? "")).toEqual(definition);
    let rows = 0;
    for await (const row of report.rows({ size: 2 })) rows += row.items?.length === 0 ? 1 : 0;
    expect(rows).toBe(3);
    expect(api.calls.at(-1)?.url.search).toBe("?size=2&page=1");
  });

  test("downloads its file as a stream, as CSV or as a spreadsheet", async () => {
    const api = served({
      [`${BASE}/7/status`]: [Response.json({ status: "DONE" })],
      [`${BASE}/7/download`]: [new Response("a,b\n1,2\n", { headers: { "content-type": "text/csv" } })],
    });
    const report = await waitForReport(api.analytics, 7, FAST);
    expect(await text(await report.download())).toBe("a,b\n1,2\n");
    await report.download({ format: "xlsx" });
    expect(api.calls.slice(1).map(({ headers }) => headers.get("accept"))).toEqual(["text/csv", "text/xlsx"]);
  });

  test("a report that FAILED is an error with the vendor's reason", async () => {
    const api = served({
      [BASE]: [Response.json({ id: 7, status: "IN_PROGRESS" })],
      [`${BASE}/7/status`]: [Response.json({ id: 7, status: "FAILED", reason: "too large" })],
    });
    const failure = await failureOf(runReport(api.analytics, definition, FAST));
    expect(isWorkFailedError(failure)).toBe(true);
    expect(failure).toMatchObject({ code: "work_failed", workStatus: "FAILED", vendor: "8x8" });
    expect(failure.message).toContain("too large");
  });

  test("a deadline ends the wait, and so does the caller, at once", async () => {
    const answers = { [`${BASE}/7/status`]: [Response.json({ status: "IN_PROGRESS" })] };
    const late = await failureOf(waitForReport(served(answers).analytics, 7, { ...FAST, timeoutMs: 20 }));
    expect(late).toMatchObject({ code: "total_timeout", vendor: "8x8" });
    const controller = new AbortController();
    const waiting = waitForReport(served(answers).analytics, 7, {
      intervalMs: 60_000,
      signal: controller.signal,
      onProgress: () => setTimeout(() => controller.abort(), 1),
    });
    expect(await failureOf(waiting)).toMatchObject({ code: "aborted" });
  });

  test("an abort while progress is told ends the wait at once", async () => {
    const { analytics } = served({ [`${BASE}/7/status`]: [Response.json({ status: "IN_PROGRESS" })] });
    const controller = new AbortController();
    const onProgress = () => controller.abort();
    const waiting = waitForReport(analytics, 7, { intervalMs: 60_000, signal: controller.signal, onProgress });
    expect(await failureOf(waiting)).toMatchObject({ code: "aborted" });
  });

  test("an error of a call is that error", async () => {
    const api = served({ [BASE]: [Response.json({ message: "Bad range" }, { status: 400 })] });
    expect(await failureOf(runReport(api.analytics, definition))).toMatchObject({
      code: "bad_request",
      body: { message: "Bad range" },
    });
  });

  test.each(["intervalMs", "maxIntervalMs", "timeoutMs"])("an unusable %s is refused", async (option) => {
    const api = served({});
    expect(await failureOf(waitForReport(api.analytics, 7, { [option]: Number.NaN }))).toMatchObject({ option });
    expect(api.sent).toEqual([]);
  });
});

describe("runDetailedReport", () => {
  test.each([
    ["an object, as in the guide", { id: 9, status: "DONE" }],
    ["an array, as in the reference", [{ id: 9, status: "DONE" }]],
  ])("takes %s, and reads rows by cursor", async (_, answer) => {
    const api = served({
      [`${BASE}/detailed-reports`]: [Response.json(answer)],
      [`${BASE}/detailed-reports/9/data`]: [
        Response.json([{ items: [] }], { headers: { "last-document-id": "x" } }),
        Response.json([{ items: [] }]),
      ],
    });
    const { type: _type, granularity: _granularity, ...rest } = definition;
    const report = await runDetailedReport(api.analytics, { ...rest, type: "detailed-reports-interaction-details" });
    let rows = 0;
    for await (const _row of report.rows({ size: 1 })) rows += 1;
    expect(rows).toBe(2);
    expect(api.calls.at(-1)?.url.search).toBe("?size=1&lastDocumentId=x");
  });
});

describe("storage", () => {
  test("an object arrives as it is sent: nothing is read ahead", async () => {
    let pulled = 0;
    const body = () =>
      new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            pulled += 1;
            if (pulled > 1_000) controller.close();
            else controller.enqueue(new Uint8Array(1_024));
          },
        },
        { highWaterMark: 0 },
      );
    const api = served({ "/storage/us-east/v3/objects/a/content": [() => new Response(body())] });
    const stream = await downloadObject(api.storage, "a", { region: "us-east" });
    const reader = stream.getReader();
    await reader.read();
    expect(pulled).toBeLessThan(5);
    await reader.cancel();
    expect(api.calls[0]?.headers.get("accept")).toBe("*/*");
  });

  test("an object that is not there is an error", async () => {
    const api = served({ "/storage/uk/v3/objects/a/content": [Response.json({}, { status: 404 })] });
    expect(await failureOf(downloadObject(api.storage, "a"))).toMatchObject({ code: "not_found" });
  });

  test.each([
    ["objects", (job: object) => job],
    ["arrays", (job: object) => [job]],
  ])("a bulk download is started, waited for and read; answers are %s", async (_, form) => {
    const bulk = "/storage/uk/v3/bulk/download";
    const api = served({
      [`${bulk}/start`]: [Response.json(form({ zipName: "z.zip", status: "NOT_STARTED" }))],
      [`${bulk}/status/z.zip`]: [
        Response.json(form({ zipName: "z.zip", status: "NOT_STARTED" })),
        Response.json(form({ zipName: "z.zip", status: "IN_PROGRESS" })),
        Response.json(form({ zipName: "z.zip", status: "PARTIAL_DONE" })),
      ],
      [`${bulk}/z.zip`]: [new Response("PK", { headers: { "content-type": "application/zip" } })],
    });
    const seen: unknown[] = [];
    const job = await bulkDownload(api.storage, ["a", "b"], { ...FAST, onProgress: ({ status }) => seen.push(status) });
    expect(seen).toEqual(["NOT_STARTED", "IN_PROGRESS", "PARTIAL_DONE"]);
    expect(job).toMatchObject({ zipName: "z.zip", status: "PARTIAL_DONE" });
    expect(JSON.parse(api.calls[0]?.body ?? "")).toEqual(["a", "b"]);
    expect(await text(await job.download())).toBe("PK");
  });

  test.each(["FAILED", "CANCELLED"])("a bulk download that ends as %s is an error", async (status) => {
    const bulk = "/storage/uk/v3/bulk/download";
    const api = served({
      [`${bulk}/start`]: [Response.json({ zipName: "z" })],
      [`${bulk}/status/z`]: [Response.json({ zipName: "z", status })],
    });
    expect(await failureOf(bulkDownload(api.storage, ["a"], FAST))).toMatchObject({
      code: "work_failed",
      workStatus: status,
    });
  });
});

test("documented names are known, and new ones are taken", () => {
  expectTypeOf<"handling.rt">().toExtend<QueueMetric>();
  expectTypeOf<"brandNew.rt">().toExtend<Name<QueueMetric>>();
  expectTypeOf<number>().not.toExtend<Name<QueueMetric>>();
});
