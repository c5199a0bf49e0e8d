import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import type { Exchange, Json } from "../src/exchange/types.js";
import { faults as knownFaults } from "../src/faults/faults.js";
import { replay } from "../src/replay/replay.js";
import { createReport } from "../src/report/create-report.js";
import { escapeMarkup } from "../src/report/escape.js";
import { githubReport } from "../src/report/github-report.js";
import { htmlReport } from "../src/report/html-report.js";
import { junitReport } from "../src/report/junit-report.js";
import { sarifReport } from "../src/report/sarif-report.js";
import type { Report } from "../src/report/types.js";
import { acme } from "./support/acme.js";
import { exchange } from "./support/exchange.js";
import { runCli, temporaryFolder } from "./support/run-cli.js";

const thing = (id: string, body: Json, more: Partial<Exchange> = {}): Exchange =>
  exchange({ url: "https://eu.acme.test/v1/things/1" }, { body }, { id, ...more });

const exchanges = [
  thing("acme/good", { id: "1" }),
  thing("acme/derived", { id: "2" }, { fidelity: "schema-derived" }),
  thing("acme/bad", { id: 1 }, { source: { title: "<b>A & B</b>", url: "javascript:alert(1)" } }),
  thing("acme/known", { id: 1 }, { contradicts: [{ pointer: "/response/body/id", reason: "the page says so" }] }),
  exchange({ url: "https://eu.acme.test/v1/things?page=1" }, null, { id: "acme/request" }),
  exchange({ url: null }, null, { id: "acme/lost" }),
];

async function report(): Promise<Report> {
  const vendors = [acme()];
  const results = await replay({ exchanges, vendors, transports: ["inject"] });
  const files = new Map(exchanges.map(({ id }) => [id, `my set/${id}.json`]));
  return createReport({ exchanges, results, transports: ["inject"], ms: 12, vendors, files, now: 0 });
}

test("a report is data: verdicts, and a coverage map with the worst verdict and the best fidelity of each status", async () => {
  const { verdicts, vendors, createdAt } = await report();
  expect(verdicts).toEqual({ passed: 2, failed: 1, contradicts: 1, "request-only": 1, "not-replayable": 1 });
  expect(createdAt).toBe("1970-01-01T00:00:00.000Z");
  const row = vendors[0]?.map.find(({ operation }) => operation === "GET /v1/things/{id}");
  expect(row?.cells).toEqual([
    {
      status: "200",
      verdict: "failed",
      fidelity: "verbatim",
      exchanges: ["acme/good", "acme/derived", "acme/bad", "acme/known"],
    },
    { status: "404", verdict: undefined, fidelity: undefined, exchanges: [] },
  ]);
  const list = vendors[0]?.map.find(({ operation }) => operation === "GET /v1/things");
  expect(list?.cells.find(({ status }) => status === "request")).toMatchObject({ verdict: "request-only" });
});

test("JUnit has a case for each exchange, a failure for what differs, and skips what cannot be replayed", async () => {
  const xml = junitReport(await report());
  expect(xml).toContain('<testsuites name="conformance" tests="6" failures="1" errors="0" time="0.0120">');
  expect(xml).toContain('<testcase name="acme/bad" classname="GET /v1/things/{id}"');
  expect(xml).toMatch(/<failure type="failed" message="[^"]+">acme\/bad: failed\n/);
  expect(xml).toMatch(/<skipped>the page lost the URL<\/skipped>/);
  expect(xml.match(/<testcase /g)).toHaveLength(6);
});

test("SARIF has an error for each difference and a note for what is known, at the file", async () => {
  const sarif = sarifReport(await report()) as {
    version: string;
    runs: {
      tool: { driver: { rules: { id: string }[] } };
      results: { ruleId: string; ruleIndex: number; level: string; locations: object[] }[];
    }[];
  };
  const [run] = sarif.runs;
  expect(sarif.version).toBe("2.1.0");
  expect(run?.results.map(({ level, ruleId }) => `${level} ${ruleId}`)).toEqual([
    "error description",
    "note description",
  ]);
  for (const { ruleId, ruleIndex } of run?.results ?? []) expect(run?.tool.driver.rules[ruleIndex]?.id).toBe(ruleId);
  expect(run?.results[0]?.locations).toMatchObject([
    {
      physicalLocation: { artifactLocation: { uri: "my%20set/acme/bad.json" } },
      logicalLocations: [{ name: "acme/bad" }],
    },
  ]);
});

test("GitHub gets a table and an annotation at the file; nothing of an exchange becomes a command or markup", async () => {
  const { summary, annotations } = githubReport(await report());
  expect(summary).toContain("## ❌ Conformance: 6 exchanges, 1 failed");
  expect(summary).toContain("| Acme | 2 | 1 | 1 | 1 |  | 1 | 2 of 8 | 2 of 8 |");
  expect(summary).not.toContain("<b>A");
  expect(summary).not.toContain("javascript:");
  expect(annotations).toEqual([
    "::error file=my set/acme/bad.json,line=1,title=acme/bad::/response/body/id contradicts the description",
  ]);
});

describe("the HTML", () => {
  test("holds everything, and refers to nothing that would be loaded", async () => {
    const html = htmlReport(await report());
    for (const { id } of exchanges) expect(html).toContain(id);
    expect(html).not.toMatch(/<(?:script|img|iframe|link)[^>]+(?:src|href)="(?!data:)/);
    expect(html).not.toMatch(/url\(|@import/);
  });

  test("shows what a page says as text, and makes no link of what is no web page", async () => {
    const html = htmlReport(await report());
    expect(html).toContain("&lt;b&gt;A &amp; B&lt;/b&gt;");
    expect(html).not.toContain("<b>A");
    expect(html).not.toContain('href="javascript');
  });

  test("characters that markup cannot hold are replaced", () => {
    expect(escapeMarkup("a\u0000b\ud800<\n'\"&")).toBe("a\ufffdb\ufffd&lt;\n&#39;&quot;&amp;");
  });
});

describe("conformance report", () => {
  test("writes each form that is asked for from one run", async () => {
    using folder = temporaryFolder();
    const path = (name: string) => join(folder.path, name);
    const { status, stdout } = await runCli(
      ...["report", "--vendor", "cultureamp", "--transport", "inject", "--no-faults"],
      ...["--html", path("a/r.html"), "--junit", path("j.xml"), "--sarif", path("s.sarif")],
    );
    expect([status, stdout]).toEqual([0, expect.stringContaining("16 exchanges: 12 passed, 4 request-only")]);
    expect(readFileSync(path("a/r.html"), "utf8")).toContain("Everything is as documented");
    expect(readFileSync(path("j.xml"), "utf8")).toContain('tests="16" failures="0"');
    expect(JSON.parse(readFileSync(path("s.sarif"), "utf8")).version).toBe("2.1.0");
  });

  test("--json is one document; --github speaks beside it; a finding is exit 1; no path of the machine is in it", async () => {
    const body = { data: { id: 7, name: "a", processedAt: "2019-08-01T12:00:00Z" } };
    const url = "https://api.cultureamp.com/v1/employees/7";
    using folder = temporaryFolder({ "set/a.json": exchange({ url }, { body }, { id: "cultureamp/a" }) });
    const here = process.env.INIT_CWD;
    process.env.INIT_CWD = folder.path;
    const summary = process.env.GITHUB_STEP_SUMMARY;
    process.env.GITHUB_STEP_SUMMARY = join(folder.path, "summary.md");
    try {
      const { status, stdout, stderr } = await runCli(
        "report",
        "--json",
        "--github",
        "--no-faults",
        "--exchanges",
        "set",
      );
      const parsed = JSON.parse(stdout);
      expect([status, parsed.exitCode, parsed.report.verdicts.failed]).toEqual([1, 1, 1]);
      expect(stderr).toContain("::error file=set/a.json,line=1,title=cultureamp/a::");
      expect(readFileSync(join(folder.path, "summary.md"), "utf8")).toContain("1 failed");
      expect(stdout).not.toContain(folder.path);
    } finally {
      if (here === undefined) delete process.env.INIT_CWD;
      else process.env.INIT_CWD = here;
      if (summary === undefined) delete process.env.GITHUB_STEP_SUMMARY;
      else process.env.GITHUB_STEP_SUMMARY = summary;
    }
  });

  test("the clients of the same vendors meet every fault, and that is in the report; --no-faults leaves it out", async () => {
    const args = ["report", "--vendor", "crowdicity", "--transport", "inject"];
    const { stdout } = await runCli(...args, "--json");
    const { report } = JSON.parse(stdout) as { report: Report };
    expect(report.faults?.tried.length).toBe(knownFaults.length);
    expect(new Set(report.faults?.results.map(({ subject }) => subject))).toEqual(new Set(["crowdicity"]));
    expect(report.vendors[0]?.totals?.faults.score).toBeGreaterThan(40);
    const without = await runCli(...args, "--no-faults", "--json");
    expect(JSON.parse(without.stdout).report).not.toHaveProperty("faults");
  }, 60_000);

  test("the lines for people say how many faults were met", async () => {
    using folder = temporaryFolder();
    const args = ["report", "--vendor", "mxo", "--transport", "inject", "--junit", join(folder.path, "j.xml")];
    const { stdout } = await runCli(...args);
    expect(stdout).toMatch(
      new RegExp(`${knownFaults.length} faults × 1 client: \\d+ passed, (?:\\d+ failed, )?\\d+ not applicable`),
    );
  }, 60_000);

  test.each<[string, (folder: string) => string[], string]>([
    ["a folder in place of a file", (folder) => ["--html", folder], "is a folder; give a file"],
    [
      "a file in place of a folder",
      (folder) => ["--html", join(folder, "a.txt", "r.html")],
      "a part of its path is a file",
    ],
    [
      "one file for two forms",
      (folder) => ["--html", join(folder, "r"), "--junit", join(folder, "r")],
      "are the same file",
    ],
  ])("%s is exit 2, before anything is run", async (_what, args, expected) => {
    using folder = temporaryFolder({ "a.txt": "" });
    const { status, stdout, stderr } = await runCli("report", ...args(folder.path));
    expect([status, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(expected);
  });

  test("no form is exit 2; the help has examples", async () => {
    expect(await runCli("report")).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("say which: --html FILE"),
    });
    expect((await runCli("report", "--html", "")).status).toBe(2);
    expect((await runCli("report", "--help")).stdout).toContain("examples\n  conformance report");
  });
});
