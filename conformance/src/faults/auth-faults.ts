import { performance } from "node:perf_hooks";
import { times } from "./answer-fault.js";
import { json } from "./reply.js";
import type { Fault, FaultExpectation, FaultSubject, FaultTrial, RawRequest, Reply } from "./types.js";

const HOUR_MS = 3_600_000;
const SLOW_MS = 250;
/** Calls at once. */
const CROWD = 20;

const OK: FaultExpectation = { retryable: false, attempts: 1, minWaitMs: 0 };

const needsToken = ({ tokens }: FaultSubject): string | undefined =>
  tokens === undefined ? "calls carry a key, which nothing issues" : undefined;

type AuthFault = Pick<Fault, "name" | "does" | "shows" | "run"> &
  Partial<Pick<Fault, "skip" | "answer">> & { readonly expected?: Partial<FaultExpectation> };

function authFault({ expected, skip, ...fault }: AuthFault): Fault {
  return {
    ...fault,
    group: "auth",
    skip: (subject) => needsToken(subject) ?? skip?.(subject),
    expect: () => ({ ...OK, ...expected }),
  };
}

/** A token endpoint that refuses, in one way or another. */
function refusingEndpoint(run: string, token: (request: RawRequest) => Reply, attemptTimeoutMs?: number): Fault["run"] {
  return async ({ expected, visit, observe, problem }: FaultTrial) => {
    const script = { run, token: (_: number, request: RawRequest) => token(request) };
    const client = attemptTimeoutMs === undefined ? {} : { client: { attemptTimeoutMs } };
    await visit({ ...script, ...client }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.client.read());
      observe(outcome, visited);
      const { error, attempts } = expected;
      if (outcome.error !== error) problem(`ended in ${outcome.error ?? "success"}, not in ${error}`);
      if (visited.token.length !== attempts)
        problem(`asked for a token ${times(visited.token.length)}, not ${times(attempts)}`);
      if (visited.api.length > 0) problem("a call was sent without a token");
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
    answer: () => () => {},
    run: refusingEndpoint("token", () => () => {}, SLOW_MS),
  },
  {
    name: "token-no-expiry",
    does: "the token answer has no lifetime",
    shows: "data; the token is used until a 401, then replaced",
    async run({ visit, observe, problem }) {
      const clock = movableClock();
      const api = (count: number) => (count === 3 ? json({ message: "expired" }, 401) : undefined);
      await visit({ run: "calls", api, expiresIn: null, client: { clock } }, async (visited) => {
        for (const wait of [0, 48 * HOUR_MS, 48 * HOUR_MS]) {
          clock.pass(wait);
          const outcome = await visited.outcomeOf(() => visited.client.read());
          observe(outcome, visited);
          if (outcome.error !== undefined) problem(`ended in ${outcome.error}`);
        }
        if (visited.token.length !== 2) problem(`asked for a token ${times(visited.token.length)}, not twice`);
        if (visited.api.length !== 4) problem(`calls were sent ${times(visited.api.length)}, not 4 times`);
      });
    },
  },
  {
    name: "expire-mid-pagination",
    does: "the token expires between two pages",
    shows: "every item once, in order, with one new token",
    skip: ({ paging }) => (paging === undefined ? "nothing pages" : undefined),
    async run({ subject: { paging }, visit, observe, problem }) {
      // The second page is refused once; then pages go on.
      const api = (count: number) => {
        if (count === 2) return json({ message: "expired" }, 401);
        const page = count === 1 ? 1 : count - 1;
        return json(
          paging?.page({ ids: [`item-${page}`], next: page < 3 ? String(page) : undefined, total: 3 }) ?? null,
        );
      };
      await visit({ run: "pages", api }, async (visited) => {
        let seen = 0;
        const outcome = await visited.outcomeOf(async () => {
          for await (const _ of visited.client.items?.() ?? []) seen += 1;
          return {};
        });
        observe(outcome, visited);
        if (outcome.error !== undefined) problem(`ended in ${outcome.error}`);
        if (seen !== 3) problem(`gave ${seen} items, not 3`);
        if (visited.token.length !== 2) problem(`asked for a token ${times(visited.token.length)}, not twice`);
        const [, refused, replayed] = visited.api;
        if (refused?.query !== replayed?.query) problem("the replay asks for another page");
      });
    },
  },
  {
    name: "refresh-rotated",
    does: "each refresh gives a new refresh token and ends the old one",
    shows: "data; each refresh token is sent once, the newest one",
    skip: ({ tokens }) => (tokens?.refreshPath === undefined ? "this vendor has no refresh tokens" : undefined),
    async run({ visit, observe, problem }) {
      const clock = movableClock();
      await visit({ run: "calls", client: { clock }, expiresIn: 3600 }, async (visited) => {
        for (const wait of [0, 2 * HOUR_MS, 2 * HOUR_MS, 2 * HOUR_MS]) {
          clock.pass(wait);
          const outcome = await visited.outcomeOf(() => visited.client.read());
          observe(outcome, visited);
          if (outcome.error !== undefined) problem(`ended in ${outcome.error}`);
        }
        const { refreshTokens } = visited;
        if (refreshTokens.length !== 3) problem(`refreshed ${times(refreshTokens.length)}, not 3 times`);
        if (new Set(refreshTokens).size !== refreshTokens.length) problem("a used refresh token was sent again");
      });
    },
  },
  {
    name: "refresh-race",
    does: `${CROWD} calls at once are refused with 401`,
    shows: "data for all of them, with one new token",
    async run({ visit, observe, problem }) {
      let refused: string | undefined;
      // The first token is good for one call, and then for none.
      const api = (count: number, { headers }: RawRequest) => {
        const sent = headers.get("authorization");
        if (count === 1) refused = sent;
        return count > 1 && sent === refused ? json({ message: "expired" }, 401) : undefined;
      };
      await visit({ run: "calls", api }, async (visited) => {
        const read = () => visited.outcomeOf(() => visited.client.read());
        observe(await read(), visited);
        const outcomes = await Promise.all(Array.from({ length: CROWD }, read));
        const failed = outcomes.find(({ error }) => error !== undefined);
        if (failed !== undefined) problem(`a call ended in ${failed.error}`);
        if (visited.token.length !== 2) problem(`asked for a token ${times(visited.token.length)}, not twice`);
      });
    },
  },
  {
    name: "clock-skew",
    does: "the clocks of server and machine are a day apart, and the machine's is set meanwhile",
    shows: "data; one token, as its lifetime is measured",
    async run({ subject, visit, observe, problem }) {
      const clock = movableClock();
      const yesterday = new Date(Date.now() - 24 * HOUR_MS).toUTCString();
      const api = () => json(subject.ok, 200, { date: yesterday });
      await visit({ run: "calls", api, client: { clock } }, async (visited) => {
        for (const jump of [-24 * HOUR_MS, 48 * HOUR_MS, -96 * HOUR_MS]) {
          clock.set(jump);
          const outcome = await visited.outcomeOf(() => visited.client.read());
          observe(outcome, visited);
          if (outcome.error !== undefined) problem(`ended in ${outcome.error}`);
        }
        if (visited.token.length !== 1) problem(`asked for a token ${times(visited.token.length)}, not once`);
      });
    },
  },
];

/** What goes wrong with tokens. */
export const authFaults: readonly Fault[] = FAULTS.map(authFault);
