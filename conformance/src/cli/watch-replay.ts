import { spawn } from "node:child_process";
import { statSync } from "node:fs";
import { relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { exchangeFiles } from "../exchange/load-exchanges.js";
import { exchangesFolder } from "./choose-exchanges.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import type { ReplayArguments } from "./replay-options.js";
import { painter, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

const MAIN = fileURLToPath(new URL("main.js", import.meta.url));
/** How often files are looked at; seldomer where looking takes long. */
const LOOK_MS = 200;
/** Looking takes at most this part of the time. */
const SHARE = 20;

/** What is watched: the state of each file, by path. */
type Snapshot = ReadonlyMap<string, string>;

/**
 * `conformance replay --watch`. Each run is a process of its own, so that a changed client is loaded anew with all that it imports, and a file
 * that is broken while somebody types ends that run only. Ends with SIGINT or SIGTERM, and the exit code of the last run.
 */
export async function watchReplay(
  args: readonly string[],
  options: ReplayArguments,
  terminal: Terminal,
): Promise<ExitCode> {
  const { path, shown } = exchangesFolder(options.exchanges);
  if (statSync(path, { throwIfNoEntry: false }) === undefined)
    throw new UsageError(`${shown}: there is no such file or folder`);
  const client = options.client?.kind === "module" ? options.client : undefined;
  const paint = painter(terminal);
  const nameOf = (file: string): string => (file === client?.path ? client.shown : relative(path, file) || shown);
  const runArgs = args.filter((arg) => arg !== "--watch");
  const ending = new AbortController();
  const end = (): void => ending.abort();
  process.on("SIGINT", end).on("SIGTERM", end);

  let code: ExitCode = exitCode.environment;
  let seen = look(path, client?.path);
  try {
    while (!ending.signal.aborted) {
      code = (await runOnce(runArgs, ending.signal)) ?? code;
      if (ending.signal.aborted) break;
      terminal.out(paint("dim", `\nwatching ${shown}${client ? ` and ${client.shown}` : ""}; Ctrl+C ends`));
      const next = await nextChange(path, client?.path, seen, ending.signal);
      terminal.out(`\n${paint("bold", time())} ${changes(seen, next, nameOf)}`);
      seen = next;
    }
  } catch (error) {
    if (!ending.signal.aborted) throw error;
  } finally {
    process.off("SIGINT", end).off("SIGTERM", end);
  }
  return code;
}

/** The exit code of a run; `undefined` when it was ended. */
function runOnce(args: readonly string[], signal: AbortSignal): Promise<ExitCode | undefined> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [MAIN, "replay", ...args], {
      stdio: ["ignore", "inherit", "inherit"],
      signal,
    });
    child.on("error", (error) => (signal.aborted ? resolve(undefined) : reject(error)));
    child.on("close", (code) => resolve(signal.aborted ? undefined : ((code ?? exitCode.environment) as ExitCode)));
  });
}

/** Waits until something differs from what was seen, and then until nothing changes any more: editors write in more than one step. */
async function nextChange(
  path: string,
  client: string | undefined,
  seen: Snapshot,
  signal: AbortSignal,
): Promise<Snapshot> {
  let before = seen;
  for (;;) {
    const started = performance.now();
    const now = look(path, client);
    if (!isSame(now, seen) && isSame(now, before)) return now;
    before = now;
    await sleep(Math.max(LOOK_MS, (performance.now() - started) * SHARE), undefined, { signal });
  }
}

/** Looks at every file. Nothing is kept open, so folders may come and go, be linked, or be on a network. */
function look(path: string, client: string | undefined): Snapshot {
  const files = [...filesOf(path), ...(client === undefined ? [] : [client])];
  return new Map(
    files.flatMap((file): [string, string][] => {
      const found = statSync(file, { throwIfNoEntry: false });
      return found === undefined ? [] : [[file, `${found.mtimeMs} ${found.size} ${found.ino}`]];
    }),
  );
}

function filesOf(path: string): string[] {
  try {
    return exchangeFiles(path);
  } catch {
    // Empty, or gone for a moment: the run says so.
    return [];
  }
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  return a.size === b.size && [...a].every(([file, state]) => b.get(file) === state);
}

/** `changed a.json, added b.json`, the first few of each. */
function changes(before: Snapshot, now: Snapshot, nameOf: (file: string) => string): string {
  const groups = {
    changed: [...now].filter(([file, state]) => before.has(file) && before.get(file) !== state),
    added: [...now].filter(([file]) => !before.has(file)),
    removed: [...before].filter(([file]) => !now.has(file)),
  };
  return Object.entries(groups)
    .filter(([, files]) => files.length > 0)
    .map(([what, files]) => `${what} ${some(files.map(([file]) => nameOf(file)))}`)
    .join("; ");
}

function some(names: readonly string[]): string {
  return names.length <= 3 ? names.join(", ") : `${names.slice(0, 3).join(", ")} and ${names.length - 3} more`;
}

function time(): string {
  return new Date().toTimeString().slice(0, 8);
}
