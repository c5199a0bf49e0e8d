import { performance } from "node:perf_hooks";
import { noteCount, noteOutcome } from "./answer-fault.js";
import { nthPage, PAGES, pagesAskedFor } from "./nth-page.js";
import { json, says } from "./reply.js";
import type { Fault, FaultExpectation, FaultTrial, RawRequest, Reply } from "./types.js";

const HOUR_MS = 3_600_000;
const SLOW_MS = 500;
/** Calls at once. */
const CROWD = 20;

const OK: FaultExpectation = { retryable: false, attempts: 1, minWaitMs: 0 };

type AuthFault = Pick<Fault, "name" | "does" | "shows" | "run"> &
  Partial<Pick<Fault, "skip" | "answer" | "deadlineMs" | "takesMs">> & {
    readonly expected?: Partial<FaultExpectation>;
  };

function authFault({ expected, ...fault }: AuthFault): Fault {
  return {
    ...fault,
    group: "auth",
    classes: ["token"],
    expect: () => ({ ...OK, ...expected }),
  };
}

/** A token endpoint that refuses, in one way or another. */
function refusingEndpoint(run: string, token: (request: RawRequest) => Reply, attemptTimeoutMs?: number): Fault["run"] {
  return async ({ expected, visit, observe }: FaultTrial) => {
    const script = { run, class: "token", token: (_: number, request: RawRequest) => token(request) } as const;
    const client = attemptTimeoutMs === undefined ? {} : { client: { attemptTimeoutMs } };
    await visit({ ...script, ...client }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.call());
      observe(outcome, visited);
      noteOutcome(visited, outcome.error, expected.error);
      noteCount(visited, visited.token.length, expected.attempts, "asked for a token");
      if (visited.api.length > 0) visited.problem("a call was sent without a token");
    });
  };
}

/** A clock that is moved by hand. */
function movableClock() {
  let ahead = 0;
  let wall = 0;
  return {
    now: () => Date.now() + ahead + wall,
    monotonic: () => performance.now() + ahead,
    /** Time passes. */
    pass: (ms: number) => {
      ahead += ms;
    },
    /** Somebody sets the machine's clock. */
    set: (ms: number) => {
      wall += ms;
    },
  };
}

const unknownClient = ({ headers, body }: RawRequest): Reply =>
  json({ error: "invalid_client", error_description: `unknown: ${headers.get("authorization")} ${body}` }, 400);

const brokenEndpoint = ({ body }: RawRequest): Reply => json({ message: body }, 500);

const SILENCE: Reply = says("no answer", () => {});

const FAULTS: readonly AuthFault[] = [
  {
    name: "token-400-invalid-client",
    does: "the token endpoint refuses the credentials, and repeats them",
    shows: "TokenError after one request for a token; no call",
    expected: { error: "TokenError" },
    answer: unknownClient,
    run: refusingEndpoint("token", unknownClient),
  },
  {
    name: "token-500",
    does: "the token endpoint answers 500",
    shows: "TokenError after three requests for a token; no call",
    expected: { error: "TokenError", retryable: true, attempts: 3 },
    answer: brokenEndpoint,
    run: refusingEndpoint("token", brokenEndpoint),
  },
  {
    name: "token-slow",
    does: "the token endpoint does not answer within the deadline",
    shows: "TimeoutError after three requests for a token; no call",
    expected: { error: "TimeoutError", retryable: true, attempts: 3 },
    deadlineMs: SLOW_MS,
    takesMs: 3 * SLOW_MS,
    answer: () => SILENCE,
    run: refusingEndpoint("token", () => SILENCE, SLOW_MS),
  },
  {
    name: "token-no-expiry",
    does: "the token answer has no lifetime",
    shows: "data; the token is used until a 401, then replaced",
    async run({ visit, observe }) {
      const clock = movableClock();
      const api = (count: number) => (count === 3 ? json({ message: "expired" }, 401) : undefined);
      await visit({ run: "calls", class: "token", api, expiresIn: null, client: { clock } }, async (visited) => {
        for (const wait of [0, 48 * HOUR_MS, 48 * HOUR_MS]) {
          clock.pass(wait);
          const outcome = await visited.outcomeOf(() => visited.call());
          observe(outcome, visited);
          noteOutcome(visited, outcome.error, undefined);
        }
        noteCount(visited, visited.token.length, 2, "asked for a token");
        noteCount(visited, visited.api.length, 4, "calls were sent");
      });
    },
  },
  {
    name: "refresh-rotated",
    does: "each refresh gives a new refresh token and ends the old one",
    shows: "data; each refresh token is sent once, the newest one",
    skip: ({ tokens }) => (tokens?.refreshPath === undefined ? "this vendor has no refresh tokens" : undefined),
    async run({ visit, observe }) {
      const clock = movableClock();
      await visit({ run: "calls", class: "token", client: { clock }, expiresIn: 3600 }, async (visited) => {
        for (const wait of [0, 2 * HOUR_MS, 2 * HOUR_MS, 2 * HOUR_MS]) {
          clock.pass(wait);
          const outcome = await visited.outcomeOf(() => visited.call());
          observe(outcome, visited);
          noteOutcome(visited, outcome.error, undefined);
        }
        const { refreshTokens } = visited;
        noteCount(visited, refreshTokens.length, 3, "refreshed");
        if (new Set(refreshTokens).size !== refreshTokens.length)
          visited.problem("a used refresh token was sent again");
      });
    },
  },
  {
    name: "refresh-race",
    does: `${CROWD} calls at once are refused with 401`,
    shows: "data for all of them, with one new token",
    async run({ visit, observe }) {
      let refused: string | undefined;
      // The first token is good for one call, and then for none.
      const api = (count: number, { headers }: RawRequest) => {
        const sent = headers.get("authorization");
        if (count === 1) refused = sent;
        return count > 1 && sent === refused ? json({ message: "expired" }, 401) : undefined;
      };
      await visit({ run: "calls", class: "token", api }, async (visited) => {
        const read = () => visited.outcomeOf(() => visited.call());
        observe(await read(), visited);
        const outcomes = await Promise.all(Array.from({ length: CROWD }, read));
        const failed = outcomes.find(({ error }) => error !== undefined);
        if (failed !== undefined) visited.problem(`a call ended in ${failed.error}`);
        noteCount(visited, visited.token.length, 2, "asked for a token");
      });
    },
  },
  {
    name: "clock-skew",
    does: "the clocks of server and machine are a day apart, and the machine's is set meanwhile",
    shows: "data; one token, as its lifetime is measured",
    async run({ subject, visit, observe }) {
      const clock = movableClock();
      const yesterday = new Date(Date.now() - 24 * HOUR_MS).toUTCString();
      const api = () => json(subject.ok, 200, { date: yesterday });
      await visit({ run: "calls", class: "token", api, client: { clock } }, async (visited) => {
        for (const jump of [-24 * HOUR_MS, 48 * HOUR_MS, -96 * HOUR_MS]) {
          clock.set(jump);
          const outcome = await visited.outcomeOf(() => visited.call());
          observe(outcome, visited);
          noteOutcome(visited, outcome.error, undefined);
        }
        noteCount(visited, visited.token.length, 1, "asked for a token");
      });
    },
  },
];

/** The second page is refused once; then pages go on. */
const expireMidPagination: Fault = {
  name: "expire-mid-pagination",
  group: "auth",
  classes: ["list"],
  does: "the token expires between two pages",
  shows: "every item once, in order, with one new token",
  skip: ({ tokens }) => (tokens === undefined ? "calls carry credentials that nothing renews" : undefined),
  expect: () => ({ ...OK, retryable: true, attempts: PAGES + 1 }),
  async run({ subject, visit, observe }) {
    const api = (count: number) =>
      count === 2 ? json({ message: "expired" }, 401) : nthPage(subject, count > 2 ? count - 1 : count);
    await visit({ run: "list", class: "list", api }, async (visited) => {
      const listed = await visited.list();
      observe(listed, visited);
      noteOutcome(visited, listed.error, undefined);
      if (listed.items !== PAGES) visited.problem(`gave ${listed.items} items, not ${PAGES}`);
      noteCount(visited, visited.api.length, pagesAskedFor(subject) + 1, "pages were asked for");
      noteCount(visited, visited.token.length, 2, "asked for a token");
      const [, refused, replayed] = visited.api;
      if (refused?.query !== replayed?.query) visited.problem("the replay asks for another page");
    });
  },
};

/** What goes wrong with tokens. */
export const authFaults: readonly Fault[] = [...FAULTS.map(authFault), expireMidPagination];
