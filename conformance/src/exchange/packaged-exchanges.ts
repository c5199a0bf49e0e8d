import { readFileSync } from "node:fs";
import { ownFile } from "../files/own-package.js";
import { exchangeFiles } from "./load-exchanges.js";
import type { Exchange } from "./types.js";

/** Where the exchanges that come with this package are. */
export const packagedFolder: string = ownFile("exchanges");

let loaded: readonly Exchange[] | undefined;

/**
 * The exchanges that come with this package. Read at the first call, then kept; not checked, as those of a user are: the
 * tests of this package have done so.
 */
export function packagedExchanges(): readonly Exchange[] {
  loaded ??= exchangeFiles(packagedFolder).map((file) => JSON.parse(readFileSync(file, "utf8")) as Exchange);
  return loaded;
}
