import type { VendorDemo } from "../vendor-demo.ts";
import { eightByEight } from "./8x8.ts";
import { crowdicity } from "./crowdicity.ts";
import { cultureamp } from "./cultureamp.ts";
import { medalliaMec } from "./medallia-mec.ts";
import { mxo } from "./mxo.ts";

/** Every vendor that has a demo, in the order of the table. */
export const vendorDemos: readonly VendorDemo[] = [cultureamp, medalliaMec, mxo, crowdicity, eightByEight];
