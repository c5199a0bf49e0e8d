import { spawn } from "node:child_process";
import { createServer } from "node:http";
import { type AddressInfo, connect } from "node:net";
import { networkInterfaces } from "node:os";
import { fileURLToPath } from "node:url";
import { createCultureAmpClient, isRateLimitError, isServerError } from "@x/cultureamp";
import { createMxoClient, isConnectionError } from "@x/mxo";
import { Ajv2020 } from "ajv/dist/2020.js";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { serveCommand } from "../src/cli/serve-command.js";
import { UsageError } from "../src/cli/usage-error.js";
import { useSandbox } from "../src/sandbox/use-sandbox.js";
import { harSchema } from "./support/har-schema.js";

// The helper for test runners, with vitest's hooks.
const sandbox = useSandbox({ afterAll, beforeAll, beforeEach }, { vendors: ["cultureamp", "mxo", "crowdicity"] });

function cultureAmp(retry: { baseDelayMs: number } | false = false) {
  return createCultureAmpClient({
    ...sandbox.credentials,
    origin: sandbox.origin("cultureamp"),
    permissions: ["employees-read"],
    retry,
  });
}

function listWith(prefer: string) {
  return cultureAmp().GET("/v1/employees", { headers: { prefer } });
}

function control(method: string, path: string, body?: unknown, headers: Record<string, string> = {}) {
  return fetch(`${sandbox.origin("mxo")}/__sandbox${path}`, {
    method,
    headers,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
}

describe("Prefer: how a request wants to be answered", () => {
  test("code: a status, in the vendor's error envelope", async () => {
    const { error, response } = await listWith("code=429");
    expect(isRateLimitError(error)).toBe(true);
    expect((error as { body?: unknown }).body).toEqual({ code: 429, message: "asked for with Prefer" });
    expect(response.status).toBe(429);
    expect(sandbox.journal.at(-1)).toMatchObject({ status: 429, match: "preferred" });
  });

  test("code: the documented answer where there is one", async () => {
    await listWith("code=401");
    expect(sandbox.journal.find(({ status }) => status === 401)).toMatchObject({
      exchange: "cultureamp/employees-list-unauthorized",
    });
  });

  test("example: the answer of that exchange", async () => {
    const { data } = await listWith("example=cultureamp/employees-list-last-page");
    expect(data?.pagination).toBeUndefined();
    expect(sandbox.journal.at(-1)?.exchange).toBe("cultureamp/employees-list-last-page");
  });

  test("an example of another operation is refused; the message lists those that there are", async () => {
    const { error } = await listWith("example=cultureamp/employees-get");
    expect(error?.message).toContain(
      'GET /v1/employees does not have the example "cultureamp/employees-get"; there is cultureamp/employees-list',
    );
  });

  test("fault: an answer gone wrong", async () => {
    const client = cultureAmp({ baseDelayMs: 5 });
    const { error } = await client.GET("/v1/employees", { headers: { prefer: "fault=502-html" } });
    expect(isServerError(error)).toBe(true);
    expect(sandbox.journal.filter(({ fault }) => fault === "502-html")).toHaveLength(3);
  });

  test("fault: the documented answer with a field more", async () => {
    const { data } = await listWith("fault=extra-field");
    expect(data).toMatchObject({ addedLater: { deep: [1] }, data: [{}] });
  });

  test("fault: a connection that breaks, and the next one is whole", async () => {
    const client = createMxoClient({ ...sandbox.credentials, origin: sandbox.origin("mxo"), retry: false });
    const path = "/datastores/1.0.0/{workspaceId}/{datastoreApiName}";
    for (const fault of ["reset-before-headers", "truncated-length", "bad-gzip"]) {
      const init = { params: { path: { workspaceId: "w", datastoreApiName: "d" } } };
      const broken = client.GET(path, { ...init, headers: { prefer: `fault=${fault}` } });
      await expect(broken).rejects.toSatisfy(isConnectionError);
      expect((await client.GET(path, init)).response.status).toBeGreaterThan(0);
      expect(sandbox.journal.find((entry) => entry.fault === fault)).toMatchObject({ status: 0 });
    }
  });

  test.each([
    ["fault=503-retry-aftr", 'there is no fault "503-retry-aftr"; did you mean 503-retry-after?'],
    ["fault=token-500", 'the fault "token-500" happens to requests for tokens'],
    ["code=teapot", "code=teapot is no status from 200 to 599"],
  ])("%s is refused, in words", async (prefer, message) => {
    expect((await listWith(prefer)).error?.message).toContain(message);
  });

  test("what others mean by Prefer is left alone", async () => {
    expect((await listWith("return=minimal, wait=10")).response.status).toBe(200);
  });
});

describe("prefer(): where the application cannot send a header", () => {
  test("the next two calls fail, the third is answered; token requests do not count", async () => {
    sandbox.prefer("code=503", { times: 2 });
    const { data } = await cultureAmp({ baseDelayMs: 5 }).GET("/v1/employees");
    expect(data?.data).toHaveLength(1);
    expect(sandbox.journal.map(({ status }) => status)).toEqual([200, 503, 503, 200]);
  });

  test("only for an operation, only for a vendor", async () => {
    sandbox.prefer("code=500", { operation: "GET /v1/employees/{id}" });
    sandbox.prefer("code=500", { vendor: "mxo" });
    expect((await cultureAmp().GET("/v1/employees")).response.status).toBe(200);
    const one = await cultureAmp().GET("/v1/employees/{id}", { params: { path: { id: "x" } } });
    expect(one.response.status).toBe(500);
  });

  test("a preference that is none is refused at once", () => {
    expect(() => sandbox.prefer("fault=banana")).toThrow('there is no fault "banana"');
    expect(() => sandbox.prefer("please")).toThrow('"please" prefers nothing');
  });
});

describe("the journal", () => {
  test("verify: says what came closest", async () => {
    await cultureAmp().GET("/v1/employees");
    sandbox.verify({ method: "GET", path: "/v1/employees", times: 1 });
    sandbox.verify({ vendor: "cultureamp", status: 200, times: 2 });
    sandbox.verify({ path: "/v1/banana", times: 0 });
    expect(() => sandbox.verify({ method: "DELETE", path: "/v1/employees" })).toThrow(
      "0 of 2 requests are method DELETE, path /v1/employees; expected one or more\n" +
        "  nearest: GET /v1/employees 200: method is not DELETE\n" +
        "  nearest: POST /v1/oauth2/token 200: path is not /v1/employees, method is not DELETE",
    );
  });

  test("is empty at the start of each test", () => {
    expect(sandbox.journal).toEqual([]);
  });

  test("as HAR 1.2: with what was answered, without a credential", async () => {
    await cultureAmp().GET("/v1/employees", { params: { query: { cursor: "<cursor>" } } });
    const har = sandbox.toHar();
    const ajv = new Ajv2020({ strict: false });
    expect([ajv.validate(harSchema, har), ajv.errors]).toEqual([true, null]);
    const [token, list] = har.log.entries;
    expect(token?.response.content.text).toContain('"access_token":"[withheld]"');
    expect(list?.request.url).toBe(`${sandbox.origin("cultureamp")}/v1/employees?cursor=%3Ccursor%3E`);
    const text = JSON.stringify(har);
    expect(text).not.toContain(sandbox.credentials.clientSecret);
    expect(text).not.toMatch(/sandbox-[\w-]{32}/);
  });
});

test("a journal of everything that went wrong is HAR 1.2 as well", async () => {
  for (const prefer of ["refused", "redirect-cross-host", "204-no-body", "bad-gzip", "502-html", "huge-10mb"])
    await listWith(`fault=${prefer}`).catch(() => {});
  await fetch(`${sandbox.origin("cultureamp")}/v1/employees`, { headers: { prefer: "fault=redirect-cross-host" } });
  await fetch(`${sandbox.origin("mxo")}/datastores/1.0.0/W1?a=%zz&b`, { method: "POST", body: "{" });
  const har = sandbox.toHar();
  const ajv = new Ajv2020({ strict: false });
  expect([ajv.validate(harSchema, har), ajv.errors]).toEqual([true, null]);
  expect(har.log.entries.map(({ _vendor }) => _vendor)).toContain("elsewhere");
  expect(har.log.entries.map(({ _fault }) => _fault)).toContain("refused");
});

test("no credential is in journal or HAR, though faults repeat what they got", async () => {
  const { clientId, clientSecret } = sandbox.credentials;
  for (const name of ["500", "401-revoked", "409", "403-scope"]) await listWith(`fault=${name}`).catch(() => {});
  sandbox.prefer("fault=token-400-invalid-client", { vendor: "cultureamp" });
  await cultureAmp()
    .GET("/v1/employees")
    .catch(() => {});
  const fields = new URLSearchParams({ client_id: clientId, client_secret: clientSecret });
  const step = await fetch(`${sandbox.origin("crowdicity")}/v2/auth/code`, { method: "POST", body: fields });
  const { auth_code } = (await step.json()) as { auth_code: string };
  fields.set("auth_code", auth_code);
  await fetch(`${sandbox.origin("crowdicity")}/v2/auth`, { method: "POST", body: fields });
  const text = JSON.stringify([sandbox.journal, sandbox.toHar()]);
  for (const secret of [clientSecret, btoa(`${clientId}:${clientSecret}`), auth_code])
    expect(text).not.toContain(secret);
  expect(text).not.toMatch(/sandbox-[\w-]{32}/);
  expect(text).toContain("invalid_client");
  sandbox.revokeTokens();
});

describe("/__sandbox, on every origin", () => {
  test("origins and time", async () => {
    const about = (await (await control("GET", "")).json()) as { origins: object; now: number };
    expect(about.origins).toHaveProperty("cultureamp", sandbox.origin("cultureamp"));
    expect(Math.abs(about.now - Date.now())).toBeLessThan(5_000);
  });

  test("journal, HAR, verify and reset", async () => {
    await cultureAmp().GET("/v1/employees");
    expect(await (await control("GET", "/journal")).json()).toHaveLength(2);
    expect(await (await control("GET", "/journal.har")).json()).toHaveProperty("log.entries.1._vendor", "cultureamp");
    const path = "/v1/{resource}";
    expect(await (await control("POST", "/verify", { path, times: 1 })).json()).toEqual({ verified: true, count: 1 });
    const failed = await control("POST", "/verify", { path, times: 2 });
    expect([failed.status, await failed.json()]).toEqual([409, expect.objectContaining({ verified: false, count: 1 })]);
    expect((await control("DELETE", "/journal")).status).toBe(204);
    expect(await (await control("GET", "/journal")).json()).toEqual([]);
  });

  test("the clock is moved, and tokens expire; tokens are revoked", async () => {
    const client = cultureAmp();
    await client.GET("/v1/employees");
    const { now } = (await (await control("POST", "/clock", { advanceMs: 7_200_000 })).json()) as { now: number };
    expect(now).toBeGreaterThan(Date.now() + 7_000_000);
    await client.GET("/v1/employees");
    expect(sandbox.journal.map(({ status }) => status)).toEqual([200, 200, 401, 200, 200]);
    expect(await (await control("POST", "/tokens/revoke")).json()).toEqual({ revoked: 1 });
  });

  test("what the next request is answered", async () => {
    expect((await control("POST", "/prefer", { prefer: "code=404", vendor: "cultureamp" })).status).toBe(204);
    expect((await cultureAmp().GET("/v1/employees")).response.status).toBe(404);
  });

  test.each([
    ["POST", "/verfy", undefined, 404, "there is no /__sandbox/verfy; did you mean /__sandbox/verify?"],
    ["PUT", "/clock", undefined, 405, "/__sandbox/clock takes GET, POST, not PUT"],
    ["POST", "/clock", { advance: 1 }, 400, '"advance" is unknown; there is advanceMs'],
    ["POST", "/clock", { advanceMs: "1" }, 400, '"advanceMs" is no number'],
    ["POST", "/clock", {}, 400, "advanceMs is not a number of milliseconds from 0"],
    ["POST", "/prefer", { prefer: "fault=banana" }, 400, 'there is no fault "banana"'],
    ["POST", "/prefer", [], 400, "the body is no JSON object"],
  ])("%s %s %j is refused", async (method, path, body, status, message) => {
    const response = await control(method, path, body);
    expect([response.status, ((await response.json()) as { message: string }).message]).toEqual([
      status,
      expect.stringContaining(message),
    ]);
  });

  test("a web page gets nothing", async () => {
    expect((await control("GET", "/journal", undefined, { origin: "https://evil.example" })).status).toBe(403);
  });
});

describe("useSandbox", () => {
  test("before it has started, its members say so", () => {
    const hooks = { beforeAll: () => {}, afterAll: () => {} };
    expect(() => useSandbox(hooks).journal).toThrow("it has not started yet");
  });
});

describe("the sandbox is no proxy", () => {
  /** Bytes as they are, and what comes back. */
  function raw(text: string): Promise<string> {
    const { port } = new URL(sandbox.origin("mxo"));
    return new Promise((resolve, reject) => {
      let answer = "";
      const connection = connect(Number(port), "127.0.0.1", () => connection.write(text));
      connection.setEncoding("utf8");
      connection.on("data", (part: string) => {
        answer += part;
      });
      connection.on("error", reject).on("close", () => resolve(answer));
    });
  }

  test.each([
    ["an absolute URL", "GET http://example.com/x HTTP/1.1\r\nHost: example.com\r\nConnection: close\r\n\r\n", "400"],
    ["another host", "GET /x HTTP/1.1\r\nHost: api.thunderhead.com\r\nConnection: close\r\n\r\n", "421"],
    [
      "a name that somebody has pointed here",
      "GET /x HTTP/1.1\r\nHost: 127.0.0.1.evil.example\r\nConnection: close\r\n\r\n",
      "421",
    ],
    ["a tunnel", "CONNECT example.com:443 HTTP/1.1\r\nHost: example.com:443\r\n\r\n", "400"],
  ])("%s is refused, and is in the journal", async (_, text, status) => {
    const answer = await raw(text);
    expect(answer).toMatch(new RegExp(`^HTTP/1\\.1 ${status} `));
    expect(answer).toContain("the sandbox is no proxy");
    expect(sandbox.journal).toMatchObject([{ status: Number(status), reason: expect.stringContaining("is no proxy") }]);
  });

  test("its own names are taken", async () => {
    for (const host of ["127.0.0.1", "localhost:8080"])
      expect(await raw(`GET /__sandbox HTTP/1.1\r\nHost: ${host}\r\nConnection: close\r\n\r\n`)).toMatch(
        /^HTTP\/1\.1 200 /,
      );
  });

  test("it does not listen beyond loopback", async () => {
    const { port } = new URL(sandbox.origin("mxo"));
    const others = Object.values(networkInterfaces())
      .flatMap((addresses = []) => addresses)
      .filter(({ internal, family }) => !internal && family === "IPv4");
    for (const { address } of others) await expect(fetch(`http://${address}:${port}/__sandbox`)).rejects.toThrow();
  });

  test("a body that is too large is a 413, and nothing breaks", async () => {
    const response = await control("POST", "/verify", "x".repeat(2 * 1024 * 1024));
    expect([response.status, await response.json()]).toEqual([
      413,
      { message: expect.stringContaining("1048576 bytes") },
    ]);
    expect((await control("GET", "")).status).toBe(200);
  });
});

describe("conformance serve", () => {
  async function run(args: string[], whileRunning: (lines: string[]) => Promise<void> = async () => {}) {
    const lines: string[] = [];
    const out = (text: string) => void lines.push(text);
    const terminal = { out, err: out, colour: false, columns: 100 };
    return { code: await serveCommand(args, terminal, () => whileRunning(lines)), text: lines.join("\n") };
  }

  test("prints origins and credentials, and serves until it is stopped", async () => {
    let origin = "";
    const { code, text } = await run(["mxo", "cultureamp", "--credentials", "me:se:cret"], async (lines) => {
      origin = /^cultureamp +(\S+)$/m.exec(lines.join("\n"))?.[1] ?? "";
      const client = createCultureAmpClient({
        clientId: "me",
        clientSecret: "se:cret",
        origin,
        permissions: ["employees-read"],
      });
      expect((await client.GET("/v1/employees")).response.status).toBe(200);
    });
    expect(code).toBe(0);
    expect(text).toMatch(/^mxo +http:\/\/127\.0\.0\.1:\d+\ncultureamp .*\nclient id +me\nclient secret +se:cret\n/);
    await expect(fetch(origin)).rejects.toThrow();
  });

  test("--json: one line", async () => {
    const { text } = await run(["--json", "--token-lifetime", "60"]);
    const { origins, credentials } = JSON.parse(text);
    expect(Object.keys(origins)).toEqual(["cultureamp", "medallia-mec", "mxo", "crowdicity", "8x8"]);
    expect(credentials).toEqual({ clientId: expect.any(String), clientSecret: expect.any(String) });
  });

  test.each(["SIGINT", "SIGTERM"] as const)(
    "as a program: one line of JSON when it is ready; %s ends it with 0",
    async (signal) => {
      const main = fileURLToPath(new URL("../dist/cli/main.js", import.meta.url));
      const program = spawn(process.execPath, [main, "serve", "mxo", "--json"]);
      const line = await new Promise<string>((resolve) => program.stdout.setEncoding("utf8").once("data", resolve));
      const { origins } = JSON.parse(line) as { origins: Record<string, string> };
      expect(line.trim().split("\n")).toHaveLength(1);
      expect((await fetch(`${origins.mxo}/__sandbox`)).status).toBe(200);
      const ended = new Promise((resolve) => program.once("exit", (code, by) => resolve([code, by])));
      program.kill(signal);
      expect(await ended).toEqual([0, null]);
      await expect(fetch(`${origins.mxo}/__sandbox`)).rejects.toThrow();
    },
  );

  test("--no-state: what is written is forgotten", async () => {
    const { code } = await run(["mxo", "--no-state", "--json"], async ([line = ""]) => {
      const { origins, credentials } = JSON.parse(line) as {
        origins: { mxo: string };
        credentials: { clientId: string; clientSecret: string };
      };
      const client = createMxoClient({ ...credentials, origin: origins.mxo, workspaceId: "MjIyOQ", retry: false });
      const definitions = [{ name: "a", type: "TEXT" }];
      const made = await client.POST("/datastores/1.0.0/{workspaceId}", {
        body: { name: "a", apiName: "a", primaryKey: "a", definitions },
      } as never);
      const read = await client.GET("/datastores/1.0.0/{workspaceId}/{datastoreApiName}", {
        params: { path: { datastoreApiName: "a" } },
      } as never);
      expect([made.response.status, read.response.status]).toEqual([201, 404]);
    });
    expect(code).toBe(0);
  });

  test("a port in use is one line, and nothing stays open", async () => {
    const taken = createServer();
    await new Promise<void>((resolve) => taken.listen(0, "127.0.0.1", resolve));
    const { port } = taken.address() as AddressInfo;
    const refused = run(["mxo", "--port", String(port)]);
    await expect(refused).rejects.toThrow(new UsageError(`port ${port} is in use; choose another one with --port`));
    taken.close();
  });

  test.each([
    [["nobody"], 'there is no sandbox for "nobody"; there is: cultureamp, '],
    [["--port", "70000"], '--port "70000" is not a number from 0 to '],
    [["--token-lifetime", "soon"], '--token-lifetime "soon" is not a number from 1'],
    [["--credentials", "me"], "--credentials is not ID:SECRET"],
    [["--credentials", ":secret"], "--credentials is not ID:SECRET"],
    [["--permissions", "everything"], 'there is no permission "everything"; there is employees-read'],
    [["--bogus"], "Unknown option '--bogus' (see conformance serve --help)"],
    [["--exchanges", "nowhere"], "nowhere: there is no such file or folder"],
  ])("%j is refused", async (args, message) => {
    await expect(run(args)).rejects.toThrow(message);
  });

  test("--help has what a request can ask for, and examples", async () => {
    const { text } = await run(["--help"]);
    for (const part of ["code=429", "truncated-chunked", "/__sandbox/journal.har", "\nexamples\n"])
      expect(text).toContain(part);
  });
});
