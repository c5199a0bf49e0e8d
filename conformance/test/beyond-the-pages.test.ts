import { describe, expect, test } from "vitest";
import type { DocumentedRequest, DocumentedResponse, Exchange, Json } from "../src/exchange/types.js";
import { replay } from "../src/replay/replay.js";
import { findings } from "./support/exchange.js";

const MEC = "https://instance-tenant.apis.medallia.com";
const VCLOUD = "https://vcloud.vocitec.com";
const MXO = "https://eu2.thunderhead.com";
const IDEAS = "https://api-0.ideas.lon.medallia.eu/v2";
const UUID = "94615edd-d9d0-4921-8b3e-60615b3d3431";
const json = { "Content-Type": "application/json" };
const parts = { "Content-Type": "multipart/form-data" };
const activity = { propositionCode: "p", activityTypeCode: "t" };
const recording = {
  call_identifier: "1",
  speech_file_name: "1.wav",
  unit_identifier: "u",
  call_date_and_time: "2024-01-01T00:00:00+00:00",
};

/** An exchange as a page might show it, and what to change in it. */
type Row = [
  what: string,
  vendor: string,
  request: Partial<DocumentedRequest> & { url: string },
  response: Partial<DocumentedResponse>,
  changed: (exchange: Exchange) => Exchange,
];

const answering =
  (body: Json) =>
  (exchange: Exchange): Exchange =>
    exchange.response ? { ...exchange, response: { ...exchange.response, body } } : exchange;
const asking =
  (change: Partial<DocumentedRequest>) =>
  (exchange: Exchange): Exchange => ({ ...exchange, request: { ...exchange.request, ...change } });

const rows: Row[] = [
  [
    "an import of which records are rejected",
    "medallia-mec",
    { method: "POST", url: `${MEC}/inbound/v1/feed`, headers: json, body: [{ a: "1" }, { a: "2" }] },
    { body: { records: 2, duplicates: 0, rejects: 1 } },
    answering({ records: 2, duplicates: 0, rejects: "1" }),
  ],
  [
    "recordings that are taken in part",
    "medallia-mec",
    { method: "POST", url: `${MEC}/speech/v0/bulk-ingest`, headers: json, body: [recording] },
    {
      status: 201,
      body: {
        job_id: UUID,
        status: "PARTIALLY_ACCEPTED",
        details: [{ call_identifier: "1", speech_file_name: "1.wav", status: "REJECTED", error_message: "too long" }],
      },
    },
    answering({ job_id: UUID, status: "SOMETIMES" }),
  ],
  [
    "a file as its text",
    "medallia-mec",
    { url: `${MEC}/admin/v0/translation-exports/5/file` },
    { headers: { "Content-Type": "text/csv" }, body: "key,text\n1,ä\n" },
    (exchange) => ({ ...exchange, response: { status: 200, headers: { "Content-Type": "text/xml" }, body: "<a/>" } }),
  ],
  [
    "an error of the tarfile, by the type that the vendor declares",
    "medallia-mec",
    { url: `${MEC}/audit-email/v0/emails/tarfile?since=2024-01-01T00:00:00Z&until=2024-01-02T00:00:00Z` },
    {
      status: 403,
      headers: { "Content-Type": "application/octet-stream" },
      body: { error_code: "1", error_type: "forbidden", message: "no" },
    },
    asking({ url: `${MEC}/audit-email/v0/emails/tarfile?since=2024-01-01T00:00:00Z&before=2024-01-02T00:00:00Z` }),
  ],
  [
    "a form in parts",
    "medallia-mec",
    { method: "POST", url: `${MEC}/admin/v0/translation-imports`, headers: parts, body: { file: "key,text" } },
    { body: { id: "1" } },
    answering({ id: 1 }),
  ],
  [
    "a transcription, with its token in the form",
    "medallia-mec",
    {
      method: "POST",
      url: `${VCLOUD}/transcribe`,
      headers: parts,
      body: { file: "wav", token: "abc", output: "json" },
    },
    { body: { requestid: UUID } },
    answering({ requestid: 7 }),
  ],
  [
    "a transcript, with the token in the query",
    "medallia-mec",
    { url: `${VCLOUD}/transcribe/result/${UUID}?token=abc` },
    { headers: json, body: { utterances: [] } },
    asking({ url: `${VCLOUD}/transcribe/result/${UUID}?secret=abc` }),
  ],
  [
    "activities of which one failed",
    "mxo",
    {
      method: "POST",
      url: `${MXO}/one/oauth2/rt/api/3.1.0/customer/ONE-1/activity`,
      headers: json,
      body: { customerContext: { baseTouchpointUri: "http://x" }, activities: [activity] },
    },
    { body: { tid: UUID, errors: [{ errorCode: "GENERAL", errorMessage: "m", activity }] } },
    answering({ tid: UUID, errors: [{ errorCode: "NONE", errorMessage: "m", activity }] }),
  ],
  [
    "records of which one was not inserted",
    "mxo",
    { method: "POST", url: `${MXO}/datastores/1.0.0/MTIyMg/n/staging`, headers: json, body: [{ a: "1", b: null }] },
    { body: [{ primaryKey: "1", secondaryKey: null, result: "400", url: "u" }] },
    answering([{ primaryKey: "1", result: 400, url: "u" }]),
  ],
  [
    "an interaction at the path as the page prints it, at a host with a name left open",
    "mxo",
    {
      method: "POST",
      url: "https://<servername>.thunderhead.com/one/oauth2/rt/api/2.0/interaction/?sk=ONE-1&pv=LTE",
      headers: { ...json, dataMimeType: "application/json" },
      body: { uri: "a://b/c" },
    },
    { body: { statusCode: 200, tid: UUID, session: "", optimizations: [] } },
    answering({ statusCode: "200", tid: UUID, session: "", optimizations: [] }),
  ],
  [
    "a profile update, of whose answer nothing is documented",
    "mxo",
    { method: "PUT", url: `${MXO}/one/oauth2/rt/api/2.0/interaction?sk=ONE-1`, headers: json, body: { uri: "a://b" } },
    {},
    asking({ body: { url: "a://b" } }),
  ],
  [
    "an auth code",
    "crowdicity",
    { method: "POST", url: `${IDEAS}/auth/code`, body: "client_id=a&client_secret=b%26c" },
    { body: { auth_code: "abc" } },
    answering({ code: "abc" }),
  ],
  [
    "tokens",
    "crowdicity",
    { method: "POST", url: `${IDEAS}/auth`, body: "auth_code=q&client_id=a&client_secret=b" },
    { body: { access_token: "x", refresh_token: "y" } },
    answering({ token: "x" }),
  ],
  [
    "a refused client",
    "crowdicity",
    { method: "POST", url: `${IDEAS}/auth/code`, body: "client_id=a&client_secret=b" },
    { status: 401, body: { error: "no" } },
    asking({ body: "client=a&client_secret=b" }),
  ],
];

describe("exchanges that no page of today shows", () => {
  test.each(rows)("%s", async (what, vendor, request, response, changed) => {
    const exchange: Exchange = {
      id: `${vendor}/${what.replace(/\W+/g, "-")}`,
      operation: "for people",
      source: { title: "A page", url: "https://docs.example" },
      fidelity: "verbatim",
      request: { method: "GET", headers: {}, body: null, ...request },
      response: { status: 200, headers: {}, body: null, ...response },
      notes: "",
    };
    const [good, bad] = await replay({ exchanges: [exchange, { ...changed(exchange), id: `${vendor}/changed` }] });
    expect([good?.verdict, findings(good as never)]).toEqual(["passed", []]);
    expect(bad?.verdict).toBe("failed");
    expect(findings(bad as never)).not.toEqual([]);
  });

  test("a GraphQL document that is none is a finding about its exchange", async () => {
    const [result] = await replay({
      exchanges: [
        {
          id: "medallia-mec/shortened",
          operation: "for people",
          source: { title: "A page", url: "https://docs.example" },
          fidelity: "verbatim",
          request: { method: "POST", url: `${MEC}/data/v0/query`, headers: json, body: { query: "{ me { ... } }" } },
          response: { status: 200, headers: {}, body: { data: {} } },
          notes: "",
        },
      ],
    });
    expect(result?.verdict).toBe("contradicts");
    expect(result?.contradictions[0]?.expected).toMatch(/^Syntax Error/);
  });
});
