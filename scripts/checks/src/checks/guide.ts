// The guide to contract testing does what it says: in an empty folder, with the packages as users get them, each of its
// commands is run as it stands, its files are written, and what it quotes is compared with what was printed. Then the
// commands of its workflow are run, with a sandbox in place of the vendor.

import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { type AddressInfo, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { stepsOf } from "../guide.ts";
import { GuideReader, SYSTEM_CERTIFICATES } from "../guide-reader.ts";
import { startRegistry } from "../registry.ts";
import { runCheck } from "../report.ts";
import { run } from "../run.ts";
import { root } from "../workspace.ts";

const GUIDE = "docs/contract-testing.md";

await runCheck("guide", async (recorder) => {
  const steps = stepsOf(await readFile(join(root, GUIDE), "utf8"));
  const registry = await startRegistry();
  const folder = await mkdtemp(join(tmpdir(), "guide-"));
  const ports = new Map(await Promise.all(["4010", "4011"].map(async (port) => [port, await freePort()] as const)));
  const reader = new GuideReader(GUIDE, folder, recorder, ports);
  try {
    await writeFile(join(folder, ".npmrc"), `@x:registry=${registry.origin}/\naudit=false\nfund=false\n`);
    const obstacle = await obstacleIn(folder);
    if (obstacle !== undefined) recorder.skip(`the commands of ${GUIDE}`, obstacle);
    for (const step of steps) {
      const isPossible = obstacle === undefined && !reader.isStuck;
      if (isPossible || step.kind === "excerpt") await reader.follow(step);
    }
  } finally {
    reader.stop();
    registry.close();
    await rm(folder, { recursive: true, force: true });
  }
});

/** Why the commands cannot be run here. They install from the npm registry, which is not always in reach. */
async function obstacleIn(folder: string): Promise<string | undefined> {
  if (process.platform === "win32") return "they are for a POSIX shell";
  // An empty cache: from a full one npm answers also when nothing can be reached.
  const view = ["view", "vitest", "version", "--fetch-retries=0", "--fetch-timeout=20000", "--cache=cache"];
  const { code, output } = await run("npm", view, { cwd: folder, env: { ...process.env, ...SYSTEM_CERTIFICATES } });
  const [, reason = "no reason given"] = /npm error code (\S+)/.exec(output) ?? [];
  return code === 0 ? undefined : `npm gets nothing from its registry (${reason})`;
}

async function freePort(): Promise<string> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return String(port);
}
