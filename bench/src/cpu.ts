// CPU time that a call costs the client's process, as a multiple of what the same call costs with bare openapi-fetch and
// a fixed header: over an injected fetch that answers at once, and over a server on this machine.

import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import type { Figure, Measurement } from "./figure.ts";
import { interleave, pairwise } from "./support/rounds.ts";
import { environment, run } from "./support/run.ts";
import { median, spread } from "./support/statistics.ts";

interface Load {
  transport: "injected" | "loopback";
  inFlight: number;
  warmUp: number;
  calls: number;
  rounds: number;
}

interface Line extends Load {
  id: string;
  title: string;
  atMost: number;
}

const lines: Line[] = [
  {
    id: "cpu.injected",
    title: "CPU time of a call over bare openapi-fetch, injected fetch",
    atMost: 2,
    transport: "injected",
    inFlight: 1,
    warmUp: 8_000,
    calls: 20_000,
    rounds: 9,
  },
  {
    id: "cpu.loopback",
    title: "CPU time of a call over bare openapi-fetch, loopback server",
    atMost: 1.08,
    transport: "loopback",
    inFlight: 10,
    warmUp: 12_000,
    calls: 10_000,
    rounds: 11,
  },
  {
    id: "cpu.loopback.sequential",
    title: "  the same, one call at a time",
    atMost: 1.08,
    transport: "loopback",
    inFlight: 1,
    warmUp: 12_000,
    calls: 5_000,
    rounds: 9,
  },
];

export const cpu: Figure = async ({ say }) => {
  const server = fork(fileURLToPath(import.meta.resolve("./programs/api-server.ts")), { env: environment() });
  try {
    const [origin] = (await once(server, "message", { signal: AbortSignal.timeout(10_000) })) as [string];
    const measurements: Measurement[] = [];
    for (const line of lines) {
      say(`cpu: ${line.transport}, ${line.inFlight} in flight, ${line.rounds} rounds`);
      measurements.push(await measure(line, origin));
    }
    return measurements;
  } finally {
    server.disconnect();
  }
};

async function measure({ id, title, atMost, ...load }: Line, origin: string): Promise<Measurement> {
  const values = await interleave(load.rounds, {
    ours: () => microsecondsPerCall("@x/cultureamp", load, origin),
    bare: () => microsecondsPerCall("openapi-fetch", load, origin),
  });
  const ratios = pairwise(values.ours, values.bare, (ours, bare) => ours / bare);
  return {
    id,
    title,
    measured: median(ratios),
    unit: "x",
    digits: 2,
    limit: { atMost },
    peer: { name: "openapi-fetch", measured: median(values.bare), unit: "us", digits: 1 },
    detail: {
      load,
      ratio: spread(ratios),
      oursMicroseconds: spread(values.ours),
      bareMicroseconds: spread(values.bare),
    },
  };
}

async function microsecondsPerCall(client: string, load: Load, origin: string): Promise<number> {
  const program = fileURLToPath(import.meta.resolve("./programs/cpu-client.ts"));
  const args = [client, load.transport, origin, load.warmUp, load.calls, load.inFlight].map(String);
  return Number(await run(process.execPath, ["--expose-gc", program, ...args], import.meta.dirname));
}
