import { statSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { clientProgram } from "../client/client-program.js";
import type { ClientAdapter } from "../client/types.js";
import type { ReplayOptions } from "../replay/replay.js";
import { userPath } from "./choose-exchanges.js";
import { UsageError } from "./usage-error.js";

/** The options with which a verb takes a client of the user's own. */
export const CLIENT_OPTIONS = { client: { type: "string" }, timeout: { type: "string" } } as const;

/** The client of `--client`, not loaded yet. */
export type ClientChoice = {
  /** As it was given. */
  readonly shown: string;
  readonly timeoutMs: number | undefined;
} & ({ readonly kind: "module"; readonly path: string } | { readonly kind: "program"; readonly url: URL });

const MAX_SECONDS = 3600;

/**
 * Reads `--client` and `--timeout`.
 * @throws UsageError when there is no such module, or the URL is none that can be called.
 */
export function clientChoice(values: {
  readonly client?: string | undefined;
  readonly timeout?: string | undefined;
}): ClientChoice | undefined {
  const { client, timeout } = values;
  if (client === undefined) {
    if (timeout !== undefined) throw new UsageError("--timeout is for a client of your own; give it with --client");
    return undefined;
  }
  const timeoutMs = timeout === undefined ? undefined : milliseconds(timeout);
  if (/^[a-z][a-z0-9+.-]+:\/\//i.test(client))
    return { kind: "program", shown: client, timeoutMs, url: programUrl(client) };
  const path = userPath(client);
  if (client === "" || !statSync(path, { throwIfNoEntry: false })?.isFile())
    throw new UsageError(`--client "${client}" is no file; give a module, or the http URL of a program`);
  return { kind: "module", shown: client, timeoutMs, path };
}

/**
 * The client itself, as `replay` takes it; empty without one.
 * @throws UsageError when the module cannot be loaded, or its default export is no function.
 */
export async function loadClient(
  choice: ClientChoice | undefined,
): Promise<Pick<ReplayOptions, "client" | "timeoutMs">> {
  if (choice === undefined) return {};
  const { timeoutMs } = choice;
  return { client: await load(choice), ...(timeoutMs !== undefined && { timeoutMs }) };
}

async function load(choice: ClientChoice): Promise<ClientAdapter> {
  if (choice.kind === "program") return clientProgram(choice.url);
  let loaded: { readonly default?: unknown };
  try {
    loaded = (await import(pathToFileURL(choice.path).href)) as typeof loaded;
  } catch (error) {
    throw new UsageError(`--client ${choice.shown} cannot be loaded: ${oneLine(error)}`);
  }
  // What a compiler makes of `export default` in CommonJS is one level down.
  const { default: found } = loaded;
  const adapter =
    typeof found === "function" ? found : (found as { readonly default?: unknown } | null | undefined)?.default;
  if (typeof adapter !== "function")
    throw new UsageError(`--client ${choice.shown}: its default export is no function (request) => response`);
  return adapter as ClientAdapter;
}

function programUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url === undefined || (url.protocol !== "http:" && url.protocol !== "https:"))
    throw new UsageError("--client: the URL of a program is an http or https one");
  if (url.username || url.password) throw new UsageError("--client: a URL with credentials in it would be printed");
  return url;
}

function milliseconds(text: string): number {
  const seconds = /^\d+(?:\.\d+)?$/.test(text) ? Number(text) : 0;
  if (seconds <= 0 || seconds > MAX_SECONDS)
    throw new UsageError(`--timeout "${text}" is not a number of seconds, from 0.001 to ${MAX_SECONDS}`);
  return Math.max(1, Math.round(seconds * 1000));
}

function oneLine(error: unknown): string {
  const text = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
  return text.replace(/\s+/g, " ").slice(0, 300);
}
