import { spawn } from "node:child_process";
import { existsSync, realpathSync, statSync } from "node:fs";
import { dirname, relative } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath, pathToFileURL } from "node:url";
import { exchangeFiles } from "../exchange/load-exchanges.js";
import { ownFile } from "../files/own-package.js";
import { exchangesFolder } from "./choose-exchanges.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import type { ReplayArguments } from "./replay-options.js";
import { painter, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

const MAIN = ownFile("dist/cli/main.js");
/** How often files are looked at; seldomer where looking takes long. */
const LOOK_MS = 200;
/** Looking takes at most this part of the time. */
const SHARE = 20;

/** What is watched: the state of each file, by path. */
type Snapshot = ReadonlyMap<string, string>;

/**
 * `conformance replay --watch`. Each run is a process of its own, so that a changed client is loaded anew with all that it imports, and a file
 * that is broken while somebody types ends that run only. Watched are the exchanges, and the client's files outside of packages. Ends with SIGINT or SIGTERM, and the exit code of the last run.
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
  const nameOf = (file: string): string => {
    if (file === client?.path) return client.shown;
    if (clientFiles.has(file)) return relative(dirname(client?.path ?? ""), file);
    return relative(path, file) || shown;
  };
  const runArgs = args.filter((arg) => arg !== "--watch");
  const ending = new AbortController();
  const end = (): void => ending.abort();
  process.on("SIGINT", end).on("SIGTERM", end);

  const clientFiles = new Set(client === undefined ? [] : [client.path]);
  const snapshot = (): Snapshot => new Map([...look(filesOf(path)), ...look(clientFiles)]);
  let code: ExitCode = exitCode.environment;
  let seen = snapshot();
  try {
    while (!ending.signal.aborted) {
      code = (await runOnce(runArgs, client?.path, clientFiles, ending.signal)) ?? code;
      if (ending.signal.aborted) break;
      // What the client imports is known only now.
      seen = new Map([...look(clientFiles), ...seen]);
      terminal.out(paint("dim", `\nwatching ${shown}${client ? ` and ${client.shown}` : ""}; Ctrl+C ends`));
      const next = await nextChange(snapshot, seen, ending.signal);
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

/** The exit code of a run; `undefined` when it was ended. What the client imports is added to its files. */
function runOnce(
  args: readonly string[],
  client: string | undefined,
  clientFiles: Set<string>,
  signal: AbortSignal,
): Promise<ExitCode | undefined> {
  const preload = client !== undefined && existsSync(client) ? ["--import", reportImports(client)] : [];
  return new Promise((resolve, reject) => {
    const stdio = ["ignore", "inherit", "inherit", "ipc"] as const;
    const child = spawn(process.execPath, [...preload, MAIN, "replay", ...args], { stdio: [...stdio], signal });
    child.on("message", (message: { readonly imported?: unknown } | null) => {
      if (typeof message?.imported === "string") clientFiles.add(fileURLToPath(message.imported));
    });
    child.on("error", (error) => (signal.aborted ? resolve(undefined) : reject(error)));
    child.on("close", (code) => resolve(signal.aborted ? undefined : ((code ?? exitCode.environment) as ExitCode)));
  });
}

/** What a run loads first, to tell which files the client is made of. Modules are known by their real path. */
function reportImports(client: string): string {
  const url = pathToFileURL(ownFile("dist/cli/report-imports.js"));
  url.searchParams.set("client", pathToFileURL(realpathSync(client)).href);
  return url.href;
}

/** Waits until something differs from what was seen, and then until nothing changes any more: editors write in more than one step. */
async function nextChange(snapshot: () => Snapshot, seen: Snapshot, signal: AbortSignal): Promise<Snapshot> {
  let before = seen;
  for (;;) {
    const started = performance.now();
    const now = snapshot();
    if (!isSame(now, seen) && isSame(now, before)) return now;
    before = now;
    await sleep(Math.max(LOOK_MS, (performance.now() - started) * SHARE), undefined, { signal });
  }
}

/** The state of each file. Nothing is kept open, so folders may come and go, be linked, or be on a network. */
function look(files: Iterable<string>): Snapshot {
  return new Map(
    [...files].flatMap((file): [string, string][] => {
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
