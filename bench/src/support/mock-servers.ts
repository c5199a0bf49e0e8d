// The sandbox and its peers, each in a process of its own: how soon it is ready, where it listens, what it holds.

import { type ChildProcess, fork, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { environment, run } from "./run.ts";

const PRISM = "@stoplight/prism-cli@5.16.0";
const OAUTH2_MOCK_SERVER = "oauth2-mock-server@9.3.0";
const SERVER = fileURLToPath(import.meta.resolve("../programs/sandbox-server.mjs"));
const BARE_SERVER = fileURLToPath(import.meta.resolve("../programs/bare-server.mjs"));

const require = createRequire(import.meta.url);

/** A server under load. */
export interface MockServer {
  readonly origin: string;
  /** From the start of the process until it answered: of the sandbox, every vendor. */
  readonly milliseconds: number;
  /** Resident set, in bytes. */
  residentSet(): Promise<number>;
  stop(): Promise<void>;
}

/** The sandbox with every vendor, and the credentials that it accepts. */
export interface SandboxServer extends MockServer {
  readonly credentials: { readonly clientId: string; readonly clientSecret: string };
}

export async function startSandbox(): Promise<SandboxServer> {
  const startedAt = performance.now();
  const child = fork(SERVER, { env: environment() });
  const [{ origins, credentials }] = await once(child, "message", { signal: AbortSignal.timeout(10_000) });
  for (const origin of Object.values<string>(origins)) await (await fetch(`${origin}/v1/employees`)).text();
  const server = serverOf(child, origins.cultureamp, startedAt);
  return { ...server, credentials };
}

/** Where the peers are installed; `undefined` where npm cannot get them. */
export async function installPeers(): Promise<string | undefined> {
  const folder = await mkdtemp(join(tmpdir(), "bench-"));
  try {
    await writeFile(join(folder, "package.json"), '{ "private": true }\n');
    const flags = ["--prefer-offline", "--no-audit", "--no-fund", "--ignore-scripts"];
    await run("npm", ["install", ...flags, PRISM, OAUTH2_MOCK_SERVER], folder);
    return folder;
  } catch {
    await rm(folder, { recursive: true, force: true });
    return undefined;
  }
}

/** Prism with one description: the one whose operation is asked for. */
export function startPrism(folder: string): Promise<MockServer> {
  const description = require.resolve("@x/cultureamp/openapi/cultureamp.json");
  const script = join(folder, "node_modules/@stoplight/prism-cli/dist/index.js");
  return startPeer((port) => [script, "mock", "--port", port, "--verboseLevel", "silent", description]);
}

export function startOAuth2MockServer(folder: string): Promise<MockServer> {
  const script = join(folder, "node_modules/oauth2-mock-server/dist/oauth2-mock-server.mjs");
  return startPeer((port) => [script, "-a", "127.0.0.1", "-p", port]);
}

/** A server that does nothing but answer. */
export function startBareServer(): Promise<MockServer> {
  return startPeer((port) => [BARE_SERVER, port]);
}

async function startPeer(args: (port: string) => readonly string[]): Promise<MockServer> {
  const port = await freePort();
  const startedAt = performance.now();
  const child = spawn(process.execPath, args(String(port)), { env: environment(), stdio: "ignore" });
  const origin = `http://127.0.0.1:${port}`;
  await answered(origin);
  return serverOf(child, origin, startedAt);
}

function serverOf(child: ChildProcess, origin: string, startedAt: number): MockServer {
  const ended = once(child, "exit");
  return {
    origin,
    milliseconds: performance.now() - startedAt,
    residentSet: async () =>
      Number(await run("ps", ["-o", "rss=", "-p", String(child.pid)], import.meta.dirname)) * 1_024,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

async function answered(origin: string): Promise<void> {
  for (let tries = 0; tries < 1_000; tries += 1) {
    try {
      await (await fetch(origin)).text();
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  }
  throw new Error(`nobody answers at ${origin}`);
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
