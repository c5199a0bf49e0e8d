// npm run bench -- [figure ...] [--json]: measures, prints a table (or JSON), and writes results/latest.json.

import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { canaries } from "./canaries.ts";
import { cpu } from "./cpu.ts";
import type { Bench, Figure, Measurement } from "./figure.ts";
import { isolation } from "./isolation.ts";
import { memory } from "./memory.ts";
import { type Results, resultsOf, tableOf } from "./report.ts";
import { sandbox } from "./sandbox.ts";
import { size } from "./size.ts";
import { makeUserFolder, type UserFolder } from "./support/user-folder.ts";
import { tokens } from "./tokens.ts";
import { types } from "./types.ts";

const figures: Record<string, Figure> = { tokens, cpu, size, types, canaries, isolation, memory, sandbox };

process.exitCode = await main();

async function main(): Promise<number> {
  let asked: ReturnType<typeof readArguments>;
  try {
    asked = readArguments();
  } catch (error) {
    console.error(`${(error as Error).message}\nUsage: npm run bench -- [figure ...] [--json]`);
    console.error(`Figures: ${Object.keys(figures).join(", ")}`);
    return 2;
  }
  const results = await measure(asked.names);
  const folder = join(import.meta.dirname, "../results");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "latest.json"), `${JSON.stringify(results, null, 2)}\n`);
  console.log(asked.json ? JSON.stringify(results, null, 2) : tableOf(results));
  for (const { figure, reason } of results.notMeasured) console.error(`\n${figure} could not be measured: ${reason}`);
  return results.notMeasured.length === 0 ? 0 : 1;
}

function readArguments(): { names: string[]; json: boolean } {
  const { values, positionals } = parseArgs({ options: { json: { type: "boolean" } }, allowPositionals: true });
  for (const name of positionals) {
    if (!Object.hasOwn(figures, name)) throw new Error(`There is no figure named ${name}.`);
  }
  return { names: positionals.length > 0 ? positionals : Object.keys(figures), json: values.json ?? false };
}

async function measure(names: readonly string[]): Promise<Results> {
  const startedAt = performance.now();
  let user: Promise<UserFolder> | undefined;
  const bench: Bench = {
    say: (line) => console.error(`${line} ...`),
    userFolder: () => {
      user ??= makeUserFolder(bench.say);
      return user;
    },
  };
  const measurements: Measurement[] = [];
  const notMeasured: Results["notMeasured"] = [];
  for (const name of names) {
    try {
      measurements.push(...((await figures[name]?.(bench)) ?? []));
    } catch (error) {
      notMeasured.push({
        figure: name,
        reason: error instanceof Error ? (error.stack ?? error.message) : String(error),
      });
    }
  }
  await user?.then(
    ({ remove }) => remove(),
    () => {},
  );
  return resultsOf(measurements, notMeasured, (performance.now() - startedAt) / 1_000);
}
