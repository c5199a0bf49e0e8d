import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import { inspect } from "node:util";
import { classesTried, operationClasses } from "./operation-classes.js";
import { openRawServer, type RawServer } from "./raw-server.js";
import { describeReply, json } from "./reply.js";
import { StallWatch } from "./stall-watch.js";
import type {
  Fault,
  FaultCallResult,
  FaultClassResult,
  FaultListing,
  FaultOutcome,
  FaultResult,
  FaultScript,
  FaultSubject,
  FaultTimelineEntry,
  FaultVisit,
  OperationClass,
  RawRequest,
  Reply,
} from "./types.js";

/** Of a client that meets no slow server. */
const ATTEMPT_TIMEOUT_MS = 30_000;

/** A client that goes in circles is stopped here. */
const MOST_ITEMS = 50;

/** A client without a deadline of its own is given up: so many of the attempts that it may take, and never less than some seconds. */
const MOST_ATTEMPTS = 12;
const LEAST_PATIENCE_MS = 10_000;

/** Why a fault does not apply to a client that has none of the operations that it can happen to. */
const WITHOUT: Readonly<Record<OperationClass, string>> = {
  read: "nothing reads",
  list: "nothing pages",
  record: "nothing records",
  token: "calls carry credentials that nothing issues",
};

/** Tries of a fault with a deadline, where the machine stalls. */
const MOST_TRIES = 4;
/** A stall of this part of the deadline may be what a client was late for. */
const STALL_PART = 1 / 5;

/**
 * Tries one fault on one client. Client and server share the machine: where a short deadline was missed while the process
 * was kept from its work, neither is to blame, and the fault is tried again with twice the time.
 */
export async function tryFault(fault: Fault, subject: FaultSubject): Promise<FaultResult> {
  const { deadlineMs } = fault;
  if (deadlineMs === undefined) return tryOnce(fault, subject);
  for (let tries = 1, times = 1; ; tries += 1, times *= 2) {
    const watch = new StallWatch();
    const result = await tryOnce(fault, subject, times);
    const isStalled = watch.stop() > deadlineMs * times * STALL_PART;
    const isLate = isStalled && !result.problems.some((problem) => problem.includes(NO_END));
    if (result.verdict !== "failed" || !isLate || tries === MOST_TRIES) return result;
  }
}

/** @param times by how much the deadlines are longer. */
async function tryOnce(fault: Fault, subject: FaultSubject, times = 1): Promise<FaultResult> {
  const started = performance.now();
  const common = { subject: subject.id, fault: fault.name, group: fault.group };
  const classes = classesTried(fault, subject);
  if (classes.size === 0)
    return {
      ...common,
      verdict: "not-applicable",
      reason: whyNot(fault, subject),
      classes: [],
      problems: [],
      timeline: [],
      ms: performance.now() - started,
    };

  const expected = fault.expect(subject, classes);
  const problems: string[] = [];
  const verdicts = new Map<OperationClass, FaultClassResult["verdict"]>();
  /** Of each run, in the order in which they were begun. */
  const timelines: FaultTimelineEntry[][] = [];
  let observed: FaultResult["observed"];
  await fault.run({
    subject,
    classes,
    expected,
    observe({ error = null, code = null }, { api, token }) {
      const [first, second] = api.length > 0 ? api : token;
      observed = {
        error,
        code,
        attempts: (api.length > 0 ? api : token).length,
        waitMs: first && second ? Math.round(second.at - first.at) : null,
      };
    },
    async visit(script, use) {
      const timeline: FaultTimelineEntry[] = [];
      timelines.push(timeline);
      const verdict = verdicts.get(script.class);
      if (verdict === undefined) verdicts.set(script.class, "passed");
      const problem = (text: string): void => {
        verdicts.set(script.class, "failed");
        problems.push(`${script.run}: ${text}`);
      };
      const visit = await openVisit(subject, script, times, problem);
      try {
        await use(visit);
      } catch (error) {
        problem(error instanceof NoEndError ? error.message : describe(error));
      } finally {
        await visit.end();
        timeline.push(...visit.timeline());
      }
    },
  });
  return {
    ...common,
    verdict: problems.length > 0 ? "failed" : "passed",
    expected,
    ...(observed !== undefined && { observed }),
    classes: [...verdicts].map(([name, verdict]) => ({ class: name, verdict })),
    problems,
    timeline: timelines.flat(),
    ms: performance.now() - started,
  };
}

/** A request that the server saw, and what it did with it. */
interface SeenRequest {
  readonly request: RawRequest;
  readonly to: "token" | "api";
  readonly reply: Reply;
  endedAt?: number;
}

/** A client without such operations says so; one that has them says what is documented of them. */
function whyNot(fault: Fault, subject: FaultSubject): string {
  const own = operationClasses(subject);
  const [first = "read"] = fault.classes;
  return (fault.classes.some((each) => own.has(each)) ? fault.skip?.(subject) : undefined) ?? WITHOUT[first];
}

interface OpenVisit extends FaultVisit {
  end(): Promise<void>;
  timeline(): FaultTimelineEntry[];
}

async function openVisit(
  subject: FaultSubject,
  script: FaultScript,
  times: number,
  problem: (text: string) => void,
): Promise<OpenVisit> {
  const started = performance.now();
  const [clientId, clientSecret] = [`id-${nonce()}`, `secret-${nonce()}`];
  /** With the forms in which they go over the wire. */
  const secrets = [clientId, clientSecret, Buffer.from(`${clientId}:${clientSecret}`).toString("base64")];
  const api: RawRequest[] = [];
  const token: RawRequest[] = [];
  const refreshTokens: string[] = [];
  const seen: SeenRequest[] = [];
  const { paths = [], refreshPath, answer } = subject.tokens ?? {};
  const last = paths.at(-1);
  const isToken = ({ path }: RawRequest): boolean => paths.includes(path) || path === refreshPath;

  function answerToken(request: RawRequest): Reply {
    const isGrant = request.path === last || request.path === refreshPath;
    if (isGrant) token.push(request);
    const refreshed = new URLSearchParams(request.body).get("refresh_token");
    if (refreshed !== null) refreshTokens.push(refreshed);
    const { expiresIn = 3600 } = script;
    const issued = { accessToken: `access-${nonce()}`, refreshToken: `refresh-${nonce()}` };
    secrets.push(issued.accessToken, issued.refreshToken);
    const right = answer?.(request.path, { ...issued, expiresIn: expiresIn ?? undefined }) ?? null;
    return (isGrant ? script.token?.(token.length, request, right) : undefined) ?? json(right);
  }

  function answerApi(request: RawRequest): Reply {
    api.push(request);
    return script.api?.(api.length, request) ?? json(subject.ok);
  }

  const server: RawServer = await openRawServer((request, connection) => {
    const to = isToken(request) ? "token" : "api";
    const reply = to === "token" ? answerToken(request) : answerApi(request);
    const entry: SeenRequest = { request, to, reply };
    seen.push(entry);
    const end = (): void => {
      entry.endedAt = performance.now();
    };
    // What is no complete answer ends with the connection.
    if (reply.plain === undefined) connection.once("close", end);
    reply(connection);
    if (reply.plain !== undefined) end();
  });
  const search = (what: string, shown: unknown): boolean => {
    const text = textOf(shown);
    const isShown = secrets.some((secret) => text.includes(secret));
    if (isShown) problem(`a credential is in ${what}`);
    return isShown;
  };
  const { maxAttempts = 3, ...clientOptions } = script.client ?? {};
  const attemptTimeoutMs =
    clientOptions.attemptTimeoutMs === undefined ? ATTEMPT_TIMEOUT_MS : clientOptions.attemptTimeoutMs * times;
  const patienceMs = Math.max(LEAST_PATIENCE_MS, Math.min(MOST_ATTEMPTS * attemptTimeoutMs, 2 * ATTEMPT_TIMEOUT_MS));
  const client = subject.create({
    origin: server.origin,
    clientId,
    clientSecret,
    retry: { maxAttempts, baseDelayMs: 10, maxDelayMs: 40 },
    totalTimeoutMs: 4 * ATTEMPT_TIMEOUT_MS,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    onEvent: (event) => void search("an event", event),
    ...clientOptions,
    attemptTimeoutMs,
  });
  const since = (at: number): number => Math.round((at - started) * 10) / 10;
  async function outcomeOf(call: () => Promise<FaultCallResult>): Promise<FaultOutcome> {
    const result = await settled(call, patienceMs);
    const { data, error } = result;
    if (error === undefined) return { data };
    if (!search("the error", error)) search("the result", result);
    return { data, ...factsOf(error) };
  }
  return {
    client,
    origin: server.origin,
    api,
    token,
    refreshTokens,
    problem,
    outcomeOf,
    stop: () => server.refuse(),
    call: (of) => ((of === "record" ? client.record : undefined) ?? client.read ?? client.record ?? nothingToCall)(),
    async list(): Promise<FaultListing> {
      let items = 0;
      const outcome = await outcomeOf(async () => {
        for await (const _ of client.items?.() ?? []) {
          items += 1;
          if (items === MOST_ITEMS) break;
        }
        return {};
      });
      return { ...outcome, items };
    },
    holdsCredential: ({ headers, query, body }) => {
      const sent = [...headers.values(), query, body].join("\n");
      return secrets.some((secret) => sent.includes(secret));
    },
    async end() {
      client.close?.();
      await server.close();
      // What was still open has ended now; that it did so is told later.
      for (const entry of seen) entry.endedAt ??= performance.now();
    },
    timeline: () =>
      seen.map(({ request: { at, method, path }, to, reply, endedAt }) => ({
        run: script.run,
        class: script.class,
        atMs: since(at),
        to,
        method,
        path,
        answer: describeReply(reply),
        ...(reply.plain !== undefined && { status: reply.plain.status }),
        ...(endedAt !== undefined && { endedMs: since(endedAt) }),
      })),
  };
}

/** How a call ended; one that does not end is an error of the run. */
async function settled(call: () => Promise<FaultCallResult>, patienceMs: number): Promise<FaultCallResult> {
  let timer: NodeJS.Timeout | undefined;
  const impatience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new NoEndError(patienceMs)), patienceMs);
  });
  try {
    return await Promise.race([call(), impatience]);
  } catch (thrown) {
    if (thrown instanceof NoEndError) throw thrown;
    return { error: thrown ?? new Error("nothing was thrown, as an error") };
  } finally {
    clearTimeout(timer);
  }
}

const NO_END = "had not ended after";

/** A call that waits for ever. */
class NoEndError extends Error {
  constructor(ms: number) {
    super(`${NO_END} ${Math.round(ms / 1_000)} s`);
    this.name = "NoEndError";
  }
}

function nothingToCall(): Promise<FaultCallResult> {
  throw new TypeError("the client neither reads nor records");
}

function factsOf(error: unknown): FaultOutcome {
  const { name, code, attempts } = error as { name?: unknown; code?: unknown; attempts?: unknown };
  return {
    error: typeof name === "string" ? name : typeof error,
    ...(typeof code === "string" && { code }),
    ...(typeof attempts === "number" && { attempts }),
  };
}

/** Everything that a log could show. */
function textOf(shown: unknown): string {
  const { message, stack } = (shown ?? {}) as { message?: unknown; stack?: unknown };
  return [inspect(shown, { depth: 8, maxStringLength: 100_000 }), toJson(shown), message, stack].join("\n");
}

function toJson(shown: unknown): string {
  try {
    return JSON.stringify(shown) ?? "";
  } catch {
    return "";
  }
}

function describe(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}

function nonce(): string {
  return randomBytes(12).toString("hex");
}
