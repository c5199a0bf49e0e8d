import { randomBytes } from "node:crypto";
import { performance } from "node:perf_hooks";
import { inspect } from "node:util";
import { openRawServer, type RawServer } from "./raw-server.js";
import { json } from "./reply.js";
import type {
  Fault,
  FaultCallResult,
  FaultOutcome,
  FaultResult,
  FaultScript,
  FaultSubject,
  FaultTimelineEntry,
  FaultVisit,
  RawRequest,
  Reply,
} from "./types.js";

/** Tries one fault on one client. */
export async function tryFault(fault: Fault, subject: FaultSubject): Promise<FaultResult> {
  const started = performance.now();
  const common = { subject: subject.id, fault: fault.name, group: fault.group };
  const reason = fault.skip?.(subject);
  if (reason !== undefined)
    return {
      ...common,
      verdict: "not-applicable",
      reason,
      classes: [],
      problems: [],
      timeline: [],
      ms: performance.now() - started,
    };

  const expected = fault.expect(subject);
  const problems: string[] = [];
  const timeline: FaultTimelineEntry[] = [];
  let observed: FaultResult["observed"];
  await fault.run({
    subject,
    expected,
    problem: (text) => void problems.push(text),
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
      const visit = await openVisit(subject, script, (text) => problems.push(`${script.run}: ${text}`));
      try {
        await use(visit);
      } catch (error) {
        problems.push(`${script.run}: ${describe(error)}`);
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
    classes: [],
    problems,
    timeline,
    ms: performance.now() - started,
  };
}

interface OpenVisit extends FaultVisit {
  end(): Promise<void>;
  timeline(): FaultTimelineEntry[];
}

async function openVisit(
  subject: FaultSubject,
  script: FaultScript,
  problem: (text: string) => void,
): Promise<OpenVisit> {
  const started = performance.now();
  const [clientId, clientSecret] = [`id-${nonce()}`, `secret-${nonce()}`];
  /** With the forms in which they go over the wire. */
  const secrets = [clientId, clientSecret, Buffer.from(`${clientId}:${clientSecret}`).toString("base64")];
  const api: RawRequest[] = [];
  const token: RawRequest[] = [];
  const refreshTokens: string[] = [];
  const { paths = [], refreshPath, answer } = subject.tokens ?? {};
  const last = paths.at(-1);

  function answerToken(request: RawRequest): Reply {
    const isGrant = request.path === last || request.path === refreshPath;
    if (isGrant) token.push(request);
    const refreshed = new URLSearchParams(request.body).get("refresh_token");
    if (refreshed !== null) refreshTokens.push(refreshed);
    const scripted = isGrant ? script.token?.(token.length, request) : undefined;
    if (scripted !== undefined) return scripted;
    const { expiresIn = 3600 } = script;
    const issued = { accessToken: `access-${nonce()}`, refreshToken: `refresh-${nonce()}` };
    secrets.push(issued.accessToken, issued.refreshToken);
    return json(answer?.(request.path, { ...issued, expiresIn: expiresIn ?? undefined }) ?? null);
  }

  const server: RawServer = await openRawServer((request) => {
    if (paths.includes(request.path) || request.path === refreshPath) return answerToken(request);
    api.push(request);
    return script.api?.(api.length, request) ?? json(subject.ok);
  });
  const search = (what: string, shown: unknown): void => {
    const text = textOf(shown);
    if (secrets.some((secret) => text.includes(secret))) problem(`a credential is in ${what}`);
  };
  const { maxAttempts = 3, ...clientOptions } = script.client ?? {};
  const client = subject.create({
    origin: server.origin,
    clientId,
    clientSecret,
    retry: { maxAttempts, baseDelayMs: 10, maxDelayMs: 40 },
    attemptTimeoutMs: 5_000,
    totalTimeoutMs: 20_000,
    clock: { now: () => Date.now(), monotonic: () => performance.now() },
    onEvent: (event) => search("an event", event),
    ...clientOptions,
  });
  const entry = (to: "token" | "api", { at, method, path }: RawRequest): FaultTimelineEntry => ({
    run: script.run,
    atMs: Math.round((at - started) * 10) / 10,
    to,
    method,
    path,
  });
  return {
    client,
    origin: server.origin,
    api,
    token,
    refreshTokens,
    stop: () => server.close(),
    async outcomeOf(call) {
      let result: FaultCallResult;
      try {
        result = await call();
      } catch (thrown) {
        result = { error: thrown ?? new Error("nothing was thrown, as an error") };
      }
      const { data, error } = result;
      if (error === undefined) return { data };
      search("the error", error);
      search("the result", result);
      return { data, ...factsOf(error) };
    },
    async end() {
      client.close?.();
      await server.close();
    },
    timeline: () =>
      [...token.map((request) => entry("token", request)), ...api.map((request) => entry("api", request))].sort(
        (left, right) => left.atMs - right.atMs,
      ),
  };
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
