import { performance } from "node:perf_hooks";
import { replay } from "../replay/replay.js";
import { type Shard, shardOf } from "../replay/shard.js";
import type { ReplayResult } from "../replay/types.js";
import { vendors } from "../vendors/registry.js";
import { chooseExchanges } from "./choose-exchanges.js";
import { loadClient } from "./client-option.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { REPLAY_HELP } from "./help.js";
import { replayArguments } from "./replay-options.js";
import { resultLines, tableFor } from "./result-lines.js";
import { summarise, summaryLines } from "./summary.js";
import type { Terminal } from "./terminal.js";
import { watchReplay } from "./watch-replay.js";

/** `conformance replay`. */
export async function replayCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const options = replayArguments(args);
  if (options.help) {
    terminal.out(REPLAY_HELP);
    return exitCode.ok;
  }
  if (options.watch) return watchReplay(args, options, terminal);
  const { bail, client, json, shard, transports } = options;
  const chosen = chooseExchanges(options).map(({ exchange }) => exchange);
  const exchanges = shard === undefined ? chosen : shardOf(chosen, shard);
  const own = await loadClient(client);
  const table = tableFor(exchanges, terminal);
  const started = performance.now();
  const results = await replay({
    exchanges,
    transports,
    bail,
    ...own,
    ...(json
      ? {}
      : {
          onResult: (result) => {
            for (const line of resultLines(result, table)) terminal.out(line);
          },
        }),
  });

  const summary = summarise(results, transports, performance.now() - started, {
    notRun: exchanges.length - results.length,
    ...(client && { client: client.shown }),
    ...(shard && { shard: `${shard.index}/${shard.count}` }),
  });
  const code = codeFor(results);
  if (json) terminal.out(JSON.stringify({ exitCode: code, summary, results }, null, 2));
  else for (const line of summaryLines(summary, terminal)) terminal.out(line);
  if (shard !== undefined && exchanges.length === 0) terminal.err(emptyShardLine(shard, chosen.length));
  for (const line of noClientLines(results)) terminal.err(line);
  return code;
}

/** What could not be tried is no success: without a client, an exchange counts as unusable input. */
export function codeFor(results: readonly ReplayResult[]): ExitCode {
  if (results.some(({ verdict }) => verdict === "failed")) return exitCode.finding;
  return results.some(({ verdict }) => verdict === "no-client") ? exitCode.unusable : exitCode.ok;
}

/** A line for each vendor whose exchanges could not be tried. */
export function noClientLines(results: readonly ReplayResult[]): string[] {
  const counts = new Map<string, number>();
  for (const { verdict, vendor } of results) {
    if (verdict === "no-client") counts.set(vendor, (counts.get(vendor) ?? 0) + 1);
  }
  const known = vendors.map(({ id }) => id).join(", ");
  return [...counts].map(
    ([vendor, count]) =>
      `conformance: ${count} exchange${count === 1 ? "" : "s"} of "${vendor}" not replayed: there is no client for it here (there is: ${known}); --vendor leaves them out, replay --client tries your own`,
  );
}

function emptyShardLine({ index, count }: Shard, total: number): string {
  return `conformance: shard ${index}/${count} is empty: ${total === 1 ? "there is 1 exchange" : `there are ${total} exchanges`} in all`;
}
