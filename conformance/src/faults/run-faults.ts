import { setTimeout } from "node:timers/promises";
import { faults as allFaults } from "./faults.js";
import { StallWatch } from "./stall-watch.js";
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

const HEAVY_AT_ONCE = 2;
/** More at once, and those with a deadline would be late for it because of each other. */
const DEADLINES_AT_ONCE = 24;

const isHeavy = (fault: Fault): boolean => fault.isHeavy === true;
const hasDeadline = (fault: Fault): boolean => fault.deadlineMs !== undefined && !isHeavy(fault);
const isPlain = (fault: Fault): boolean => !hasDeadline(fault) && !isHeavy(fault);

/** Lanes side by side; the large ones come after the others, which they would hold up. */
function stagesOf(concurrency: number): Lane[][] {
  const deadlines = Math.min(Math.floor(concurrency / 2), DEADLINES_AT_ONCE);
  const first: Lane[] =
    deadlines === 0
      ? [{ takes: (fault) => !isHeavy(fault), width: concurrency }]
      : [
          { takes: hasDeadline, width: deadlines },
          { takes: isPlain, width: concurrency - deadlines },
        ];
  return [first, [{ takes: isHeavy, width: Math.min(concurrency, HEAVY_AT_ONCE) }]];
}

/** A stall that is longer means that enough is under way. */
const BUSY_MS = 80;
const MOST_PAUSES = 50;

/** Waits until the process keeps up with what is under way, for a while; not all wait for the same time. */
async function untilCalm(watch: StallWatch): Promise<void> {
  for (let pauses = 0; watch.latestMs > BUSY_MS && pauses < MOST_PAUSES; pauses += 1)
    await setTimeout(20 + Math.random() * 60);
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
  const watch = new StallWatch();
  let told = 0;
  const worker = async (queue: Iterator<(typeof trials)[number]>): Promise<void> => {
    for (let next = queue.next(); !next.done; next = queue.next()) {
      const { at, fault, subject } = next.value;
      await untilCalm(watch);
      results[at] = await tryFault(fault, subject);
      for (let done = results[told]; done !== undefined; done = results[told]) {
        told += 1;
        onResult?.(done);
      }
    }
  };
  try {
    for (const lanes of stagesOf(Math.max(1, concurrency))) {
      await Promise.all(
        lanes.flatMap(({ takes, width }) => {
          const queue = trials
            .filter(({ fault }) => takes(fault))
            .sort(longestFirst)
            .values();
          return Array.from({ length: width }, () => worker(queue));
        }),
      );
    }
  } finally {
    watch.stop();
  }
  return results;
}

function findFault(name: string): Fault {
  const found = allFaults.find((fault) => fault.name === name);
  if (found === undefined)
    throw new RangeError(`there is no fault "${name}"; there is: ${allFaults.map((fault) => fault.name).join(", ")}`);
  return found;
}
