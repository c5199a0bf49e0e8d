import type { FaultSubject } from "../types.js";
import { administrationSubject, storageSubject } from "./8x8.js";
import { crowdicitySubject } from "./crowdicity.js";
import { cultureampSubject } from "./cultureamp.js";
import { medalliaMecSubject } from "./medallia-mec.js";
import { mxoSubject } from "./mxo.js";

/** Every vendor's client; of 8x8 one product with tokens and one with a key. */
export const faultSubjects: readonly FaultSubject[] = [
  cultureampSubject,
  medalliaMecSubject,
  mxoSubject,
  crowdicitySubject,
  storageSubject,
  administrationSubject,
];
