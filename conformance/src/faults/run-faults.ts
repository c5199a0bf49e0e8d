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
  /** How many are tried at once: most of them wait most of the time. Default 8. */
  readonly concurrency?: number;
  /** Called with each result, in the order of the table: a fault, over all clients. */
  readonly onResult?: (result: FaultResult) => void;
}

/**
 * Tries faults on clients, over raw sockets on loopback, and says whether each shows what it must: class of the error,
 * number of attempts, the wait that the server asks for, no credential in anything that is printed, and no second send
 * of a call that records. Waits are real, and small.
 *
 * @throws RangeError for the name of a fault that does not exist.
 */
export async function runFaults(options: FaultOptions = {}): Promise<FaultResult[]> {
  const { subjects = faultSubjects, concurrency = 8, onResult } = options;
  const chosen = options.faults === undefined ? allFaults : options.faults.map(findFault);
  const trials = chosen.flatMap((fault) => subjects.map((subject) => ({ fault, subject })));
  const results: FaultResult[] = [];
  let next = 0;
  let told = 0;
  const worker = async (): Promise<void> => {
    for (let trial = trials[next]; trial !== undefined; trial = trials[next]) {
      const at = next;
      next += 1;
      results[at] = await tryFault(trial.fault, trial.subject);
      for (let done = results[told]; done !== undefined; done = results[told]) {
        told += 1;
        onResult?.(done);
      }
    }
  };
  await Promise.all(Array.from({ length: concurrency }, worker));
  return results;
}

function findFault(name: string): Fault {
  const found = allFaults.find((fault) => fault.name === name);
  if (found === undefined)
    throw new RangeError(`there is no fault "${name}"; there is: ${allFaults.map((fault) => fault.name).join(", ")}`);
  return found;
}
