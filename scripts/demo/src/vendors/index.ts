import type { VendorDemo } from "../vendor-demo.ts";
import { cultureamp } from "./cultureamp.ts";
import { medalliaMec } from "./medallia-mec.ts";

/** Every vendor that has a demo, in the order of the table. */
export const vendorDemos: readonly VendorDemo[] = [cultureamp, medalliaMec];
