// By how much a process grows while an object of 1 GiB passes through it, read as a stream and thrown away.

import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Figure } from "./figure.ts";
import { environment, run } from "./support/run.ts";

const LENGTH = 1024 ** 3;
const ROUNDS = 3;
const MIB = 1024 ** 2;
/** The collector looks often: what has been read and thrown away does not count as held. */
const FRUGAL = ["--max-semi-space-size=1"];

interface Passed {
  grownBytes: number;
  peakBytes: number;
  bytes: number;
}

const programs = join(import.meta.dirname, "programs");

/** Memory while a large object is read. */
export const memory: Figure = async ({ say }) => {
  const server = fork(join(programs, "large-object-server.ts"), { env: environment() });
  try {
    const [origin] = (await once(server, "message", { signal: AbortSignal.timeout(10_000) })) as [string];
    const rounds: { ours: Passed; peer: Passed; oursByDefault: Passed; peerByDefault: Passed }[] = [];
    for (let round = 1; round <= ROUNDS; round += 1) {
      say(`memory: an object of 1 GiB, round ${round} of ${ROUNDS}`);
      rounds.push({
        ours: await pass("@x/8x8", origin, FRUGAL),
        peer: await pass("fetch", origin, FRUGAL),
        oursByDefault: await pass("@x/8x8", origin),
        peerByDefault: await pass("fetch", origin),
      });
    }
    const worst = (of: "ours" | "peer") => Math.max(...rounds.map((round) => round[of].grownBytes)) / MIB;
    return [
      {
        id: "memory.object",
        title: "growth of the process while 1 GiB passes",
        measured: worst("ours"),
        unit: "MiB",
        digits: 0,
        limit: { atMost: 64 },
        peer: { name: "fetch", measured: worst("peer"), unit: "MiB", digits: 0 },
        detail: { rounds },
      },
    ];
  } finally {
    server.disconnect();
  }
};

/** The highest of the process's resident set, over what it was before. */
async function pass(client: string, origin: string, flags: readonly string[] = []): Promise<Passed> {
  const program = join(programs, "large-object-client.ts");
  const printed = await run(
    process.execPath,
    ["--expose-gc", ...flags, program, client, origin, String(LENGTH)],
    programs,
  );
  const passed = JSON.parse(printed) as Passed;
  if (passed.bytes !== LENGTH) throw new Error(`${client} read ${passed.bytes} bytes of ${LENGTH}`);
  return passed;
}
