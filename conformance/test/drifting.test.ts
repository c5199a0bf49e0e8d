import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { run } from "../src/cli/run.js";
import { driftDocs } from "../src/drift/docs.js";
import { drift } from "../src/drift/drift.js";
import { type DriftLiveOptions, driftLive } from "../src/drift/live.js";
import { observationOf } from "../src/drift/read-saved.js";
import type { DriftReport, Observation } from "../src/drift/types.js";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import { toHar } from "../src/har/to-har.js";
import { startSandbox } from "../src/sandbox/start-sandbox.js";
import type { Sandbox } from "../src/sandbox/types.js";
import { acme } from "./support/acme.js";
import { changingVendor, type SeededChange, seeded } from "./support/changing-vendor.js";
import { exchange } from "./support/exchange.js";

// A busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "drift-"));
  return () => rmSync(folder, { recursive: true, force: true });
});

async function cli(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const [out, err]: [string[], string[]] = [[], []];
  const terminal = {
    out: (text: string) => void out.push(text),
    err: (text: string) => void err.push(text),
    colour: false,
    columns: 100,
  };
  return { code: await run(args, terminal), out: out.join("\n"), err: err.join("\n") };
}

function found({ findings }: DriftReport): string[] {
  return findings
    .map(({ severity, kind, operation, pointer }) => `${severity} ${kind} ${operation} ${pointer}`.trim())
    .sort();
}

const EMPLOYEES = "https://api.cultureamp.com/v1/employees";
const documented = packagedExchanges().find(({ id }) => id === "cultureamp/employees-list-last-page")?.response?.body;

function employees(change: (employee: Record<string, unknown>) => void, more: Partial<Observation> = {}): Observation {
  const body = structuredClone(documented) as unknown as { data: Record<string, unknown>[] };
  for (const employee of body.data) change(employee);
  return { method: "GET", url: EMPLOYEES, status: 200, contentType: "application/json", body, ...more };
}

describe("saved answers", () => {
  test("what is documented is no drift, of any vendor, as exchanges and as HAR", async () => {
    const all = packagedExchanges().flatMap((exchange) => observationOf(exchange) ?? []);
    expect(drift(all).findings.filter(({ severity }) => severity !== "info")).toEqual([]);
    const file = join(folder, "all.har");
    writeFileSync(file, JSON.stringify(toHar(packagedExchanges().filter(({ id }) => id.startsWith("cultureamp/")))));
    expect(await cli("drift", file)).toMatchObject({
      code: 0,
      out: expect.stringContaining("0 error, 0 warning, 0 info"),
    });
  });

  test.each<[string, Observation, string[]]>([
    [
      "a new field",
      employees((one) => Object.assign(one, { nickname: "x" })),
      ["info new-field GET /v1/employees /data/#/nickname"],
    ],
    [
      "a required field that is missing",
      employees((one) => void delete one.id),
      ["warning missing-field GET /v1/employees /data/#/id"],
    ],
    [
      "a field that is null",
      employees((one) => Object.assign(one, { id: null })),
      ["warning new-null GET /v1/employees /data/#/id"],
    ],
    ["another type", employees((one) => Object.assign(one, { id: 7 })), ["error type GET /v1/employees /data/#/id"]],
    [
      "an object in place of a list",
      employees(() => {}, { body: { data: {} } }),
      ["error type GET /v1/employees /data"],
    ],
    ["another status", employees(() => {}, { status: 202 }), ["error status GET /v1/employees"]],
    [
      "another content type",
      employees(() => {}, { contentType: "text/html", body: "<p>" }),
      ["error content-type GET /v1/employees"],
    ],
    [
      "a path that is not described",
      employees(() => {}, { url: `${EMPLOYEES}/a/b/c/d` }),
      ["info new-operation GET (a path that is not described)"],
    ],
    ["a 503", employees(() => {}, { status: 503, contentType: "text/html", body: "" }), []],
    ["redacted values", employees((one) => Object.assign(one, { id: "<secret>" })), []],
  ])("%s", (_what, observation, expected) => {
    expect(found(drift([observation]))).toEqual(expected);
  });

  test("5,000 exchanges of a HAR in at most a second", () => {
    const exchanges = packagedExchanges().filter(({ id, response }) => id.startsWith("cultureamp/") && response);
    const { log } = toHar(exchanges);
    const entries = Array.from({ length: 5000 }, (_, index) => log.entries[index % log.entries.length]);
    const file = join(folder, "many.har");
    writeFileSync(file, JSON.stringify({ log: { ...log, entries } }));
    const started = performance.now();
    expect(drift(file)).toMatchObject({ compared: 5000, findings: [] });
    // The figure is 1000; a shared machine gets room.
    expect(performance.now() - started).toBeLessThan(3000);
  });

  test("the exit code says drift, from the level that is asked for", async () => {
    const file = join(folder, "one.har");
    const [one] = packagedExchanges().filter(({ id }) => id === "cultureamp/employees-get");
    const har = JSON.stringify(toHar(one ? [one] : []));
    writeFileSync(file, har.replace("Bertram Gilfoyle", '\\",\\"nickname\\":\\"canary'));
    expect(await cli("drift", file)).toMatchObject({ code: 0, out: expect.stringContaining("new-field") });
    const { code, out } = await cli("drift", file, "--fail-on", "info", "--json");
    expect([code, JSON.parse(out)]).toMatchObject([
      1,
      { exitCode: 1, compared: 1, findings: [{ severity: "info", pointer: "/data/nickname" }] },
    ]);
    expect(out).not.toContain("canary");
  });
});

describe("live, with a sandbox in the vendor's place", () => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: ["cultureamp"] });
  });
  afterAll(() => sandbox.close());

  const OPERATIONS = [
    "GET /v1/employees",
    "GET /v1/employees/{id}",
    "GET /v1/employees/{id}/demographics",
    "GET /v1/manager-reviews/{id}",
    "GET /v1/surveys/{id}/responses",
  ];

  function live(
    changes: readonly SeededChange[] = [],
    more: Partial<DriftLiveOptions> = {},
    seed = 1,
  ): Promise<DriftReport> {
    return driftLive({
      vendor: "cultureamp",
      credentials: sandbox.credentials,
      origin: sandbox.origin("cultureamp"),
      operations: OPERATIONS,
      parameters: {
        "/v1/manager-reviews/{id}": "b6505a73-d45f-4091-b3fb-74997de4cd02",
        "/v1/surveys/{id}": "00000000-0000-4000-8000-000000000001",
      },
      pauseMs: 0,
      fetch: changingVendor(seeded(seed), changes),
      ...more,
    });
  }

  test("no false alarm in 20 repeats with another order, new ids, later times and 5 % of 503", async () => {
    for (let seed = 1; seed <= 20; seed += 1) {
      const report = await live([], {}, seed);
      expect([seed, report.findings, report.skipped, report.compared]).toEqual([seed, [], [], 5]);
    }
  });

  const html = (text: string): Response => new Response(text, { headers: { "content-type": "text/html" } });
  const CHANGES: readonly [expected: string, change: SeededChange][] = [
    [
      "info new-field GET /v1/employees /data/#/pronouns",
      { path: /employees$/, body: (body) => Object.assign(body.data[0], { pronouns: "x" }) },
    ],
    [
      "warning missing-field GET /v1/employees /data/#/processedAt",
      { path: /employees$/, body: (body) => void delete body.data[0].processedAt },
    ],
    [
      "warning new-null GET /v1/employees/{id} /data/name",
      { path: /employees\/[^/]+$/, body: (body) => Object.assign(body.data, { name: null }) },
    ],
    [
      "warning new-enum-value GET /v1/manager-reviews/{id} /data/status",
      { path: /manager-reviews/, body: (body) => Object.assign(body.data, { status: "archived" }) },
    ],
    [
      "error type GET /v1/employees/{id}/demographics /data/#/value",
      { path: /demographics$/, body: (body) => Object.assign(body.data[0], { value: 7 }) },
    ],
    [
      "error type GET /v1/employees /data",
      { path: /employees$/, body: (body) => Object.assign(body, { data: { first: body.data[0] } }) },
    ],
    [
      "error status GET /v1/employees/{id}",
      { path: /employees\/[^/]+$/, response: (text, init) => new Response(text, { ...init, status: 206 }) },
    ],
    ["error status GET /v1/employees", { path: /employees$/, response: () => new Response("{}", { status: 404 }) }],
    ["error content-type GET /v1/surveys/{id}/responses", { path: /responses$/, response: html }],
  ];
  test.each(CHANGES)("finds the change in each of 3 runs: %s", async (expected, change) => {
    for (const seed of [1, 2, 3]) {
      const report = await live(
        [change],
        {
          parameters: {
            id: "96b1cff7-3099-44a9-bd28-0292be8aff7f",
            "/v1/manager-reviews/{id}": "b6505a73-d45f-4091-b3fb-74997de4cd02",
            "/v1/surveys/{id}": "00000000-0000-4000-8000-000000000001",
          },
        },
        seed,
      );
      expect(found(report)).toEqual([expected]);
      for (const { severity, confirmed } of report.findings)
        expect(confirmed).toBe(severity === "error" ? true : undefined);
    }
  });

  test("an error that does not show again is no drift", async () => {
    let count = 0;
    const once: SeededChange = {
      path: /demographics$/,
      body(body) {
        count += 1;
        if (count === 1) body.data[0].value = 7;
      },
    };
    const report = await live([once]);
    expect(report.findings).toEqual([]);
    expect(report.skipped).toMatchObject([{ reason: "type at /data/#/value did not show again" }]);
  });

  test("sends reads only, no more than the budget, and waits as long as it is told", async () => {
    const methods: string[] = [];
    let waits = 0;
    const inner = changingVendor(seeded(1), [], 0);
    const started = performance.now();
    const report = await live([], {
      budget: 4,
      fetch: async (url, init) => {
        methods.push(`${init?.method ?? "GET"} ${new URL(url).pathname}`);
        if (methods.length === 2) {
          waits += 1;
          return new Response("{}", { status: 429, headers: { "retry-after": "1" } });
        }
        return inner(url, init);
      },
    });
    expect([waits, methods.length, report.requests]).toEqual([1, 4, 4]);
    expect(performance.now() - started).toBeGreaterThan(990);
    expect(methods.filter((method) => !method.startsWith("GET "))).toEqual(["POST /v1/oauth2/token"]);
    expect(report.skipped.map(({ reason }) => reason)).toContain("the budget of requests is used up");
    await expect(live([], { operations: ["POST /v1/employees"] })).rejects.toThrow(
      'there is no operation "POST /v1/employees"',
    );
    await expect(live([], { origin: "http://api.example.com" })).rejects.toThrow("over https only");
  });

  test("a write goes out only when it is allowed by its name, with the body of its exchange", async () => {
    const sent: string[] = [];
    const fetch: DriftLiveOptions["fetch"] = async (url, init) => {
      const { pathname } = new URL(url);
      if (pathname === "/oauth/token") return Response.json({ access_token: "t", expires_in: 60 });
      sent.push(`${init?.method} ${pathname} ${init?.body ?? ""}`.trim());
      return Response.json(init?.method === "POST" ? { id: "7" } : [], { status: init?.method === "POST" ? 201 : 200 });
    };
    const own: DriftLiveOptions = {
      vendor: "acme",
      vendors: [acme()],
      exchanges: [
        exchange({ method: "POST", url: "https://eu.acme.test/v1/things", body: { id: "7" } }, { status: 201 }),
      ],
      credentials: { clientId: "an id", clientSecret: "a secret" },
      origin: "https://eu.acme.test",
      operations: ["GET /v1/things"],
      fetch,
    };
    await expect(driftLive({ ...own, operations: ["POST /v1/things"] })).rejects.toThrow(
      '"POST /v1/things" is not read-only',
    );
    await driftLive(own);
    expect(sent).toEqual(["GET /v1/things"]);
    const { findings } = await driftLive({ ...own, allow: ["POST /v1/things"] });
    expect([sent.slice(1), findings]).toEqual([["GET /v1/things", 'POST /v1/things {"id":"7"}'], []]);
  });

  test("refused credentials and an unreachable vendor are no drift: exit 3", async () => {
    const args = ["drift", "--live", "--vendor", "cultureamp", "--operation", "GET /v1/employees", "--pause", "0"];
    const names = ["--client-id-env", "DRIFT_TEST_ID", "--client-secret-env", "DRIFT_TEST_SECRET"];
    expect(await cli(...args, ...names)).toMatchObject({
      code: 3,
      err: expect.stringContaining("DRIFT_TEST_ID is not set"),
    });
    process.env.DRIFT_TEST_ID = sandbox.credentials.clientId;
    process.env.DRIFT_TEST_SECRET = "another-secret-value";
    const origin = sandbox.origin("cultureamp");
    const refused = await cli(...args, ...names, "--origin", origin);
    expect(refused).toMatchObject({ code: 3, out: "", err: expect.stringContaining("the credentials are refused") });
    expect(refused.err).not.toContain("another-secret-value");
    expect(await cli(...args, ...names, "--origin", "http://127.0.0.1:9")).toMatchObject({
      code: 3,
      err: expect.stringContaining("nothing could be compared"),
    });
    process.env.DRIFT_TEST_SECRET = sandbox.credentials.clientSecret;
    expect(await cli(...args, ...names, "--origin", origin)).toMatchObject({
      code: 0,
      out: expect.stringContaining("1 compared in 2 requests: 0 error"),
    });
  });
});

describe("saved pages", () => {
  const page = (text: string): string =>
    `<html><head><link rel="canonical" href="https://api.cultureamp.com/spec"><script>${Math.random()}</script></head><p>${text}</p></html>`;

  test("a page counts as changed when a reader sees something else", async () => {
    writeFileSync(join(folder, "a.html"), page("one"));
    writeFileSync(join(folder, "b.md"), "two");
    expect(await cli("drift", "--docs", folder)).toMatchObject({
      code: 2,
      err: expect.stringContaining("pages.json: is not there; --update writes it"),
    });
    expect((await cli("drift", "--docs", folder, "--update")).code).toBe(0);
    writeFileSync(join(folder, "a.html"), page("one"));
    expect(driftDocs(folder).findings).toEqual([]);
    writeFileSync(join(folder, "a.html"), page("three"));
    rmSync(join(folder, "b.md"));
    writeFileSync(join(folder, "c.md"), "new");
    expect(found(driftDocs(folder))).toEqual([
      "info new-page c.md c.md",
      "warning page-changed https://api.cultureamp.com/spec a.html",
      "warning page-missing b.md b.md",
    ]);
    const { code, out } = await cli("drift", "--docs", folder);
    expect([code, out]).toEqual([1, expect.stringContaining("cultureamp/employees-get")]);
    expect(JSON.parse(readFileSync(join(folder, "pages.json"), "utf8")).pages).toHaveLength(2);
    expect((await cli("drift", "--docs", folder, "--update")).code).toBe(0);
    expect(await cli("drift", "--docs", folder)).toMatchObject({
      code: 0,
      out: "2 compared: 0 error, 0 warning, 0 info",
    });
  });

  test("what moves from visit to visit does not count: nonces, tokens in forms, comments, the layout of JSON", () => {
    const visit = (nonce: string): string =>
      `<!DOCTYPE html><!-- built ${nonce} --><html><head><link href='https://api.cultureamp.com/spec' rel=canonical>` +
      `<style nonce="${nonce}">a{}</style></head><body data-id="${nonce}"><input type="hidden" name="csrf" value="${nonce}">` +
      `<script nonce="${nonce}">x("${nonce}")</script><p>GET /v1/employees</p></body></html>`;
    writeFileSync(join(folder, "spec.html"), visit("one"));
    writeFileSync(join(folder, "openapi.json"), '{"openapi":"3.1.0","paths":{}}');
    mkdirSync(join(folder, "spec_files"));
    writeFileSync(join(folder, "spec_files", "app.js"), "one");
    writeFileSync(join(folder, "logo.png"), "one");
    driftDocs(folder, { update: true });
    writeFileSync(join(folder, "spec.html"), visit("two"));
    writeFileSync(join(folder, "openapi.json"), '{\n  "openapi": "3.1.0",\n  "paths": {}\n}\n');
    writeFileSync(join(folder, "spec_files", "app.js"), "two");
    writeFileSync(join(folder, "logo.png"), "two");
    expect(driftDocs(folder)).toMatchObject({
      findings: [],
      compared: 2,
      skipped: [{ operation: "logo.png", reason: "is no page of documentation by its name" }],
    });
    writeFileSync(join(folder, "openapi.json"), '{"openapi":"3.1.0","paths":{"/v2":{}}}');
    expect(found(driftDocs(folder))).toEqual(["warning page-changed openapi.json openapi.json"]);
  });
});

describe("exit 2, one clear line", () => {
  test.each<[string, () => string[], string]>([
    ["nothing to compare", () => ["drift"], "give one of a file or folder, --live and --docs DIR"],
    ["two at once", () => ["drift", "x", "--live"], "give one of"],
    ["no such file", () => ["drift", join(folder, "none.har")], "there is no such file or folder"],
    ["an empty folder", () => ["drift", folder], "holds no exchange"],
    ["an unknown level", () => ["drift", folder, "--fail-on", "x"], '--fail-on "x" is not one of'],
    ["no vendor", () => ["drift", "--live"], "--vendor is missing"],
    ["an empty folder of pages", () => ["drift", "--docs", folder], "holds no page"],
  ])("%s", async (_what, args, expected) => {
    const { code, out, err } = await cli(...args());
    expect([code, out, err.split("\n").length]).toEqual([2, "", 1]);
    expect(err).toContain(expected);
  });

  test.each<[string, string, string]>([
    ["no JSON", "{", "bad.har: is not JSON"],
    ["no HAR", "{}", "bad.har: /log/entries: is missing"],
    [
      "an entry without a status",
      '{"log":{"entries":[{"request":{"method":"GET","url":"https://a.test"}}]}}',
      "/log/entries/0/response/status: is missing",
    ],
  ])("a file that is %s", async (_what, text, expected) => {
    writeFileSync(join(folder, "bad.har"), text);
    expect(await cli("drift", join(folder, "bad.har"))).toMatchObject({
      code: 2,
      err: expect.stringContaining(expected),
    });
  });
});
