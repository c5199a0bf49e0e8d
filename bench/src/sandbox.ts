// Contract tests: exchanges replayed per second, and a sandbox with every vendor: how soon it is ready, how many requests it
// answers beside the program that sends them, and how much memory it holds afterwards.

import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Figure, Measurement } from "./figure.ts";
import { environment, run } from "./support/run.ts";
import { median, spread } from "./support/statistics.ts";

const PRISM = "@stoplight/prism-cli@5.16.0";
const STARTS = 7;
const CONNECTIONS = 20;
const SECONDS = 4;
const ROUNDS = 3;
const SCOPE = "target-entity:8ed17dce-9eca-4383-a9e1-54f82c362b6d:employees-read";
const PATH = "/v1/employees";
const MB = 1e6;

const require = createRequire(import.meta.url);
const REPLAY = fileURLToPath(import.meta.resolve("./programs/replay-exchanges.ts"));
const SERVER = fileURLToPath(import.meta.resolve("./programs/sandbox-server.ts"));

export const sandbox: Figure = async ({ say }) => {
  say("sandbox: exchanges replayed per second");
  const { exchanges, rates } = JSON.parse(await run(process.execPath, [REPLAY], import.meta.dirname));
  say(`sandbox: ready, ${STARTS} fresh processes`);
  const starts: number[] = [];
  for (let start = 0; start <= STARTS; start += 1) {
    const { milliseconds, stop } = await startSandbox();
    await stop();
    if (start > 0) starts.push(milliseconds);
  }
  say(`sandbox: requests per second, ${ROUNDS} rounds, beside Prism where it can be installed`);
  const ours: Load[] = [];
  const prism: Load[] = [];
  const folder = await installPrism();
  try {
    for (let round = 0; round < ROUNDS; round += 1) {
      ours.push(await loadOurs());
      if (folder !== undefined) prism.push(await loadPrism(folder));
    }
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
  const rate = (loads: readonly Load[]) => loads.map(({ perSecond }) => perSecond);
  const memory = (loads: readonly Load[]) => loads.map(({ rss }) => rss / MB);
  const peer = (of: (loads: readonly Load[]) => number[]): Pick<Measurement, "peer"> =>
    prism.length === 0 ? {} : { peer: { name: "Prism", measured: median(of(prism)) } };
  return [
    {
      id: "sandbox.replay",
      title: "Exchanges replayed with schema check, injected transport",
      measured: median(rates),
      unit: "per s",
      limit: { atLeast: 15_000 },
      detail: { exchanges, rates: spread(rates) },
    },
    {
      id: "sandbox.ready",
      title: "Sandbox with every vendor, from the start of the process",
      measured: median(starts),
      unit: "ms",
      limit: { atMost: 300 },
      detail: { milliseconds: spread(starts) },
    },
    {
      id: "sandbox.requests",
      title: "  requests, beside the program that sends them",
      measured: median(rate(ours)),
      unit: "per s",
      limit: { atLeast: 20_000 },
      ...peer(rate),
      detail: { connections: CONNECTIONS, seconds: SECONDS, ours: spread(rate(ours)) },
    },
    {
      id: "sandbox.memory",
      title: "  resident set after them",
      measured: median(memory(ours)),
      unit: "MB",
      limit: { atMost: 100 },
      ...peer(memory),
      detail: { ours: spread(memory(ours)) },
    },
  ];
};

interface Load {
  perSecond: number;
  /** Bytes. */
  rss: number;
}

interface Running {
  child: ChildProcess;
  origin: string;
  credentials: { clientId: string; clientSecret: string };
  /** From the start of the process until every vendor listens. */
  milliseconds: number;
  stop(): Promise<void>;
}

async function startSandbox(): Promise<Running> {
  const startedAt = performance.now();
  const child = fork(SERVER, { env: environment() });
  const [{ ready, credentials }] = await once(child, "message", { signal: AbortSignal.timeout(10_000) });
  return {
    child,
    origin: ready,
    credentials,
    milliseconds: performance.now() - startedAt,
    async stop() {
      const ended = once(child, "exit");
      child.disconnect();
      await ended;
    },
  };
}

async function loadOurs(): Promise<Load> {
  const { child, origin, credentials, stop } = await startSandbox();
  try {
    const body = new URLSearchParams({
      grant_type: "client_credentials",
      client_id: credentials.clientId,
      client_secret: credentials.clientSecret,
      scope: SCOPE,
    });
    const answer = await fetch(`${origin}/v1/oauth2/token`, { method: "POST", body });
    const { access_token: token } = (await answer.json()) as { access_token: string };
    const perSecond = await load(origin, token);
    child.send("memory");
    const [{ rss }] = await once(child, "message", { signal: AbortSignal.timeout(10_000) });
    return { perSecond, rss };
  } finally {
    await stop();
  }
}

/** Requests answered per second. */
async function load(origin: string, token: string): Promise<number> {
  const script = join(dirname(require.resolve("autocannon/package.json")), "autocannon.js");
  const header = `authorization=Bearer ${token}`;
  const args = [script, "--json", "-c", String(CONNECTIONS), "-d", String(SECONDS), "-H", header, origin + PATH];
  const { requests, duration, non2xx, errors } = JSON.parse(await run(process.execPath, args, import.meta.dirname));
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers were refusals, ${errors} errors`);
  return requests.total / duration;
}

/** A folder with Prism in it; `undefined` where npm cannot get it. */
async function installPrism(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    await writeFile(join(folder, "package.json"), '{ "private": true }\n');
    const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
    await run("npm", ["install", ...flags, PRISM], folder);
    return folder;
  } catch {
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}

async function loadPrism(folder: string): Promise<Load> {
  const port = await freePort();
  const script = join(folder, "node_modules/@stoplight/prism-cli/dist/index.js");
  const description = require.resolve("@x/cultureamp/openapi/cultureamp.json");
  const args = [script, "mock", "--port", String(port), "--verboseLevel", "silent", description];
  const child = spawn(process.execPath, args, { env: environment(), stdio: "ignore" });
  const ended = once(child, "exit");
  try {
    const origin = `http://127.0.0.1:${port}`;
    await answered(origin);
    const perSecond = await load(origin, "any");
    return { perSecond, rss: await residentSet(child.pid) };
  } finally {
    child.kill();
    await ended;
  }
}

async function answered(origin: string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    try {
      await fetch(origin);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  }
  throw new Error(`nobody answers at ${origin}`);
}

async function residentSet(pid: number | undefined): Promise<number> {
  return Number(await run("ps", ["-o", "rss=", "-p", String(pid)], import.meta.dirname)) * 1_024;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
