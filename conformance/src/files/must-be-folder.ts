import { statSync } from "node:fs";
import { dirname } from "node:path";
import { ExchangeInputError } from "../exchange/exchange-input-error.js";

/**
 * Makes sure, before anything is done, that a folder to write into is one or can become one.
 *
 * @throws ExchangeInputError when a file stands in its place, or on the way to it.
 */
export function mustBeFolder(path: string): void {
  for (let at = path; ; at = dirname(at)) {
    const found = statSync(at, { throwIfNoEntry: false });
    if (found?.isDirectory() === false) throw new ExchangeInputError(at, "is a file; give a folder to write into");
    if (found !== undefined || dirname(at) === at) return;
  }
}
