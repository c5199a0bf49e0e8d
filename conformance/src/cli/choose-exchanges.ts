import { resolve } from "node:path";
import { type LoadedExchange, loadExchanges } from "../exchange/load-exchanges.js";
import { packagedFolder } from "../exchange/packaged-exchanges.js";
import { listExchanges } from "../list/list-exchanges.js";
import { vendorIdOf } from "../vendors/registry.js";
import { UsageError } from "./usage-error.js";

/** The options with which every verb chooses its exchanges. */
export const EXCHANGE_OPTIONS = { exchanges: { type: "string" }, vendor: { type: "string" } } as const;

/** The same for verbs that can choose by operation. */
export const OPERATION_OPTIONS = {
  exchanges: { type: "string" },
  vendor: { type: "string" },
  operation: { type: "string" },
} as const;

/** Where a path of the command line is: relative to where the user stands, also under `npm run`. */
export function userPath(path: string): string {
  return resolve(process.env.INIT_CWD ?? process.cwd(), path);
}

/** The folder of `--exchanges`, absolute, and as messages show it. */
export function exchangesFolder(given: string | undefined): { readonly path: string; readonly shown: string } {
  if (given === "") throw new UsageError("--exchanges is empty; give a folder or a file");
  return given === undefined
    ? { path: packagedFolder, shown: "the packaged exchanges" }
    : { path: userPath(given), shown: given };
}

/**
 * The exchanges of `--exchanges`, `--vendor` and `--operation`.
 * @throws ExchangeInputError UsageError
 */
export function chooseExchanges(values: {
  readonly exchanges?: string | undefined;
  readonly vendor?: string | undefined;
  readonly operation?: string | undefined;
}): LoadedExchange[] {
  const { path, shown } = exchangesFolder(values.exchanges);
  const { vendor, operation } = values;
  if (operation === "") throw new UsageError("--operation is empty; give a part of a method and path");
  const chosen = loadExchanges(path).filter(
    ({ exchange }) => vendor === undefined || vendorIdOf(exchange.id) === vendor,
  );
  if (chosen.length === 0) throw new UsageError(`there is no exchange of "${vendor}" in ${shown}`);
  if (operation === undefined) return chosen;
  const operations = listExchanges(chosen.map(({ exchange }) => exchange)).map((line) => line.operation.toLowerCase());
  const found = chosen.filter((_loaded, index) => operations[index]?.includes(operation.toLowerCase()));
  if (found.length === 0) throw new UsageError(`there is no exchange of an operation with "${operation}" in it`);
  return found;
}
