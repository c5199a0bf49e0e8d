// Contract tests: exchanges replayed per second, and a sandbox with every vendor: how soon it is ready, how many requests it
// answers beside the program that sends them, and how much memory it holds afterwards.

import { rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import type { Figure, Measurement } from "./figure.ts";
import {
  installPeers,
  type MockServer,
  type SandboxServer,
  startBareServer,
  startOAuth2MockServer,
  startPrism,
  startSandbox,
} from "./support/mock-servers.ts";
import { interleave } from "./support/rounds.ts";
import { run } from "./support/run.ts";
import { median, spread } from "./support/statistics.ts";

const STARTS = 7;
const ROUNDS = 3;
const CONNECTIONS = 20;
const SECONDS = 4;
const PATH = "/v1/employees";
const TOKEN_PATH = "/v1/oauth2/token";
const SCOPE = "target-entity:8ed17dce-9eca-4383-a9e1-54f82c362b6d:employees-read";
const MB = 1e6;

const require = createRequire(import.meta.url);
const REPLAY = fileURLToPath(import.meta.resolve("./programs/replay-exchanges.ts"));

export const sandbox: Figure = async ({ say }) => {
  say("sandbox: exchanges replayed per second");
  const { exchanges, rates } = JSON.parse(await run(process.execPath, [REPLAY], import.meta.dirname));
  const folder = await installPeers();
  try {
    say(`sandbox: ready, ${STARTS} fresh processes each`);
    const ready = await interleave(STARTS, {
      ours: () => timeToReady(startSandbox),
      prism: () => (folder ? timeToReady(() => startPrism(folder)) : Promise.resolve(Number.NaN)),
      mock: () => (folder ? timeToReady(() => startOAuth2MockServer(folder)) : Promise.resolve(Number.NaN)),
    });
    say(`sandbox: requests per second, ${ROUNDS} rounds, beside Prism and oauth2-mock-server where npm has them`);
    const loads: Loads[] = [];
    for (let round = 0; round < ROUNDS; round += 1) loads.push(await loadEach(folder));
    const of = (name: keyof Loads): number[] => loads.map((round) => round[name]);
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
        title: "Sandbox, from the start of the process until every vendor has answered",
        measured: median(ready.ours),
        unit: "ms",
        limit: { atMost: 300 },
        ...peer("Prism", ready.prism),
        detail: { ours: spread(ready.ours), oauth2MockServer: spread(ready.mock) },
      },
      {
        id: "sandbox.requests",
        title: "  requests, beside the program that sends them",
        measured: median(of("requests")),
        unit: "per s",
        limit: { atLeast: 20_000 },
        ...peer("Prism", of("prism")),
        detail: { connections: CONNECTIONS, seconds: SECONDS, ours: spread(of("requests")) },
      },
      {
        id: "sandbox.memory",
        title: "  resident set after them",
        measured: median(of("memory")),
        unit: "MB",
        limit: { atMost: 100 },
        ...peer("Prism", of("prismMemory")),
        detail: { ours: spread(of("memory")), bareServer: spread(of("bareMemory")) },
      },
      {
        id: "sandbox.tokens",
        title: "  requests for a token",
        measured: median(of("tokens")),
        unit: "per s",
        limit: { atLeast: 1_500 },
        ...peer("oauth2-mock-server", of("mock")),
        detail: { ours: spread(of("tokens")) },
      },
    ];
  } finally {
    if (folder !== undefined) await rm(folder, { recursive: true, force: true });
  }
};

async function timeToReady(start: () => Promise<MockServer>): Promise<number> {
  const { milliseconds, stop } = await start();
  await stop();
  return milliseconds;
}

/** Of one round: requests per second, and megabytes after them. Not a number: the peer could not be installed. */
interface Loads {
  requests: number;
  memory: number;
  tokens: number;
  prism: number;
  prismMemory: number;
  mock: number;
  /** A server of `node:http` that answers everything with the same bytes: what the platform takes by itself. */
  bareMemory: number;
}

async function loadEach(folder: string | undefined): Promise<Loads> {
  const ours = await withServer(startSandbox, async (server) => {
    const { access_token: token } = (await (
      await fetch(server.origin + TOKEN_PATH, { method: "POST", body: new URLSearchParams(tokenForm(server)) })
    ).json()) as { access_token: string };
    const requests = await load(server.origin + PATH, `Bearer ${token}`);
    const memory = (await server.residentSet()) / MB;
    return { requests, memory, tokens: await load(server.origin + TOKEN_PATH, undefined, tokenForm(server)) };
  });
  const bareMemory = await withServer(startBareServer, async (server) => {
    await load(server.origin + PATH);
    return (await server.residentSet()) / MB;
  });
  if (folder === undefined)
    return { ...ours, bareMemory, prism: Number.NaN, prismMemory: Number.NaN, mock: Number.NaN };
  const prism = await withServer(
    () => startPrism(folder),
    async (server) => ({
      prism: await load(server.origin + PATH, "Bearer any"),
      prismMemory: (await server.residentSet()) / MB,
    }),
  );
  const mock = await withServer(
    () => startOAuth2MockServer(folder),
    (server) => load(`${server.origin}/token`, undefined, "grant_type=client_credentials&client_id=any"),
  );
  return { ...ours, ...prism, mock, bareMemory };
}

async function withServer<Server extends MockServer, Result>(
  start: () => Promise<Server>,
  use: (server: Server) => Promise<Result>,
): Promise<Result> {
  const server = await start();
  try {
    return await use(server);
  } finally {
    await server.stop();
  }
}

function tokenForm({ credentials: { clientId, clientSecret } }: SandboxServer): string {
  const grant = { grant_type: "client_credentials", client_id: clientId, client_secret: clientSecret, scope: SCOPE };
  return new URLSearchParams(grant).toString();
}

/** Requests answered per second: GET, or POST of a form. */
async function load(url: string, authorization?: string, form?: string): Promise<number> {
  const script = join(dirname(require.resolve("autocannon/package.json")), "autocannon.js");
  const args = [script, "--json", "-c", String(CONNECTIONS), "-d", String(SECONDS)];
  if (authorization !== undefined) args.push("-H", `authorization=${authorization}`);
  if (form !== undefined) args.push("-m", "POST", "-b", form, "-H", "content-type=application/x-www-form-urlencoded");
  const printed = await run(process.execPath, [...args, url], import.meta.dirname);
  const { requests, duration, non2xx, errors } = JSON.parse(printed);
  if (non2xx + errors > 0) throw new Error(`${non2xx} answers of ${url} were refusals, ${errors} errors`);
  return requests.total / duration;
}

function peer(name: string, values: readonly number[]): Pick<Measurement, "peer"> {
  return values.some(Number.isNaN) ? {} : { peer: { name, measured: median(values) } };
}
