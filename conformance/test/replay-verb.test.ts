import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, describe, expect, test, vi } from "vitest";
import { packagedExchanges, packagedFolder } from "../src/exchange/packaged-exchanges.js";
import type { Exchange } from "../src/exchange/types.js";
import { closedPort } from "./support/closed-port.js";
import { exchange } from "./support/exchange.js";
import { temporaryFolder } from "./support/run-cli.js";

// Each test starts processes, which a busy machine may take its time over.
vi.setConfig({ testTimeout: 60_000 });

const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
const PLAIN = fileURLToPath(new URL("support/plain-client.ts", import.meta.url));
const CULTUREAMP = join(packagedFolder, "cultureamp");
const employees = packagedExchanges().find(({ id }) => id === "cultureamp/employees-get") as Exchange;
const { INIT_CWD: _npm, ...env } = process.env;

function run(...args: string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [MAIN, ...args], { encoding: "utf8", env });
  return { status, stdout, stderr };
}

/** The ids of a run's results, from `--json`. */
function idsOf(...args: string[]): string[] {
  const { results } = JSON.parse(run("replay", "--transport", "inject", "--json", ...args).stdout);
  return (results as { id: string }[]).map(({ id }) => id);
}

/** An exchange that fails: its query is not described. */
function odd(id: string): Exchange {
  return { ...employees, id, request: { ...employees.request, url: `${employees.request.url}?odd=1` } };
}

/** One line on the error stream, nothing else, exit 2. */
function refusal(...args: string[]): string {
  const { status, stdout, stderr } = run(...args);
  expect([status, stdout]).toEqual([2, ""]);
  expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  return stderr;
}

describe("--operation", () => {
  test("chooses as list does, in any case", () => {
    const { exchanges } = JSON.parse(run("list", "--operation", "get /V1/EMPLOYEES/", "--json").stdout);
    const ids = (exchanges as { id: string }[]).map(({ id }) => id);
    expect(ids).toContain("cultureamp/employees-get");
    expect(ids).not.toContain("cultureamp/employees-list-with-cursor");
    expect(idsOf("--operation", "get /V1/EMPLOYEES/")).toEqual(ids);
  });

  test("is taken by coverage and report too", () => {
    const { vendors } = JSON.parse(run("coverage", "--operation", "/v1/employees/{id}", "--json").stdout);
    const listed = JSON.parse(run("list", "--operation", "/v1/employees/{id}", "--json").stdout).exchanges;
    const documented = (listed as Exchange[]).filter(({ fidelity }) => fidelity !== "schema-derived").length;
    expect(vendors).toMatchObject([{ vendor: "cultureamp", documented }]);
    const { report } = JSON.parse(run("report", "--operation", "/v1/employees/{id}", "--json").stdout);
    expect(JSON.stringify(report)).toContain("cultureamp/employees-get");
    expect(JSON.stringify(report)).not.toContain("cultureamp/employees-list-with-cursor");
  });

  test("that fits nothing is unusable", () => {
    for (const verb of ["list", "replay", "coverage"])
      expect(refusal(verb, "--operation", "/nowhere")).toContain('no exchange of an operation with "/nowhere" in it');
    expect(refusal("replay", "--operation", "")).toContain("--operation is empty");
  });
});

describe("--shard", () => {
  test("puts every exchange in exactly one part, and the parts are of one size", () => {
    const parts = [1, 2, 3].map((index) => idsOf("--shard", `${index}/3`));
    const all = packagedExchanges().map(({ id }) => id);
    expect(parts.flat().sort()).toEqual(all.sort());
    const sizes = parts.map(({ length }) => length);
    expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
  });

  test("is decided by the ids, not by the files or their order", () => {
    const named = (names: readonly string[]) =>
      temporaryFolder(
        Object.fromEntries(names.map((name, index) => [`${name}.json`, { ...employees, id: `cultureamp/${index}` }])),
      );
    using here = named(["a", "b", "c", "d"]);
    using there = named(["z/1", "y", "x", "0"]);
    const ids = (path: string) => idsOf("--exchanges", path, "--shard", "2/2").sort();
    expect(ids(here.path)).toEqual(["cultureamp/1", "cultureamp/3"]);
    expect(ids(there.path)).toEqual(ids(here.path));
  });

  test("that is empty is no failure, and says so", () => {
    using set = temporaryFolder({ "a.json": employees });
    const { status, stdout, stderr } = run("replay", "--exchanges", set.path, "--shard", "2/2");
    expect([status, stderr]).toEqual([0, "conformance: shard 2/2 is empty: there is 1 exchange in all\n"]);
    expect(stdout).toContain("0 exchanges: nothing to do");
  });

  test.each(["0/3", "4/3", "x", "1/0", "1/3/5", "-1/3", "1.5/3", "1/", ""])("%s is refused", (shard) => {
    expect(refusal("replay", `--shard=${shard}`)).toContain(`--shard "${shard}" is not a part of a whole`);
  });
});

describe("--bail", () => {
  const files = {
    "1.json": { ...employees, id: "cultureamp/first" },
    "2.json": odd("cultureamp/second"),
    "3.json": odd("cultureamp/third"),
    "4.json": employees,
  };

  test("stops at the first failure, and says how many were not run", () => {
    using set = temporaryFolder(files);
    const { status, stdout } = run("replay", "--exchanges", set.path, "--bail");
    expect(status).toBe(1);
    expect(stdout).toMatch(/✓ passed +cultureamp\/first .*3\/3/);
    expect(stdout).toContain("cultureamp/second");
    expect(stdout).not.toContain("cultureamp/third");
    expect(stdout).toContain("2 exchanges: 1 passed, 1 failed\n2 not run: stopped at the first failure");
  });

  test("says so in JSON", () => {
    using set = temporaryFolder(files);
    const { status, stdout } = run("replay", "--exchanges", set.path, "--bail", "--json");
    const { exitCode, summary, results } = JSON.parse(stdout);
    expect([status, exitCode, summary.notRun, results.length]).toEqual([1, 1, 2, 2]);
  });

  test("changes nothing where nothing fails", () => {
    const { summary } = JSON.parse(run("replay", "--exchanges", CULTUREAMP, "--bail", "--json").stdout);
    expect(summary).not.toHaveProperty("notRun");
    expect(summary.exchanges).toBeGreaterThan(10);
  });
});

test.each([
  ["coverage", "--shard", "1/2"],
  ["coverage", "--bail"],
  ["report", "--watch"],
  ["lint", "--operation", "x"],
  ["list", "--client", PLAIN],
])("%s does not take %s", (...args) => {
  expect(refusal(...args)).toContain(`Unknown option '${args[1]}'`);
});

describe("--client", () => {
  test("takes a module, also in TypeScript; every exchange passes, over a real server", () => {
    const { status, stdout, stderr } = run("replay", "--client", PLAIN);
    expect([status, stderr]).toEqual([0, ""]);
    expect(stdout).toMatch(/✓ passed +mxo\/.*1\/1/);
    expect(stdout).toMatch(/on loopback in \d+ ms, through .*plain-client\.ts/);
    const { summary } = JSON.parse(run("replay", "--client", PLAIN, "--json", "--vendor", "mxo").stdout);
    expect(summary).toMatchObject({ client: PLAIN, transports: ["loopback"] });
  });

  test("takes CommonJS, also as a compiler writes it", () => {
    const call = "({ url, fetch }) => fetch(url, { headers: { authorization: 'Bearer x' } })";
    using set = temporaryFolder({ "a.cjs": `module.exports = ${call};`, "b.cjs": `exports.default = ${call};` });
    for (const file of ["a.cjs", "b.cjs"]) {
      const args = ["--client", join(set.path, file), "--vendor", "cultureamp", "--operation", "/manager-reviews/"];
      expect(run("replay", ...args)).toMatchObject({ status: 0, stdout: expect.stringContaining("passed") });
    }
  });

  test("on every transport, when all are asked for", () => {
    expect(run("replay", "--client", PLAIN, "--transport", "all", "--exchanges", CULTUREAMP).stdout).toMatch(
      /✓ passed +cultureamp\/employees-get .*3\/3/,
    );
  });

  test("shows what a client does wrong, and exits 1", () => {
    using set = temporaryFolder({
      "client.mjs": `export default ({ url, fetch }) => fetch(url, { headers: { authorization: "BearerToken x" } });`,
      "exchanges/1.json": {
        ...employees,
        request: { ...employees.request, headers: { Authorization: "Bearer <token>" } },
      },
    });
    const { status, stdout } = run(
      ...["replay", "--client", join(set.path, "client.mjs"), "--exchanges", join(set.path, "exchanges")],
    );
    expect(status).toBe(1);
    expect(stdout).toMatch(
      /header {2}header "Authorization" has another scheme\n +documented +Bearer +sent +BearerToken/,
    );
  });

  test("tests exchanges of a vendor that nobody has described, and says so", () => {
    const own = exchange({ url: "https://api.acme.test/v1/things?a=1" }, { body: { ok: true } });
    using set = temporaryFolder({ "1.json": own });
    const { status, stdout } = run("replay", "--client", PLAIN, "--exchanges", set.path);
    expect(status).toBe(0);
    expect(stdout).toContain("no description of this vendor: compared with the exchange alone");
    expect(run("replay", "--exchanges", set.path)).toMatchObject({
      status: 2,
      stderr: expect.stringContaining("replay --client tries your own"),
    });
  });

  test("is taken by coverage, which scores it, and by report, without the faults of the vendors' clients", () => {
    const failing = "export default () => ({ status: 500 });";
    using set = temporaryFolder({
      "fails.mjs": failing,
      "own/1.json": exchange({ url: "https://api.acme.test/v1/things" }, { body: { ok: true } }),
    });
    const fails = join(set.path, "fails.mjs");
    const scores = (client: string) => {
      const { vendors } = JSON.parse(run("coverage", "--client", client, "--vendor", "cultureamp", "--json").stdout);
      return [vendors[0].totals.operations.index > 0, vendors[0].totals.operations.score > 0];
    };
    expect(scores(PLAIN)).toEqual([true, true]);
    expect(scores(fails)).toEqual([true, false]);
    const { status, stdout } = run("report", "--client", fails, "--exchanges", CULTUREAMP, "--json");
    const { report } = JSON.parse(stdout);
    expect([status, report.faults]).toEqual([1, undefined]);
    expect(run("report", "--client", PLAIN, "--exchanges", CULTUREAMP, "--github").stdout).toMatch(
      /through \S+plain-client\.ts/,
    );
    expect(refusal("coverage", "--client", PLAIN, "--faults")).toContain("leave one of them out");
    expect(refusal("coverage", "--client", PLAIN, "--exchanges", join(set.path, "own"))).toContain(
      'there is no description of "acme" here that could be covered',
    );
  });

  test("ends although the client leaves something open", () => {
    using set = temporaryFolder({
      "client.mjs": `setInterval(() => {}, 1000); export { default } from ${JSON.stringify(PLAIN)};`,
    });
    expect(run("replay", "--client", join(set.path, "client.mjs"), "--exchanges", CULTUREAMP).status).toBe(0);
  });

  test("takes the URL of a program", async () => {
    const program = createServer((request, response) => {
      request.resume();
      response.end('{"status": 200}');
    });
    program.listen(0, "127.0.0.1");
    await once(program, "listening");
    const url = `http://127.0.0.1:${(program.address() as AddressInfo).port}`;
    try {
      const child = spawn(process.execPath, [MAIN, "replay", "--client", url, "--exchanges", CULTUREAMP], { env });
      const text = output(child);
      const [code] = await once(child, "close");
      expect(code).toBe(1);
      expect(text()).toContain("the client sent nothing");
    } finally {
      program.close();
      program.closeAllConnections();
    }
  });

  test("that cannot be reached is the environment's, exit 3", async () => {
    const url = `${await closedPort()}/call`;
    const { status, stdout, stderr } = run("replay", "--client", url, "--exchanges", CULTUREAMP);
    expect([status, stdout]).toEqual([3, ""]);
    expect(stderr.startsWith(`conformance: --client ${url} cannot be reached for cultureamp/`)).toBe(true);
    expect(stderr).toContain(": ECONNREFUSED");
    expect(stderr.trimEnd().split("\n")).toHaveLength(1);
  });

  test.each<[string, string[], string]>([
    ["a file that is not there", ["--client", "nowhere.mjs"], '--client "nowhere.mjs" is no file'],
    ["a folder", ["--client", packagedFolder], "is no file; give a module, or the http URL of a program"],
    ["an address that is no http", ["--client", "ftp://127.0.0.1"], "the URL of a program is an http or https one"],
    ["credentials in the address", ["--client", "http://u:p4ss@127.0.0.1"], "a URL with credentials"],
    [
      "another transport to a program",
      ["--client", "http://127.0.0.1:1", "--transport", "nock"],
      "cannot reach a client",
    ],
    ["a timeout that is none", ["--client", PLAIN, "--timeout", "soon"], '--timeout "soon" is not a number of seconds'],
    ["a timeout of nothing", ["--client", PLAIN, "--timeout", "0"], '--timeout "0" is not a number of seconds'],
    ["a timeout without a client", ["--timeout", "5"], "--timeout is for a client of your own"],
  ])("%s is refused", (_what, args, expected) => {
    const line = refusal("replay", ...args);
    expect(line).toContain(expected);
    expect(line).not.toContain("p4ss");
  });

  test("a module that does not load, or exports no function, is refused", () => {
    using set = temporaryFolder({
      "a.mjs": "export default (",
      "b.mjs": "export const client = 1;",
      "c.cjs": "module.exports = null;",
    });
    expect(refusal("replay", "--client", join(set.path, "a.mjs"))).toContain("a.mjs cannot be loaded: SyntaxError: ");
    for (const file of ["b.mjs", "c.cjs"])
      expect(refusal("replay", "--client", join(set.path, file))).toContain(
        `${file}: its default export is no function (request) => response`,
      );
  });
});

describe("--watch", () => {
  let child: ChildProcess | undefined;
  afterEach(() => void child?.kill("SIGKILL"));

  /** Starts to watch; the first run has ended when this does. */
  async function watching(...args: string[]): Promise<(expected: RegExp) => Promise<void>> {
    child = spawn(process.execPath, [MAIN, "replay", "--watch", ...args], { env });
    const text = output(child);
    let from = 0;
    const sees = async (expected: RegExp): Promise<void> => {
      await vi.waitFor(() => expect(text().slice(from)).toMatch(expected), { timeout: 20_000, interval: 20 });
      await vi.waitFor(() => expect(text().slice(from)).toMatch(/watching .*Ctrl\+C ends\n$/), { timeout: 20_000 });
      from = text().length;
    };
    await sees(/\d+ exchanges?: |conformance: /);
    return sees;
  }

  async function end(signal: NodeJS.Signals): Promise<unknown> {
    const ended = once(child as ChildProcess, "close");
    child?.kill(signal);
    return (await ended)[0];
  }

  test("replays again when an exchange is changed, added or removed, and ends with the code of the last run", async () => {
    using set = temporaryFolder({ "a.json": employees });
    const sees = await watching("--exchanges", set.path, "--transport", "inject");
    writeFileSync(join(set.path, "a.json"), JSON.stringify(odd("cultureamp/a")));
    await sees(/\d\d:\d\d:\d\d changed a\.json\n.*1 exchange: 1 failed/s);
    writeFileSync(join(set.path, "b.json"), JSON.stringify(employees));
    await sees(/added b\.json\n.*2 exchanges: 1 failed, 1 passed/s);
    rmSync(join(set.path, "a.json"));
    await sees(/removed a\.json\n.*1 exchange: 1 passed/s);
    expect(await end("SIGINT")).toBe(0);
  });

  test("a file that is broken while it is typed is one line, and the watch goes on", async () => {
    using set = temporaryFolder({ "a.json": employees });
    const sees = await watching("--exchanges", set.path, "--transport", "inject");
    writeFileSync(join(set.path, "a.json"), "{");
    await sees(/changed a\.json\nconformance: a\.json: is not JSON: [^\n]*\n\nwatching/);
    rmSync(join(set.path, "a.json"));
    await sees(/removed a\.json\nconformance: [^\n]*holds no exchange/);
    writeFileSync(join(set.path, "a.json"), JSON.stringify(odd("cultureamp/a")));
    await sees(/added a\.json\n.*1 failed/s);
    expect(await end("SIGTERM")).toBe(1);
  });

  test("replays again when the client changes, with the new client", async () => {
    using set = temporaryFolder({
      "a.json": { ...employees, request: { ...employees.request, headers: { Authorization: "Bearer <t>" } } },
    });
    const client = join(set.path, "client.mjs");
    const source = (scheme: string) =>
      `export default ({ url, fetch }) => fetch(url, { headers: { authorization: "${scheme} x" } });`;
    writeFileSync(client, source("Bearer"));
    const sees = await watching("--exchanges", set.path, "--client", client);
    writeFileSync(client, source("Token"));
    await sees(/changed \S+client\.mjs\n.*has another scheme/s);
    expect(await end("SIGINT")).toBe(1);
  });

  test("replays again when something changes that the client imports", async () => {
    using set = temporaryFolder({
      "exchanges/a.json": employees,
      "client.mjs": 'export { call as default } from "./lib/call.mjs";',
      "lib/call.mjs": 'import { status } from "./status.mjs"; export const call = () => ({ status });',
      "lib/status.mjs": "export const status = 201;",
    });
    const sees = await watching("--exchanges", join(set.path, "exchanges"), "--client", join(set.path, "client.mjs"));
    writeFileSync(join(set.path, "lib/status.mjs"), "export const status = 202;");
    await sees(/changed lib.status\.mjs\n.*sent +202/s);
    writeFileSync(join(set.path, "lib/status.mjs"), "export const");
    await sees(/changed lib.status\.mjs\nconformance: --client \S+ cannot be loaded: SyntaxError[^\n]*\n\nwatching/);
    writeFileSync(join(set.path, "lib/status.mjs"), "export const status = 203;");
    await sees(/changed lib.status\.mjs\n.*sent +203/s);
    expect(await end("SIGINT")).toBe(1);
  });

  test("is refused with --json, and for a folder that is not there", () => {
    expect(refusal("replay", "--watch", "--json")).toContain("--watch prints for people; leave --json out");
    expect(refusal("replay", "--watch", "--exchanges", "nowhere")).toContain(
      "nowhere: there is no such file or folder",
    );
  });
});

/** What a process has printed so far, on both streams. */
function output(child: ChildProcess): () => string {
  let text = "";
  const keep = (chunk: Buffer): void => {
    text += chunk.toString();
  };
  child.stdout?.on("data", keep);
  child.stderr?.on("data", keep);
  return () => text;
}
