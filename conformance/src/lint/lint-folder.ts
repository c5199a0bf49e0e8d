import { relative } from "node:path";
import { ExchangeInputError } from "../exchange/exchange-input-error.js";
import { exchangeFiles, type LoadedExchange } from "../exchange/load-exchanges.js";
import { readExchangeFile } from "../exchange/read-exchange-file.js";
import { vendors as registered, vendorIdOf } from "../vendors/registry.js";
import type { Vendor } from "../vendors/types.js";
import { lintExchange } from "./lint-exchange.js";
import type { LintFinding } from "./types.js";

/** What lint read and found. */
export interface LintReport {
  /** Files read. */
  readonly files: number;
  readonly findings: readonly LintFinding[];
}

/** How a folder is linted. */
export interface LintOptions {
  /** Only the exchanges of this vendor; a file that is no exchange is named all the same. */
  readonly vendor?: string | undefined;
  /** The vendors whose description is known. Default: every vendor of this repository. */
  readonly vendors?: readonly Vendor[];
}

/**
 * Lints every exchange of a folder and the folders in it, or one file. It reads them all and names everything, where `loadExchanges` stops at
 * the first file that cannot be used.
 *
 * @throws ExchangeInputError when there is nothing to read.
 */
export async function lintFolder(path: string, options: LintOptions = {}): Promise<LintReport> {
  const { vendors = registered } = options;
  const files = exchangeFiles(path);
  const findings: LintFinding[] = [];
  const loaded: LoadedExchange[] = [];
  for (const file of files) {
    const shown = file === path ? path : relative(path, file);
    try {
      loaded.push({ file: shown, exchange: readExchangeFile(file, shown) });
    } catch (error) {
      if (!(error instanceof ExchangeInputError)) throw error;
      const { member = "", problem } = error;
      findings.push({ file: shown, id: undefined, rule: "unusable", pointer: member, message: problem });
    }
  }

  const fileOfId = new Map<string, string>();
  for (const { file, exchange } of loaded) {
    const { id } = exchange;
    const vendorId = vendorIdOf(id);
    if (options.vendor !== undefined && vendorId !== options.vendor) continue;
    const other = fileOfId.get(id);
    if (other === undefined) fileOfId.set(id, file);
    else
      findings.push({ file, id, rule: "duplicate-id", pointer: "/id", message: `"${id}" is the id of ${other} too` });
    const vendor = vendors.find((known) => known.id === vendorId);
    for (const found of await lintExchange(exchange, vendor)) findings.push({ file, id, ...found });
  }
  return { files: files.length, findings };
}
