import { describe, expect, test } from "vitest";
import { type CoverageOptions, measureCoverage } from "../src/coverage/measure-coverage.js";
import type { VendorCoverage } from "../src/coverage/types.js";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Exchange, Json } from "../src/exchange/types.js";
import { runFaults } from "../src/faults/run-faults.js";
import { cultureampSubject } from "../src/faults/subjects/cultureamp.js";
import type { FaultResult, FaultSubject } from "../src/faults/types.js";
import { Description } from "../src/openapi/description.js";
import { nearestEvent } from "../src/openapi/events.js";
import { replay } from "../src/replay/replay.js";
import { vendors } from "../src/vendors/registry.js";
import type { Vendor } from "../src/vendors/types.js";
import { acme } from "./support/acme.js";
import { acmeDescription } from "./support/acme-description.js";
import { exchange } from "./support/exchange.js";
import { runCli } from "./support/run-cli.js";

const E = "https://eu.acme.test";

function measure(options: Omit<CoverageOptions, "vendors">, vendor: Vendor = acme()): VendorCoverage {
  const [coverage] = measureCoverage({ subjects: [], ...options, vendors: [vendor] });
  return coverage as VendorCoverage;
}

describe("members of request bodies", () => {
  const post = (body: Json, more: Partial<Exchange> = {}) =>
    exchange({ url: `${E}/v1/things`, method: "POST", body }, { status: 201, body: { id: "1" } }, more);
  const members = ({ operations }: VendorCoverage) =>
    operations
      .find(({ operation }) => operation === "POST /v1/things")
      ?.requestFields.map(({ pointer, seen, absent }) => `${pointer} ${seen} ${absent ?? "required"}`);

  test("are counted as those of answers are: seen, and left out where they may be", async () => {
    const exchanges = [post({ id: "1", count: 1, parts: ["a"] })];
    expect(members(measure({ exchanges }))).toEqual([
      "/id provable required",
      "/count provable open",
      "/at open provable",
      "/parts provable open",
    ]);
    const results = await replay({ exchanges, vendors: [acme()], transports: ["inject"] });
    const { totals } = measure({ exchanges, results });
    expect(totals.requestFields).toEqual({ of: 4, index: 3, score: 3 });
    expect(totals.requestAbsent).toEqual({ of: 3, index: 1, score: 1 });
    expect(totals.requestNull).toEqual({ of: 0, index: 0, score: 0 });
  });

  test("a body that a page shows as text is read; a page that shows no request shows none of it", () => {
    expect(members(measure({ exchanges: [post('{"id":"1"}')] }))?.[0]).toBe("/id provable required");
    const { totals } = measure({ exchanges: [post({ id: "1" }, { fidelity: "response-only" })] });
    expect(totals.requestFields.index).toBe(0);
  });

  test("bodies that are not described as JSON are not counted", () => {
    const { operations } = measure({ exchanges: [post({ id: "1" })] });
    const described = operations.filter(({ requestFields }) => requestFields.length > 0);
    expect(described.map(({ operation }) => operation)).toEqual(["POST /v1/things"]);
  });
});

describe("events", () => {
  const event = (type: string, page: string) => ({
    post: {
      externalDocs: { url: page },
      requestBody: {
        content: {
          "application/json": {
            schema: { type: "object", required: ["type"], properties: { type: { const: type } } },
          },
        },
      },
    },
  });
  const webhooks = {
    made: event("MADE", "https://docs.acme.test/old"),
    "made-anew": event("MADE", "https://docs.acme.test/new"),
    gone: event("GONE", "https://docs.acme.test/old"),
    asked: { get: { responses: {} } },
  };
  const description = new Description({ ...acmeDescription, webhooks });
  const vendor: Vendor = { ...acme(), describe: () => description };
  const incoming = (id: string, type: string, url = "https://docs.acme.test/new/events") =>
    exchange({ url: "https://{your-webhook}", method: "POST", body: { type } }, null, {
      id,
      source: { title: "Events", url },
    });

  test("are provable when a page shows one, proved when a run has checked it, open otherwise", async () => {
    const exchanges = [incoming("acme/made", "MADE")];
    expect(measure({ exchanges }, vendor).totals.events).toEqual({ of: 4, index: 1, score: 0 });
    const results = await replay({ exchanges, vendors: [vendor], transports: ["inject"] });
    const { events, totals } = measure({ exchanges, results }, vendor);
    expect(totals.events).toEqual({ of: 4, index: 1, score: 1 });
    expect(events).toEqual([
      { event: "made", mark: "open", exchanges: [] },
      { event: "made-anew", mark: "proved", exchanges: ["acme/made"] },
      { event: "gone", mark: "open", exchanges: [] },
      { event: "asked", mark: "open", exchanges: [] },
    ]);
  });

  test("one that contradicts the description unknown to anybody proves nothing", async () => {
    const exchanges = [incoming("acme/lost", "LOST")];
    const results = await replay({ exchanges, vendors: [vendor], transports: ["inject"] });
    expect(results.map(({ verdict }) => verdict)).toEqual(["failed"]);
    expect(measure({ exchanges, results }, vendor).totals.events).toEqual({ of: 4, index: 1, score: 0 });
  });

  test("of two that a body fits, it is the one whose page is nearer", () => {
    const nameOf = (page: string) => nearestEvent({ type: "MADE" }, page, description)?.name;
    expect(nameOf("https://docs.acme.test/old/events")).toBe("made");
    expect(nameOf("https://docs.acme.test/new/events")).toBe("made-anew");
  });

  test("those of the packaged exchanges are all proved", async () => {
    const exchanges = packagedExchanges().filter(({ id }) => id.startsWith("8x8/"));
    const results = await replay({ exchanges, vendor: "8x8", transports: ["inject"] });
    const [coverage] = measureCoverage({ exchanges, results });
    expect(coverage?.totals.events.of).toBe(13);
    expect(coverage?.totals.events.index).toBeGreaterThanOrEqual(9);
    expect(coverage?.totals.events.score).toBe(coverage?.totals.events.index);
  });
});

describe("faults", () => {
  const exchanges = [exchange({ url: `${E}/v1/things/1` }, { body: { id: "1" } })];
  const subject = (id: string, more: Partial<FaultSubject> = {}): FaultSubject => ({
    id,
    create: () => ({ read: async () => ({}) }),
    ok: {},
    ...more,
  });
  const passed = (of: FaultResult["classes"][number]["class"], id = "acme", fault = "500"): FaultResult => ({
    subject: id,
    fault,
    group: "status",
    verdict: "passed",
    classes: [{ class: of, verdict: "passed" }],
    problems: [],
    timeline: [],
    ms: 1,
  });
  const marks = ({ faults }: VendorCoverage, fault = "500") =>
    Object.fromEntries(faults.filter((each) => each.fault === fault).map((each) => [each.class, each.mark]));

  test("are counted by each kind of operation that is described, and open where nobody can meet them", () => {
    expect(marks(measure({ exchanges }))).toEqual({ read: "open", list: "open", record: "open", token: "open" });
  });

  test("are provable where a client can meet them, proved where every such client has", () => {
    const subjects = [subject("acme"), subject("acme/other"), subject("acmenot")];
    expect(marks(measure({ exchanges, subjects }))).toMatchObject({ read: "provable", list: "open" });
    const one = measure({ exchanges, subjects, faults: [passed("read")] });
    expect(marks(one)).toMatchObject({ read: "provable" });
    const both = measure({ exchanges, subjects, faults: [passed("read"), passed("read", "acme/other")] });
    expect(marks(both)).toMatchObject({ read: "proved", list: "open" });
    expect(both.totals.faults).toMatchObject({ score: 1 });
  });

  test("one that failed is not proved", () => {
    const failed: FaultResult = { ...passed("read"), classes: [{ class: "read", verdict: "failed" }] };
    expect(marks(measure({ exchanges, subjects: [subject("acme")], faults: [failed] }))).toMatchObject({
      read: "provable",
    });
  });

  test("what is not documented is not counted", () => {
    const of = (id: string) => {
      const vendor = vendors.find((each) => each.id === id) as Vendor;
      const given = packagedExchanges().filter((each) => each.id.startsWith(`${id}/`));
      const [coverage] = measureCoverage({ exchanges: given, vendors: [vendor] });
      return new Set(coverage?.faults.map((each) => each.class));
    };
    // Everything reads; nothing pages; the documentation ends with the token.
    expect(of("cultureamp")).toEqual(new Set(["read", "list", "token"]));
    expect(of("mxo")).toEqual(new Set(["read", "record", "token"]));
    expect(of("crowdicity")).toEqual(new Set(["token"]));
    const refresh = (id: string) =>
      measureCoverage({
        exchanges: packagedExchanges().filter((each) => each.id.startsWith(`${id}/`)),
      })[0]?.faults.some(({ fault }) => fault === "refresh-rotated");
    expect([refresh("crowdicity"), refresh("cultureamp")]).toEqual([true, false]);
  });

  test("a run over a vendor's client proves what it met", async () => {
    const given = packagedExchanges().filter(({ id }) => id.startsWith("cultureamp/"));
    const names = ["409", "cursor-repeats", "token-no-expiry"];
    const faults = await runFaults({ subjects: [cultureampSubject], faults: names });
    const [coverage] = measureCoverage({ exchanges: given, faults });
    const proved = coverage?.faults
      .filter(({ mark }) => mark === "proved")
      .map((each) => `${each.fault} ${each.class}`);
    expect(proved).toEqual(["409 read", "409 list", "409 token", "token-no-expiry token", "cursor-repeats list"]);
    expect(coverage?.totals.faults.score).toBe(5);
  });
});

describe("conformance coverage --faults", () => {
  test("without it no fault is met, and the table says so", async () => {
    const { stdout } = await runCli("coverage", "--vendor", "crowdicity");
    expect(stdout).toMatch(/^ {2}faults +\d+ +\d+ +100 % +not run \(--faults\)$/m);
    expect(stdout).not.toContain("request-fields");
    expect(stdout).toMatch(/^ {4}token (\d+)\/\1$/m);
  });

  test("with it, or a minimum of it, the clients of the chosen vendors meet them", async () => {
    const { status, stdout } = await runCli("coverage", "--vendor", "crowdicity", "--min", "faults=100", "--json");
    const { faultsRun, vendors: measured } = JSON.parse(stdout) as { faultsRun: boolean; vendors: VendorCoverage[] };
    expect([status, faultsRun]).toEqual([0, true]);
    const [{ totals }] = measured as [VendorCoverage];
    expect(totals.faults.score).toBe(totals.faults.of);
  }, 15_000);

  test("--missing names events that no exchange shows", async () => {
    expect((await runCli("coverage", "--vendor", "8x8", "--missing")).stdout).toContain("  no exchange  event chat");
  });

  test("--min of a dimension with two words", async () => {
    const { status, stderr } = await runCli("coverage", "--vendor", "mxo", "--min", "request-fields=99");
    expect(status).toBe(1);
    expect(stderr).toMatch(/mxo: the score of request-fields is [\d.]+ %, less than 99 %/);
  });
});
