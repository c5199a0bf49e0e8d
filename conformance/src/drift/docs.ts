import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ExchangeInputError } from "../exchange/exchange-input-error.js";
import { packagedExchanges } from "../exchange/packaged-exchanges.js";
import type { Exchange } from "../exchange/types.js";
import { parseJson } from "../text/parse-json.js";
import { vendorIdOf } from "../vendors/registry.js";
import { severityOf } from "./comparer.js";
import type { DriftFinding, DriftKind, DriftReport } from "./types.js";

const MANIFEST = "pages.json";

/** A saved page, as the manifest has it. */
interface Page {
  /** Relative to the folder. */
  readonly file: string;
  /** Where it is published, when the page says so. */
  readonly url: string | null;
  /** Of what a reader sees: without markup, scripts and white space. */
  readonly sha256: string;
}

/** Options of {@link driftDocs}. */
export interface DriftDocsOptions {
  /** Writes down the pages as they are now, in `pages.json` of the folder. Default `false`. */
  readonly update?: boolean;
  /** Whose pages are looked for. Default: the packaged exchanges. */
  readonly exchanges?: readonly Exchange[];
}

/**
 * Compares saved documentation pages (HTML, Markdown, JSON, text) with what they were when `pages.json` of the folder was written, by hash.
 *
 * @throws ExchangeInputError when there is no page, or no `pages.json` to compare with.
 */
export function driftDocs(
  folder: string,
  { update = false, exchanges = packagedExchanges() }: DriftDocsOptions = {},
): DriftReport {
  const pages = readPages(folder);
  const now = new Map(pages.map((page) => [page.file, page]));
  const before = new Map((update && !hasManifest(folder) ? [] : readManifest(folder)).map((page) => [page.file, page]));
  const findings: DriftFinding[] = [];
  for (const [file, page] of now) {
    const old = before.get(file);
    if (old === undefined) findings.push(finding("new-page", page, "not in pages.json", "a page", exchanges));
    else if (old.sha256 !== page.sha256)
      findings.push(
        finding(
          "page-changed",
          { ...page, url: page.url ?? old.url },
          old.sha256.slice(0, 12),
          page.sha256.slice(0, 12),
          exchanges,
        ),
      );
  }
  for (const [file, page] of before)
    if (!now.has(file)) findings.push(finding("page-missing", page, page.sha256.slice(0, 12), "no file", exchanges));
  if (update) writeManifest(folder, pages);
  return { findings, compared: pages.length, skipped: [], requests: 0 };
}

function finding(
  kind: DriftKind,
  { file, url }: Page,
  documented: string,
  found: string,
  exchanges: readonly Exchange[],
): DriftFinding {
  const shown =
    url === null
      ? []
      : exchanges.filter(({ source }) => source.url !== null && isSamePage(source.url, url)).map(({ id }) => id);
  return {
    severity: severityOf(kind),
    kind,
    vendor: shown[0] === undefined ? "" : vendorIdOf(shown[0]),
    operation: url ?? file,
    pointer: file,
    documented: shown.length === 0 ? documented : `${documented}; it shows ${shown.join(", ")}`,
    found,
    count: 1,
  };
}

function isSamePage(a: string, b: string): boolean {
  const plain = (url: string): string => url.replace(/[#?].*$/, "").replace(/\/$/, "");
  return plain(a) === plain(b);
}

function readPages(folder: string): Page[] {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  } catch {
    throw new ExchangeInputError(folder, "there is no such folder");
  }
  const files = names.filter(
    (name) => name !== MANIFEST && !/(^|[\\/])\./.test(name) && statSync(join(folder, name)).isFile(),
  );
  if (files.length === 0) throw new ExchangeInputError(folder, "holds no page");
  return files.map((file) => {
    const text = readFileSync(join(folder, file), "utf8");
    const url = CANONICAL.exec(text)?.[1] ?? SAVED_FROM.exec(text)?.[1] ?? null;
    return { file: file.replaceAll("\\", "/"), url, sha256: createHash("sha256").update(readable(text)).digest("hex") };
  });
}

const CANONICAL = /<link[^>]+rel="canonical"[^>]+href="([^"]+)"/i;
/** What browsers write into a page that they save. */
const SAVED_FROM = /<!--\s*saved from url=\(\d+\)(\S+)\s*-->/i;

/** What a reader sees. Scripts, styles and attributes change from one visit to the next. */
function readable(text: string): string {
  const isMarkup = /^\s*</.test(text);
  const bare = isMarkup
    ? text
        .replace(/<!--[\s\S]*?-->/g, " ")
        .replace(/<(script|style|noscript|svg|template)\b[\s\S]*?<\/\1\s*>/gi, " ")
        .replace(/<[^>]*>/g, " ")
    : text;
  return bare.replace(/\s+/g, " ").trim();
}

function hasManifest(folder: string): boolean {
  return readdirSync(folder).includes(MANIFEST);
}

function readManifest(folder: string): readonly Page[] {
  if (!hasManifest(folder)) throw new ExchangeInputError(join(folder, MANIFEST), "is not there; --update writes it");
  const pages = (parseJson(readFileSync(join(folder, MANIFEST), "utf8")) as { pages?: unknown } | undefined)?.pages;
  if (!Array.isArray(pages)) throw new ExchangeInputError(join(folder, MANIFEST), "is missing", "/pages");
  const bad = pages.findIndex(
    (page: Partial<Page> | null) => typeof page?.file !== "string" || typeof page.sha256 !== "string",
  );
  if (bad !== -1) throw new ExchangeInputError(join(folder, MANIFEST), "has no file or no sha256", `/pages/${bad}`);
  return pages as Page[];
}

/** Whole or not at all. */
function writeManifest(folder: string, pages: readonly Page[]): void {
  const path = join(folder, MANIFEST);
  writeFileSync(`${path}.new`, `${JSON.stringify({ pages }, null, 2)}\n`);
  renameSync(`${path}.new`, path);
}
