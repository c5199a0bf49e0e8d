import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { createCultureAmpClient } from "@x/cultureamp";
import { beforeAll, describe, expect, test, vi } from "vitest";
import { drift } from "../src/drift/drift.js";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Exchange } from "../src/exchange/types.js";
import { toOpenApiExamples } from "../src/export/to-openapi-examples.js";
import { toHar } from "../src/har/to-har.js";
import { startSandbox } from "../src/sandbox/start-sandbox.js";
import { cultureamp } from "../src/vendors/cultureamp.js";
import { vendorIdOf, vendors } from "../src/vendors/registry.js";
import { temporaryFolder } from "./support/run-cli.js";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

const redocly = fileURLToPath(new URL("../node_modules/@redocly/cli/bin/cli.js", import.meta.url));

interface Problem {
  readonly occurrences: number;
  readonly ruleId: string;
  readonly severity: string;
  readonly message: string;
  readonly path: string;
  readonly status: number;
}

/** What `redocly drift` says of traffic; it ends with 1 when it finds an error. */
async function redoclyDrift(har: object, description: object, ...more: string[]) {
  using folder = temporaryFolder({ "traffic.har": har, "openapi.json": description });
  const args = [redocly, "drift", "traffic.har", "--api", "openapi.json", "--format", "json", "--output", "drift.json"];
  const env = { ...process.env, REDOCLY_TELEMETRY: "off", REDOCLY_SUPPRESS_UPDATE_NOTICE: "true" };
  const ran = promisify(execFile)(process.execPath, [...args, ...more], { cwd: folder.path, env });
  const exitCode = await ran.then(
    () => 0,
    ({ code }: { code: number }) => code,
  );
  const report = JSON.parse(readFileSync(join(folder.path, "drift.json"), "utf8")) as {
    readonly run: { readonly totalExchanges: number; readonly documentedExchanges: number };
    readonly problems: readonly Problem[];
  };
  return { exitCode, ...report };
}

const own = packagedExchanges().filter(({ id }) => vendorIdOf(id) === "cultureamp");
/** The calls that the description has; a token request stands in its security scheme, and one without credentials drifts by design. */
const calls = own.filter(({ request, response }) => !request.url?.includes("/oauth2/") && response?.status !== 401);
let description: object;
beforeAll(() => {
  description = toOpenApiExamples(own, cultureamp).document;
});

describe("an exported HAR in Redocly's drift", () => {
  test.each(vendors.map((vendor) => [vendor.id, vendor] as const))("is read whole: %s", async (id, vendor) => {
    const exchanges = packagedExchanges().filter((exchange) => vendorIdOf(exchange.id) === id);
    const har = toHar(exchanges);
    const { run } = await redoclyDrift(har, toOpenApiExamples(exchanges, vendor).document);
    expect(run.totalExchanges).toBe(har.log.entries.length);
  });

  test("of conforming exchanges it finds no drift", async () => {
    const { exitCode, run, problems } = await redoclyDrift(toHar(calls), description);
    expect([exitCode, run.documentedExchanges, problems]).toEqual([0, calls.length, []]);
    expect(calls.length).toBeGreaterThan(10);
  });

  test("of the others it finds what they are", async () => {
    const { problems } = await redoclyDrift(toHar(own), description);
    expect(problems.map(({ occurrences, ruleId, path, status }) => [occurrences, ruleId, path, status])).toEqual([
      [3, "undocumented-endpoint", "/v1/oauth2/token", 200],
      [1, "security-baseline", "/v1/employees", 401],
    ]);
  });

  const seeded = (id: string, body: Record<string, unknown>): Exchange[] =>
    calls.map((exchange) =>
      exchange.id === id ? ({ ...exchange, response: { status: 200, body } } as unknown as Exchange) : exchange,
    );

  test.each([
    ["a changed type", { data: { id: 7, name: "Ada", processedAt: "2019-08-01T12:00:00Z" } }, "id"],
    ["a required member that is gone", { data: { name: "Ada", processedAt: "2019-08-01T12:00:00Z" } }, "id"],
  ])("it finds %s that was seeded, as the drift of this package does", async (_what, body, member) => {
    const har = toHar(seeded("cultureamp/employees-get", body));
    const { exitCode, problems } = await redoclyDrift(har, description);
    expect(exitCode).toBe(1);
    expect(problems.map(({ ruleId, severity, status }) => [ruleId, severity, status])).toEqual([
      ["schema-consistency", "error", 200],
    ]);
    expect(problems[0]?.message).toContain(member);

    using folder = temporaryFolder({ "traffic.har": har });
    const { findings } = drift(join(folder.path, "traffic.har"));
    expect(findings.filter(({ severity }) => severity !== "info").map(({ pointer }) => pointer)).toEqual([
      `/data/${member}`,
    ]);
  });

  test("what a sandbox was asked and answered is traffic for both, and no schema drifts", async () => {
    const sandbox = await startSandbox({ vendors: ["cultureamp"] });
    try {
      const origin = sandbox.origin("cultureamp");
      const permissions = ["employees-read", "employee-demographics-read"] as const;
      const client = createCultureAmpClient({ ...sandbox.credentials, origin, permissions });
      for await (const _ of client.paginate("/v1/employees")) {
        // Every page is asked for.
      }
      const har = sandbox.toHar();
      expect(har.log.entries.length).toBeGreaterThan(1);
      const { run, problems } = await redoclyDrift(har, description, "--server", origin);
      expect(run.totalExchanges).toBe(har.log.entries.length);
      // The token endpoint stands in the security scheme; and a journal withholds credentials, which looks as if there were none.
      expect(problems.map(({ ruleId, path }) => [ruleId, path])).toEqual([
        ["undocumented-endpoint", "/v1/oauth2/token"],
        ["security-baseline", "/v1/employees"],
      ]);
      using folder = temporaryFolder({ "traffic.har": har });
      expect(drift(join(folder.path, "traffic.har")).findings.filter(({ severity }) => severity === "error")).toEqual(
        [],
      );
    } finally {
      await sandbox.close();
    }
  });
});
