import { type AnswerFault, answerFault, times } from "./answer-fault.js";
import { json, type ReplyHeaders, reply } from "./reply.js";
import type { Fault, FaultExpectation, FaultSubject, RawRequest, Reply } from "./types.js";

/** An error body that repeats what was sent, as careless servers do. */
function echo(status: number, request: RawRequest, headers: ReplyHeaders = {}): Reply {
  const { authorization, "x-api-key": key } = Object.fromEntries(request.headers);
  const message = `not accepted: ${authorization ?? ""} ${key ?? ""} ${request.body}`;
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
const noToken = ({ tokens }: FaultSubject): string | undefined =>
  tokens === undefined ? "calls carry a key, which nothing renews" : undefined;

/** One 401, then all is well: the call is replayed with a new token. */
const expiredToken: Fault = {
  name: "401-expired",
  group: "status",
  does: "401 once, as the token has expired",
  shows: "data after one replay with a new token",
  skip: noToken,
  answer: expired,
  expect: () => ({ retryable: true, attempts: 2, minWaitMs: 0 }),
  async run({ visit, observe, problem }) {
    const api = (count: number, request: RawRequest) => (count === 1 ? expired(request) : undefined);
    await visit({ run: "read", api }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.client.read());
      observe(outcome, visited);
      if (outcome.error !== undefined) problem(`ended in ${outcome.error}`);
      if (visited.api.length !== 2) problem(`was sent ${times(visited.api.length)}, not twice`);
      if (visited.token.length !== 2) problem(`asked for a token ${times(visited.token.length)}, not twice`);
      const [first, second] = visited.api.map(({ headers }) => headers.get("authorization"));
      if (first === second) problem("the replay carries the refused token");
    });
  },
};

/** A 401 to everything: after one replay it is an error, and no loop. */
const revokedToken: Fault = {
  name: "401-revoked",
  group: "status",
  does: "401 to every request",
  shows: "AuthenticationError after one replay with a new token; with a key, at once",
  answer: expired,
  expect: ({ tokens }): FaultExpectation => ({
    error: "AuthenticationError",
    retryable: tokens !== undefined,
    attempts: tokens === undefined ? 1 : 2,
    minWaitMs: 0,
  }),
  async run({ subject, expected, visit, observe, problem }) {
    await visit({ run: "read", api: (_, request) => expired(request) }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.client.read());
      observe(outcome, visited);
      const { attempts, error } = expected;
      if (outcome.error !== error) problem(`ended in ${outcome.error ?? "success"}, not in ${error}`);
      if (visited.api.length !== attempts) problem(`was sent ${times(visited.api.length)}, not ${times(attempts)}`);
      const tokens = subject.tokens === undefined ? 0 : 2;
      if (visited.token.length !== tokens)
        problem(`asked for a token ${times(visited.token.length)}, not ${times(tokens)}`);
    });
  },
};

/** Statuses and their headers. */
export const statusFaults: readonly Fault[] = [
  ...TRANSIENT.map((fault) => answerFault({ ...fault, group: "status", retryable: true })),
  ...FINAL.map((fault) => answerFault({ ...fault, group: "status" })),
  expiredToken,
  revokedToken,
];
