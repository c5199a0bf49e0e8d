import { authFaults } from "./auth-faults.js";
import { bodyFaults } from "./body-faults.js";
import { pagingFaults } from "./paging-faults.js";
import { statusFaults } from "./status-faults.js";
import type { Fault } from "./types.js";
import { wireFaults } from "./wire-faults.js";

/** Every fault, by group. */
export const faults: readonly Fault[] = [...statusFaults, ...authFaults, ...bodyFaults, ...wireFaults, ...pagingFaults];
