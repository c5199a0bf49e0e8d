import { readFileSync } from "node:fs";
import { buildSchema, parse, validate } from "graphql";
import { describe, expect, test } from "vitest";
import { type ExtractionOptions, type ExtractionPage, type ExtractionPosition, extractFeedback } from "../src/index.js";
import { failureOf, graphqlOf, instance, type Received } from "./support/gateway.js";

interface Row {
  id: string;
  time: number;
  nps?: string;
}

interface Filter {
  and?: Filter[];
  or?: Filter[];
  fieldIds?: string[];
  in?: string[];
  gt?: string;
  gte?: string;
  lt?: string;
}

const TIME = "k_initialfinishdate_epoch_int";
const ID = "a_surveyid";

/** Feedback as the Query API serves it: filtered, ordered and cut as the request asks. */
class FeedbackServer {
  rows: Row[];
  readonly requests: Received[] = [];
  /** Called before each page is read. */
  beforePage: (page: number) => void = () => {};

  constructor(rows: Row[]) {
    this.rows = rows;
  }

  answer = (request: Received) => {
    this.requests.push(request);
    this.beforePage(this.requests.length);
    const { variables = {} } = graphqlOf(request);
    const matching = this.rows
      .filter((row) => matches(row, variables.filter as Filter))
      .sort((a, b) => a.time - b.time || Number(a.id) - Number(b.id));
    const nodes = matching.slice(0, variables.first as number).map((row) => ({
      extractionId: { values: [row.id] },
      extractionTime: { values: [String(row.time)] },
      id: row.id,
      nps: { values: [row.nps ?? "10"] },
    }));
    return { body: { data: { feedback: { totalCount: matching.length, nodes } }, errors: null } };
  };
}

function matches(row: Row, filter: Filter): boolean {
  if (filter.and) return filter.and.every((part) => matches(row, part));
  if (filter.or) return filter.or.some((part) => matches(row, part));
  const value =
    filter.fieldIds?.[0] === TIME ? row.time : filter.fieldIds?.[0] === ID ? Number(row.id) : Number(row.nps ?? 10);
  if (filter.in) return filter.in.includes(String(value));
  if (filter.gt !== undefined) return value > Number(filter.gt);
  if (filter.gte !== undefined) return value >= Number(filter.gte);
  return filter.lt !== undefined && value < Number(filter.lt);
}

const rowsOf = (count: number, time = 1_000) =>
  Array.from({ length: count }, (_, index) => ({ id: String(100 + index), time: time + Math.floor(index / 3) }));

const select = 'id nps: fieldData(fieldId: "q_nps") { values }';

async function start(server: FeedbackServer) {
  const { mec } = await instance(server.answer);
  return (options: Partial<ExtractionOptions<typeof select>> = {}) =>
    extractFeedback(mec, { select, until: 5_000, pageSize: 4, ...options });
}

async function idsOf(pages: AsyncIterable<ExtractionPage<{ id: string }>>): Promise<string[]> {
  const ids: string[] = [];
  for await (const { records } of pages) ids.push(...records.map(({ id }) => id));
  return ids;
}

describe("extractFeedback", () => {
  test("gives every record once, in order, with what was selected and nothing else", async () => {
    const server = new FeedbackServer(rowsOf(10).reverse());
    const extract = await start(server);
    const pages: ExtractionPage<{ id: string; nps: { values: (string | null)[] } | null }>[] = [];
    for await (const page of extract()) pages.push(page);
    expect(pages.map(({ records }) => records.map(({ id }) => id))).toEqual([
      ["100", "101", "102", "103"],
      ["104", "105", "106", "107"],
      ["108", "109"],
    ]);
    expect(pages[0]?.records[0]).toEqual({ id: "100", nps: { values: ["10"] } });
    expect(pages[2]?.position).toEqual({ timestamp: "1003", surveyId: "109" });
  });

  test("asks by the keys of the last record, as the vendor's program does", async () => {
    const server = new FeedbackServer(rowsOf(5));
    const extract = await start(server);
    await idsOf(extract({ filter: { fieldIds: ["e_status"], in: ["10"] } }));
    expect(graphqlOf(server.requests[1] as Received).variables).toEqual({
      first: 4,
      time: TIME,
      id: ID,
      filter: {
        and: [
          { fieldIds: ["e_status"], in: ["10"] },
          { fieldIds: [TIME], lt: "5000" },
          {
            or: [
              { fieldIds: [TIME], gt: "1001" },
              {
                and: [
                  { fieldIds: [TIME], gte: "1001" },
                  { fieldIds: [ID], gt: "103" },
                ],
              },
            ],
          },
        ],
      },
    });
  });

  test("while records come, change and go between pages, none that stays is missed or given twice", async () => {
    const server = new FeedbackServer(rowsOf(12));
    server.beforePage = (page) => {
      if (page === 2) {
        // Gone before it was read, gone after it was read, changed after it was read.
        server.rows = server.rows.filter(({ id }) => id !== "106" && id !== "101");
        for (const row of server.rows) if (row.id === "102") row.nps = "1";
        // New ones: at the time of the position with a higher id, later, and after the end of the run.
        server.rows.push(
          { id: "900", time: 1_001 },
          { id: "50", time: 1_002 },
          { id: "901", time: 4_999 },
          { id: "902", time: 5_000 },
        );
      }
    };
    const extract = await start(server);
    const ids = await idsOf(extract());
    expect(new Set(ids).size).toBe(ids.length);
    const staying = rowsOf(12)
      .map(({ id }) => id)
      .filter((id) => id !== "106");
    expect(ids.toSorted()).toEqual([...staying, "900", "50", "901"].toSorted());
  });

  test.each([1, 2, 3])(
    "stopped after page %i and resumed from the saved position, it goes on with the next record",
    async (stop) => {
      const server = new FeedbackServer(rowsOf(14));
      const extract = await start(server);
      const ids: string[] = [];
      let saved = "";
      for await (const { records, position } of extract()) {
        ids.push(...records.map(({ id }) => id));
        saved = JSON.stringify(position);
        if (server.requests.length === stop) break;
      }
      expect(server.requests).toHaveLength(stop);

      // Meanwhile data changes: a record that was given goes, one that was not changes, new ones arrive.
      server.rows = server.rows.filter(({ id }) => id !== ids[0]);
      server.rows.push({ id: "800", time: 1_500 }, { id: "801", time: 5_500 });
      const position: ExtractionPosition = JSON.parse(saved);
      ids.push(...(await idsOf(extract({ position }))));
      expect(ids).toEqual([...rowsOf(14).map(({ id }) => id), "800"]);

      // The next run, from the end of this one to a later time, gives the rest.
      const last = { timestamp: "1500", surveyId: "800" };
      expect(await idsOf(extract({ position: last, until: 6_000 }))).toEqual(["801"]);
    },
  );

  test("many records of one second are told apart by their ids", async () => {
    const rows = Array.from({ length: 9 }, (_, index) => ({ id: String(index + 1), time: 1_000 }));
    const extract = await start(new FeedbackServer(rows));
    expect(await idsOf(extract())).toEqual(rows.map(({ id }) => id));
  });

  test("a server that gives fewer records than asked for is asked on", async () => {
    const server = new FeedbackServer(rowsOf(5));
    const { mec } = await instance((request) => {
      const { body } = server.answer(request);
      body.data.feedback.nodes = body.data.feedback.nodes.slice(0, 2);
      return { body };
    });
    expect(await idsOf(extractFeedback(mec, { select, until: 5_000, pageSize: 4 }))).toEqual([
      "100",
      "101",
      "102",
      "103",
      "104",
    ]);
  });

  test("the end of the run is fixed when it starts", async () => {
    const server = new FeedbackServer(rowsOf(5));
    const { mec } = await instance(server.answer);
    const before = Math.floor(Date.now() / 1_000);
    await idsOf(extractFeedback(mec, { select, pageSize: 2, from: 1_001 }));
    const ends = server.requests.map((request) => {
      const filter = graphqlOf(request).variables?.filter as Filter | undefined;
      return filter?.and?.find(({ lt }) => lt)?.lt;
    });
    expect(new Set(ends).size).toBe(1);
    expect(Number(ends[0])).toBeGreaterThanOrEqual(before);
  });

  test.each([
    ["without an id", { extractionId: { values: [] }, extractionTime: { values: ["1"] } }],
    ["without a time", { extractionId: { values: ["1"] }, extractionTime: null }],
  ])("a record %s is refused: it would be lost or repeated", async (_, node) => {
    const { mec } = await instance(() => ({ body: { data: { feedback: { totalCount: 1, nodes: [node] } } } }));
    expect(await failureOf(() => idsOf(extractFeedback(mec, { select })))).toMatchObject({ code: "response_format" });
  });

  test("a server that does not keep the order, or gives a page twice, is refused", async () => {
    const nodes = ["7", "5"].map((time) => ({ extractionId: { values: ["1"] }, extractionTime: { values: [time] } }));
    const disorder = await instance(() => ({ body: { data: { feedback: { totalCount: 9, nodes } } } }));
    expect((await failureOf(() => idsOf(extractFeedback(disorder.mec, { select })))).message).toContain("out of order");
    const twice = await instance(() => ({ body: { data: { feedback: { totalCount: 9, nodes: nodes.slice(0, 1) } } } }));
    expect((await failureOf(() => idsOf(extractFeedback(twice.mec, { select })))).message).toContain("given before");
  });

  test("errors of the Query API are thrown", async () => {
    const { mec } = await instance(() => ({ body: { data: null, errors: [{ message: "Query cost is too high" }] } }));
    expect(await failureOf(() => idsOf(extractFeedback(mec, { select })))).toMatchObject({ code: "graphql_errors" });
  });

  test.each([
    ["select", { select: " " }],
    ["pageSize", { select, pageSize: 0 }],
    ["position", { select, position: { timestamp: 5, surveyId: "1" } }],
  ])("a bad %s is refused", async (option, options) => {
    const { mec, calls } = await instance(() => ({ body: {} }));
    expect(await failureOf(() => idsOf(extractFeedback(mec, options as ExtractionOptions<"id">)))).toMatchObject({
      option,
    });
    expect(calls).toEqual([]);
  });

  test("its document is valid in the shipped schema", async () => {
    const server = new FeedbackServer([]);
    const extract = await start(server);
    await idsOf(extract());
    const schema = buildSchema(readFileSync(new URL("../graphql/query-api.graphql", import.meta.url), "utf8"));
    expect(validate(schema, parse(graphqlOf(server.requests[0] as Received).query))).toEqual([]);
  });
});
