import { describe, expect, test } from "vitest";
import { runFaults } from "../src/faults/run-faults.js";
import { crowdicitySubject } from "../src/faults/subjects/crowdicity.js";
import { cultureampSubject } from "../src/faults/subjects/cultureamp.js";
import { medalliaMecSubject } from "../src/faults/subjects/medallia-mec.js";
import { mxoSubject } from "../src/faults/subjects/mxo.js";
import type { FaultCallResult, FaultClient, FaultClientOptions, FaultSubject } from "../src/faults/types.js";

type Fetch = typeof fetch;

/** A real client with one defect: in its options, in what goes over the wire, or in its calls. */
interface Defect {
  readonly options?: (given: FaultClientOptions) => Partial<FaultClientOptions>;
  readonly fetch?: (given: Fetch) => Fetch;
  readonly calls?: (client: FaultClient, given: FaultClientOptions, subject: FaultSubject) => Partial<FaultClient>;
}

function broken(subject: FaultSubject, { options, fetch: wire, calls }: Defect): FaultSubject {
  return {
    ...subject,
    create(given) {
      const own = { ...given, ...options?.(given), ...(wire && { fetch: wire(fetch) }) };
      const client = subject.create(own);
      return { ...client, ...calls?.(client, own, subject) };
    },
  };
}

async function problemsOf(subject: FaultSubject, fault: string): Promise<readonly string[]> {
  const [result] = await runFaults({ subjects: [subject], faults: [fault] });
  return result?.problems ?? [];
}

/** How a call ended, whether it returned its error or threw it. */
const settle = (call: FaultClient["read"]): Promise<FaultCallResult> =>
  Promise.resolve(call?.() ?? {}).catch((error: unknown) => ({ error }));

const again = (call: FaultClient["read"], times: number) => async (): Promise<FaultCallResult> => {
  let result = await settle(call);
  for (let left = times; left > 0 && result.error !== undefined; left -= 1) result = await settle(call);
  return result;
};

/** Without a header of the answer. */
const without =
  (header: string) =>
  (given: Fetch): Fetch =>
  async (input, init) => {
    const { status, headers, body } = await given(input, init);
    const left = new Headers(headers);
    left.delete(header);
    return new Response(body, { status, headers: left });
  };

/** Pages by hand, as one writes it in an afternoon. */
async function* handMade(
  { origin }: FaultClientOptions,
  { create, ...subject }: FaultSubject,
  goOn: (page: { data: unknown[]; next: unknown; total: number }, seen: number) => boolean,
): AsyncGenerator<unknown> {
  let cursor: unknown = "";
  for (let seen = 0; ; ) {
    const body = (await (await fetch(`${origin}/${subject.id}?cursor=${cursor}`)).json()) as Record<string, unknown>;
    const data = body.items as unknown[];
    seen += data.length;
    yield* data;
    cursor = (body._next as { href?: string } | undefined)?.href;
    if (!goOn({ data, next: cursor, total: Number(body._total) }, seen)) return;
  }
}

const ROWS: readonly (readonly [
  what: string,
  fault: string,
  subject: FaultSubject,
  defect: Defect,
  problem: string,
])[] = [
  [
    "sends a call that records a second time",
    "500",
    mxoSubject,
    { calls: ({ record }) => ({ record: again(record, 1) }) },
    "record: was sent twice, not once",
  ],
  [
    "sends a call that records a second time when the connection breaks",
    "reset-before-headers",
    mxoSubject,
    { calls: ({ record }) => ({ record: again(record, 1) }) },
    "record: was sent twice, not once",
  ],
  [
    "does not try again",
    "502-html",
    cultureampSubject,
    { options: () => ({ retry: { maxAttempts: 1, baseDelayMs: 10, maxDelayMs: 40 } }) },
    "read: was sent once, not 3 times",
  ],
  [
    "tries again without an end",
    "504",
    cultureampSubject,
    { calls: ({ read }) => ({ read: again(read, 3) }) },
    "read: was sent 12 times, not 3 times",
  ],
  ...["429-seconds", "429-date", "503-retry-after"].map(
    (fault) =>
      [
        "does not wait as long as it is told",
        fault,
        cultureampSubject,
        { fetch: without("retry-after") },
        "recover: waited N ms, not 1000 ms",
      ] as const,
  ),
  [
    "does not wait for the token endpoint as long as it is told",
    "429-seconds",
    mxoSubject,
    { fetch: without("retry-after") },
    "token: waited N ms, not 1000 ms",
  ],
  [
    "swallows an error",
    "404-json",
    cultureampSubject,
    { calls: ({ read }) => ({ read: async () => ({ data: (await read?.())?.data }) }) },
    "read: ended in success, not in NotFoundError",
  ],
  [
    "puts a credential into the message of its error",
    "403-scope",
    mxoSubject,
    {
      calls: ({ read }, { clientSecret }) => ({
        read: async () => ({
          error: Object.assign((await read?.())?.error as Error, { message: `no: ${clientSecret}` }),
        }),
      }),
    },
    "read: a credential is in the error",
  ],
  [
    "tells a credential in an event",
    "409",
    mxoSubject,
    {
      calls: ({ read = async () => ({}) }, { clientId, onEvent }) => ({
        async read() {
          onEvent({ type: "request", as: clientId });
          return read();
        },
      }),
    },
    "read: a credential is in an event",
  ],
  [
    "keeps the request, with its credential, on the error",
    "408",
    mxoSubject,
    {
      calls: ({ read }, { clientId, clientSecret }) => ({
        async read() {
          const error = (await read?.())?.error as Error;
          const basic = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
          return { error: Object.assign(error, { request: { headers: { authorization: `Basic ${basic}` } } }) };
        },
      }),
    },
    "read: a credential is in the error",
  ],
  [
    "gets a token for each of many calls",
    "refresh-race",
    cultureampSubject,
    {
      calls: (_, given, subject) => ({ read: async () => subject.create(given).read?.() ?? {} }),
    },
    "calls: asked for a token 21 times, not twice",
  ],
  [
    "goes on with a token that is refused",
    "401-revoked",
    cultureampSubject,
    { calls: ({ read }) => ({ read: again(read, 2) }) },
    "read: was sent 6 times, not twice",
  ],
  [
    "asks again and again with credentials that are refused",
    "token-400-invalid-client",
    cultureampSubject,
    { calls: ({ read }) => ({ read: again(read, 2) }) },
    "token: asked for a token 3 times, not once",
  ],
  [
    "measures the lifetime of a token by a clock that somebody may set",
    "clock-skew",
    cultureampSubject,
    { options: ({ clock }) => ({ clock: { now: clock.now, monotonic: clock.now } }) },
    "calls: asked for a token twice, not once",
  ],
  [
    "takes a token without a lifetime for one that has expired",
    "token-no-expiry",
    cultureampSubject,
    {
      fetch: (given) => async (input, init) => {
        const response = await given(input, init);
        if (!String(input).endsWith("/token")) return response;
        return Response.json({ expires_in: 1, ...((await response.json()) as object) });
      },
    },
    "calls: asked for a token N times, not twice",
  ],
  [
    "sends a refresh token that was used",
    "refresh-rotated",
    crowdicitySubject,
    {
      fetch(given) {
        let first: string | undefined;
        return (input, init) => {
          const body = new URLSearchParams(String(init?.body ?? ""));
          const sent = body.get("refresh_token");
          if (sent === null) return given(input, init);
          first ??= sent;
          body.set("refresh_token", first);
          return given(input, { ...init, body });
        };
      },
    },
    "calls: a used refresh token was sent again",
  ],
  [
    "takes a body that breaks off for the whole",
    "truncated-length",
    crowdicitySubject,
    {
      calls: ({ read }) => ({
        read: async () => ((await settle(read)).error === undefined ? {} : { data: { ideas: [] } }),
      }),
    },
    "read: ended in success, not in ConnectionError",
  ],
  [
    "has no deadline",
    "slow-headers",
    cultureampSubject,
    { options: () => ({ attemptTimeoutMs: 60_000, totalTimeoutMs: 120_000 }) },
    "read: had not ended after N s",
  ],
  [
    "follows a redirect to another host",
    "redirect-cross-host",
    cultureampSubject,
    { fetch: (given) => (input, init) => given(input, { ...init, redirect: "follow" }) },
    "read: the other host got a request",
  ],
  [
    "carries the credentials of a token request to another host",
    "redirect-cross-host",
    cultureampSubject,
    {
      fetch: (given) => async (input, init) => {
        const response = await given(input, init);
        const { location } = Object.fromEntries(response.headers);
        return location === undefined ? response : given(location, init);
      },
    },
    "token: the other host got a credential",
  ],
  [
    "takes failures of parts for success",
    "partial-error-200",
    medalliaMecSubject,
    { calls: () => ({ partial: async () => ({ data: { me: null } }) }) },
    "read: ended in success, not in GraphQLResponseError",
  ],
  [
    "loses what the answer has",
    "extra-field",
    cultureampSubject,
    { calls: ({ read }, _, { ok }) => ({ read: async () => ({ ...(await read?.()), data: ok }) }) },
    "read: the data is not what the server sent",
  ],
  [
    "goes round in circles of pages",
    "cursor-repeats",
    medalliaMecSubject,
    { calls: (_, given, subject) => ({ items: () => handMade(given, subject, ({ next }) => next !== undefined) }) },
    "list: gave 50 items, not 2",
  ],
  [
    "stops at a page without items",
    "empty-middle-page",
    medalliaMecSubject,
    { calls: (_, given, subject) => ({ items: () => handMade(given, subject, ({ data }) => data.length > 0) }) },
    "list: gave 1 items, not 2",
  ],
  [
    "believes the number of items that the first page says",
    "total-changes",
    medalliaMecSubject,
    {
      calls: (_, given, subject) => ({
        items: () => handMade(given, subject, ({ total }, seen) => seen < total && seen < 2),
      }),
    },
    "list: gave 2 items, not 3",
  ],
  [
    "starts the list again with a new token",
    "expire-mid-pagination",
    medalliaMecSubject,
    {
      calls: ({ items }) => ({
        async *items() {
          yield* items?.() ?? [];
          yield* items?.() ?? [];
        },
      }),
    },
    "list: pages were asked for 5 times, not 4 times",
  ],
];

/** What is a matter of milliseconds is left open as N. */
const pattern = (problem: string): RegExp => new RegExp(`^${problem.replace(" N ", " \\d+ ")}$`);

describe("a client with one defect is found out, and only by it", () => {
  test.each(ROWS.map((row) => ({ what: row[0], fault: row[1], row })))(
    "$fault: $what",
    async ({ fault, row }) => {
      const [, , subject, defect, problem] = row;
      const [sound, problems] = await Promise.all([
        problemsOf(subject, fault),
        problemsOf(broken(subject, defect), fault),
      ]);
      expect(sound).toEqual([]);
      expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(pattern(problem))]));
    },
    30_000,
  );
});

test("the verdict names the kind of operation that went wrong", async () => {
  const subject = broken(mxoSubject, { calls: ({ record }) => ({ record: again(record, 1) }) });
  const [result] = await runFaults({ subjects: [subject], faults: ["500"] });
  expect(result?.verdict).toBe("failed");
  expect(result?.classes).toEqual([
    { class: "read", verdict: "passed" },
    { class: "record", verdict: "failed" },
    { class: "token", verdict: "passed" },
  ]);
});

/** Nothing but calls to a platform that knows no deadlines, retries or credentials. */
const bare: FaultSubject = {
  id: "bare",
  create: ({ origin, clientSecret }) => ({
    async record() {
      const response = await fetch(`${origin}/things`, { method: "POST", headers: { "x-api-key": clientSecret } });
      if (!response.ok) throw new Error(`refused: ${await response.text()}`);
      return { data: await response.json() };
    },
  }),
  ok: { id: 1 },
};

describe("a bare fetch that only records", () => {
  test("is tried where it can be, and says why not where it cannot", async () => {
    const [wrong, none] = await runFaults({ subjects: [bare], faults: ["409", "cursor-repeats"] });
    expect(wrong).toMatchObject({
      verdict: "failed",
      classes: [{ class: "record", verdict: "failed" }],
      observed: { error: "Error", attempts: 1 },
      problems: ["record: a credential is in the error", "record: ended in Error, not in ConflictError"],
    });
    expect(none).toMatchObject({ verdict: "not-applicable", reason: "nothing pages", classes: [] });
  });
});
