import { createHash } from "node:crypto";
import { readdirSync, readFileSync, renameSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { ExchangeInputError } from "../exchange/exchange-input-error.js";
import { packagedExchanges } from "../exchange/packaged-exchanges.js";
import type { Exchange } from "../exchange/types.js";
import { parseJson } from "../text/parse-json.js";
import { vendorIdOf } from "../vendors/registry.js";
import { severityOf } from "./comparer.js";
import type { DriftFinding, DriftKind, DriftReport, DriftSkip } from "./types.js";

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
  const { pages, skipped } = readPages(folder);
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
  return { findings, compared: pages.length, skipped, requests: 0 };
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

/** What documentation is saved as. Scripts, styles and pictures that a browser saves beside a page are none of it. */
const PAGE = /\.(html?|xhtml|md|mdx|rst|adoc|txt|json|ya?ml|xml|pdf)$|(^|\/)[^./]+$/i;

function readPages(folder: string): { readonly pages: Page[]; readonly skipped: DriftSkip[] } {
  let names: string[];
  try {
    names = readdirSync(folder, { recursive: true, encoding: "utf8" }).sort();
  } catch {
    throw new ExchangeInputError(folder, "there is no such folder");
  }
  const files = names
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name !== MANIFEST && !/(^|\/)\.|_files\//.test(name) && isFile(join(folder, name)));
  const saved = files.filter((name) => PAGE.test(name));
  if (saved.length === 0) throw new ExchangeInputError(folder, "holds no page");
  const pages = saved.map((file): Page => {
    const bytes = readFileSync(join(folder, file));
    const text = bytes.toString("utf8");
    const link = CANONICAL.exec(text)?.[0] ?? "";
    const url = /\bhref=["']([^"']+)/i.exec(link)?.[1] ?? SAVED_FROM.exec(text)?.[1] ?? null;
    const content = text.includes("\ufffd") ? bytes : readable(text);
    return { file, url, sha256: createHash("sha256").update(content).digest("hex") };
  });
  const others = files.filter((name) => !PAGE.test(name));
  return {
    pages,
    skipped: others.map((operation) => ({ operation, reason: "is no page of documentation by its name", count: 1 })),
  };
}

function isFile(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isFile() === true;
}

const CANONICAL = /<link\b[^>]*\brel=["']?canonical\b[^>]*>/i;
/** What browsers write into a page that they save. */
const SAVED_FROM = /<!--\s*saved from url=\(\d+\)(\S+)\s*-->/i;

/**
 * What a reader sees. Scripts, styles, comments and attributes (nonces, tokens against forgery, class names) change from one visit to the next;
 * how JSON is laid out says nothing.
 */
function readable(text: string): string {
  const json = /^\s*[{[]/.test(text) ? parseJson(text) : undefined;
  if (json !== undefined) return JSON.stringify(json);
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
