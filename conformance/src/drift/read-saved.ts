import { readdirSync, readFileSync, statSync } from "node:fs";
import { join, relative } from "node:path";
import { ExchangeInputError } from "../exchange/exchange-input-error.js";
import { loadExchanges } from "../exchange/load-exchanges.js";
import type { Exchange } from "../exchange/types.js";
import { headerOf } from "../text/header.js";
import { isJsonType, mediaType } from "../text/media-type.js";
import { parseJson } from "../text/parse-json.js";
import type { Observation } from "./types.js";

/** A log holds many exchanges; one over this many bytes is refused. */
const MAX_HAR_BYTES = 256 * 1024 * 1024;

/**
 * Reads saved answers: a HAR file, one exchange, or a folder of either.
 *
 * @throws ExchangeInputError for what is neither, naming file and member.
 */
export function readSaved(path: string): Observation[] {
  if (!isFolder(path)) return isHarFile(path) ? readHar(path, path) : fromExchanges(path);
  const names = readdirSync(path, { recursive: true, encoding: "utf8" }).sort();
  const hars = names.filter((name) => name.toLowerCase().endsWith(".har") && !name.includes("node_modules"));
  const hasExchanges = hars.length === 0 || names.some((name) => name.endsWith(".json"));
  return [
    ...hars.flatMap((name) => readHar(join(path, name), relative(path, join(path, name)))),
    ...(hasExchanges ? fromExchanges(path) : []),
  ];
}

function fromExchanges(path: string): Observation[] {
  return loadExchanges(path).flatMap(({ exchange }) => observationOf(exchange) ?? []);
}

/** The answer of an exchange; `undefined` when it has none, or lost its URL. */
export function observationOf({ request, response }: Exchange): Observation | undefined {
  if (!response || request.url === null) return undefined;
  const { status, headers, body = null } = response;
  return { method: request.method, url: request.url, status, contentType: headerOf(headers, "content-type"), body };
}

function isFolder(path: string): boolean {
  try {
    return statSync(path).isDirectory();
  } catch {
    throw new ExchangeInputError(path, "there is no such file or folder");
  }
}

/** By its name, or by its first member. */
function isHarFile(path: string): boolean {
  return path.toLowerCase().endsWith(".har") || /^\s*\{\s*"log"/.test(readFileSync(path, "utf8").slice(0, 200));
}

interface Entry {
  readonly request?: { readonly method?: unknown; readonly url?: unknown };
  readonly response?: {
    readonly status?: unknown;
    readonly headers?: readonly { readonly name?: string; readonly value?: string }[];
    readonly content?: { readonly text?: unknown; readonly mimeType?: unknown; readonly encoding?: unknown };
  };
}

function readHar(path: string, shown: string): Observation[] {
  const { size } = statSync(path);
  if (size > MAX_HAR_BYTES)
    throw new ExchangeInputError(shown, `is ${(size / 1048576).toFixed(1)} MiB; a HAR is at most 256 MiB`);
  const har = parseJson(readFileSync(path, "utf8").replace(/^\ufeff/, "")) as
    | { log?: { entries?: unknown } }
    | undefined;
  if (har === undefined) throw new ExchangeInputError(shown, "is not JSON");
  const entries = har?.log?.entries;
  if (!Array.isArray(entries)) throw new ExchangeInputError(shown, "is missing", "/log/entries");
  return entries.flatMap((entry: Entry, index) => {
    const at = `/log/entries/${index}`;
    const { method, url } = entry?.request ?? {};
    const status = entry?.response?.status;
    if (typeof method !== "string") throw new ExchangeInputError(shown, "is missing", `${at}/request/method`);
    if (typeof url !== "string") throw new ExchangeInputError(shown, "is missing", `${at}/request/url`);
    if (typeof status !== "number") throw new ExchangeInputError(shown, "is missing", `${at}/response/status`);
    // Browsers write 0 where no answer came.
    return status === 0 ? [] : [{ method, url, status, ...contentOf(entry.response ?? {}) }];
  });
}

function contentOf({
  headers = [],
  content,
}: NonNullable<Entry["response"]>): Pick<Observation, "contentType" | "body"> {
  const said = headers.find(({ name }) => name?.toLowerCase() === "content-type")?.value;
  const type =
    said ?? (typeof content?.mimeType === "string" && content.mimeType !== "x-unknown" ? content.mimeType : undefined);
  if (typeof content?.text !== "string") return { contentType: type, body: null };
  const text = content.encoding === "base64" ? Buffer.from(content.text, "base64").toString("utf8") : content.text;
  return { contentType: type, body: bodyOf(text, type) };
}

/** Parsed where it says that it is JSON and is; `null` where there is nothing. */
export function bodyOf(text: string, contentType: string | undefined): unknown {
  if (text === "") return null;
  const type = mediaType(contentType);
  if (type !== undefined && !isJsonType(type)) return text;
  const value = parseJson(text);
  return value === undefined ? text : value;
}
