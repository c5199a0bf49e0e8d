import { readdirSync, readFileSync } from "node:fs";
import { beforeAll, describe, expect, test } from "vitest";
import { faultsCommand } from "../src/cli/faults-command.js";
import { faults } from "../src/faults/faults.js";
import { runFaults } from "../src/faults/run-faults.js";
import { cultureampSubject } from "../src/faults/subjects/cultureamp.js";
import { faultSubjects } from "../src/faults/subjects/subjects.js";
import type { FaultResult } from "../src/faults/types.js";

const TIMEOUT_MS = 60_000;

/** What the list of faults is agreed to hold. */
const NAMES = `
  429-seconds 429-date 429-no-header 500 502-html 503-retry-after 504 408 409 404-json 404-html 403-scope 401-expired 401-revoked
  token-400-invalid-client token-500 token-slow token-no-expiry expire-mid-pagination refresh-rotated refresh-race clock-skew
  malformed-json empty-200 html-200 wrong-content-type bom extra-field missing-required null-required wrong-type huge-10mb
  204-no-body partial-error-200
  refused reset-before-headers empty-response reset-mid-body truncated-length truncated-chunked invalid-http bad-gzip
  slow-headers slow-body dribble redirect-cross-host redirect-loop
  cursor-repeats cursor-expired empty-middle-page total-changes`
  .trim()
  .split(/\s+/);

/** The clients that the packages export, by vendor and entry: `8x8/storage`. A vendor's package is one that stands on client-core. */
async function clientFactories(): Promise<{ id: string; factory: string }[]> {
  const folder = new URL("../../packages/", import.meta.url);
  const found: { id: string; factory: string }[] = [];
  for (const vendor of readdirSync(folder)) {
    const manifest = JSON.parse(readFileSync(new URL(`${vendor}/package.json`, folder), "utf8")) as Manifest;
    if (manifest.dependencies?.["@x/client-core"] === undefined) continue;
    const entries = Object.entries(manifest.exports).filter(([, target]) => typeof target === "object");
    for (const [entry] of entries) {
      const names = Object.keys(await import(`${manifest.name}${entry.slice(1)}`));
      const [factory] = names.filter((name) => /^create\w+Client$/.test(name));
      if (factory !== undefined) found.push({ id: `${vendor}${entry.slice(1)}`, factory });
    }
  }
  return found;
}

interface Manifest {
  readonly name: string;
  readonly exports: Readonly<Record<string, unknown>>;
  readonly dependencies?: Readonly<Record<string, string>>;
}

describe("every vendor's client", () => {
  let results: FaultResult[];
  beforeAll(async () => {
    results = await runFaults();
  }, TIMEOUT_MS);

  test("every client that a package exports is tried", async () => {
    const ids = faultSubjects.map(({ id }) => id);
    const factories = await clientFactories();
    expect(factories.length).toBeGreaterThan(20);
    expect(factories.filter(({ id }) => !ids.includes(id))).toEqual([]);
    expect(ids.filter((id) => !factories.some((factory) => factory.id === id))).toEqual([]);
  });

  test("the list is whole", () => {
    expect(faults.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  });

  test.each(NAMES)("%s", (name) => {
    const found = results.filter(({ fault }) => fault === name);
    expect(found.map(({ subject }) => subject)).toEqual(faultSubjects.map(({ id }) => id));
    expect(found.flatMap(({ subject, problems }) => problems.map((problem) => `${subject}: ${problem}`))).toEqual([]);
    expect(found.some(({ verdict }) => verdict === "passed")).toBe(true);
  });

  test("a result says what was seen, request by request, and holds no credential", () => {
    const result = results.find(({ fault, subject }) => fault === "503-retry-after" && subject === "mxo");
    expect(result).toMatchObject({
      group: "status",
      expected: { error: "ServerError", retryable: true, attempts: 2, minWaitMs: 1_000 },
      observed: { error: "ServerError", code: "server_error", attempts: 2 },
    });
    expect(result?.observed?.waitMs).toBeGreaterThanOrEqual(990);
    expect(result?.classes).toEqual([
      { class: "read", verdict: "passed" },
      { class: "record", verdict: "passed" },
      { class: "token", verdict: "passed" },
    ]);
    const read = result?.timeline.filter(({ run }) => run === "read") ?? [];
    expect(read.map(({ to, answer, status }) => [to, answer, status])).toEqual([
      ["token", "200", 200],
      ["api", "503, Retry-After: 1", 503],
      ["api", "503, Retry-After: 1", 503],
    ]);
    expect(read.every(({ atMs, endedMs = 0 }) => endedMs >= atMs)).toBe(true);
    expect(JSON.stringify(results)).not.toMatch(/(id|secret|access|refresh)-[0-9a-f]{24}/);
    const runs = [...new Set(result?.timeline.map(({ run }) => run))];
    expect(runs).toEqual(["read", "recover", "record", "token"]);
  });

  test("a timeline says when a connection ended that had no complete answer", () => {
    const result = results.find(({ fault, subject }) => fault === "slow-body" && subject === "cultureamp");
    const attempts = result?.timeline.filter(({ run, to }) => run === "read" && to === "api") ?? [];
    expect(attempts.map(({ answer, status }) => [answer, status])).toEqual(Array(3).fill(["200, no body", undefined]));
    for (const { atMs, endedMs = 0 } of attempts) expect(endedMs - atMs).toBeGreaterThan(300);
  });
});

describe("conformance faults", () => {
  const at =
    (columns: number) =>
    async (...args: string[]) => {
      const lines: string[] = [];
      const out = (text: string) => void lines.push(text);
      const code = await faultsCommand(args, { out, err: out, colour: false, columns });
      return { code, text: lines.join("\n") };
    };
  const run = Object.assign(at(200), { at });

  test("a table: a row for each fault, a column for each vendor with how many of its clients passed", async () => {
    const { code, text } = await run("--fault", "409", "--fault", "paging");
    expect(code).toBe(0);
    expect(text).toMatch(/^ +cultureamp {2}medallia-mec {2}mxo {2}crowdicity {2}8x8 +what the client must show$/m);
    expect(text).toMatch(/^ {2}409 +✓ +3\/3 +✓ +✓ +20\/20 +ConflictError, one attempt$/m);
    expect(text).toMatch(/^ {2}cursor-repeats +✓ +1\/1 +– +– +12\/12 /m);
    expect(text).toContain("5 faults × 26 clients: 78 passed, 52 not applicable");
  });

  test("a column for each client, where they fit", async () => {
    const { text } = await run("--vendor", "medallia-mec", "--fault", "404-html");
    expect(text).toMatch(/^ +medallia-mec {2}medallia-mec\/conversations {2}medallia-mec\/vcloud {2}what /m);
    expect(text).toMatch(/^ {2}404-html +✓ +✓ +✓ +NotFoundError, one attempt$/m);
  });

  test.each([80, 120, 200])("on a screen of %i columns no line is wider than it", async (columns) => {
    const { text } = await run.at(columns)(
      "--fault",
      "429-seconds",
      "--fault",
      "paging",
      "--fault",
      "partial-error-200",
    );
    for (const line of text.split("\n")) expect(line.length).toBeLessThanOrEqual(columns);
  });

  test("--json is one document", async () => {
    const { code, text } = await run("--vendor", "medallia-mec", "--fault", "404-html", "--json");
    const { exitCode, summary, results } = JSON.parse(text);
    expect([code, exitCode]).toEqual([0, 0]);
    expect(summary).toMatchObject({ faults: 1, clients: 3, passed: 3, failed: 0, notApplicable: 0 });
    expect(results.map(({ subject }: FaultResult) => subject)).toEqual([
      "medallia-mec",
      "medallia-mec/conversations",
      "medallia-mec/vcloud",
    ]);
  });

  test("--help names every fault, with examples", async () => {
    const { code, text } = await run("--help");
    expect(code).toBe(0);
    for (const name of NAMES) expect(text).toContain(name);
    expect(text).toContain("\nexamples\n");
  });

  test.each([
    [["--fault", "banana"], 'there is no fault "banana" (conformance faults --help lists them)'],
    [["--fault", "slow-heders"], 'there is no fault "slow-heders"; did you mean slow-headers? (conformance'],
    [["--fault", "429"], "did you mean 429-seconds, 429-date, 429-no-header, 409? (conformance"],
    [["--vendor", "nobody"], 'there is no client of "nobody"; there is: cultureamp, '],
    [["--vendor", "8x8/storag"], 'there is no client of "8x8/storag"; did you mean '],
    [["--fault", ""], 'there is no fault "" (conformance faults --help lists them)'],
    [["--colour"], "Unknown option '--colour'"],
  ])("%j is refused", async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
  });

  test.each([1, 3, 64])(
    "as a library: %i at once, results come in the order of the faults",
    async (concurrency) => {
      const names = ["huge-10mb", "slow-headers", "409"];
      const told: string[] = [];
      const onResult = ({ fault }: FaultResult) => void told.push(fault);
      const results = await runFaults({ subjects: [cultureampSubject], faults: names, concurrency, onResult });
      expect(results.map(({ fault, verdict }) => [fault, verdict])).toEqual(names.map((name) => [name, "passed"]));
      expect(told).toEqual(names);
    },
    30_000,
  );

  test("as a library: a fault that does not exist is refused", async () => {
    await expect(runFaults({ subjects: [cultureampSubject], faults: ["banana"] })).rejects.toThrow(
      'there is no fault "banana"; there is: 429-seconds, ',
    );
  });
});
