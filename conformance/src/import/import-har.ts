import { existsSync } from "node:fs";
import { join } from "node:path";
import { checkExchange } from "../exchange/check-exchange.js";
import { ExchangeInputError } from "../exchange/exchange-input-error.js";
import type { Exchange } from "../exchange/types.js";
import { mustBeFolder } from "../files/must-be-folder.js";
import { writeFiles } from "../files/write-files.js";
import { restoreExchange } from "../har/restore-exchange.js";
import type { HarEntry } from "../har/types.js";
import { lintExchange } from "../lint/lint-exchange.js";
import { createRecorder } from "../record/recorder.js";
import type { CapturedTraffic, RecorderOptions, RecordOutcome } from "../record/types.js";
import { MAX_DEPTH, tooDeepAt } from "../text/depth.js";
import { parseJson } from "../text/parse-json.js";

/** How a HAR is imported: as traffic is recorded. */
export interface HarImportOptions extends RecorderOptions {
  /** How errors name the HAR. */
  readonly shown?: string;
}

/**
 * Makes exchanges of a HAR 1.2 log. An entry of our own export becomes the exchange that it was made of; any other is traffic, and goes through
 * the recorder: scrubbed before it is written, and refused when nothing in its request was redacted.
 *
 * @throws ExchangeInputError when it is no HAR, or when an exchange would replace a file; then nothing is written.
 */
export async function importHar(har: unknown, options: HarImportOptions): Promise<readonly RecordOutcome[]> {
  const { shown = "the HAR", folder, ...recording } = options;
  const entries = entriesOf(har, shown);
  mustBeFolder(folder);
  const restored: Exchange[] = [];
  const outcomes: RecordOutcome[] = [];
  const traffic: CapturedTraffic[] = [];
  for (const [index, entry] of entries.entries()) {
    if (entry === null || typeof entry !== "object")
      throw new ExchangeInputError(shown, "is no entry of a HAR", `/log/entries/${index}`);
    if (entry._exchange === undefined) {
      traffic.push(trafficOf(entry, `${shown}: /log/entries/${index}`));
      continue;
    }
    const exchange = readOwnEntry(entry as HarEntry, shown, index);
    const secret = (await lintExchange(exchange, undefined)).find(({ rule }) => rule === "secret");
    if (secret === undefined) restored.push(exchange);
    else outcomes.push({ kept: false, operation: exchange.id, reason: `${secret.pointer} ${secret.message}` });
  }
  writeRestored(restored, folder, shown);
  for (const { id } of restored) outcomes.push({ kept: true, id, file: `${id}.json`, redactions: 0 });
  if (traffic.length === 0) return outcomes;
  const recorder = createRecorder({ folder, ...recording });
  for (const one of traffic) recorder.record(one);
  return [...outcomes, ...(await recorder.finish())];
}

type ForeignEntry = Partial<Omit<HarEntry, "request" | "response">> & {
  readonly request?: {
    readonly method?: unknown;
    readonly url?: unknown;
    readonly headers?: unknown;
    readonly postData?: unknown;
  };
  readonly response?: { readonly status?: unknown; readonly headers?: unknown; readonly content?: unknown };
};

function entriesOf(har: unknown, shown: string): readonly ForeignEntry[] {
  const entries = (har as { log?: { entries?: unknown } } | null)?.log?.entries;
  if (!Array.isArray(entries))
    throw new ExchangeInputError(shown, "is missing; a HAR has a log with entries", "/log/entries");
  if (entries.length === 0) throw new ExchangeInputError(shown, "is empty", "/log/entries");
  return entries as ForeignEntry[];
}

function readOwnEntry(entry: HarEntry, shown: string, index: number): Exchange {
  const at = `/log/entries/${index}`;
  let exchange: Exchange;
  try {
    exchange = restoreExchange(entry);
  } catch {
    throw new ExchangeInputError(shown, "is no entry of a HAR", at);
  }
  const problem = checkExchange(exchange);
  if (problem !== undefined) throw new ExchangeInputError(shown, problem.problem, `${at}/_exchange${problem.member}`);
  return exchange;
}

function writeRestored(exchanges: readonly Exchange[], folder: string, shown: string): void {
  const ids = new Set<string>();
  for (const { id } of exchanges) {
    if (ids.has(id)) throw new ExchangeInputError(shown, `"${id}" is in it twice`);
    if (existsSync(join(folder, `${id}.json`))) throw new ExchangeInputError(`${id}.json`, "is there already");
    ids.add(id);
  }
  writeFiles(
    folder,
    exchanges.map((exchange) => [`${exchange.id}.json`, `${JSON.stringify(exchange, null, 2)}\n`]),
  );
}

/** @throws ExchangeInputError when the entry has no method, URL or status. */
function trafficOf({ request, response }: ForeignEntry, at: string): CapturedTraffic {
  const { method, url } = request ?? {};
  const { status } = response ?? {};
  if (typeof method !== "string") throw new ExchangeInputError(at, "is missing", "/request/method");
  if (typeof url !== "string" || !URL.canParse(url))
    throw new ExchangeInputError(at, "is no absolute URL", "/request/url");
  if (typeof status !== "number" || status < 100 || status > 599)
    throw new ExchangeInputError(at, "is no status of an answer", "/response/status");
  const sent = requestBody(request?.postData);
  const answered = contentText(response?.content);
  mustBeShallow(sent, at, "/request/postData/text");
  mustBeShallow(answered, at, "/response/content/text");
  return {
    method,
    url,
    requestHeaders: pairsOf(request?.headers),
    requestBody: sent,
    status,
    responseHeaders: pairsOf(response?.headers),
    responseBody: answered,
  };
}

/** @throws ExchangeInputError when a body is JSON that is nested too deep to be looked through for secrets. */
function mustBeShallow(text: string | null | undefined, at: string, member: string): void {
  if (typeof text === "string" && tooDeepAt(parseJson(text)) !== undefined)
    throw new ExchangeInputError(at, `is nested more than ${MAX_DEPTH} levels deep`, member);
}

function pairsOf(list: unknown): [string, string][] {
  if (!Array.isArray(list)) return [];
  return list.flatMap((pair: { name?: unknown; value?: unknown } | null): [string, string][] =>
    // Pseudo-headers of HTTP/2 are in the request line.
    typeof pair?.name === "string" && !pair.name.startsWith(":") ? [[pair.name, String(pair.value ?? "")]] : [],
  );
}

function requestBody(data: unknown): string | null {
  if (data === null || typeof data !== "object") return null;
  const { text, params } = data as { text?: unknown; params?: unknown };
  if (typeof text === "string") return text;
  return Array.isArray(params) ? new URLSearchParams(pairsOf(params)).toString() : null;
}

/** `undefined`: bytes that are no text. */
function contentText(content: unknown): string | null | undefined {
  const { text, encoding } = (content ?? {}) as { text?: unknown; encoding?: unknown };
  if (typeof text !== "string") return null;
  if (encoding !== "base64") return text;
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(Buffer.from(text, "base64"));
  } catch {
    return undefined;
  }
}
