import { type AnswerFault, answerFault, noteCount, noteOutcome } from "./answer-fault.js";
import { json, type ReplyHeaders, reply } from "./reply.js";
import type { Fault, FaultExpectation, FaultTrial, RawRequest, Reply } from "./types.js";

/** Headers that may hold a credential go first: messages are cut. */
const MAY_HOLD_CREDENTIAL = /authorization|key|token/;

/** An error body that repeats what was sent, as careless servers do. */
function echo(status: number, { headers: sent, query, body }: RawRequest, headers: ReplyHeaders = {}): Reply {
  const [first, others] = [true, false].map((wanted) =>
    [...sent].filter(([name]) => MAY_HOLD_CREDENTIAL.test(name) === wanted).map(([, value]) => value),
  );
  const message = ["not accepted:", ...(first ?? []), query, body, ...(others ?? [])].join(" ");
  return json({ message, error: message }, status, headers);
}

const HTML = "<!doctype html><html><head><title>Error</title></head><body>Something went wrong.</body></html>";
const html = (status: number): Reply => reply(status, { "content-type": "text/html; charset=utf-8" }, HTML);

/** The next full second but one: HTTP dates have no smaller part. */
const inOneToTwoSeconds = (): string => new Date(Math.ceil(Date.now() / 1_000) * 1_000 + 1_000).toUTCString();

type StatusFault = Omit<AnswerFault, "group">;

const TRANSIENT: readonly StatusFault[] = [
  {
    name: "429-seconds",
    does: "429 with Retry-After: 1",
    error: "RateLimitError",
    minWaitMs: 1_000,
    reply: (request) => echo(429, request, { "retry-after": "1" }),
  },
  {
    name: "429-date",
    does: "429 with Retry-After: an HTTP date",
    error: "RateLimitError",
    minWaitMs: 1_000,
    reply: (request) => echo(429, request, { "retry-after": inOneToTwoSeconds() }),
  },
  {
    name: "429-no-header",
    does: "429 that does not say how long to wait",
    error: "RateLimitError",
    reply: (request) => echo(429, request),
  },
  { name: "500", does: "500", error: "ServerError", reply: (request) => echo(500, request) },
  { name: "502-html", does: "502 with a page of HTML", error: "ServerError", reply: () => html(502) },
  {
    name: "503-retry-after",
    does: "503 with Retry-After: 1",
    error: "ServerError",
    minWaitMs: 1_000,
    reply: (request) => echo(503, request, { "retry-after": "1" }),
  },
  { name: "504", does: "504", error: "ServerError", reply: (request) => echo(504, request) },
  { name: "408", does: "408", error: "ApiError", reply: (request) => echo(408, request) },
];

const FINAL: readonly StatusFault[] = [
  { name: "409", does: "409", error: "ConflictError", reply: (request) => echo(409, request) },
  { name: "404-json", does: "404 in JSON", error: "NotFoundError", reply: (request) => echo(404, request) },
  { name: "404-html", does: "404 with a page of HTML", error: "NotFoundError", reply: () => html(404) },
  {
    name: "403-scope",
    does: "403: the token may not do this",
    error: "PermissionError",
    reply: (request) => echo(403, request, { "www-authenticate": 'Bearer error="insufficient_scope"' }),
  },
];

const expired = (request: RawRequest): Reply =>
  echo(401, request, { "www-authenticate": 'Bearer error="invalid_token"' });

/** A fault of calls that carry a token which is refused. */
function refusedToken(
  fault: Pick<Fault, "name" | "does" | "shows">,
  expected: FaultExpectation | ((hasTokens: boolean) => FaultExpectation),
  api: (count: number, request: RawRequest) => Reply | undefined,
): Fault {
  const classes = ["read", "record"] as const;
  async function run({ subject, expected: end, visit, observe }: FaultTrial, which: "read" | "record"): Promise<void> {
    const tokens = subject.tokens === undefined ? 0 : 2;
    await visit({ run: which, class: which, api }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.call(which));
      observe(outcome, visited);
      noteOutcome(visited, outcome.error, end.error);
      noteCount(visited, visited.api.length, end.attempts);
      noteCount(visited, visited.token.length, tokens, "asked for a token");
      const [first, second] = visited.api.map(({ headers }) => headers.get("authorization"));
      if (second !== undefined && first === second) visited.problem("the replay carries the refused token");
    });
  }
  return {
    ...fault,
    group: "status",
    classes,
    answer: expired,
    expect: ({ tokens }) => (typeof expected === "function" ? expected(tokens !== undefined) : expected),
    async run(trial) {
      await Promise.all(classes.filter((each) => trial.classes.has(each)).map((each) => run(trial, each)));
    },
  };
}

/** One 401, then all is well: the call is replayed with a new token. What was refused was not recorded. */
const expiredToken: Fault = {
  ...refusedToken(
    {
      name: "401-expired",
      does: "401 once, as the token has expired",
      shows: "data after one replay with a new token",
    },
    { retryable: true, attempts: 2, minWaitMs: 0 },
    (count, request) => (count === 1 ? expired(request) : undefined),
  ),
  skip: ({ tokens }) => (tokens === undefined ? "calls carry credentials that nothing renews" : undefined),
};

/** A 401 to everything: after one replay it is an error, and no loop. */
const revokedToken: Fault = refusedToken(
  {
    name: "401-revoked",
    does: "401 to every request",
    shows: "AuthenticationError after one replay with a new token; with a key, at once",
  },
  (hasTokens) => ({
    error: "AuthenticationError",
    retryable: hasTokens,
    attempts: hasTokens ? 2 : 1,
    minWaitMs: 0,
  }),
  (_, request) => expired(request),
);

/** Statuses and their headers. */
export const statusFaults: readonly Fault[] = [
  ...TRANSIENT.map((fault) => answerFault({ ...fault, group: "status", retryable: true })),
  ...FINAL.map((fault) => answerFault({ ...fault, group: "status", tokenError: "TokenError" })),
  expiredToken,
  revokedToken,
];
