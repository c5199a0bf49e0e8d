import { gzipSync } from "node:zlib";
import { type AnswerFault, answerFault, times } from "./answer-fault.js";
import { openRawServer } from "./raw-server.js";
import { head, reply } from "./reply.js";
import type { Fault, RawRequest, Reply } from "./types.js";

/** Deadline of an attempt where the server is slow. */
const SLOW_MS = 250;
/** Between the bytes of an answer that drips. */
const DRIP_MS = 25;
/** Time for the bytes before a reset to arrive: a reset overtakes them. */
const BEFORE_RESET_MS = 30;

const JSON_TYPE = { "content-type": "application/json" };
const PART = '{"data": [';
const headers = (more: Readonly<Record<string, string>>): string => head(200, { ...JSON_TYPE, ...more });

const resetMidBody: Reply = (connection) => {
  connection.write(headers({ "content-length": "100" }) + PART);
  setTimeout(() => connection.resetAndDestroy(), BEFORE_RESET_MS);
};

const badGzip: Reply = (connection) => {
  const bytes = gzipSync(`${PART}"${"x".repeat(200)}"]}`);
  // Behind the header of ten bytes.
  bytes.fill(0xff, 10);
  reply(200, { ...JSON_TYPE, "content-encoding": "gzip" }, bytes)(connection);
  connection.end();
};

const dribble: Reply = (connection) => {
  connection.write(headers({ "content-length": "1000" }));
  const timer = setInterval(() => connection.write(" "), DRIP_MS);
  connection.once("close", () => clearInterval(timer));
};

type WireFault = Omit<AnswerFault, "group" | "retryable" | "reply"> & { readonly reply: Reply };

const TRANSIENT: readonly WireFault[] = [
  {
    name: "reset-before-headers",
    does: "the connection is reset before anything is answered",
    reply: (connection) => connection.resetAndDestroy(),
  },
  { name: "empty-response", does: "the connection ends without an answer", reply: (connection) => connection.end() },
  { name: "reset-mid-body", does: "the connection is reset within the body", reply: resetMidBody },
  {
    name: "truncated-length",
    does: "the body is shorter than Content-Length",
    reply: (connection) => connection.end(headers({ "content-length": "100" }) + PART),
  },
  {
    name: "truncated-chunked",
    does: "the last chunk is missing",
    reply: (connection) =>
      connection.end(`${headers({ "transfer-encoding": "chunked" })}${PART.length.toString(16)}\r\n${PART}\r\n`),
  },
  {
    name: "invalid-http",
    does: "an answer that is no HTTP",
    reply: (connection) => connection.end("BANANA/9.9 yes\r\n\r\n"),
  },
  { name: "bad-gzip", does: "a gzip body that is corrupt", reply: badGzip },
  { name: "slow-headers", does: "nothing is answered within the deadline", error: "TimeoutError", reply: () => {} },
  {
    name: "slow-body",
    does: "headers at once, no body within the deadline",
    error: "TimeoutError",
    reply: (connection) => connection.write(headers({ "content-length": "100" })),
  },
  { name: "dribble", does: "a byte at a time, past the deadline", error: "TimeoutError", reply: dribble },
];

/** Nobody listens any more: the token was got before. */
const refused: Fault = {
  name: "refused",
  group: "wire",
  does: "nobody listens",
  shows: "ConnectionError after 3 attempts; a record is sent once",
  expect: () => ({ error: "ConnectionError", retryable: true, attempts: 3, minWaitMs: 0 }),
  async run({ expected, visit, observe, problem }) {
    for (const run of ["read", "record"] as const) {
      await visit({ run }, async (visited) => {
        const { client } = visited;
        const call = client[run];
        if (call === undefined) return;
        await visited.outcomeOf(() => client.read());
        await visited.stop();
        const outcome = await visited.outcomeOf(call);
        const attempts = run === "read" ? expected.attempts : 1;
        // What the server cannot see, the error says.
        if (run === "read") observe(outcome, { ...visited, api: Array(outcome.attempts ?? 0).fill(visited.api[0]) });
        if (outcome.error !== expected.error)
          problem(`${run}: ended in ${outcome.error ?? "success"}, not in ${expected.error}`);
        if (outcome.attempts !== attempts)
          problem(`${run}: the error says ${outcome.attempts ?? "no"} attempts, not ${attempts}`);
      });
    }
  },
};

/** Sends a request on to another origin, which must never hear of it. */
const crossHost: Fault = {
  name: "redirect-cross-host",
  group: "wire",
  does: "302 to another host",
  shows: "ApiError; nothing reaches the other host",
  expect: () => ({ error: "ApiError", retryable: false, attempts: 1, minWaitMs: 0 }),
  async run({ expected, visit, observe, problem }) {
    const strayed: RawRequest[] = [];
    const other = await openRawServer((request) => {
      strayed.push(request);
      return reply(200, JSON_TYPE, "{}");
    });
    try {
      const api = () => reply(302, { location: `${other.origin}/elsewhere` });
      await visit({ run: "read", api }, async (visited) => {
        const outcome = await visited.outcomeOf(() => visited.client.read());
        observe(outcome, visited);
        if (outcome.error !== expected.error)
          problem(`ended in ${outcome.error ?? "success"}, not in ${expected.error}`);
        if (visited.api.length !== 1) problem(`was sent ${times(visited.api.length)}, not once`);
      });
      if (strayed.some(({ headers: sent }) => sent.has("authorization") || sent.has("x-api-key")))
        problem("the other host got a credential");
      else if (strayed.length > 0) problem("the other host got a request");
    } finally {
      await other.close();
    }
  },
};

/** As many redirects as a client may follow at the most, with the request before them. */
const MOST_HOPS = 21;

/** Sends a request round in a circle, which has to end. */
const redirectLoop: Fault = {
  name: "redirect-loop",
  group: "wire",
  does: "302 to itself",
  shows: `ApiError, after ${MOST_HOPS} requests at the most`,
  answer: ({ path }) => reply(302, { location: path }),
  expect: () => ({ error: "ApiError", retryable: false, attempts: MOST_HOPS, minWaitMs: 0 }),
  async run({ expected, visit, observe, problem }) {
    const api = (_: number, { path }: RawRequest) => reply(302, { location: path });
    await visit({ run: "read", api }, async (visited) => {
      const outcome = await visited.outcomeOf(() => visited.client.read());
      observe(outcome, visited);
      if (outcome.error !== expected.error) problem(`ended in ${outcome.error ?? "success"}, not in ${expected.error}`);
      if (visited.api.length > MOST_HOPS) problem(`was sent ${times(visited.api.length)}`);
    });
  },
};

/** What goes wrong with bytes and connections, over raw sockets: every library in between gets some of it wrong. */
export const wireFaults: readonly Fault[] = [
  refused,
  ...TRANSIENT.map(({ reply: write, ...fault }) =>
    answerFault({
      error: "ConnectionError",
      ...fault,
      group: "wire",
      retryable: true,
      reply: () => write,
      ...(fault.error === "TimeoutError" && { attemptTimeoutMs: SLOW_MS }),
    }),
  ),
  crossHost,
  redirectLoop,
];
