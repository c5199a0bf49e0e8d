// How much longer the TypeScript compiler takes for a file with one call than for an empty one.

import { copyFile, mkdir, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Figure } from "./figure.ts";
import { oneCall } from "./support/one-call.ts";
import { interleave, pairwise } from "./support/rounds.ts";
import { timeNode } from "./support/run.ts";
import { median, spread } from "./support/statistics.ts";
import type { UserFolder } from "./support/user-folder.ts";

const ROUNDS = 9;

const compiler = dirname(createRequire(import.meta.url).resolve("typescript-5.9/package.json"));

export const types: Figure = async ({ say, userFolder }) => {
  const user = await userFolder();
  const projects = await makeProjects(user);
  say(`types: compiling one call, ${ROUNDS} fresh processes each`);
  const values = await interleave(ROUNDS, {
    empty: () => seconds(projects.empty),
    ours: () => seconds(projects.ours),
    openapiFetch: () => seconds(projects.openapiFetch),
  });
  const over = (name: "ours" | "openapiFetch") => pairwise(values[name], values.empty, (some, empty) => some - empty);
  return [
    {
      id: "types.one-call",
      title: "TypeScript 5.9 on one call over an empty file",
      measured: median(over("ours")),
      unit: "s",
      digits: 2,
      limit: { atMost: 0.2 },
      peer: { name: "openapi-fetch, same paths", measured: median(over("openapiFetch")) },
      detail: {
        oursOverEmpty: spread(over("ours")),
        openapiFetchOverEmpty: spread(over("openapiFetch")),
        emptySeconds: spread(values.empty),
      },
    },
  ];
};

/** A folder with a tsconfig.json for each file to compile. */
async function makeProjects(user: UserFolder): Promise<Record<"empty" | "ours" | "openapiFetch", string>> {
  const generated = join(user.ours, "node_modules/@x/cultureamp/dist/generated/cultureamp.d.ts");
  const projects = {
    empty: join(user.ours, "types-empty"),
    ours: join(user.ours, "types-one-call"),
    openapiFetch: join(user.peers, "types-one-call"),
  };
  const sources = { empty: "export {};\n", ours: oneCall.ours, openapiFetch: oneCall.openapiFetch };
  const compilerOptions = {
    target: "ES2022",
    lib: ["ES2022", "DOM"],
    types: [],
    module: "NodeNext",
    moduleResolution: "NodeNext",
    strict: true,
    skipLibCheck: true,
    noEmit: true,
  };
  for (const [name, folder] of Object.entries(projects) as [keyof typeof projects, string][]) {
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, "main.ts"), sources[name]);
    await writeFile(join(folder, "tsconfig.json"), JSON.stringify({ compilerOptions, files: ["main.ts"] }));
  }
  await copyFile(generated, join(projects.openapiFetch, "cultureamp.d.ts"));
  return projects;
}

async function seconds(project: string): Promise<number> {
  return (await timeNode([join(compiler, "bin/tsc"), "-p", project], project)) / 1_000;
}
