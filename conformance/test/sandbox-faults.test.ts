import { request as httpRequest } from "node:http";
import { create8x8Client } from "@x/8x8";
import { createCrowdicityClient } from "@x/crowdicity";
import { createCultureAmpClient } from "@x/cultureamp";
import { createMedalliaMecClient } from "@x/medallia-mec";
import { createMxoClient } from "@x/mxo";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { faults } from "../src/faults/faults.js";
import { faultSubjects } from "../src/faults/subjects/subjects.js";
import { useSandbox } from "../src/sandbox/use-sandbox.js";

const sandbox = useSandbox(
  { afterAll, beforeAll, beforeEach },
  { vendors: ["cultureamp", "8x8", "crowdicity", "medallia-mec", "mxo"] },
);

const EMPLOYEE = "96b1cff7-3099-44a9-bd28-0292be8aff7f";
const retry = { maxAttempts: 3, baseDelayMs: 5, maxDelayMs: 10 };

function cultureAmp(more: object = {}) {
  return createCultureAmpClient({
    ...sandbox.credentials,
    origin: sandbox.origin("cultureamp"),
    permissions: ["employees-read"],
    retry,
    ...more,
  });
}

function ideas() {
  return createCrowdicityClient({
    ...sandbox.credentials,
    origin: sandbox.origin("crowdicity"),
    refreshPath: "/v2/synthetic/refresh",
    retry,
  });
}

/** The class of the error that a call ends in; `undefined`: it succeeds. */
async function outcomeOf(call: () => PromiseLike<{ error?: unknown; data?: unknown }>): Promise<string | undefined> {
  try {
    const { error } = await call();
    return (error as Error | undefined)?.name;
  } catch (error) {
    return (error as Error).name;
  }
}

/** What the table of faults expects of a vendor's client. */
function expectationOf(name: string, subjectId: string) {
  const fault = faults.find((other) => other.name === name);
  const subject = faultSubjects.find(({ id }) => id === subjectId);
  if (fault === undefined || subject === undefined) throw new Error(`there is no ${name} for ${subjectId}`);
  return fault.expect(subject, new Set(fault.classes));
}

const statuses = () => sandbox.journal.map(({ status }) => status);
const tried = new Set<string>();

const SINGLE = faults
  .filter(({ group }) => group === "status" || group === "body" || group === "wire")
  .map(({ name }) => name)
  .filter((name) => !["401-expired", "partial-error-200"].includes(name));

describe("a call that asks for a fault ends as the table of faults says", () => {
  test.each(SINGLE)("%s", async (name) => {
    tried.add(name);
    const { error, attempts, minWaitMs } = expectationOf(name, "cultureamp");
    const isSlow = ["slow-headers", "slow-body", "dribble"].includes(name);
    const client = cultureAmp({
      retry: { ...retry, maxAttempts: minWaitMs > 0 ? 2 : 3 },
      attemptTimeoutMs: isSlow ? 200 : 5_000,
    });
    const call = () =>
      client.GET("/v1/employees/{id}", { params: { path: { id: EMPLOYEE } }, headers: { prefer: `fault=${name}` } });
    expect(await outcomeOf(call)).toBe(error);
    const sent = sandbox.journal.filter(({ path }) => path.startsWith("/v1/employees"));
    expect(sent.every(({ fault }) => fault === name)).toBe(true);
    if (name === "redirect-loop") expect(sent.length).toBeLessThanOrEqual(attempts);
    else expect(sent).toHaveLength(attempts);
    client.close();
  });

  test("401-expired: one 401, then data with a new token", async () => {
    tried.add("401-expired");
    const client = cultureAmp();
    const call = () => client.GET("/v1/employees", { headers: { prefer: "fault=401-expired" } });
    expect(await outcomeOf(call)).toBeUndefined();
    expect(statuses()).toEqual([200, 401, 200, 200]);
    expect(await outcomeOf(call)).toBeUndefined();
    expect(statuses()).toEqual([200, 401, 200, 200, 401, 200, 200]);
    sandbox.prefer("fault=401-expired");
    expect(await outcomeOf(() => client.GET("/v1/employees"))).toBeUndefined();
    expect(statuses().slice(7)).toEqual([401, 200, 200]);
  });

  test("partial-error-200, where a vendor documents such an answer", async () => {
    tried.add("partial-error-200");
    const origin = sandbox.origin("medallia-mec");
    const medallia = createMedalliaMecClient({
      ...sandbox.credentials,
      reportingOrigin: origin,
      gatewayOrigin: origin,
      company: "acme",
      retry,
    });
    sandbox.prefer("fault=partial-error-200", { vendor: "medallia-mec" });
    expect(await outcomeOf(() => medallia.query("query { me { username } }"))).toBe(
      expectationOf("partial-error-200", "medallia-mec").error,
    );
    const mxo = createMxoClient({ ...sandbox.credentials, origin: sandbox.origin("mxo"), siteKey: "site", retry });
    sandbox.prefer("fault=partial-error-200", { vendor: "mxo" });
    const activity = { path: "/one/oauth2/rt/api/3.1.0/customer/{sk}/activity" } as const;
    expect(await outcomeOf(() => mxo.POST(activity.path, { body: { activities: [] } } as never))).toBe(
      expectationOf("partial-error-200", "mxo").error,
    );
    const { error } = await cultureAmp().GET("/v1/employees", { headers: { prefer: "fault=partial-error-200" } });
    expect(error?.message).toContain("no answer of this vendor is documented to do so");
  });

  test("redirect-cross-host leads to another origin of the sandbox; the journal says what arrived there", async () => {
    const token = await fetch(`${sandbox.origin("cultureamp")}/v1/employees`, {
      headers: { authorization: "Bearer x", "x-own": "1", prefer: "fault=redirect-cross-host" },
    });
    expect([token.status, new URL(token.url).origin]).toEqual([200, sandbox.origin("elsewhere")]);
    sandbox.verify({ vendor: "elsewhere", path: "/v1/employees", header: "X-Own", times: 1 });
    sandbox.verify({ vendor: "elsewhere", header: "authorization", times: 0 });
    await cultureAmp().GET("/v1/employees", { headers: { prefer: "fault=redirect-cross-host" } });
    sandbox.verify({ vendor: "elsewhere", times: 1 });
  });
});

describe("faults of the token endpoint are asked for beforehand", () => {
  test.each(["token-400-invalid-client", "token-500", "token-slow"])("%s", async (name) => {
    tried.add(name);
    const { error, attempts } = expectationOf(name, "cultureamp");
    sandbox.prefer(`fault=${name}`, { vendor: "cultureamp", times: attempts });
    const client = cultureAmp({ attemptTimeoutMs: 200 });
    expect(await outcomeOf(() => client.GET("/v1/employees"))).toBe(error);
    sandbox.verify({ path: "/v1/oauth2/token", times: attempts });
    sandbox.verify({ path: "/v1/employees", times: 0 });
    expect(await outcomeOf(() => client.GET("/v1/employees"))).toBeUndefined();
    client.close();
  });

  test("token-no-expiry: the token is used until a 401, then replaced", async () => {
    tried.add("token-no-expiry");
    sandbox.prefer("fault=token-no-expiry", { times: 2 });
    const client = cultureAmp();
    await client.GET("/v1/employees");
    sandbox.clock.advance(48 * 3_600_000);
    expect(await outcomeOf(() => client.GET("/v1/employees"))).toBeUndefined();
    expect(statuses()).toEqual([200, 200, 401, 200, 200]);
  });

  test("on a call they are refused, with what to say instead", async () => {
    const { error } = await cultureAmp().GET("/v1/employees", { headers: { prefer: "fault=token-500" } });
    expect((error as { body?: { message: string } }).body?.message).toContain(
      'say it before one is asked for: sandbox.prefer("fault=token-500")',
    );
  });

  test("they meet the steps of every vendor that has its own", async () => {
    sandbox.prefer("fault=token-500", { vendor: "crowdicity", times: 3 });
    expect(await outcomeOf(() => ideas().GET("/v2/synthetic/ideas" as never))).toBe("TokenError");
    expect(sandbox.journal.map(({ path }) => path)).toEqual(["/v2/auth/code", "/v2/auth/code", "/v2/auth/code"]);
  });
});

describe("faults of tokens that are already there", () => {
  test("refresh-race: twenty calls with the token that ended, one new token", async () => {
    tried.add("refresh-race");
    const client = cultureAmp();
    await client.GET("/v1/employees");
    sandbox.prefer("fault=refresh-race");
    const calls = Array.from({ length: 20 }, () => outcomeOf(() => client.GET("/v1/employees")));
    expect(new Set(await Promise.all(calls))).toEqual(new Set([undefined]));
    sandbox.verify({ path: "/v1/oauth2/token", times: 2 });
    expect(statuses().filter((status) => status === 401).length).toBeGreaterThan(0);
  });

  test("refresh-race, when every call asks for it", async () => {
    const client = cultureAmp();
    const init = { headers: { prefer: "fault=refresh-race" } };
    const calls = Array.from({ length: 20 }, () => outcomeOf(() => client.GET("/v1/employees", init)));
    expect(new Set(await Promise.all(calls))).toEqual(new Set([undefined]));
    sandbox.verify({ path: "/v1/oauth2/token", times: 2 });
  });

  test("refresh-rotated: each refresh token is good once", async () => {
    tried.add("refresh-rotated");
    const client = ideas();
    for (let index = 0; index < 3; index += 1) {
      sandbox.prefer("fault=refresh-rotated", { vendor: "crowdicity", operation: "GET /v2/synthetic/ideas" });
      expect(await outcomeOf(() => client.GET("/v2/synthetic/ideas" as never))).toBeUndefined();
    }
    expect(sandbox.journal.map(({ path, status }) => `${path.slice(3)} ${status}`)).toEqual([
      "/auth/code 200",
      "/auth 200",
      ...Array.from({ length: 3 }, () => [
        "/synthetic/ideas 401",
        "/synthetic/refresh 200",
        "/synthetic/ideas 200",
      ]).flat(),
    ]);
    const { error } = await cultureAmp().GET("/v1/employees", { headers: { prefer: "fault=refresh-rotated" } });
    expect(error?.message).toContain("this vendor has no refresh tokens");
  });

  test("clock-skew: the server's date is a day behind, and the token is used on", async () => {
    tried.add("clock-skew");
    const client = cultureAmp();
    for (let index = 0; index < 3; index += 1) {
      const { data, response } = await client.GET("/v1/employees", { headers: { prefer: "fault=clock-skew" } });
      expect(data?.data).toHaveLength(1);
      expect(sandbox.clock.now() - Date.parse(response.headers.get("date") ?? "")).toBeGreaterThan(23 * 3_600_000);
    }
    sandbox.verify({ path: "/v1/oauth2/token", times: 1 });
  });
});

/** How many items arrive, and what it ends in. */
async function walk(items: AsyncIterable<unknown> | Iterable<unknown>): Promise<[number, string | undefined]> {
  let count = 0;
  try {
    for await (const _ of items) {
      count += 1;
      if (count === 50) break;
    }
  } catch (error) {
    return [count, (error as Error).name];
  }
  return [count, undefined];
}

describe("faults between pages", () => {
  function clients(): Record<string, (headers?: Record<string, string>) => AsyncIterable<unknown>> {
    const origin = sandbox.origin("medallia-mec");
    const medallia = createMedalliaMecClient({
      ...sandbox.credentials,
      reportingOrigin: origin,
      gatewayOrigin: origin,
      company: "acme",
      retry,
    });
    const key = sandbox.credentials.clientSecret;
    const eight = create8x8Client({
      ...sandbox.credentials,
      origin: sandbox.origin("8x8"),
      administration: { apiKey: key },
      retry,
    });
    return {
      cultureamp: (headers = {}) => cultureAmp().paginate("/v1/employees", { headers }),
      "medallia-mec": (headers = {}) => medallia.paginate("/admin/v1/users", { headers }),
      "8x8/storage": (headers = {}) =>
        eight.storage.paginate("/storage/{region}/v3/objects", {
          headers,
          params: { path: { region: "us-east" }, query: { pageKey: 0, limit: 100 } },
        }),
      "8x8/administration": (headers = {}) => eight.administration.paginate("/admin-provisioning/users", { headers }),
    };
  }

  const cases = ["cultureamp", "medallia-mec", "8x8/storage", "8x8/administration"].flatMap((vendor) =>
    ["cursor-repeats", "cursor-expired", "empty-middle-page"].map((name) => [vendor, name] as const),
  );

  test.each(cases)("%s: %s", async (vendor, name) => {
    tried.add(name);
    const { error, attempts } = expectationOf(name, "cultureamp");
    const items = clients()[vendor]?.({ prefer: `fault=${name}` });
    const [count, ended] = await walk(items ?? (async function* () {})());
    expect([ended, count > 0]).toEqual([error, true]);
    expect(sandbox.journal.filter(({ fault }) => fault === name)).toHaveLength(attempts);
  });

  test("total-changes, where pages say how many items there are", async () => {
    tried.add("total-changes");
    const { error, attempts } = expectationOf("total-changes", "8x8/storage");
    expect(await walk(clients()["8x8/storage"]?.({ prefer: "fault=total-changes" }) as AsyncIterable<unknown>)).toEqual(
      [expect.any(Number), error],
    );
    expect(sandbox.journal.filter(({ fault }) => fault === "total-changes")).toHaveLength(attempts);
    const response = await outcomeOf(() =>
      cultureAmp().GET("/v1/employees", { headers: { prefer: "fault=total-changes" } }),
    );
    expect(response).toBe("BadRequestError");
  });

  test("expire-mid-pagination: every page once, with one new token", async () => {
    tried.add("expire-mid-pagination");
    sandbox.prefer("fault=expire-mid-pagination", { vendor: "cultureamp" });
    expect(await walk(clients().cultureamp?.() as AsyncIterable<unknown>)).toEqual([3, undefined]);
    expect(sandbox.journal.map(({ path, status }) => `${path.slice(4)} ${status}`)).toEqual([
      "oauth2/token 200",
      "employees 200",
      "employees 401",
      "oauth2/token 200",
      "employees 200",
      "employees 200",
    ]);
  });

  test("calls that carry a key have no token that could end, which is said", async () => {
    for (const name of ["expire-mid-pagination", "refresh-race"])
      expect(await walk(clients()["8x8/administration"]?.({ prefer: `fault=${name}` }) ?? [])).toEqual([
        0,
        "BadRequestError",
      ]);
    expect(sandbox.journal.at(-1)?.reason).toContain("carry a key, which nothing renews");
  });

  test("prefer() takes as many requests as the fault does", async () => {
    sandbox.prefer("fault=cursor-repeats", { vendor: "cultureamp" });
    expect(await walk(clients().cultureamp?.() as AsyncIterable<unknown>)).toEqual([2, "ResponseFormatError"]);
    expect(await walk(clients().cultureamp?.() as AsyncIterable<unknown>)).toEqual([2, undefined]);
  });

  test("where nothing pages by a cursor, it is refused in words", async () => {
    const { error } = await cultureAmp().GET("/v1/employees/{id}", {
      params: { path: { id: EMPLOYEE } },
      headers: { prefer: "fault=cursor-repeats" },
    });
    expect(error?.message).toContain("pages of this operation have no cursor");
  });
});

test("every fault of the table was tried", () => {
  expect(faults.map(({ name }) => name).filter((name) => !tried.has(name))).toEqual([]);
});

test("an unknown fault is refused, with the list of those that there are", async () => {
  const names = faults.map(({ name }) => name).join(", ");
  expect(() => sandbox.prefer("fault=banana")).toThrow(new RangeError(`there is no fault "banana"; there is ${names}`));
  const { error } = await cultureAmp().GET("/v1/employees", { headers: { prefer: "fault=token-50" } });
  expect((error as { body?: { message: string } }).body?.message).toBe(
    `there is no fault "token-50"; did you mean token-500? there is ${names}`,
  );
});

test("a write that is refused, or whose connection breaks, writes nothing", async () => {
  const key = sandbox.credentials.clientSecret;
  const eight = create8x8Client({
    origin: sandbox.origin("8x8"),
    directoryContacts: { searchApiKey: key, managementApiKey: key },
    retry: false,
  }).directoryContacts;
  const path = "/directory-contacts/api/v3/contacts";
  for (const name of ["500", "429-seconds", "reset-before-headers", "extra-field"])
    await outcomeOf(() => eight.POST(path, { body: { firstName: name }, headers: { prefer: `fault=${name}` } }));
  expect((await eight.GET(path)).data?.data?.map(({ firstName }) => firstName)).toEqual(["extra-field"]);
});

test("refused: the connection is reset, for a program without fetch as well", async () => {
  const { hostname, port } = new URL(sandbox.origin("mxo"));
  const error = await new Promise<NodeJS.ErrnoException>((resolve) => {
    httpRequest({ hostname, port, path: "/x", headers: { prefer: "fault=refused" } })
      .on("error", resolve)
      .end();
  });
  expect(error.code).toBe("ECONNRESET");
});
