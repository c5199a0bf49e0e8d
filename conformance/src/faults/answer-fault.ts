import { isDeepStrictEqual } from "node:util";
import type { Json } from "../exchange/types.js";
import { parseJson } from "../text/parse-json.js";
import { nthPage, PAGES, pagesAskedFor } from "./nth-page.js";
import { reply } from "./reply.js";
import type {
  Fault,
  FaultExpectation,
  FaultGroup,
  FaultSubject,
  FaultTrial,
  FaultVisit,
  OperationClass,
  RawRequest,
  Reply,
} from "./types.js";

/** A fault in an answer, of the API or of the token endpoint. */
export interface AnswerFault {
  readonly name: string;
  readonly group: FaultGroup;
  readonly does: string;
  /** What the server does with a request; `ok` is what it would have answered. */
  reply(request: RawRequest, ok: Json): Reply;
  /** The kinds of operations that it can happen to. Default: all. */
  readonly classes?: readonly OperationClass[];
  /** Class of the error; `undefined`: the call succeeds. */
  readonly error?: string | ((subject: FaultSubject) => string | undefined);
  /** Class of the error where it happens to a page. Default: `error`. */
  readonly pageError?: string;
  /** Class of the error where it happens to the answer of a token endpoint; `undefined`: there is a token. */
  readonly tokenError?: string;
  /** A read is sent again: three times, or twice where the server asks for a wait. */
  readonly retryable?: boolean;
  /** What the server asks to wait, at least, in milliseconds. */
  readonly minWaitMs?: number;
  /** The data of a call that succeeds. Default: what the server gives when nothing is wrong. */
  data?(ok: Json): unknown;
  readonly attemptTimeoutMs?: number;
  /** It moves megabytes: few are tried at once. */
  readonly isHeavy?: boolean;
}

const ALL: readonly OperationClass[] = ["read", "list", "record", "token"];

/** Timers are allowed to be early by the part of a millisecond that they do not count. */
const EARLY_MS = 2;

/**
 * Makes a fault of it. Runs: every answer to a read is the fault (`read`); the first one is, and the next is not
 * (`recover`); a call that records meets it (`record`); the second page of a listing does (`list`); the first request for
 * a token does (`token`).
 */
export function answerFault(fault: AnswerFault): Fault {
  const { classes = ALL, retryable = false, minWaitMs = 0, attemptTimeoutMs } = fault;
  const attempts = retryable ? (minWaitMs > 0 ? 2 : 3) : 1;
  const client = { maxAttempts: Math.max(attempts, 2), ...(attemptTimeoutMs !== undefined && { attemptTimeoutMs }) };
  const once = (count: number, request: RawRequest, ok: Json) => (count === 1 ? fault.reply(request, ok) : undefined);
  const errorOf = (subject: FaultSubject) => (typeof fault.error === "function" ? fault.error(subject) : fault.error);

  /** A client without reads is observed at a call that records: one attempt. */
  function expect(subject: FaultSubject, own: ReadonlySet<OperationClass>): FaultExpectation {
    const error = errorOf(subject);
    return {
      ...(error !== undefined && { error }),
      ...(own.has("read") ? { retryable, attempts, minWaitMs } : { retryable: false, attempts: 1, minWaitMs: 0 }),
    };
  }

  function noteWait({ problem }: FaultVisit, requests: readonly RawRequest[], from = 0): void {
    const [first, second] = requests.slice(from);
    if (first && second && second.at - first.at < minWaitMs - EARLY_MS)
      problem(`waited ${Math.round(second.at - first.at)} ms, not ${minWaitMs} ms`);
  }

  async function read({ subject, expected, visit, observe }: FaultTrial): Promise<void> {
    const api = (_: number, request: RawRequest) => fault.reply(request, subject.ok);
    await visit({ run: "read", class: "read", api, client }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.call());
      observe(outcome, visited);
      noteOutcome(visited, outcome.error, expected.error);
      noteCount(visited, visited.api.length, attempts);
      if (outcome.attempts !== undefined && outcome.attempts !== visited.api.length)
        visited.problem(`the error says ${outcome.attempts} attempts; the server saw ${visited.api.length}`);
      noteWait(visited, visited.api);
      if (expected.error !== undefined || outcome.error !== undefined) return;
      const wanted = fault.data === undefined ? subject.ok : fault.data(subject.ok);
      if (!isDeepStrictEqual(outcome.data, wanted)) visited.problem("the data is not what the server sent");
    });
  }

  async function recover({ subject, visit }: FaultTrial): Promise<void> {
    const api = (count: number, request: RawRequest) => once(count, request, subject.ok);
    await visit({ run: "recover", class: "read", api, client }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.call());
      if (!isDeepStrictEqual(outcome, { data: subject.ok }))
        visited.problem(`ended in ${outcome.error ?? "other data"}, though the second answer was right`);
      noteWait(visited, visited.api);
    });
  }

  async function record({ subject, expected, classes: own, visit, observe }: FaultTrial): Promise<void> {
    const api = (_: number, request: RawRequest) => fault.reply(request, subject.ok);
    await visit({ run: "record", class: "record", api, client }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.call("record"));
      if (!own.has("read")) observe(outcome, visited);
      noteCount(visited, visited.api.length, 1);
      // Bodies that are read are those of reads; whatever they hold, what a status says holds for every call.
      if (fault.group !== "body") noteOutcome(visited, outcome.error, expected.error);
    });
  }

  async function list({ subject, visit, expected }: FaultTrial): Promise<void> {
    const error = fault.pageError ?? expected.error;
    const stops = error !== undefined && !retryable;
    const api = (count: number, request: RawRequest): Reply => {
      // The request that comes after the fault asks for the same page again.
      const page = nthPage(subject, retryable && count > 2 ? count - 1 : count);
      return count === 2 ? onPage(request, page) : page;
    };
    await visit({ run: "list", class: "list", api, client }, async (visited) => {
      const listed = await visited.list();
      noteOutcome(visited, listed.error, stops ? error : undefined);
      const items = stops ? 1 : PAGES;
      if (listed.items !== items) visited.problem(`gave ${listed.items} items, not ${items}`);
      noteCount(visited, visited.api.length, stops ? 2 : pagesAskedFor(subject) + (retryable ? 1 : 0));
      if (retryable) noteWait(visited, visited.api, 1);
    });
  }

  /** The fault on this page. What it answers with success keeps the header of the page, where the cursor may be. */
  function onPage(request: RawRequest, { plain: page }: Reply): Reply {
    const answer = fault.reply(request, page === undefined ? null : (parseJson(page.body) ?? null));
    const { plain } = answer;
    if (page === undefined || plain?.status !== 200) return answer;
    return reply(plain.status, { ...page.headers, ...plain.headers }, plain.body);
  }

  async function token({ visit }: FaultTrial): Promise<void> {
    const { tokenError } = fault;
    await visit({ run: "token", class: "token", token: once, client }, async (visited) => {
      const { error } = await visited.outcomeOf(() => visited.call());
      noteOutcome(visited, error, tokenError);
      noteCount(visited, visited.token.length, retryable ? 2 : 1, "asked for a token");
      if (tokenError !== undefined && visited.api.length > 0) visited.problem("a call was sent without a token");
      noteWait(visited, visited.token);
    });
  }

  return {
    name: fault.name,
    group: fault.group,
    classes,
    ...(fault.isHeavy && { isHeavy: true }),
    ...(attemptTimeoutMs !== undefined && { deadlineMs: attemptTimeoutMs }),
    takesMs: (attemptTimeoutMs ?? minWaitMs) * attempts,
    does: fault.does,
    shows: wordsFor(fault, attempts),
    expect,
    answer: (request, ok) => fault.reply(request, ok),
    async run(trial) {
      const { classes: own } = trial;
      await Promise.all([
        ...(own.has("read") ? [read(trial), ...(retryable ? [recover(trial)] : [])] : []),
        ...(own.has("record") ? [record(trial)] : []),
        ...(own.has("list") ? [list(trial)] : []),
        ...(own.has("token") ? [token(trial)] : []),
      ]);
    },
  };
}

/** Notes how a call ended, where it is not as it must. */
export function noteOutcome({ problem }: FaultVisit, error: string | undefined, expected: string | undefined): void {
  if (error !== expected) problem(`ended in ${error ?? "success"}, not in ${expected ?? "success"}`);
}

/** Notes how often something was sent, where it is not as it must. */
export function noteCount({ problem }: FaultVisit, count: number, expected: number, what = "was sent"): void {
  if (count !== expected) problem(`${what} ${times(count)}, not ${times(expected)}`);
}

function times(count: number): string {
  return count === 1 ? "once" : count === 2 ? "twice" : `${count} times`;
}

function wordsFor({ error, minWaitMs = 0, retryable }: AnswerFault, attempts: number): string {
  const end = typeof error === "string" ? error : error === undefined ? "data" : "data or ResponseFormatError";
  const wait = minWaitMs > 0 ? `, waits ${minWaitMs} ms` : "";
  return retryable ? `${end} after ${attempts} attempts${wait}; a record is sent once` : `${end}, one attempt`;
}
