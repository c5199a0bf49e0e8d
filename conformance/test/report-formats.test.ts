import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { validateXML } from "xmllint-wasm";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Json } from "../src/exchange/types.js";
import { replay } from "../src/replay/replay.js";
import { createReport } from "../src/report/create-report.js";
import { githubReport } from "../src/report/github-report.js";
import { htmlReport } from "../src/report/html-report.js";
import { junitReport } from "../src/report/junit-report.js";
import { sarifReport } from "../src/report/sarif-report.js";
import type { Report } from "../src/report/types.js";
import { acme } from "./support/acme.js";
import { exchange } from "./support/exchange.js";
import { someFaults } from "./support/fault-run.js";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// Of Jenkins, by Thales, under the MIT licence that stands in it.
const junitSchema = readFileSync(new URL("support/jenkins-junit.xsd", import.meta.url), "utf8");
// Of the OASIS standard, as schemastore.org publishes it; draft-04 says `id`, and has nothing else that later drafts read otherwise.
const require = createRequire(import.meta.url);
const sarif = require("@microsoft/jest-sarif/lib/schemas/sarif-2.1.0-rtm.5.json") as Record<string, unknown>;
const { id: _id, $schema: _schema, ...sarifSchema } = sarif;
const ajv = new Ajv({ strict: false, allErrors: true, unicodeRegExp: false });
(addFormats as unknown as (ajv: Ajv) => void)(ajv);
const isSarif = ajv.compile(sarifSchema);

async function junitErrors(xml: string): Promise<string[]> {
  const { errors } = await validateXML({
    xml: [{ fileName: "junit.xml", contents: xml }],
    schema: [{ fileName: "junit.xsd", contents: junitSchema }],
  });
  return errors.map(({ message }) => message);
}

/** Every verdict, every way to fail, characters that are markup elsewhere, and a real run of faults. */
let report: Report;
/** The exchanges and clients of this repository. */
let large: Report;

beforeAll(async () => {
  const url = "https://eu.acme.test/v1/things/1";
  const exchanges = [
    exchange({ url }, { body: { id: "1" } }, { id: "acme/good" }),
    exchange({ url }, { body: { id: 1 } }, { id: "acme/bad <&\"'\u0001" }),
    exchange(
      { url },
      { body: { id: 1 } },
      { id: "acme/known", contradicts: [{ pointer: "/response/body/id", reason: "x" }] },
    ),
    exchange({ url: null }, null, { id: "acme/lost" }),
    exchange({ url }, { body: {} as Json }, { id: "nobody/no-client" }),
  ];
  const vendors = [acme()];
  const results = await replay({ exchanges, vendors, transports: ["inject"] });
  const files = new Map(exchanges.map(({ id }) => [id, `my set/${id}.json`]));
  const faults = await someFaults();
  report = createReport({ exchanges, results, transports: ["inject"], ms: 12, vendors, files, faults, now: 0 });
  const all = packagedExchanges();
  const replayed = await replay({ exchanges: all, transports: ["inject"] });
  large = createReport({ exchanges: all, results: replayed, transports: ["inject"], ms: 12, faults, now: 0 });
});

describe("JUnit XML, read by libxml2 with the schema of Jenkins", () => {
  test("is valid, with every verdict and with faults", async () => {
    expect(await junitErrors(junitReport(report))).toEqual([]);
    expect(await junitErrors(junitReport(large))).toEqual([]);
  });

  test("the schema refuses what it does not know", async () => {
    const xml = junitReport(report).replace('<testcase name="acme/good"', '<testcase file="a" name="acme/good"');
    expect(await junitErrors(xml)).toEqual([expect.stringContaining("'file'")]);
  });

  test("a fault is a case of its client's suite: passed, failed with what was seen, or skipped with the reason", () => {
    const xml = junitReport(report);
    expect(xml).toContain('<testsuite name="faults: cultureamp" tests="4" failures="0" errors="0" skipped="0"');
    expect(xml).toContain(
      '<testsuite name="faults: cultureamp/bare-fetch" tests="4" failures="2" errors="0" skipped="2"',
    );
    expect(xml).toMatch(
      /<testcase name="500" classname="faults\.status\.cultureamp\/bare-fetch"[^>]+>\n +<failure type="fault" message="[^"]+">cultureamp\/bare-fetch: 500\n/,
    );
    expect(xml).toMatch(/<testcase name="refresh-race"[^>]+>\n +<skipped>calls carry /);
  });

  test("the totals are the sums", () => {
    const [total = ""] = /<testsuites [^>]+>/.exec(junitReport(report)) ?? [];
    // Of five exchanges one differs and one has no client; of eight faults two are not met.
    expect(total).toContain('tests="13" failures="4" errors="0"');
  });
});

describe("SARIF, read with the schema of version 2.1.0", () => {
  test("is valid, with every verdict and with faults", () => {
    isSarif(sarifReport(report));
    expect(isSarif.errors).toBe(null);
    isSarif(sarifReport(large));
    expect(isSarif.errors).toBe(null);
  });

  test("the schema refuses what it does not know", () => {
    expect(isSarif({ ...sarifReport(report), version: "2.0.0" })).toBe(false);
  });

  test("each fault is a rule, each failed one a result at the manifest of the client", () => {
    const { runs } = sarifReport(report) as {
      runs: {
        tool: { driver: { rules: { id: string; shortDescription: { text: string } }[] } };
        results: { ruleId: string; ruleIndex: number; level: string; locations: object[] }[];
      }[];
    };
    const [run] = runs;
    const rules = run?.tool.driver.rules ?? [];
    expect(rules.find(({ id }) => id === "fault/500")?.shortDescription.text).toContain("the client must show");
    const found = run?.results.filter(({ ruleId }) => ruleId.startsWith("fault/")) ?? [];
    expect(found.map(({ ruleId, level }) => `${level} ${ruleId}`)).toEqual([
      "error fault/429-seconds",
      "error fault/500",
    ]);
    for (const { ruleId, ruleIndex } of run?.results ?? []) expect(rules[ruleIndex]?.id).toBe(ruleId);
    expect(found[0]?.locations).toMatchObject([
      {
        physicalLocation: { artifactLocation: { uri: "package.json" } },
        logicalLocations: [{ name: "cultureamp/bare-fetch" }],
      },
    ]);
  });
});

describe("GitHub's summary and annotations", () => {
  test("has a table of clients by group of faults, and the details of each that failed", () => {
    const { summary, annotations } = githubReport(report);
    expect(summary).toContain("| client | status | auth |");
    expect(summary).toContain("| cultureamp | 2 of 2 | 2 of 2 |");
    expect(summary).toContain("| cultureamp/bare-fetch | ❌ 0 of 2 | – |");
    expect(summary).toContain("<summary>❌ <code>cultureamp/bare-fetch: 500</code></summary>");
    expect(annotations.at(-1)).toMatch(/^::error title=cultureamp\/bare-fetch%3A 500::/);
  });

  const failing = (number: number): Report => {
    const [bad] = report.results.filter(({ verdict }) => verdict === "failed");
    if (bad === undefined) throw new Error("nothing failed");
    const text = "x".repeat(1_000);
    const differences = Array.from({ length: 4 }, () => ({ aspect: "body", at: "", message: text }) as const);
    return {
      ...report,
      results: Array.from({ length: number }, (_, index) => ({ ...bad, id: `a/${index}`, differences })),
    };
  };

  test("a step gets ten annotations at the most; the last one says how many more there are", () => {
    const { annotations, summary } = githubReport(failing(30));
    expect(annotations).toHaveLength(10);
    expect(annotations.at(-1)).toContain("23 more failures");
    expect(summary).toContain("9 of 32 failures are annotations");
    const { faults: _, ...without } = failing(10);
    expect(githubReport(without).annotations.at(-1)).toContain("title=a/9");
  });

  test("the summary stays under 1 MiB, with what the step wrote before, and says what is left out", () => {
    const { summary } = githubReport(failing(1_000));
    expect(Buffer.byteLength(summary)).toBeLessThan(1024 * 1024);
    expect(Buffer.byteLength(summary)).toBeGreaterThan(900 * 1024);
    expect(summary).toMatch(/The details of \d+ of 1002 failures are left out/);
    expect(Buffer.byteLength(githubReport(failing(1_000), 100_000).summary)).toBeLessThan(100_000);
  });
});

test("the HTML has failed faults as they are, and everything else as data: without scripts no failure is missing", () => {
  const html = htmlReport(report);
  const [, still = ""] = /<main[^>]*>(.*)<\/main>/s.exec(html) ?? [];
  expect(still).toContain("cultureamp/bare-fetch: 429-seconds");
  expect(still).toMatch(/aria-label="read: at 0 ms GET \/things\/1: 429, Retry-After: 1; it ends in data"/);
  expect(still).not.toContain("cultureamp: 429-seconds</h3>");
  expect(html.match(/<script/g)).toHaveLength(2);
  const [, data = ""] = /id="data">(.*?)<\/script>/s.exec(html) ?? [];
  expect(Object.keys(JSON.parse(data).faults.results)).toEqual([
    "cultureamp 429-seconds",
    "cultureamp/bare-fetch 429-seconds",
    "cultureamp 500",
    "cultureamp/bare-fetch 500",
    "cultureamp expire-mid-pagination",
    "cultureamp refresh-race",
  ]);
});
