import { fileURLToPath } from "node:url";
import { loadExchanges } from "./load-exchanges.js";
import type { Exchange } from "./types.js";

/** Where the exchanges that come with this package are. */
export const packagedFolder: string = fileURLToPath(new URL("../../exchanges", import.meta.url));

let loaded: readonly Exchange[] | undefined;

/** The exchanges that come with this package. Read at the first call, then kept. */
export function packagedExchanges(): readonly Exchange[] {
  loaded ??= loadExchanges(packagedFolder).map(({ exchange }) => exchange);
  return loaded;
}
