import { nearestPath } from "../openapi/nearest-path.js";
import { parseJson } from "../text/parse-json.js";
import { jsonAnswer } from "./answers.js";
import type { JournalExpectation, PreferOptions, Sandbox, SandboxAnswer, SandboxRequest } from "./types.js";
import { verifyJournal } from "./verify-journal.js";

/** Paths below it are the sandbox's own, on every origin. */
export const CONTROL_PATH = "/__sandbox";

/** What is under control. */
type Controlled = Pick<Sandbox, "clock" | "journal" | "prefer" | "resetState" | "revokeTokens" | "toHar"> & {
  readonly origins: () => Readonly<Record<string, string>>;
  /** How many things are remembered that were written. */
  readonly stateSize: () => number;
  /** Empties the journal and forgets what was preferred. */
  readonly resetJournal: () => void;
};

type Route = (controlled: Controlled, body: Readonly<Record<string, unknown>>) => SandboxAnswer;

const ROUTES: Readonly<Record<string, Route>> = {
  "GET /__sandbox": ({ origins, clock, journal, stateSize }) =>
    ok({ origins: origins(), now: clock.now(), requests: journal.length, written: stateSize() }),
  "GET /__sandbox/journal": ({ journal }) => ok(journal),
  "DELETE /__sandbox/journal": ({ resetJournal }) => {
    resetJournal();
    return NO_CONTENT;
  },
  "DELETE /__sandbox/state": ({ resetState }) => {
    resetState();
    return NO_CONTENT;
  },
  "GET /__sandbox/journal.har": ({ toHar }) => ok(toHar()),
  "POST /__sandbox/verify": ({ journal }, body) => {
    checkMembers(body, {
      vendor: "string",
      method: "string",
      path: "string",
      status: "number",
      exchange: "string",
      header: "string",
      times: "number",
    });
    const verdict = verifyJournal(journal, body as JournalExpectation);
    return jsonAnswer(verdict.verified ? 200 : 409, verdict);
  },
  "POST /__sandbox/prefer": ({ prefer }, body) => {
    checkMembers(body, { prefer: "string", vendor: "string", operation: "string", times: "number" });
    const { prefer: preference = "", ...options } = body as { prefer?: string } & PreferOptions;
    prefer(preference, options);
    return NO_CONTENT;
  },
  "GET /__sandbox/clock": ({ clock }) => ok({ now: clock.now() }),
  "POST /__sandbox/clock": ({ clock }, body) => {
    checkMembers(body, { advanceMs: "number" });
    const { advanceMs = -1 } = body as { advanceMs?: number };
    if (advanceMs < 0) throw new RangeError("advanceMs is not a number of milliseconds from 0");
    clock.advance(advanceMs);
    return ok({ now: clock.now() });
  },
  "POST /__sandbox/tokens/revoke": ({ revokeTokens }) => ok({ revoked: revokeTokens() }),
};

const NO_CONTENT: SandboxAnswer = { status: 204, headers: [], body: null };

/**
 * Answers a request to the sandbox itself; `undefined` when it is to a vendor. A web page is refused, so that no site can
 * reach into a sandbox by the browser of a developer.
 */
export function answerControl(request: SandboxRequest, controlled: Controlled): SandboxAnswer | undefined {
  const { method, path, headers } = request;
  if (path !== CONTROL_PATH && !path.startsWith(`${CONTROL_PATH}/`)) return undefined;
  if (headers.has("origin") || !isOwnHost(request))
    return problem(403, "the sandbox takes orders from programs on this machine, not from web pages");
  const route = ROUTES[`${method} ${path}`];
  if (route === undefined) {
    const allow = methodsOf(path).join(", ");
    return allow === ""
      ? problem(404, unknownPath(path))
      : jsonAnswer(405, { message: `${path} takes ${allow}, not ${method}` }, { headers: [["allow", allow]] });
  }
  const body = request.body === "" ? {} : parseJson(request.body);
  if (body === null || typeof body !== "object" || Array.isArray(body))
    return problem(400, "the body is no JSON object");
  try {
    return route(controlled, body as Readonly<Record<string, unknown>>);
  } catch (error) {
    if (error instanceof RangeError) return problem(400, error.message);
    throw error;
  }
}

/** Whether a request is to this machine by name, and not to a host that a proxy or a name server sent here. */
export function isOwnHost({ headers }: SandboxRequest): boolean {
  return /^(127\.0\.0\.1|localhost)(:\d+)?$/i.test(headers.get("host") ?? "");
}

function ok(body: unknown): SandboxAnswer {
  return jsonAnswer(200, body);
}

function problem(status: number, message: string): SandboxAnswer {
  return jsonAnswer(status, { message });
}

function methodsOf(path: string): string[] {
  return Object.keys(ROUTES)
    .filter((route) => route.endsWith(` ${path}`))
    .map((route) => route.slice(0, route.indexOf(" ")));
}

function unknownPath(path: string): string {
  const nearest = nearestPath(
    path,
    Object.keys(ROUTES).map((route) => route.split(" ")[1] ?? ""),
  );
  return `there is no ${path}${nearest === undefined ? "" : `; did you mean ${nearest}?`}`;
}

function checkMembers(
  body: Readonly<Record<string, unknown>>,
  known: Readonly<Record<string, "string" | "number">>,
): void {
  for (const [name, value] of Object.entries(body)) {
    if (known[name] === undefined)
      throw new RangeError(`"${name}" is unknown; there is ${Object.keys(known).join(", ")}`);
    if (typeof value !== known[name]) throw new RangeError(`"${name}" is no ${known[name]}`);
  }
}
