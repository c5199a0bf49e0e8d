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
  /** How many are tried at once: most of them wait most of the time. Default 48. */
  readonly concurrency?: number;
  /** Called with each result, in the order of the table: a fault, over all clients. */
  readonly onResult?: (result: FaultResult) => void;
}

const HEAVY_AT_ONCE = 2;

/**
 * Tries faults on clients, over raw sockets on loopback, and says whether each shows what it must: class of the error,
 * number of attempts, the wait that the server asks for, no credential in anything that is printed, and no second send
 * of a call that records. Waits are real, and small.
 *
 * @throws RangeError for the name of a fault that does not exist.
 */
export async function runFaults(options: FaultOptions = {}): Promise<FaultResult[]> {
  const { subjects = faultSubjects, concurrency = 48, onResult } = options;
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
  const heavyLanes = Math.min(HEAVY_AT_ONCE, concurrency - 1);
  const light = trials.filter(({ fault }) => heavyLanes === 0 || !fault.isHeavy).values();
  const heavy = trials.filter(({ fault }) => fault.isHeavy).values();
  await Promise.all([
    ...Array.from({ length: heavyLanes }, () => worker(heavy)),
    ...Array.from({ length: concurrency - heavyLanes }, () => worker(light)),
  ]);
  return results;
}

function findFault(name: string): Fault {
  const found = allFaults.find((fault) => fault.name === name);
  if (found === undefined)
    throw new RangeError(`there is no fault "${name}"; there is: ${allFaults.map((fault) => fault.name).join(", ")}`);
  return found;
}
