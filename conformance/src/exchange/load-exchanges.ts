import { type Dirent, readdirSync, realpathSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { ExchangeInputError } from "./exchange-input-error.js";
import { readExchangeFile } from "./read-exchange-file.js";
import type { Exchange } from "./types.js";

/** An exchange and the file that it came from. */
export interface LoadedExchange {
  /** Relative to the folder that was loaded. */
  readonly file: string;
  readonly exchange: Exchange;
}

/**
 * Loads every `*.json` file of a folder and the folders in it, linked ones too, in the order of their names; or a
 * single file.
 *
 * @param path a folder or a file, anywhere.
 * @throws ExchangeInputError when there is nothing to load, when a file is no exchange, or when two share an id.
 */
export function loadExchanges(path: string): LoadedExchange[] {
  const loaded = exchangeFiles(path).map((file) => {
    const shown = file === path ? path : relative(path, file);
    return { file: shown, exchange: readExchangeFile(file, shown) };
  });
  const fileOfId = new Map<string, string>();
  for (const { file, exchange } of loaded) {
    const other = fileOfId.get(exchange.id);
    if (other !== undefined) throw new ExchangeInputError(file, `"${exchange.id}" is the id of ${other} too`, "/id");
    fileOfId.set(exchange.id, file);
  }
  return loaded;
}

/** The files that hold the exchanges of a folder, or the file itself. */
export function exchangeFiles(path: string): string[] {
  const folder = isFolder(path);
  if (folder === undefined) throw new ExchangeInputError(path, "there is no such file or folder");
  if (!folder) return [path];
  const files = jsonFilesUnder(path);
  if (files.length === 0) throw new ExchangeInputError(path, "holds no exchange (no *.json file)");
  return files;
}

/** @param above the real paths of the folders that led here: a link back to one of them would have no end. */
function jsonFilesUnder(folder: string, above: readonly string[] = []): string[] {
  let entries: Dirent[];
  let way: string[];
  try {
    const here = realpathSync(folder);
    if (above.includes(here)) return [];
    way = [...above, here];
    entries = readdirSync(folder, { withFileTypes: true });
  } catch (error) {
    throw new ExchangeInputError(
      folder,
      `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`,
    );
  }
  entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  return entries.flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isSymbolicLink() ? isFolder(path) : entry.isDirectory())
      return entry.name.startsWith(".") || entry.name === "node_modules" ? [] : jsonFilesUnder(path, way);
    return entry.name.endsWith(".json") && !entry.name.startsWith(".") ? [path] : [];
  });
}

/** `undefined` when there is nothing at the end of the path. */
function isFolder(path: string): boolean | undefined {
  try {
    return statSync(path).isDirectory();
  } catch {
    return undefined;
  }
}
