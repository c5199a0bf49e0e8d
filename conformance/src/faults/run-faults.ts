import { faults as allFaults } from "./faults.js";
import { faultSubjects } from "./subjects/subjects.js";
import { tryFault } from "./trial.js";
import type { Fault, FaultResult, FaultSubject } from "./types.js";

/** Options of {@link runFaults}. */
export interface FaultOptions {
  /** Clients to try. Default: those of every vendor of this repository. */
  readonly subjects?: readonly FaultSubject[];
  /** Names of faults. Default: all. */
  readonly faults?: readonly string[];
  /** How many are tried at once: most of them wait most of the time. Default 64. */
  readonly concurrency?: number;
  /** Called with each result, in the order of the table: a fault, over all clients. */
  readonly onResult?: (result: FaultResult) => void;
}

/** Trials that are run side by side. */
interface Lane {
  takes(fault: Fault): boolean;
  readonly width: number;
}

const LEAST_FOR_LANES = 8;
const HEAVY_AT_ONCE = 2;
/** More at once, and those with a deadline would be late for it because of each other. */
const MOST_DEADLINES_AT_ONCE = 24;

function lanesOf(concurrency: number): Lane[] {
  const deadlines = Math.min(Math.floor(concurrency / 2), MOST_DEADLINES_AT_ONCE);
  const isHeavy = (fault: Fault): boolean => fault.isHeavy === true;
  const hasDeadline = (fault: Fault): boolean => fault.deadlineMs !== undefined;
  return [
    { takes: isHeavy, width: HEAVY_AT_ONCE },
    { takes: hasDeadline, width: deadlines },
    { takes: (fault) => !isHeavy(fault) && !hasDeadline(fault), width: concurrency - deadlines - HEAVY_AT_ONCE },
  ];
}

const longestFirst = (left: { readonly fault: Fault }, right: { readonly fault: Fault }): number =>
  (right.fault.takesMs ?? 0) - (left.fault.takesMs ?? 0);

/**
 * Tries faults on clients, over raw sockets on loopback, and says whether each shows what it must: class of the error,
 * number of attempts, the wait that the server asks for, no credential in anything that is printed, and no second send
 * of a call that records. Waits are real, and small.
 *
 * @throws RangeError for the name of a fault that does not exist.
 */
export async function runFaults(options: FaultOptions = {}): Promise<FaultResult[]> {
  const { subjects = faultSubjects, concurrency = 64, onResult } = options;
  const chosen = options.faults === undefined ? allFaults : options.faults.map(findFault);
  const trials = chosen
    .flatMap((fault) => subjects.map((subject) => ({ fault, subject })))
    .map((trial, at) => ({ ...trial, at }));
  const results: FaultResult[] = [];
  let told = 0;
  const worker = async (queue: Iterator<(typeof trials)[number]>): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const { at, fault, subject } = next.value;
      results[at] = await tryFault(fault, subject);
      for (let done = results[told]; done !== undefined; done = results[told]) {
        told += 1;
        onResult?.(done);
      }
    }
  };
  // One thing after the other where that is asked for; else those with a deadline, and the large ones, have lanes of their own.
  const lanes = concurrency < LEAST_FOR_LANES ? [{ takes: () => true, width: concurrency }] : lanesOf(concurrency);
  await Promise.all(
    lanes.flatMap(({ takes, width }) => {
      const queue = trials
        .filter(({ fault }) => takes(fault))
        .sort(longestFirst)
        .values();
      return Array.from({ length: width }, () => worker(queue));
    }),
  );
  return results;
}

function findFault(name: string): Fault {
  const found = allFaults.find((fault) => fault.name === name);
  if (found === undefined)
    throw new RangeError(`there is no fault "${name}"; there is: ${allFaults.map((fault) => fault.name).join(", ")}`);
  return found;
}
