import { describe, expect, test } from "vitest";
import { isPartialFailureError, readRateLimit, unwrap } from "../src/index.js";
import { failureOf, instance } from "./support/gateway.js";

const csv = "username,firstname,...\ncc_agent_735,Pat,...\n";

describe("users and roles", () => {
  test("lists in a query are joined by commas", async () => {
    const { mec, calls } = await instance(() => ({ body: { items: [] } }));
    await mec.GET("/admin/v1/users", {
      params: { query: { username: ["a@b.example", "c"], status: "active", limit: 5 } },
    });
    await mec.GET("/admin/v1/roles", { params: { query: { role: ["[CC] Agent", "R"] } } });
    expect(new URL(calls[0]?.url ?? "", "http://h").search).toBe("?username=a%40b.example,c&status=active&limit=5");
    expect(decodeURIComponent(calls[1]?.url ?? "")).toBe("/admin/v1/roles?role=[CC] Agent,R");
  });

  test("a role's name stands in the path as one segment, whatever it holds", async () => {
    const { mec, calls } = await instance(() => ({ body: { name: "[CC] A/B" } }));
    await unwrap(mec.GET("/admin/v1/roles/{role}", { params: { path: { role: "[CC] A/B" } } }));
    expect(calls[0]?.url).toBe("/admin/v1/roles/%5BCC%5D%20A%2FB");
  });

  test("hyphenated keys stay as they are, out and in", async () => {
    const user = {
      username: "ada",
      first_name: "Ada",
      last_name: "L",
      roles: { primary_role: { role: "R" }, extra_roles: [] },
      "data-access": { organization: [{ role: "R", unit_group: "U" }] },
    };
    const { mec, calls } = await instance(({ body }) => ({ body: JSON.parse(body) }));
    const saved = await unwrap(
      mec.PUT("/admin/v1/users/{username}", {
        params: { path: { username: "ada" }, header: { "X-Medallia-Send-New-User-Email": "true" } },
        body: user,
      }),
    );
    expect(saved["data-access"]).toEqual(user["data-access"]);
    expect(JSON.parse(calls[0]?.body ?? "")).toEqual(user);
    expect(calls[0]?.headers["x-medallia-send-new-user-email"]).toBe("true");
  });

  test("an action has no body, neither way", async () => {
    const { mec, calls } = await instance(() => ({ status: 204 }));
    const { data, error, status } = await mec.POST("/admin/v1/users/{username}/actions/{action}", {
      params: { path: { username: "ada", action: "inactive" } },
    });
    expect({ data, error, status }).toEqual({ data: undefined, error: undefined, status: 204 });
    expect(calls[0]).toMatchObject({ url: "/admin/v1/users/ada/actions/inactive", body: "" });
  });

  test("users come as CSV text, or as a stream of it", async () => {
    const { mec, calls } = await instance(() => ({ headers: { "content-type": "text/csv" }, body: csv }));
    const text: string = await unwrap(
      mec.GET("/admin/v1/users-bulk-download", { params: { query: { role: ["A", "B"] } } }),
    );
    expect(text).toBe(csv);
    expect(calls[0]).toMatchObject({ url: "/admin/v1/users-bulk-download?role=A,B", headers: { accept: "text/csv" } });

    const { data } = await mec.GET("/admin/v1/users-bulk-download", { parseAs: "stream" });
    let streamed = "";
    const decoder = new TextDecoder();
    for await (const chunk of data as AsyncIterable<Uint8Array>) streamed += decoder.decode(chunk, { stream: true });
    expect(streamed).toBe(csv);
  });
});

describe("imports", () => {
  const records = [{ email: "mary@example.medallia.com" }];
  const send = (mec: Awaited<ReturnType<typeof instance>>["mec"]) =>
    mec.POST("/inbound/v1/{importer-name}", { params: { path: { "importer-name": "feed" } }, body: records });

  test("a synchronous feed answers 200 with counts, an asynchronous one 202 without", async () => {
    const sync = await instance(() => ({ body: { records: 1, duplicates: 0, rejects: 0 } }));
    const done = await send(sync.mec);
    if (done.error) throw done.error;
    expect(done.status === 200 && done.data.records).toBe(1);

    const async = await instance(() => ({ status: 202 }));
    const later = await send(async.mec);
    expect([later.status, later.data, later.error]).toEqual([202, undefined, undefined]);
  });

  test("rejected records in a 200 are an error", async () => {
    const { mec } = await instance(() => ({ body: { records: 3, duplicates: 1, rejects: 2 } }));
    const { error } = await send(mec);
    expect(isPartialFailureError(error)).toBe(true);
    expect(error).toMatchObject({
      status: 200,
      code: "partial_failure",
      body: { records: 3, duplicates: 1, rejects: 2 },
    });
    expect((await failureOf(() => unwrap(send(mec)))).message).toContain("2 of 3 records were rejected");
  });

  test("an import is never sent again by itself", async () => {
    const { mec, calls } = await instance(() => ({ status: 503 }));
    expect((await send(mec)).status).toBe(503);
    expect(calls).toHaveLength(1);
  });

  test("CSV goes out as it is", async () => {
    const { mec, calls } = await instance(() => ({ status: 202 }));
    await mec.POST("/inbound/v1/{importer-name}", {
      params: { path: { "importer-name": "feed" } },
      body: csv,
      headers: { "content-type": "text/csv" },
    });
    expect(calls[0]).toMatchObject({ body: csv, headers: { "content-type": "text/csv" } });
  });
});

describe("other operations", () => {
  test("recordings that were rejected beside accepted ones are an error, each by name", async () => {
    const details = [
      { call_identifier: "1", speech_file_name: "1.wav", status: "ACCEPTED" },
      { call_identifier: "2", speech_file_name: "2.wav", status: "REJECTED", error_message: "unknown unit" },
    ];
    const { mec } = await instance(() => ({
      status: 201,
      body: { job_id: "j", status: "PARTIALLY_ACCEPTED", details },
    }));
    const { error } = await mec.POST("/speech/v0/bulk-ingest", {
      body: [
        {
          call_identifier: "1",
          speech_file_name: "1.wav",
          unit_identifier: "u",
          call_date_and_time: "2021-03-22T11:30:00-08:00",
        },
      ],
    });
    if (!isPartialFailureError(error)) throw new Error("no partial failure");
    expect(error.failures).toEqual([{ code: "REJECTED", message: "unknown unit", item: details[1] }]);
    expect(error.body).toMatchObject({ job_id: "j" });
  });

  test("more recordings than the vendor takes are refused before they are sent", async () => {
    const { mec, calls } = await instance(() => ({ status: 201, body: {} }));
    const recording = {
      call_identifier: "1",
      speech_file_name: "1.wav",
      unit_identifier: "u",
      call_date_and_time: "2021-03-22T11:30:00-08:00",
    };
    const body = Array.from({ length: 1_001 }, () => recording);
    const error = await failureOf(() => mec.POST("/speech/v0/bulk-ingest", { body }));
    expect(error).toMatchObject({ code: "invalid_configuration", option: "body" });
    expect(calls).toEqual([]);
  });

  test("mails come as bytes", async () => {
    const { mec, calls } = await instance(() => ({
      headers: { "content-type": "application/octet-stream" },
      body: "tar",
    }));
    const blob: Blob = await unwrap(
      mec.GET("/audit-email/v0/emails/tarfile", {
        params: { query: { since: "2026-05-01T00:00:00Z", until: "2026-05-02T00:00:00Z" } },
      }),
    );
    expect(await blob.text()).toBe("tar");
    expect(calls[0]?.headers.accept).toBe("application/octet-stream");
  });

  test("a file of translations goes out as a form", async () => {
    const { mec, calls } = await instance(() => ({ body: { id: "import-1", status: "pending" } }));
    const form = new FormData();
    form.set("file", new Blob(["a,b"]), "translations.csv");
    const { id } = await unwrap(mec.POST("/admin/v0/translation-imports", { body: form }));
    expect(id).toBe("import-1");
    expect(calls[0]?.headers["content-type"]).toMatch(/^multipart\/form-data; boundary=/);
    expect(calls[0]?.body).toContain('name="file"; filename="translations.csv"');
  });

  test("an item that has not changed is a 304 with nothing in it", async () => {
    const { mec } = await instance(({ headers }) =>
      headers["if-none-match"] === '"1"' ? { status: 304 } : { body: {} },
    );
    const { error } = await mec.GET("/admin/v0/surveys/{surveyId}", {
      params: { path: { surveyId: "1" } },
      headers: { "if-none-match": '"1"' },
    });
    expect(error).toMatchObject({ status: 304 });
  });

  test.each([".", "..", "%2e", ""])("a survey id of %j is refused", async (surveyId) => {
    const { mec, calls } = await instance(() => ({ body: {} }));
    const error = await failureOf(() => mec.GET("/admin/v0/surveys/{surveyId}", { params: { path: { surveyId } } }));
    expect(error).toMatchObject({ option: "params.path.surveyId" });
    expect(calls).toEqual([]);
  });

  test("MQL gives text, with its query encoded", async () => {
    const { mec, calls } = await instance(() => ({ headers: { "content-type": "text/csv" }, body: "count\n5\n" }));
    const text: string = await unwrap(
      mec.GET("/data/v0/mql", {
        params: { query: { output: "csv", version: 1, query: "select count(*) from survey" } },
      }),
    );
    expect(text).toBe("count\n5\n");
    expect(new URL(calls[0]?.url ?? "", "http://h").searchParams.get("query")).toBe("select count(*) from survey");
  });
});

describe("readRateLimit", () => {
  test("reads the gateway's headers", async () => {
    const { mec } = await instance(() => ({
      headers: {
        "X-RateLimit-Limit": "10, 10;w=1, 100;w=86400",
        "X-RateLimit-Remaining": "9",
        "X-RateLimit-Reset": "1",
      },
      body: { data: { rateLimit: { cost: 3 } } },
    }));
    const { response, data } = await mec.query("query { rateLimit { cost } }");
    expect(data?.rateLimit?.cost).toBe(3);
    expect(readRateLimit(response)).toEqual({
      limit: 10,
      remaining: 9,
      resetSeconds: 1,
      quotas: [
        { limit: 10, windowSeconds: 1 },
        { limit: 100, windowSeconds: 86400 },
      ],
    });
  });

  test("leaves open what is not said", () => {
    const headers = new Headers({ "x-ratelimit-remaining": "many" });
    expect(readRateLimit({ headers })).toEqual({
      limit: undefined,
      remaining: undefined,
      resetSeconds: undefined,
      quotas: [],
    });
  });
});
