import { beforeAll, describe, expect, test } from "vitest";
import { faultsCommand } from "../src/cli/faults-command.js";
import { faults } from "../src/faults/faults.js";
import { runFaults } from "../src/faults/run-faults.js";
import { cultureampSubject } from "../src/faults/subjects/cultureamp.js";
import { faultSubjects } from "../src/faults/subjects/subjects.js";
import type { FaultClientOptions, FaultResult, FaultSubject } from "../src/faults/types.js";

const TIMEOUT_MS = 60_000;

/** What the list of faults is agreed to hold. */
const NAMES = `
  429-seconds 429-date 429-no-header 500 502-html 503-retry-after 504 408 409 404-json 404-html 403-scope 401-expired 401-revoked
  token-400-invalid-client token-500 token-slow token-no-expiry expire-mid-pagination refresh-rotated refresh-race clock-skew
  malformed-json empty-200 html-200 wrong-content-type bom extra-field missing-required null-required wrong-type huge-10mb
  204-no-body partial-error-200
  refused reset-before-headers empty-response reset-mid-body truncated-length truncated-chunked invalid-http bad-gzip
  slow-headers slow-body dribble redirect-cross-host redirect-loop
  cursor-repeats cursor-expired empty-middle-page total-changes`
  .trim()
  .split(/\s+/);

describe("every vendor's client", () => {
  let results: FaultResult[];
  beforeAll(async () => {
    results = await runFaults({ concurrency: 12 });
  }, TIMEOUT_MS);

  test("the list is whole", () => {
    expect(faults.map(({ name }) => name).sort()).toEqual([...NAMES].sort());
  });

  test.each(NAMES)("%s", (name) => {
    const found = results.filter(({ fault }) => fault === name);
    expect(found.map(({ subject }) => subject)).toEqual(faultSubjects.map(({ id }) => id));
    expect(found.flatMap(({ subject, problems }) => problems.map((problem) => `${subject}: ${problem}`))).toEqual([]);
    expect(found.some(({ verdict }) => verdict === "passed")).toBe(true);
  });

  test("a result says what was seen, request by request, and holds no credential", () => {
    const result = results.find(({ fault, subject }) => fault === "503-retry-after" && subject === "mxo");
    expect(result).toMatchObject({
      group: "status",
      expected: { error: "ServerError", retryable: true, attempts: 2, minWaitMs: 1_000 },
      observed: { error: "ServerError", code: "server_error", attempts: 2 },
    });
    expect(result?.observed?.waitMs).toBeGreaterThanOrEqual(990);
    expect(result?.timeline.filter(({ run }) => run === "read").map(({ to }) => to)).toEqual(["token", "api", "api"]);
    expect(JSON.stringify(results)).not.toMatch(/(id|secret|access|refresh)-[0-9a-f]{24}/);
  });
});

/** A client as one writes it in an afternoon. */
function carelessSubject(change: { readonly retries?: number; readonly leaks?: boolean; readonly waits?: boolean }) {
  const { retries = 3, leaks = false, waits = true } = change;
  const create = ({ origin, clientId, clientSecret }: FaultClientOptions) => {
    const call = async (method: string) => {
      const grant = await fetch(`${origin}/token`, {
        method: "POST",
        body: new URLSearchParams({ client_id: clientId, client_secret: clientSecret }),
      });
      const { access_token: token } = (await grant.json()) as { access_token: string };
      for (let attempt = 1; ; attempt += 1) {
        const response = await fetch(`${origin}/things`, { method, headers: { authorization: `Bearer ${token}` } });
        if (response.ok) return { data: await response.json() };
        if (attempt === retries || response.status < 500) {
          const error = new Error(leaks ? `refused: ${await response.text()}` : "refused");
          error.name = response.status < 500 ? "ApiError" : "ServerError";
          return { error };
        }
        if (waits)
          await new Promise((resolve) => setTimeout(resolve, Number(response.headers.get("retry-after")) * 1_000));
      }
    };
    return { read: () => call("GET"), record: () => call("POST") };
  };
  return {
    id: "careless",
    create,
    ok: { id: 1 },
    tokens: { paths: ["/token"], answer: (_, { accessToken }) => ({ access_token: accessToken }) },
  } satisfies FaultSubject;
}

async function problemsOf(subject: FaultSubject, fault: string): Promise<readonly string[]> {
  const [result] = await runFaults({ subjects: [subject], faults: [fault] });
  expect(result?.verdict).toBe("failed");
  return result?.problems ?? [];
}

describe("a client that is not careful is found out", () => {
  test("it sends a call that records a second time", async () => {
    expect(await problemsOf(carelessSubject({}), "500")).toEqual(["record: was sent 3 times, not once"]);
  });

  test("it does not try again", async () => {
    expect(await problemsOf(carelessSubject({ retries: 1 }), "500")).toEqual([
      "read: was sent once, not 3 times",
      "recover: ended in ServerError, though the second answer was right",
    ]);
  });

  test("it does not wait", async () => {
    const problems = await problemsOf(carelessSubject({ retries: 2, waits: false }), "503-retry-after");
    expect(problems).toContainEqual(expect.stringMatching(/^recover: waited \d+ ms, not 1000 ms$/));
  });

  test("it shows a credential", async () => {
    expect(await problemsOf(carelessSubject({ leaks: true }), "403-scope")).toContain(
      "read: a credential is in the error",
    );
  });

  test("it says too little of its errors, or reads HTML as data", async () => {
    expect(await problemsOf(carelessSubject({}), "409")).toEqual(["read: ended in ApiError, not in ConflictError"]);
    expect(await problemsOf(carelessSubject({}), "html-200")).toContain(
      "read: ended in SyntaxError, not in ResponseFormatError",
    );
  });

  test("it follows a redirect to another host", async () => {
    expect(await problemsOf(carelessSubject({}), "redirect-cross-host")).toContain("the other host got a request");
  });

  test("it asks for a token at each of many calls", async () => {
    expect(await problemsOf(carelessSubject({}), "refresh-race")).toContain("asked for a token 21 times, not twice");
  });

  test("it goes round in circles of pages", async () => {
    const circling: FaultSubject = {
      ...carelessSubject({}),
      paging: { page: ({ ids }) => [...ids] },
      create: (options) => ({
        ...carelessSubject({}).create(options),
        async *items() {
          for (;;) yield* (await (await fetch(options.origin)).json()) as string[];
        },
      }),
    };
    expect(await problemsOf(circling, "cursor-repeats")).toEqual([
      "ended in success, not in ResponseFormatError",
      "gave 50 items, not 2",
      "pages were asked for 50 times, not twice",
    ]);
  });
});

describe("conformance faults", () => {
  async function run(...args: string[]) {
    const lines: string[] = [];
    const out = (text: string) => void lines.push(text);
    const code = await faultsCommand(args, { out, err: out, colour: false, columns: 200 });
    return { code, text: lines.join("\n") };
  }

  test("a table: a row for each fault, a column for each client", async () => {
    const { code, text } = await run("--fault", "409", "--fault", "paging");
    expect(code).toBe(0);
    expect(text).toMatch(/^ +cultureamp {2}medallia-mec {2}mxo {2}crowdicity {2}8x8\/storage {2}8x8\/administration /m);
    expect(text).toMatch(/^ {2}409 +✓ +✓ +✓ +✓ +✓ +✓ +ConflictError, one attempt$/m);
    expect(text).toMatch(/^ {2}cursor-repeats +✓ +✓ +– +– +✓ +✓ /m);
    expect(text).toContain("5 faults × 6 clients: 20 passed, 10 not applicable");
  });

  test("--json is one document", async () => {
    const { code, text } = await run("--vendor", "8x8", "--fault", "404-html", "--json");
    const { exitCode, summary, results } = JSON.parse(text);
    expect([code, exitCode]).toEqual([0, 0]);
    expect(summary).toMatchObject({ faults: 1, clients: 2, passed: 2, failed: 0, notApplicable: 0 });
    expect(results.map(({ subject }: FaultResult) => subject)).toEqual(["8x8/storage", "8x8/administration"]);
  });

  test("--help names every fault, with examples", async () => {
    const { code, text } = await run("--help");
    expect(code).toBe(0);
    for (const name of NAMES) expect(text).toContain(name);
    expect(text).toContain("\nexamples\n");
  });

  test.each([
    [["--fault", "banana"], 'there is no fault "banana"; conformance faults --help lists them'],
    [["--vendor", "nobody"], 'there is no client of "nobody"; there is: cultureamp, '],
    [["--colour"], "Unknown option '--colour'"],
  ])("%j is refused", async (args, message) => {
    await expect(run(...args)).rejects.toThrow(message);
  });

  test("as a library: a fault that does not exist is refused", async () => {
    await expect(runFaults({ subjects: [cultureampSubject], faults: ["banana"] })).rejects.toThrow(
      'there is no fault "banana"; there is: 429-seconds, ',
    );
  });
});
