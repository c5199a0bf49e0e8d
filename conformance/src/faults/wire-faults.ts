import { gzipSync } from "node:zlib";
import { type AnswerFault, answerFault, noteOutcome } from "./answer-fault.js";
import { openRawServer } from "./raw-server.js";
import { head, reply, says } from "./reply.js";
import type { Fault, FaultTrial, FaultVisit, OperationClass, RawRequest, Reply } from "./types.js";

/** Deadline of an attempt where the server is slow. */
const SLOW_MS = 500;
/** Between the bytes of an answer that drips. */
const DRIP_MS = 25;
/** Time for the bytes before a reset to arrive: a reset overtakes them. */
const BEFORE_RESET_MS = 30;

const JSON_TYPE = { "content-type": "application/json" };
const PART = '{"data": [';
const headers = (more: Readonly<Record<string, string>>): string => head(200, { ...JSON_TYPE, ...more });

const resetMidBody = says("200, reset within the body", (connection) => {
  connection.write(headers({ "content-length": "100" }) + PART);
  setTimeout(() => connection.resetAndDestroy(), BEFORE_RESET_MS);
});

const badGzip = says("200, a corrupt gzip body", (connection) => {
  const bytes = gzipSync(`${PART}"${"x".repeat(200)}"]}`);
  // Behind the header of ten bytes.
  bytes.fill(0xff, 10);
  reply(200, { ...JSON_TYPE, "content-encoding": "gzip" }, bytes)(connection);
  connection.end();
});

const dribble = says("200, a byte at a time", (connection) => {
  connection.write(headers({ "content-length": "1000" }));
  const timer = setInterval(() => connection.write(" "), DRIP_MS);
  connection.once("close", () => clearInterval(timer));
});

type WireFault = Omit<AnswerFault, "group" | "retryable" | "reply"> & { readonly reply: Reply };

const TRANSIENT: readonly WireFault[] = [
  {
    name: "reset-before-headers",
    does: "the connection is reset before anything is answered",
    reply: says("reset", (connection) => connection.resetAndDestroy()),
  },
  {
    name: "empty-response",
    does: "the connection ends without an answer",
    reply: says("closed without an answer", (connection) => connection.end()),
  },
  { name: "reset-mid-body", does: "the connection is reset within the body", reply: resetMidBody },
  {
    name: "truncated-length",
    does: "the body is shorter than Content-Length",
    reply: says("200, a body shorter than its length", (connection) =>
      connection.end(headers({ "content-length": "100" }) + PART),
    ),
  },
  {
    name: "truncated-chunked",
    does: "the last chunk is missing",
    reply: says("200, the last chunk missing", (connection) =>
      connection.end(`${headers({ "transfer-encoding": "chunked" })}${PART.length.toString(16)}\r\n${PART}\r\n`),
    ),
  },
  {
    name: "invalid-http",
    does: "an answer that is no HTTP",
    reply: says("no HTTP", (connection) => connection.end("BANANA/9.9 yes\r\n\r\n")),
  },
  { name: "bad-gzip", does: "a gzip body that is corrupt", reply: badGzip },
  {
    name: "slow-headers",
    does: "nothing is answered within the deadline",
    error: "TimeoutError",
    reply: says("no answer", () => {}),
  },
  {
    name: "slow-body",
    does: "headers at once, no body within the deadline",
    error: "TimeoutError",
    reply: says("200, no body", (connection) => connection.write(headers({ "content-length": "100" }))),
  },
  { name: "dribble", does: "a byte at a time, past the deadline", error: "TimeoutError", reply: dribble },
];

/** Nobody listens any more; for a call, the token was got before. */
const refused: Fault = {
  name: "refused",
  group: "wire",
  classes: ["read", "record", "token"],
  does: "nobody listens",
  shows: "ConnectionError after 3 attempts; a record is sent once",
  expect: (_, classes) => ({
    error: "ConnectionError",
    retryable: classes.has("read"),
    attempts: classes.has("read") ? 3 : 1,
    minWaitMs: 0,
  }),
  async run({ classes, visit, observe }) {
    const first = [...classes][0];
    for (const of of classes) {
      await visit({ run: of, class: of }, async (visited) => {
        if (of !== "token") await visited.outcomeOf(() => visited.call(of));
        await visited.stop();
        const outcome = await visited.outcomeOf(() => visited.call(of));
        const attempts = of === "record" ? 1 : 3;
        // What the server cannot see, the error says.
        if (of === first)
          observe(outcome, { ...visited, api: Array(outcome.attempts ?? 0).fill(visited.api[0] ?? NEVER_SEEN) });
        noteOutcome(visited, outcome.error, "ConnectionError");
        if (outcome.attempts !== attempts)
          visited.problem(`the error says ${outcome.attempts ?? "no"} attempts, not ${attempts}`);
      });
    }
  },
};

const NEVER_SEEN: RawRequest = { at: 0, method: "", path: "", query: "", headers: new Map(), body: "" };

/** A redirect, for a call or for the request for a token. */
function redirect(
  fault: Pick<Fault, "name" | "does" | "shows" | "answer">,
  attempts: number,
  follow: (trial: FaultTrial, of: OperationClass) => Promise<void>,
): Fault {
  return {
    ...fault,
    group: "wire",
    classes: ["read", "record", "token"],
    expect: () => ({ error: "ApiError", retryable: false, attempts, minWaitMs: 0 }),
    async run(trial) {
      await Promise.all([...trial.classes].map((of) => follow(trial, of)));
    },
  };
}

/** Meets the same answer to every request, and notes how it ends and how often it was sent at the most. */
async function meet(
  { visit, observe, classes }: FaultTrial,
  of: OperationClass,
  {
    answer,
    most,
    check,
  }: {
    readonly answer: (request: RawRequest) => Reply;
    readonly most: number;
    readonly check?: (visited: FaultVisit) => void;
  },
): Promise<void> {
  const always = (_: number, request: RawRequest) => answer(request);
  const script = of === "token" ? { token: always } : { api: always };
  await visit({ run: of, class: of, ...script }, async (visited) => {
    const outcome = await visited.outcomeOf(() => visited.call(of));
    if (of === [...classes][0]) observe(outcome, visited);
    noteOutcome(visited, outcome.error, of === "token" ? "TokenError" : "ApiError");
    const { length } = of === "token" ? visited.token : visited.api;
    if (length > most) visited.problem(`was sent ${length} times, not ${most} at the most`);
    if (of === "token" && visited.api.length > 0) visited.problem("a call was sent without a token");
    check?.(visited);
  });
}

/** Sends a request on to another origin, which must never hear of it. */
const crossHost: Fault = redirect(
  { name: "redirect-cross-host", does: "302 to another host", shows: "ApiError; nothing reaches the other host" },
  1,
  async (trial, of) => {
    const strayed: RawRequest[] = [];
    const other = await openRawServer((request, connection) => {
      strayed.push(request);
      reply(200, JSON_TYPE, "{}")(connection);
    });
    try {
      await meet(trial, of, {
        answer: () => reply(302, { location: `${other.origin}/elsewhere` }),
        most: 1,
        check({ problem, holdsCredential }) {
          if (strayed.some(holdsCredential)) problem("the other host got a credential");
          else if (strayed.length > 0) problem("the other host got a request");
        },
      });
    } finally {
      await other.close();
    }
  },
);

/** As many redirects as a client may follow at the most, with the request before them. */
const MOST_HOPS = 21;

/** Sends a request round in a circle, which has to end. */
const toItself = ({ path }: RawRequest): Reply => reply(302, { location: path });
const redirectLoop: Fault = redirect(
  {
    name: "redirect-loop",
    does: "302 to itself",
    shows: `ApiError, after ${MOST_HOPS} requests at the most`,
    answer: toItself,
  },
  MOST_HOPS,
  (trial, of) => meet(trial, of, { answer: toItself, most: MOST_HOPS }),
);

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
