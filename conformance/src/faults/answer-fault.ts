import { isDeepStrictEqual } from "node:util";
import type { Fault, FaultExpectation, FaultGroup, FaultSubject, FaultTrial, RawRequest, Reply } from "./types.js";

/** A fault in the answers of the API. */
export interface AnswerFault {
  readonly name: string;
  readonly group: FaultGroup;
  readonly does: string;
  /** What the server does with a request. */
  reply(request: RawRequest, subject: Pick<FaultSubject, "ok">): Reply;
  /** Class of the error; `undefined`: the call succeeds. */
  readonly error?: string | ((subject: FaultSubject) => string | undefined);
  /** A read is sent again: three times, or twice where the server asks for a wait. */
  readonly retryable?: boolean;
  /** What the server asks to wait, at least, in milliseconds. */
  readonly minWaitMs?: number;
  /** The data of a call that succeeds. Default: what the server gives when nothing is wrong. */
  data?(subject: Pick<FaultSubject, "ok">): unknown;
  readonly attemptTimeoutMs?: number;
  skip?(subject: FaultSubject): string | undefined;
}

/**
 * Makes a fault of it, with up to three runs: every answer is the fault (`read`); the first one is and the next is not
 * (`recover`); a call that records meets it (`record`).
 */
export function answerFault(fault: AnswerFault): Fault {
  const { retryable = false, minWaitMs = 0, attemptTimeoutMs } = fault;
  const attempts = retryable ? (minWaitMs > 0 ? 2 : 3) : 1;
  const client = { maxAttempts: Math.max(attempts, 2), ...(attemptTimeoutMs !== undefined && { attemptTimeoutMs }) };
  const expect = (subject: FaultSubject): FaultExpectation => {
    const error = typeof fault.error === "function" ? fault.error(subject) : fault.error;
    return { ...(error !== undefined && { error }), retryable, attempts, minWaitMs };
  };

  async function read({ subject, expected, visit, observe, problem }: FaultTrial): Promise<void> {
    await visit({ run: "read", api: (_, request) => fault.reply(request, subject), client }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.client.read());
      observe(outcome, visited);
      const { length } = visited.api;
      if (outcome.error !== expected.error)
        problem(`read: ended in ${outcome.error ?? "success"}, not in ${expected.error ?? "success"}`);
      if (length !== attempts) problem(`read: was sent ${times(length)}, not ${times(attempts)}`);
      if (outcome.attempts !== undefined && outcome.attempts !== length)
        problem(`read: the error says ${outcome.attempts} attempts; the server saw ${length}`);
      if (expected.error !== undefined) return;
      const wanted = fault.data === undefined ? subject.ok : fault.data(subject);
      if (!isDeepStrictEqual(outcome.data, wanted)) problem("read: the data is not what the server sent");
    });
  }

  async function recover({ subject, visit, problem }: FaultTrial): Promise<void> {
    const api = (count: number, request: RawRequest) => (count === 1 ? fault.reply(request, subject) : undefined);
    await visit({ run: "recover", api, client }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.client.read());
      if (!isDeepStrictEqual(outcome, { data: subject.ok }))
        problem(`recover: ended in ${outcome.error ?? "other data"}, though the second answer was right`);
      const [first, second] = visited.api;
      // Timers are allowed to be early by the part of a millisecond that they do not count.
      if (first && second && second.at - first.at < minWaitMs - 2)
        problem(`recover: waited ${Math.round(second.at - first.at)} ms, not ${minWaitMs} ms`);
    });
  }

  async function record({ subject, visit, problem }: FaultTrial): Promise<void> {
    await visit({ run: "record", api: (_, request) => fault.reply(request, subject), client }, async (visited) => {
      if (visited.client.record === undefined) return;
      const outcome = await visited.outcomeOf(visited.client.record);
      if (visited.api.length !== 1) problem(`record: was sent ${times(visited.api.length)}, not once`);
      if (retryable && outcome.error === undefined) problem("record: succeeded, though it was not answered");
    });
  }

  return {
    name: fault.name,
    group: fault.group,
    does: fault.does,
    shows: wordsFor(fault, attempts),
    ...(fault.skip !== undefined && { skip: fault.skip }),
    expect,
    answer: (request, ok) => fault.reply(request, { ok }),
    async run(trial) {
      await Promise.all([read(trial), ...(retryable ? [recover(trial)] : []), record(trial)]);
    },
  };
}

export function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}

function wordsFor({ error, minWaitMs = 0, retryable }: AnswerFault, attempts: number): string {
  const end = typeof error === "string" ? error : error === undefined ? "data" : "data or ResponseFormatError";
  const wait = minWaitMs > 0 ? `, waits ${minWaitMs} ms` : "";
  return retryable ? `${end} after ${attempts} attempts${wait}; a record is sent once` : `${end}, one attempt`;
}
