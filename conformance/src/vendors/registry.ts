import { eightByEight } from "./8x8.js";
import { crowdicity } from "./crowdicity.js";
import { cultureamp } from "./cultureamp.js";
import { medalliaMec } from "./medallia-mec.js";
import { mxo } from "./mxo.js";
import type { Vendor } from "./types.js";

/** Every vendor that has a client here. */
export const vendors: readonly Vendor[] = [cultureamp, medalliaMec, mxo, crowdicity, eightByEight];

/** The vendor of an exchange: the part of its id before the first slash. */
export function vendorIdOf(exchangeId: string): string {
  return exchangeId.slice(0, exchangeId.indexOf("/"));
}
