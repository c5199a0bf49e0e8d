import type { FaultSubject } from "../types.js";
import { eightByEightSubjects } from "./8x8.js";
import { crowdicitySubject } from "./crowdicity.js";
import { cultureampSubject } from "./cultureamp.js";
import { conversationsSubject, medalliaMecSubject, vcloudSubject } from "./medallia-mec.js";
import { mxoSubject } from "./mxo.js";

/** Every client of every vendor. Its id is the vendor, with the entry of the package where that is not the main one. */
export const faultSubjects: readonly FaultSubject[] = [
  cultureampSubject,
  medalliaMecSubject,
  conversationsSubject,
  vcloudSubject,
  mxoSubject,
  crowdicitySubject,
  ...eightByEightSubjects,
];
