// What a user's program grows by: bytes in a bundle, milliseconds at start, packages in node_modules.

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import type { Figure, Measurement } from "./figure.ts";
import { oneCall } from "./support/one-call.ts";
import { interleave, pairwise } from "./support/rounds.ts";
import { timeNode } from "./support/run.ts";
import { median, spread } from "./support/statistics.ts";
import { installedPackages, PEERS, type UserFolder } from "./support/user-folder.ts";

const IMPORT_ROUNDS = 25;

export const size: Figure = async ({ say, userFolder }) => {
  const user = await userFolder();
  say("size: bundling one call");
  const bundle = await bundled(user);
  const packages = await installed(user);
  say(`size: cold import, ${IMPORT_ROUNDS} fresh processes each`);
  return [bundle, await coldImport(user), packages];
};

async function bundled(user: UserFolder): Promise<Measurement> {
  const ours = await weigh(oneCall.ours, user.ours);
  const peers = await weigh(oneCall.peers, user.peers);
  return {
    id: "size.bundle",
    title: "client and one call, bundled, minified, gzipped",
    measured: ours.gzipKiB,
    unit: "KiB",
    digits: 2,
    limit: { atMost: 12 },
    peer: { name: "openapi-fetch + oauth2-client", measured: peers.gzipKiB },
    detail: { ours, peers },
  };
}

async function weigh(
  contents: string,
  resolveDir: string,
): Promise<{ gzipKiB: number; minifiedKiB: number; minifiedBytesOf: Record<string, number> }> {
  const { outputFiles, metafile } = await build({
    stdin: { contents, loader: "ts", resolveDir },
    absWorkingDir: resolveDir,
    bundle: true,
    minify: true,
    format: "esm",
    target: "es2022",
    platform: "node",
    write: false,
    metafile: true,
    logLevel: "silent",
  });
  const code = outputFiles[0]?.contents ?? new Uint8Array();
  const minifiedBytesOf: Record<string, number> = {};
  for (const { inputs } of Object.values(metafile.outputs)) {
    for (const [path, { bytesInOutput }] of Object.entries(inputs)) {
      minifiedBytesOf[path.replace("node_modules/", "")] = bytesInOutput;
    }
  }
  return { gzipKiB: gzipSync(code, { level: 9 }).length / 1024, minifiedKiB: code.length / 1024, minifiedBytesOf };
}

async function coldImport(user: UserFolder): Promise<Measurement> {
  await writeFile(join(user.ours, "empty.mjs"), "");
  await writeFile(join(user.ours, "import.mjs"), 'import "@x/cultureamp";\n');
  await writeFile(join(user.peers, "import.mjs"), PEERS.map((name) => `import "${name}";\n`).join(""));
  const values = await interleave(IMPORT_ROUNDS, {
    empty: () => timeNode(["empty.mjs"], user.ours),
    ours: () => timeNode(["import.mjs"], user.ours),
    peers: () => timeNode(["import.mjs"], user.peers),
  });
  const over = (name: "ours" | "peers") => pairwise(values[name], values.empty, (some, empty) => some - empty);
  return {
    id: "size.import",
    title: "cold import over an empty program",
    measured: median(over("ours")),
    unit: "ms",
    digits: 1,
    limit: { atMost: 10 },
    peer: { name: "openapi-fetch + oauth2-client", measured: median(over("peers")) },
    detail: {
      oursOverEmpty: spread(over("ours")),
      peersOverEmpty: spread(over("peers")),
      emptyMilliseconds: spread(values.empty),
    },
  };
}

async function installed(user: UserFolder): Promise<Measurement> {
  const ours = await installedPackages(user.ours);
  const peers = await installedPackages(user.peers);
  return {
    id: "size.packages",
    title: "packages installed for a user",
    measured: ours.length,
    unit: "",
    limit: { atMost: 6 },
    peer: { name: "openapi-fetch + oauth2-client", measured: peers.length },
    detail: { ours, peers },
  };
}
