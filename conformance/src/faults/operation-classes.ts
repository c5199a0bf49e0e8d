import { performance } from "node:perf_hooks";
import type { Fault, FaultClient, FaultSubject, OperationClass } from "./types.js";

const known = new WeakMap<FaultSubject, ReadonlySet<OperationClass>>();

/** The kinds of operations that a client has. A client is made to find out; nothing is sent. */
export function operationClasses(subject: FaultSubject): ReadonlySet<OperationClass> {
  const found = known.get(subject);
  if (found !== undefined) return found;
  const client = idleClient(subject);
  const classes = new Set<OperationClass>();
  if (client.read !== undefined) classes.add("read");
  if (client.items !== undefined && subject.paging !== undefined) classes.add("list");
  if (client.record !== undefined) classes.add("record");
  if (subject.tokens !== undefined) classes.add("token");
  client.close?.();
  known.set(subject, classes);
  return classes;
}

/** The kinds of operations that a fault is tried on with a client; empty: it does not apply. */
export function classesTried(fault: Fault, subject: FaultSubject): ReadonlySet<OperationClass> {
  const own = operationClasses(subject);
  const isSkipped = fault.skip?.(subject) !== undefined;
  return new Set(isSkipped ? [] : (fault.classesOf?.(subject) ?? fault.classes).filter((each) => own.has(each)));
}

function idleClient(subject: FaultSubject): FaultClient {
  return subject.create({
    origin: "http://127.0.0.1:9",
    clientId: "id",
    clientSecret: "secret",
    retry: { maxAttempts: 1, baseDelayMs: 1, maxDelayMs: 1 },
    attemptTimeoutMs: 1_000,
    totalTimeoutMs: 1_000,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    onEvent: () => {},
  });
}
