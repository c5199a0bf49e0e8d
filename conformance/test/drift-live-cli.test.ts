import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import { createRequire } from "node:module";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { drift } from "../src/drift/drift.js";
import { startSandbox } from "../src/sandbox/start-sandbox.js";
import type { Sandbox } from "../src/sandbox/types.js";
import { connectionFailure } from "../src/transport/connection-failure.js";
import { type CliResult, temporaryFolder } from "./support/run-cli.js";

// A busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });

const MAIN = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));

let sandbox: Sandbox;
beforeAll(async () => {
  sandbox = await startSandbox({ vendors: ["cultureamp"] });
});
afterAll(() => sandbox.close());

/** Runs the published program: the servers that it calls live in this process, so it must not be waited for in step. */
function conformance(args: readonly string[], env: Record<string, string> = credentials()): Promise<CliResult> {
  return started(MAIN, args, env);
}

async function started(program: string, args: readonly string[], env: Record<string, string>): Promise<CliResult> {
  const child = spawn(process.execPath, [program, ...args], { env: { PATH: process.env.PATH ?? "", ...env } });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const status = await new Promise<number>((resolve) => child.once("close", (code) => resolve(code ?? -1)));
  return { status, stdout, stderr };
}

function credentials(): Record<string, string> {
  const { clientId, clientSecret } = sandbox.credentials;
  return { CONFORMANCE_CULTUREAMP_CLIENT_ID: clientId, CONFORMANCE_CLIENT_SECRET: clientSecret };
}

const LIVE = ["drift", "--live", "--vendor", "cultureamp", "--pause", "0"];
const EMPLOYEES = ["--operation", "GET /v1/employees"];

/** In the vendor's place: an access token for everybody, and then this. */
async function inPlace(answer: RequestListener): Promise<{ origin: string; [Symbol.asyncDispose](): Promise<void> }> {
  const server = createServer((request, response) => {
    if (request.url?.endsWith("/token"))
      response
        .writeHead(200, { "content-type": "application/json" })
        .end('{"access_token":"a-token-of-the-test","token_type":"Bearer","expires_in":3600}');
    else answer(request, response);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

test("exit 0: as documented, credentials from the vendor's own variables or from the common ones", async () => {
  const { status, stdout, stderr } = await conformance([
    ...LIVE,
    ...EMPLOYEES,
    "--origin",
    sandbox.origin("cultureamp"),
  ]);
  expect([status, stdout, stderr]).toEqual([0, "1 compared in 2 requests: 0 error, 0 warning, 0 info\n", ""]);
});

test("exit 1: drift, and no value of an answer, no credential in what is said", async () => {
  await using vendor = await inPlace((_request, response) =>
    response
      .writeHead(200, { "content-type": "application/json" })
      .end(JSON.stringify({ data: [{ id: 7, name: { first: "canary-name" }, note: "canary-note" }] })),
  );
  const { status, stdout } = await conformance([...LIVE, ...EMPLOYEES, "--origin", vendor.origin, "--json"]);
  expect(status).toBe(1);
  const report = JSON.parse(stdout) as { exitCode: number; findings: { severity: string; pointer: string }[] };
  expect(report.exitCode).toBe(1);
  expect(report.findings.map(({ severity, pointer }) => `${severity} ${pointer}`)).toContain("error /data/#/id");
  expect(stdout).not.toMatch(/canary|a-token-of-the-test/);
  expect(stdout).not.toContain(sandbox.credentials.clientSecret);
});

test.each<[what: string, args: string[], expected: string]>([
  ["an unknown vendor", ["--vendor", "acme"], 'there is no vendor "acme"; there is: cultureamp'],
  ["an unknown operation", ["--operation", "GET /v1/nothing"], 'there is no operation "GET /v1/nothing"'],
  ["a write that is not allowed", ["--operation", "POST /v1/employees"], 'there is no operation "POST /v1/employees"'],
  ["a secret on the command line", ["--setting", "clientSecret=abc"], '--setting: "clientSecret" is a secret'],
  ["an unknown setting", ["--setting", "cluster=na12"], 'cultureamp has no "cluster"; it has clientId, clientSecret'],
  ["http to another machine", ["--origin", "http://api.example.com"], "over https only"],
  ["a budget of none", ["--budget", "0"], '--budget "0" is not a whole number from 1'],
  ["a budget for the token alone", [...EMPLOYEES, "--budget", "1"], "the budget of 1 request was used up"],
  ["a parameter without a value", ["--param", "id"], '--param "id" is not NAME=TEXT'],
  [
    "a parameter that is missing",
    ["--operation", "GET /v1/employees/{id}"],
    "needs a value: --param '/v1/employees/{id}",
  ],
  [
    "a parameter of no operation",
    ["--param", "/v1/employee?limit=5"],
    'no operation has the parameter "/v1/employee?limit"',
  ],
  ["a HAR in no folder", ["--har", "/no/such/folder/live.har"], "/no/such/folder/live.har: cannot be written"],
])("exit 2, one line, and nothing is sent: %s", async (_what, args, expected) => {
  const before = sandbox.journal.length;
  const origin = args.includes("--origin") ? [] : ["--origin", sandbox.origin("cultureamp")];
  const { status, stdout, stderr } = await conformance([...LIVE, ...origin, ...args]);
  expect([status, stdout, stderr.trim().split("\n").length]).toEqual([2, "", 1]);
  expect(stderr).toContain(expected);
  expect(sandbox.journal.length - before).toBe(args.includes("1") ? 1 : 0);
});

test("exit 2: an option of --live without it, --update without --docs", async () => {
  expect(await conformance(["drift", "x.har", "--budget", "3"])).toMatchObject({
    status: 2,
    stderr: "conformance: --budget goes with --live\n",
  });
  expect((await conformance(["drift", "x.har", "--update"])).stderr).toBe(
    "conformance: --update goes with --docs DIR\n",
  );
});

test("exit 3: no credentials, refused credentials", async () => {
  const origin = ["--origin", sandbox.origin("cultureamp")];
  expect(await conformance([...LIVE, ...origin], {})).toMatchObject({
    status: 3,
    stdout: "",
    stderr: expect.stringContaining("CONFORMANCE_CULTUREAMP_CLIENT_ID is not set"),
  });
  const wrong = { ...credentials(), CONFORMANCE_CLIENT_SECRET: "a-secret-of-somebody-else" };
  const refused = await conformance([...LIVE, ...origin, ...EMPLOYEES], wrong);
  expect([refused.status, refused.stdout]).toEqual([3, ""]);
  expect(refused.stderr).toContain("the credentials are refused: GET /v1/employees ended with 401");
  expect(refused.stderr).not.toContain("a-secret-of-somebody-else");
});

test("exit 3: nobody listens, an unknown host, no TLS, a server that hangs; each says what to check", async () => {
  const run = (origin: string, ...more: string[]): Promise<CliResult> =>
    conformance([...LIVE, ...EMPLOYEES, "--origin", origin, ...more]);
  await using hanging = await inPlace(() => undefined);
  const gone = await inPlace(() => undefined);
  await gone[Symbol.asyncDispose]();
  const plain = hanging.origin.replace("http:", "https:");
  const [refused, unknown, tls, hung] = await Promise.all([
    run(gone.origin),
    run("https://no-such-host.invalid"),
    run(plain),
    run(hanging.origin, "--timeout", "300"),
  ]);
  for (const { status, stdout, stderr } of [refused, unknown, tls, hung])
    expect([status, stdout, stderr.trim().split("\n").length]).toEqual([3, "", 1]);
  expect(refused.stderr).toContain(
    `${gone.origin} cannot be reached: the connection is refused (ECONNREFUSED); check host and port`,
  );
  expect(unknown.stderr).toMatch(/the host name is not known \((ENOTFOUND|EAI_AGAIN)\); check the host, DNS/);
  expect(tls.stderr).toMatch(/TLS fails \(.+\); check that the host speaks https/);
  expect(hung.stderr).toContain(`${hanging.origin} gave no answer in 0.3 s (try a longer --timeout)`);
});

test("a certificate that is not trusted is told apart from a host that is down", () => {
  const failing = (code: string): string =>
    connectionFailure(
      new TypeError("fetch failed", { cause: Object.assign(new Error("x"), { code }) }),
      "https://a.test",
    ).reason;
  expect(failing("DEPTH_ZERO_SELF_SIGNED_CERT")).toContain("its certificate is not trusted");
  expect(failing("UNABLE_TO_VERIFY_LEAF_SIGNATURE")).toContain("NODE_EXTRA_CA_CERTS");
  expect(failing("ERR_TLS_CERT_ALTNAME_INVALID")).toContain("its certificate is not trusted");
  expect(failing("ECONNRESET")).toContain("the connection broke off");
  expect(failing("ENETUNREACH")).toContain("check the network");
});

test("Retry-After is honoured as a date, and whoever asks for a longer wait is left alone", async () => {
  let count = 0;
  const started = performance.now();
  await using vendor = await inPlace((request, response) => {
    count += 1;
    const headers = { "content-type": "application/json" };
    if (count === 1)
      response.writeHead(429, { ...headers, "retry-after": new Date(Date.now() + 2_000).toUTCString() }).end("{}");
    else if (request.url === "/v1/employees") response.writeHead(200, headers).end('{"data":[]}');
    else response.writeHead(503, { ...headers, "retry-after": "3600" }).end("{}");
  });
  const all = [...EMPLOYEES, "--operation", "GET /v1/manager-reviews", "--operation", "GET /v1/performance-cycles"];
  const { status, stdout } = await conformance([...LIVE, ...all, "--origin", vendor.origin]);
  // A date has no milliseconds: two seconds from now are one at least.
  expect(performance.now() - started).toBeGreaterThan(900);
  expect(status).toBe(0);
  expect(stdout.match(/asks to wait 3600 s/g)).toHaveLength(2);
  expect(count).toBe(3);
});

test("a confirmation counts against the budget; an error that nobody could confirm is shown and does not fail", async () => {
  await using vendor = await inPlace((_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<p>"),
  );
  const args = [...LIVE, ...EMPLOYEES, "--origin", vendor.origin];
  const enough = await conformance([...args, "--budget", "3"]);
  expect([enough.status, enough.stdout]).toEqual([1, expect.stringContaining("(1×, confirmed)")]);
  const short = await conformance([...args, "--budget", "2"]);
  expect([short.status, short.stdout]).toEqual([0, expect.stringContaining("(1×, not confirmed)")]);
  expect(short.stdout).toContain("1 compared in 2 requests");
});

test("a finding that is ignored, as asked for, is named and does not fail", async () => {
  await using vendor = await inPlace((_request, response) =>
    response.writeHead(200, { "content-type": "text/html" }).end("<p>"),
  );
  const { status, stdout } = await conformance([
    ...[...LIVE, ...EMPLOYEES, "--origin", vendor.origin],
    ...["--ignore", "GET /v1/employees"],
  ]);
  expect([status, stdout]).toEqual([0, expect.stringContaining("content-type at the answer is ignored, as asked for")]);
});

test("a redirect that the page does not show is another status, wherever it leads", async () => {
  await using vendor = await inPlace((request, response) => {
    if (request.url === "/v1/employees") response.writeHead(302, { location: "/v1/performance-cycles" }).end();
    else response.writeHead(200, { "content-type": "application/json" }).end('{"data":[]}');
  });
  const { status, stdout } = await conformance([...LIVE, ...EMPLOYEES, "--origin", vendor.origin]);
  expect([status, stdout]).toEqual([1, expect.stringMatching(/error +status +GET \/v1\/employees/)]);
});

test("the vendor's help lists what it needs; secrets are marked, hosts are not needed with --origin", async () => {
  const { status, stdout } = await conformance(["drift", "--live", "--vendor", "8x8", "--help"], {});
  expect(status).toBe(0);
  expect(stdout).toMatch(/chapiApiKey +CONFORMANCE_8X8_CHAPI_API_KEY +API key of CHAPI \(secret\)/);
  expect(stdout).toMatch(/cluster +CONFORMANCE_8X8_CLUSTER +contact center: cluster, such as na12\n/);
});

test("--har writes what was sent and answered, without secrets; drift reads it again", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "live.har");
  const args = [...LIVE, ...EMPLOYEES, "--origin", sandbox.origin("cultureamp"), "--har", file];
  expect((await conformance(args)).status).toBe(0);
  const text = readFileSync(file, "utf8");
  expect(text).not.toContain(sandbox.credentials.clientSecret);
  expect(text).not.toMatch(/Bearer [^<\s"]/);
  const { log } = JSON.parse(text) as { log: { entries: { request: { url: string } }[] } };
  expect(log.entries.map(({ request }) => request.url)).toEqual([
    "https://api.cultureamp.com/v1/oauth2/token",
    "https://api.cultureamp.com/v1/employees",
  ]);
  expect(drift(file)).toMatchObject({ compared: 2, findings: [] });
  expect(existsSync(`${file}.new`)).toBe(false);
});

test("Redocly's drift finds nothing in such a HAR, beside the token, which it knows nothing of", async () => {
  using folder = temporaryFolder();
  const file = join(folder.path, "live.har");
  const reads = [...EMPLOYEES, "--operation", "GET /v1/employees/{id}/demographics"];
  await conformance([...LIVE, ...reads, "--origin", sandbox.origin("cultureamp"), "--har", file]);
  const require = createRequire(import.meta.url);
  const api = require.resolve("@x/cultureamp/openapi/cultureamp.json");
  const redocly = fileURLToPath(new URL("../node_modules/@redocly/cli/bin/cli.js", import.meta.url));
  const { stdout } = await started(redocly, ["drift", file, "--api", api, "--format", "json"], {
    REDOCLY_SUPPRESS_UPDATE_NOTICE: "true",
    REDOCLY_TELEMETRY: "off",
  });
  const { run, problems } = JSON.parse(stdout) as {
    readonly run: { readonly totalExchanges: number; readonly documentedExchanges: number };
    readonly problems: readonly { readonly message: string }[];
  };
  expect([run.totalExchanges, run.documentedExchanges]).toEqual([3, 2]);
  expect(problems.map(({ message }) => message)).toEqual(["Undocumented endpoint: POST /v1/oauth2/token"]);
});
