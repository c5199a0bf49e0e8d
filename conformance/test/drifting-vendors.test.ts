import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type DriftLiveOptions, driftLive } from "../src/drift/live.js";
import type { DriftReport } from "../src/drift/types.js";
import { Wire } from "../src/drift/wire.js";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import { startSandbox } from "../src/sandbox/start-sandbox.js";
import type { Sandbox } from "../src/sandbox/types.js";
import { vendors } from "../src/vendors/registry.js";
import { changingVendor, type SeededChange, seeded } from "./support/changing-vendor.js";
import { accountOf, type DocumentedRead, documentedReads } from "./support/live-account.js";

// A busy machine may take its time.
vi.setConfig({ testTimeout: 120_000 });

/** Another one each time; a failure names it, and DRIFT_SEED repeats it. */
const SEED = Number(process.env.DRIFT_SEED ?? Date.now() % 1_000_000);
const exchanges = packagedExchanges();

describe.each(vendors.map((vendor) => [vendor.id, vendor] as const))("%s, live", (id, vendor) => {
  let sandbox: Sandbox;
  beforeAll(async () => {
    sandbox = await startSandbox({ vendors: [id] });
  });
  afterAll(() => sandbox.close());

  const reads = documentedReads(vendor, exchanges);

  function live(read: DocumentedRead | undefined, more: Partial<DriftLiveOptions> = {}): Promise<DriftReport> {
    return driftLive({
      vendor: id,
      vendors: [vendor],
      exchanges,
      credentials: { ...accountOf(vendor, sandbox.credentials), analyticsRegion: read?.analyticsRegion },
      origin: sandbox.origin(id),
      ...(read === undefined ? {} : { operations: [read.operation], parameters: read.parameters }),
      pauseMs: 0,
      ...more,
    });
  }

  test("every documented read is answered and is no drift, and neither is the token", async () => {
    const answers = reads.length > 0 ? reads : [undefined];
    for (const read of answers) {
      const { findings, skipped, compared } = await live(read);
      expect([read?.id, findings, skipped]).toEqual([read?.id, [], []]);
      expect(compared).toBeGreaterThan(0);
    }
    if (reads.length > 0)
      expect(sandbox.journal.filter(({ status }) => status === 200).length).toBeGreaterThan(reads.length - 1);
  });

  test("all of it, no operation named: no drift, and what is not documented is left out", async () => {
    const { findings, skipped } = await driftLive({
      vendor: id,
      credentials: accountOf(vendor, sandbox.credentials),
      origin: sandbox.origin(id),
      // Of one vendor, nothing can be asked for without the user's own ids.
      parameters: id === "mxo" ? (reads[0]?.parameters ?? {}) : {},
      pauseMs: 0,
      budget: 500,
    });
    expect(findings).toEqual([]);
    expect(skipped.filter(({ reason }) => /attempts|does not send/.test(reason))).toEqual([]);
  });

  test(`20 repeats with another order, later times and 5 % of 503 are no drift (seed ${SEED})`, async () => {
    const random = seeded(SEED);
    for (let repeat = 0; repeat < 20; repeat += 1) {
      const read = reads[Math.floor(random() * reads.length)];
      const { findings } = await live(read, { fetch: changingVendor(random, []) });
      expect([repeat, read?.id, findings]).toEqual([repeat, read?.id, []]);
    }
  });

  const CHANGES: readonly [what: string, found: RegExp, change: Omit<SeededChange, "path">][] = [
    ["an answer that is HTML", /^error content-type /, { response: () => html() }],
    ["another status", /^error status /, { response: (text, init) => new Response(text, { ...init, status: 226 }) }],
    ["a path that is gone", /^error (status|content-type|type) /, { response: () => html(410) }],
    ["text in place of JSON", /^error (type|content-type) /, { response: (_, init) => new Response('"a text"', init) }],
  ];
  // Of one vendor only the answers about tokens are documented.
  test.each(reads.length > 0 ? CHANGES : [])("finds %s, and confirms it", async (_what, found, change) => {
    const some = reads.filter(({ isJson }, index) => isJson && index % Math.ceil(reads.length / 12) === 0);
    for (const read of some) {
      const fetch = changingVendor(seeded(SEED), [{ path: /./, ...change }]);
      const { findings } = await live(read, { fetch });
      const errors = findings.filter(({ severity }) => severity === "error");
      expect([read.id, errors.map(({ severity, kind, operation }) => `${severity} ${kind} ${operation}`)]).toEqual([
        read.id,
        [expect.stringMatching(found)],
      ]);
      expect(errors.every(({ confirmed }) => confirmed === true)).toBe(true);
    }
  });

  test("finds what changes in the answer about a token, and confirms it with another one", async () => {
    const fetch: DriftLiveOptions["fetch"] = async (url, init) => {
      const response = await globalThis.fetch(url, init);
      if (!/token$|\/v2\/auth$/.test(new URL(url).pathname) || init?.method !== "POST") return response;
      const changed = id === "crowdicity" ? "refresh_token" : "token_type";
      return Response.json({ ...((await response.json()) as object), [changed]: 7 });
    };
    const read = reads.find(({ operation }) => id !== "8x8" || operation.includes("/qm/"));
    const { findings } = await live(read, { fetch });
    expect(findings.map(({ kind, confirmed }) => [kind, confirmed])).toEqual([["type", true]]);
  });

  test("what needs a credential that is not there is left out, and says which variable", async () => {
    const credentials = { clientId: sandbox.credentials.clientId };
    const outcome = await live(reads[0], { credentials }).catch((error: unknown) => error);
    expect(String(outcome instanceof Error ? outcome.message : JSON.stringify(outcome))).toMatch(
      new RegExp(`CONFORMANCE_${id.replace("-", "_").toUpperCase()}_[A-Z_]+ is not set`),
    );
  });
});

describe("what is no read", () => {
  test("a GET that records an interaction is sent only when it is allowed by its name", async () => {
    await using sandbox = await startSandbox({ vendors: ["mxo"] });
    const vendor = vendors.find(({ id }) => id === "mxo") as (typeof vendors)[number];
    const pixel = "GET /one/rt/track/1px.gif";
    const ask = (more: Partial<DriftLiveOptions>): Promise<unknown> =>
      driftLive({
        vendor: "mxo",
        credentials: accountOf(vendor, sandbox.credentials),
        origin: sandbox.origin("mxo"),
        parameters: { rid: "1" },
        pauseMs: 0,
        ...more,
      }).catch((error: unknown) => error);
    const paths = (): string[] => sandbox.journal.map(({ path }) => path);
    await ask({});
    expect(paths()).not.toContain("/one/rt/track/1px.gif");
    expect(String(await ask({ operations: [pixel] }))).toContain(`"${pixel}" is not read-only; allow it by its name`);
    expect(paths()).not.toContain("/one/rt/track/1px.gif");
    await ask({ allow: [pixel] });
    expect(paths()).toContain("/one/rt/track/1px.gif");
  });

  test("whatever a client sends by itself, the last gate lets reads of the vendor through, within the budget", async () => {
    const sent: string[] = [];
    const { describe: described, live } = vendors.find(({ id }) => id === "mxo") as (typeof vendors)[number];
    const wire = new Wire({
      description: described(),
      fetch: async (url) => {
        sent.push(url);
        return new Response(null, { status: 204 });
      },
      origin: undefined,
      allow: new Set(),
      writes: new Set(live?.writes),
      signIn: new Set(),
      budget: 1,
      timeoutMs: 1000,
    });
    const host = "https://eu2.thunderhead.com";
    await expect(wire.fetch(`${host}/one/rt/track/1px.gif?rid=1`)).rejects.toThrow("GET is not read-only");
    await expect(wire.fetch(`${host}/no/such/path`)).rejects.toThrow("GET is not read-only");
    const table = "/datastores/1.0.0/w/d/live/reference";
    await expect(wire.fetch(host + table, { method: "POST" })).rejects.toThrow("POST is not read-only");
    await expect(wire.fetch(`https://thunderhead.example.com${table}`)).rejects.toThrow("is no host of the vendor");
    expect(sent).toEqual([]);
    await wire.fetch(host + table);
    await expect(wire.fetch(host + table)).rejects.toThrow("the budget is used up");
    expect(sent).toEqual([host + table]);
  });

  test("a write that is allowed goes out with the body of its exchange, and no other one does", async () => {
    await using sandbox = await startSandbox({ vendors: ["8x8"] });
    const { findings, compared } = await driftLive({
      vendor: "8x8",
      // One key, one product.
      credentials: { administrationApiKey: sandbox.credentials.clientSecret },
      origin: sandbox.origin("8x8"),
      operations: ["GET /admin-provisioning/sites"],
      allow: ["POST /admin-provisioning/sites"],
      pauseMs: 0,
    });
    expect([findings, compared]).toEqual([[], 2]);
    expect(sandbox.journal.map(({ method, path, status }) => `${method} ${path} ${status}`)).toEqual([
      "GET /admin-provisioning/sites 200",
      "POST /admin-provisioning/sites 202",
    ]);
  });
});

function html(status = 200): Response {
  return new Response("<p>moved</p>", { status, headers: { "content-type": "text/html" } });
}
