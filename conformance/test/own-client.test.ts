import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { ClientUnreachableError } from "../src/client/client-program.js";
import type { ClientAdapter, ClientRequest } from "../src/client/types.js";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import type { Exchange } from "../src/exchange/types.js";
import { replay } from "../src/replay/replay.js";
import { replayCases } from "../src/replay/replay-cases.js";
import type { ReplayResult } from "../src/replay/types.js";
import type { TransportName } from "../src/transport/types.js";
import { acme } from "./support/acme.js";
import { closedPort } from "./support/closed-port.js";
import { exchange, findings } from "./support/exchange.js";
import plainClient, { type PlainRequest, plainRequest } from "./support/plain-client.js";

// Some tests replay every exchange, which a busy machine may take its time over.
vi.setConfig({ testTimeout: 60_000 });

const ALL: readonly TransportName[] = ["inject", "loopback", "nock"];
const E = "https://eu.acme.test";

/** Replays one exchange through a client, by default of the vendor that is described only here. */
async function through(
  client: ClientAdapter | URL | string,
  given: Exchange,
  options: { transports?: readonly TransportName[]; timeoutMs?: number; undescribed?: boolean } = {},
): Promise<ReplayResult> {
  const { undescribed = false, ...how } = options;
  const [result] = await replay({ exchanges: [given], vendors: undescribed ? [] : [acme()], client, ...how });
  if (result === undefined) throw new Error("no result");
  return result;
}

/** The plain client with a mistake in what it sends. */
function sending(mistake: (request: PlainRequest, asked: ClientRequest) => void): ClientAdapter {
  return (asked) => {
    const request = plainRequest(asked);
    mistake(request, asked);
    const { url, method, headers, body } = request;
    return asked.fetch(url, { method, headers, body: body ?? null });
  };
}

const list = exchange(
  {
    url: `${E}/v1/things?ids=1&ids=2&text=a b&page=3`,
    headers: { Authorization: "Bearer {t}", "X-Tenant": "t1", "X-Api-Key": "{key}" },
  },
  { body: [{ id: "a", count: 1 }] },
);
const create = exchange(
  {
    url: `${E}/v1/things`,
    method: "POST",
    body: { id: "{id}", count: 1 },
    headers: { "Content-Type": "application/json" },
  },
  { status: 201, body: { id: "a", count: 1 } },
);
const get = exchange({ url: `${E}/v1/things/a%2Fb c` }, { body: { id: "a" } });
const missing = exchange({ url: `${E}/v1/things/{id}` }, { status: 404, body: { code: 7 } });
const login = exchange({ url: `${E}/v1/login`, method: "POST", body: "user=a&user=b" }, { body: {} });
const token = exchange(
  { url: `${E}/oauth/token`, method: "POST", body: "grant_type=client_credentials&client_id=i&client_secret=s" },
  { body: { access_token: "tok", expires_in: 60 } },
);

describe("a correct client", () => {
  test("written by hand around fetch passes every packaged exchange, with the verdicts of the vendors' clients", async () => {
    const exchanges = packagedExchanges();
    const verdicts = (results: readonly ReplayResult[]) => results.map(({ id, verdict }) => `${id} ${verdict}`);
    const own = await replay({ exchanges, client: plainClient, transports: ALL });
    expect(verdicts(own)).toEqual(verdicts(await replay({ exchanges, transports: ["inject"] })));
    expect(own.filter(({ verdict }) => verdict === "passed").length).toBeGreaterThan(200);
  });

  test("that gets its own token and builds its own URLs passes every exchange of a vendor", async () => {
    const exchanges = packagedExchanges().filter(({ id }) => id.startsWith("cultureamp/"));
    const results = await replay({ exchanges, client: cultureAmpClient(), transports: ["inject", "loopback"] });
    expect(results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    expect(results).toHaveLength(exchanges.length);
  });

  test("runs over a real server, unless another transport is asked for", async () => {
    expect((await through(plainClient, list)).transports).toEqual({ loopback: "passed" });
    expect((await through(plainClient, list, { transports: ["nock"] })).transports).toEqual({ nock: "passed" });
  });

  test("may use the platform's fetch on loopback and nock, and a Request or a URL object everywhere", async () => {
    const bare: ClientAdapter = (asked) => fetch(plainRequest(asked).url, { headers: plainRequest(asked).headers });
    expect((await through(bare, list, { transports: ["loopback", "nock"] })).verdict).toBe("passed");
    const objects: ClientAdapter = async (asked) => {
      const { url, method, headers, body } = plainRequest(asked);
      const init = { method, headers, body: body ?? null };
      return body === undefined ? asked.fetch(new URL(url), init) : asked.fetch(new Request(url, init));
    };
    for (const given of [list, create, login])
      expect(findings(await through(objects, given, { transports: ALL }))).toEqual([]);
  });

  test("may call the vendor's own origin through the fetch that it is given", async () => {
    const fixed = sending((request, { origin, vendorOrigin }) => {
      request.url = request.url.replace(origin, vendorOrigin);
    });
    expect(findings(await through(fixed, list, { transports: ALL }))).toEqual([]);
  });

  test("may answer with a Response, with status and body, with text and its type, or with the error that it made", async () => {
    const answers: [Exchange, ClientAdapter][] = [
      [get, sendAnd(() => ({ status: 200, body: { id: "a" } }))],
      [get, sendAnd(() => ({ status: 200, headers: { "Content-Type": "application/json" }, body: '{"id":"a"}' }))],
      [get, sendAnd(() => ({ status: 200, headers: new Headers({ "content-type": "a/b+json" }), body: '{"id":"a"}' }))],
      [missing, sendAnd(() => ({ status: 404, body: { code: 7 } }))],
      [missing, sendAnd(() => ({ error: { status: 404, body: { code: 7 } } }))],
      [exchange({ url: `${E}/v1/things/7`, method: "DELETE" }, { status: 204 }), sendAnd(() => ({ status: 204 }))],
      [{ ...get, expect: { data: "a" } }, sendAnd(() => ({ status: 200, body: "a" }))],
      [{ ...get, expect: { data: "a" } }, sendAnd(() => ({ status: 200, body: { id: "a" } }))],
      [{ ...missing, expect: { error: { code: "not_found" } } }, sendAnd(() => ({ status: 404, body: { code: 7 } }))],
    ];
    for (const [given, client] of answers) expect(findings(await through(client, given))).toEqual([]);
  });

  test("gives a test for each exchange", async () => {
    const cases = replayCases({ exchanges: [list, missing], vendors: [acme()], client: plainClient });
    expect(cases.map(({ name }) => name)).toEqual(["acme/test on loopback", "acme/test on loopback"]);
    for (const { run } of cases) await run();
    const [broken] = replayCases({ exchanges: [list], vendors: [acme()], client: () => ({ status: 200 }) });
    await expect(broken?.run()).rejects.toThrow("the client sent nothing");
  });
});

test("a client is told what a caller means: typed parameters, credentials, where to send", async () => {
  let asked: ClientRequest | undefined;
  await through(
    (request) => {
      asked = request;
      return { status: 200 };
    },
    { ...list, request: { ...list.request, headers: { ...list.request.headers, "Accept-Language": "de" } } },
  );
  const { fetch, signal, origin, baseUrl, method, url, ...rest } = asked as ClientRequest;
  expect([typeof fetch, signal.aborted, baseUrl === origin]).toEqual(["function", false, true]);
  expect(origin).toMatch(/^http:\/\/127\.0\.0\.1:\d+$/);
  expect(`${method} ${url}`).toBe(`GET ${origin}/v1/things?ids=1&ids=2&text=a%20b&page=3`);
  expect(rest).toEqual({
    exchange: "acme/test",
    vendor: "acme",
    kind: "call",
    operation: { method: "GET", template: "/v1/things", operationId: "list-things", described: true },
    path: {},
    query: { ids: [1, 2], text: "a b", page: 3 },
    headers: { "X-Tenant": "t1", "accept-language": "de" },
    credentials: {
      authorization: "Bearer {t}",
      accessToken: "{t}",
      clientId: "{client_id}",
      clientSecret: "{client_secret}",
      headers: { "x-api-key": "{key}" },
      query: {},
    },
    vendorOrigin: E,
  });
});

test("bail stops at the first failure, on whichever transport it shows; what was run before is complete", async () => {
  const ids = ["a", "b", "c", "d"].map((name) => ({ ...list, id: `acme/${name}` }));
  const asked: string[] = [];
  const failing: ClientAdapter = (request) => {
    const on = request.origin === request.vendorOrigin ? "nock" : "inject";
    asked.push(`${on} ${request.exchange}`);
    if (asked.at(-1) === "inject acme/c" || asked.at(-1) === "nock acme/b") throw new Error("no");
    return plainClient(request);
  };
  const told: string[] = [];
  const results = await replay({
    exchanges: ids,
    vendors: [acme()],
    client: failing,
    transports: ["inject", "nock"],
    bail: true,
    onResult: ({ id }) => void told.push(id),
  });
  expect(results.map(({ id, transports }) => [id, transports])).toEqual([
    ["acme/a", { inject: "passed", nock: "passed" }],
    ["acme/b", { inject: "passed", nock: "failed" }],
  ]);
  expect(results[1]?.differences[0]?.message).toBe("the transports disagree: inject passed, nock failed");
  expect(told).toEqual(["acme/a", "acme/b"]);
  expect(asked).toEqual(["inject acme/a", "inject acme/b", "inject acme/c", "nock acme/a", "nock acme/b"]);
});

test("a form in parts is given by its fields, and its media type by itself: the client makes the boundary", async () => {
  const parts = exchange(
    {
      url: `${E}/v1/login`,
      method: "POST",
      headers: { "Content-Type": "multipart/form-data" },
      body: { user: ["a", "b"], note: "c" },
    },
    { body: {} },
  );
  let asked: ClientRequest | undefined;
  const client: ClientAdapter = (request) => {
    asked = request;
    return plainClient(request);
  };
  const result = await through(client, { ...parts, id: "nobody/login" }, { transports: ALL, undescribed: true });
  expect([result.verdict, asked?.bodyType, asked?.body, asked?.headers]).toEqual([
    "passed",
    "multipart/form-data",
    { user: ["a", "b"], note: "c" },
    {},
  ]);
});

test("a media type on a call without a body is a header like any other", async () => {
  const typed = exchange({ url: `${E}/v1/things`, headers: { "Content-Type": "application/json" } }, { body: [] });
  for (const undescribed of [false, true]) {
    expect((await through(plainClient, typed, { undescribed })).verdict).toBe("passed");
    const without = sending(({ headers }) => headers.delete("content-type"));
    expect(findings(await through(without, typed, { undescribed }))).toContain('header "Content-Type" was not sent');
  }
});

test("a client that changes what it was asked for changes it for itself", async () => {
  const spoiling: ClientAdapter = (asked) => {
    const answer = plainClient(asked);
    for (const name of Object.keys(asked.headers)) delete (asked.headers as Record<string, unknown>)[name];
    return answer;
  };
  expect(findings(await through(spoiling, list, { transports: ALL }))).toEqual([]);
});

describe("a mistake in what is sent is found, on every transport", () => {
  const rows: [what: string, given: Exchange, mistake: Parameters<typeof sending>[0], expected: string][] = [
    ["a header left out", list, ({ headers }) => headers.delete("x-tenant"), 'header "X-Tenant" was not sent'],
    ["an API key left out", list, ({ headers }) => headers.delete("x-api-key"), 'header "X-Api-Key" was not sent'],
    [
      "a path encoded twice",
      get,
      (request) => void Object.assign(request, { url: request.url.replaceAll("%", "%25") }),
      "another path was called",
    ],
    [
      "a query encoded twice",
      list,
      (request) => void Object.assign(request, { url: request.url.replaceAll("%", "%25") }),
      'query parameter "text" was sent with another value',
    ],
    [
      "a text where a number belongs",
      create,
      (request) => void Object.assign(request, { body: '{"id":"x","count":"1"}' }),
      "/count is not the documented value",
    ],
    [
      "BearerToken as the scheme",
      list,
      ({ headers }) => headers.set("authorization", "BearerToken x"),
      'header "Authorization" has another scheme',
    ],
    [
      "a query parameter lost",
      list,
      (request) => void Object.assign(request, { url: request.url.replace("&page=3", "") }),
      'query parameter "page" was not sent',
    ],
    [
      "a list of which one is left",
      list,
      (request) => void Object.assign(request, { url: request.url.replace("ids=1&", "") }),
      'query parameter "ids" was not sent',
    ],
    [
      "a form field lost",
      login,
      (request) => void Object.assign(request, { body: new URLSearchParams({ user: "a" }) }),
      'form field "user" was not sent',
    ],
    [
      "JSON where a form belongs",
      login,
      (request) => void Object.assign(request, { body: '{"user":["a","b"]}' }),
      'form field "user" was not sent',
    ],
    ["no body", create, (request) => void Object.assign(request, { body: undefined }), "no body was sent"],
    ["another method", create, (request) => void Object.assign(request, { method: "PUT" }), "another method was used"],
  ];
  test.each(rows)("%s", async (_what, given, mistake, expected) => {
    const result = await through(sending(mistake), given, { transports: ALL });
    expect(result.verdict).toBe("failed");
    expect(findings(result)[0]).toBe(expected);
  });

  test("another host, where the client says which", async () => {
    const elsewhere = sending((request, { origin, vendorOrigin }) => {
      request.url = request.url.replace(origin, vendorOrigin).replace("eu.acme", "us.acme");
    });
    expect(findings(await through(elsewhere, list, { transports: ALL }))).toEqual(["another host was called"]);
  });

  test("the token_type of the vendor's own token answer, taken for the scheme", async () => {
    const bearer = packagedExchanges().find(
      ({ id, request }) => id.startsWith("8x8/") && request.headers?.Authorization?.startsWith("Bearer "),
    ) as Exchange;
    const client =
      (scheme: (type: string) => string): ClientAdapter =>
      async (asked) => {
        const { url, method, headers, body } = plainRequest(asked);
        const body_ = new URLSearchParams({ grant_type: "client_credentials" });
        const answer = await asked.fetch(`${asked.origin}/oauth/v2/token`, { method: "POST", body: body_ });
        const { access_token, token_type } = (await answer.json()) as Record<string, string>;
        headers.set("authorization", `${scheme(token_type ?? "")} ${access_token}`);
        return asked.fetch(url, { method, headers, body: body ?? null });
      };
    const [wrong] = await replay({ exchanges: [bearer], client: client((type) => type) });
    expect(wrong?.differences).toEqual([
      {
        aspect: "header",
        at: "Authorization",
        message: 'header "Authorization" has another scheme',
        documented: "Bearer",
        found: "BearerToken",
      },
    ]);
    const [right] = await replay({ exchanges: [bearer], client: client(() => "Bearer") });
    expect(right?.differences).toEqual([]);
  });

  test("a call sent twice, and no call at all", async () => {
    const twice: ClientAdapter = async (asked) => {
      await plainClient(asked);
      return plainClient(asked);
    };
    expect(findings(await through(twice, list))).toEqual(["the client sent the request more than once"]);
    expect(findings(await through(() => ({ status: 200, body: list.response?.body }), list))).toEqual([
      "the client sent nothing",
    ]);
  });

  test("a redirect that is followed ends on this machine, and is found", async () => {
    const moved = exchange(
      { url: `${E}/v1/things/7` },
      { status: 307, headers: { Location: "https://elsewhere.acme.test/v1/other" } },
    );
    const messages = findings(await through((asked) => fetch(asked.url), moved));
    expect(messages).toContain("the client sent the request more than once");
  });
});

describe("a mistake in what the caller gets is found", () => {
  const rows: [what: string, given: Exchange, answer: () => unknown, expected: string][] = [
    ["a swallowed status", missing, () => ({ status: 200, body: { code: 7 } }), "the client reports another status"],
    ["a swallowed error body", missing, () => ({ error: { status: 404 } }), "error.body is missing"],
    [
      "another status",
      missing,
      () => ({ error: { status: 400, body: { code: 7 } } }),
      "the client reports another status",
    ],
    [
      "an error of a success",
      get,
      () => ({ error: { status: 200, body: { id: "a" } } }),
      "the client made an error of a success",
    ],
    [
      "a text for a number",
      create,
      () => ({ status: 201, body: { id: "a", count: "1" } }),
      "data/count is not the documented value",
    ],
    [
      "JSON that is still text",
      get,
      () => ({ status: 200, body: '{"id":"a"}' }),
      "data is JSON that is still text; give it taken apart, or with its content-type in headers",
    ],
    ["a text in place of JSON", get, () => ({ status: 200, body: "a" }), "data is not the documented value"],
    ["a lost body", get, () => ({ status: 200 }), "data is missing"],
    [
      "another code of the error",
      { ...missing, expect: { error: { code: "not_found" } } },
      () => ({ error: { status: 404, code: "http_404", body: { code: 7 } } }),
      "the error has another code",
    ],
  ];
  test.each(rows)("%s", async (_what, given, answer, expected) => {
    const result = await through(sendAnd(answer), given);
    expect(result.verdict).toBe("failed");
    expect(findings(result)).toContain(expected);
  });

  test.each<[string, () => unknown, string]>([
    ["nothing", () => undefined, "but undefined"],
    ["null", () => null, "but null"],
    ["a text", () => "ok", "but string"],
    ["no status", () => ({ body: 1 }), "but status without a status"],
    ["a status as text", () => ({ status: "200" }), 'but status of "200"'],
    ["an error without a status", () => ({ error: new Error("no") }), "but error.status without a status"],
  ])("an adapter that gives %s is told what to give", async (_what, answer, expected) => {
    const [message] = findings(await through(sendAnd(answer), get));
    expect(message).toContain("gave no Response, { status, body } or { error: { status, body } }");
    expect(message).toContain(expected);
  });

  test("what a client throws, with a word on how errors go back", async () => {
    const throwing: ClientAdapter = async (asked) => {
      await plainClient(asked);
      throw new RangeError("boom");
    };
    expect(findings(await through(throwing, get))).toEqual(["the client threw RangeError: boom"]);
    expect(findings(await through(throwing, missing))).toEqual([
      "the client threw RangeError: boom; the documented 404 is expected back, as { error: { status, body } }",
    ]);
  });

  test("a client that takes too long, and hears of it", async () => {
    let heard: AbortSignal | undefined;
    const slow: ClientAdapter = ({ signal }) => {
      heard = signal;
      return new Promise(() => {});
    };
    const result = await through(slow, get, { timeoutMs: 30 });
    expect(findings(result)).toEqual([
      "the client gave nothing back within 0.03 s (--timeout, timeoutMs)",
      "the client sent nothing",
    ]);
    expect(heard?.aborted).toBe(true);
  });
});

describe("token requests of the client", () => {
  test("are answered and not compared, in a call", async () => {
    const own: ClientAdapter = async (asked) => {
      const form = new URLSearchParams({ grant_type: "anything", made: "up" });
      const answer = await asked.fetch(`${asked.origin}/oauth/token`, { method: "POST", body: form });
      const { access_token, expires_in } = (await answer.json()) as { access_token: string; expires_in: number };
      expect([access_token.length > 0, expires_in]).toEqual([true, 3600]);
      return plainClient({ ...asked, credentials: { ...asked.credentials, authorization: `Bearer ${access_token}` } });
    };
    expect(findings(await through(own, list, { transports: ALL }))).toEqual([]);
  });

  test("are answered as the exchanges at hand document it", async () => {
    let got: unknown;
    const own: ClientAdapter = async (asked) => {
      if (asked.kind === "token") return plainClient(asked);
      const form = new URLSearchParams({ grant_type: "client_credentials" });
      got = await (await asked.fetch(`${asked.origin}/oauth/token`, { method: "POST", body: form })).json();
      return plainClient(asked);
    };
    await replay({
      exchanges: [
        { ...list, id: "acme/a" },
        { ...token, id: "acme/b" },
      ],
      vendors: [acme()],
      client: own,
    });
    expect(got).toEqual({ access_token: "tok", expires_in: 60 });
  });

  test("are compared where the exchange documents one: sent alone, or on the way to a call", async () => {
    expect(findings(await through(plainClient, token, { transports: ALL }))).toEqual([]);
    const withCall =
      (bearer: string): ClientAdapter =>
      async (asked) => {
        await plainClient(asked);
        await asked.fetch(`${asked.origin}/v1/things`, { headers: { authorization: bearer } });
        return { status: 204 };
      };
    expect(findings(await through(withCall("Bearer tok"), token))).toEqual([]);
    expect(findings(await through(withCall("BearerToken tok"), token))).toEqual([
      "the call after it does not carry the documented access token (values withheld)",
    ]);
    const lost = sending((request) => {
      request.body = new URLSearchParams({ grant_type: "client_credentials", client_id: "i" });
    });
    expect(findings(await through(lost, token))).toEqual(['form field "client_secret" was not sent']);
    const elsewhere = sending((request) => {
      request.url = request.url.replace("/oauth/token", "/oauth2/token");
    });
    expect(findings(await through(elsewhere, token))).toContain("another path was called");
    expect(findings(await through(() => ({ status: 200, body: token.response?.body }), token))).toEqual([
      "the client sent nothing",
    ]);
  });

  test("on the way to the documented one are answered and not compared: some vendors have two steps", async () => {
    let code: unknown;
    const steps: ClientAdapter = async (asked) => {
      const form = new URLSearchParams({ client_id: "i", client_secret: "s" });
      const answer = await asked.fetch(`${asked.origin}/oauth/code`, { method: "POST", body: form });
      code = ((await answer.json()) as { auth_code: string }).auth_code;
      return plainClient(asked);
    };
    expect(findings(await through(steps, token))).toEqual([]);
    expect(code).toBe("replay-auth-code");
  });

  test("are compared where a call is documented", async () => {
    const asking = sending((request) => {
      request.body = new URLSearchParams([
        ["user", "a"],
        ["user", "b"],
        ["grant_type", "x"],
      ]);
    });
    expect(findings(await through(asking, login))).toEqual(['form field "grant_type" is not documented here']);
  });

  test("are asked for as the page shows them: with a form, with JSON, or without what it leaves out", async () => {
    const shown = async (request: Partial<Exchange["request"]>, fidelity: Exchange["fidelity"] = "verbatim") => {
      let asked: ClientRequest | undefined;
      const client: ClientAdapter = (given) => {
        asked = given;
        return plainClient(given);
      };
      const given = { ...token, fidelity, request: { ...token.request, ...request } };
      expect(findings(await through(client, given))).toEqual([]);
      return [asked?.kind, asked?.bodyType, asked?.body];
    };
    const fields = { grant_type: "client_credentials", client_id: "i", client_secret: "s" };
    const form = "application/x-www-form-urlencoded";
    const headers = { "Content-Type": "application/json" };
    expect(await shown({})).toEqual(["token", form, fields]);
    expect(await shown({ body: fields })).toEqual(["token", form, fields]);
    expect(await shown({ body: fields, headers })).toEqual(["token", "application/json", fields]);
    expect(await shown({ body: null }, "response-only")).toEqual(["token", undefined, undefined]);
    expect(await shown({ body: "" }, "response-only")).toEqual(["token", undefined, undefined]);
  });

  test("that are refused: the status is what counts", async () => {
    const refused = { ...token, response: { status: 401, headers: {}, body: { error: "invalid_client" } } };
    expect(findings(await through(plainClient, refused))).toEqual([]);
    expect(
      findings(
        await through(
          sendAnd(() => ({ error: { status: 401 } })),
          refused,
        ),
      ),
    ).toEqual([]);
    expect(
      findings(
        await through(
          sendAnd(() => ({ status: 200, body: {} })),
          refused,
        ),
      ),
    ).toContain("the client reports another status");
  });
});

describe("a vendor that nobody has described", () => {
  const things = exchange(
    {
      url: "https://api.nobody.test/v1/things/a b?tag=x&tag=y&q=<text>",
      headers: { Authorization: "Token <token>", "X-Key-Secret": "<key>", "X-Tenant": "t1", Host: "api.nobody.test" },
    },
    { body: { items: [1] } },
    { id: "nobody/things" },
  );
  const tokens = { ...token, id: "nobody/token" };

  test("is compared with the exchange alone, and the result says so", async () => {
    for (const given of [things, tokens, { ...create, id: "nobody/create" }, { ...login, id: "nobody/login" }]) {
      const result = await through(plainClient, given, { transports: ALL, undescribed: true });
      expect([result.verdict, result.reason]).toEqual([
        "passed",
        "no description of this vendor: compared with the exchange alone",
      ]);
    }
  });

  test("gives what a caller means as far as the page shows it", async () => {
    let asked: ClientRequest | undefined;
    const client: ClientAdapter = (request) => {
      asked = request;
      return plainClient(request);
    };
    await through(client, things, { undescribed: true });
    expect(asked).toMatchObject({
      operation: { method: "GET", template: "/v1/things/a b", described: false },
      query: { tag: ["x", "y"], q: "<text>" },
      headers: { "X-Tenant": "t1" },
      credentials: { authorization: "Token <token>", accessToken: "<token>", headers: { "X-Key-Secret": "<key>" } },
    });
    expect(Object.keys(asked?.headers ?? {})).toEqual(["X-Tenant"]);
  });

  test.each<[string, Parameters<typeof sending>[0], string]>([
    ["a header left out", ({ headers }) => headers.delete("x-tenant"), 'header "X-Tenant" was not sent'],
    [
      "another scheme",
      ({ headers }) => headers.set("authorization", "Bearer x"),
      'header "Authorization" has another scheme',
    ],
    [
      "a value of a list lost",
      (request) => void Object.assign(request, { url: request.url.replace("tag=x&", "") }),
      'query parameter "tag" was not sent',
    ],
  ])("finds %s", async (_what, mistake, expected) => {
    expect(findings(await through(sending(mistake), things, { undescribed: true }))).toEqual([expected]);
  });

  test("answers token requests that a form shows to be some", async () => {
    const own: ClientAdapter = async (asked) => {
      const form = new URLSearchParams({ grant_type: "client_credentials" });
      await asked.fetch(`${asked.origin}/some/where`, { method: "POST", body: form });
      return plainClient(asked);
    };
    expect((await through(own, things, { undescribed: true })).verdict).toBe("passed");
  });

  test("keeps apart what cannot be sent", async () => {
    const settled = async (request: Partial<Exchange["request"]>) => {
      const given = { ...things, request: { ...things.request, ...request } };
      return (await through(plainClient, given, { undescribed: true })).verdict;
    };
    expect(await settled({ url: null })).toBe("not-replayable");
    expect(await settled({ url: "https://{your-webhook}" })).toBe("incoming");
    expect(await settled({ url: "/v1/things" })).toBe("failed");
  });
});

test("on inject, a client that goes round its fetch is told so, and reaches nobody", async () => {
  const around: ClientAdapter = (asked) => fetch(asked.url);
  const result = await through(around, list, { transports: ["inject"] });
  expect(findings(result)).toEqual([
    "the client did not use the fetch that it was given (inject); one that takes a base URL goes with loopback",
  ]);
});

describe("a client in another program", () => {
  const cultureamp = packagedExchanges().filter(({ id }) => id.startsWith("cultureamp/"));
  let program: Server;
  let answer: (request: IncomingMessage, response: ServerResponse) => void | Promise<void>;
  let url: string;
  beforeAll(async () => {
    program = createServer((request, response) => void answer(request, response));
    program.listen(0, "127.0.0.1");
    await once(program, "listening");
    url = `http://127.0.0.1:${(program.address() as AddressInfo).port}/call`;
  });
  afterAll(() => {
    program.close();
    program.closeAllConnections();
  });

  /** What the program was asked, as JSON. */
  async function asked(request: IncomingMessage): Promise<ClientRequest> {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    return JSON.parse(Buffer.concat(chunks).toString()) as ClientRequest;
  }

  const hasPython = spawnSync("python3", ["--version"]).status === 0;
  test.skipIf(!hasPython)("in Python passes every exchange of a vendor", async () => {
    const file = fileURLToPath(new URL("support/client_program.py", import.meta.url));
    const python = spawn("python3", [file], { stdio: ["ignore", "pipe", "inherit"] });
    try {
      const [port] = (await once(python.stdout, "data")) as [Buffer];
      const results = await replay({ exchanges: cultureamp, client: `http://127.0.0.1:${String(port).trim()}` });
      expect(results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
      expect(results).toHaveLength(cultureamp.length);
    } finally {
      python.kill();
    }
  });

  test("gets the request as JSON, and answers as JSON", async () => {
    let got: ClientRequest | undefined;
    answer = async (request, response) => {
      got = await asked(request);
      expect([request.method, request.headers["content-type"]]).toEqual(["POST", "application/json"]);
      const { url: target, method, headers, body } = plainRequest(got);
      const found = await fetch(target, { method, headers, body: body ?? null, redirect: "manual" });
      const given = { status: found.status, headers: Object.fromEntries(found.headers), body: await found.text() };
      response.end(JSON.stringify(given));
    };
    const results = await replay({ exchanges: cultureamp, client: new URL(url) });
    expect(results.filter(({ verdict }) => verdict === "failed")).toEqual([]);
    expect(Object.keys(got ?? {})).not.toEqual(expect.arrayContaining(["fetch"]));
    expect(got).not.toHaveProperty("signal");
    expect(got).toMatchObject({ vendor: "cultureamp", origin: expect.stringContaining("http://127.0.0.1:") });
  });

  test("is sent what the README shows", async () => {
    const readme = readFileSync(new URL("../README.md", import.meta.url), "utf8");
    const shown = [...readme.matchAll(/```json\n(\{.*?\n\})\n```/gs)]
      .map(([, text]) => JSON.parse(text ?? "") as ClientRequest)
      .find(({ exchange: id }) => id !== undefined);
    let got: ClientRequest | undefined;
    answer = async (request, response) => {
      got = await asked(request);
      response.end('{"status": 200}');
    };
    await replay({ exchanges: cultureamp.filter(({ id }) => id === shown?.exchange), client: url });
    const port = /:\d+/g;
    expect(JSON.parse(JSON.stringify(got).replace(port, ":1"))).toEqual(
      JSON.parse(JSON.stringify(shown).replace(port, ":1")),
    );
  });

  test.each<[string, typeof answer, string]>([
    [
      "a status that is not 200",
      (_request, response) => void response.writeHead(500).end("no\nsuch module"),
      "answered 500: no such module",
    ],
    ["no JSON", (_request, response) => void response.end("<html>"), "answered with no JSON"],
    [
      "too much",
      (_request, response) => void response.end(" ".repeat(16 * 1024 * 1024 + 1)),
      "answered with over 16 MiB",
    ],
    ["nothing of a response", (_request, response) => void response.end("{}"), "gave no Response, { status, body }"],
  ])("that answers with %s fails that exchange", async (_what, answering, expected) => {
    answer = async (request, response) => {
      await asked(request);
      await answering(request, response);
    };
    expect(findings(await through(url, get))[0]).toContain(expected);
  });

  test("that takes too long fails that exchange", async () => {
    answer = () => {};
    expect(findings(await through(url, get, { timeoutMs: 50 }))[0]).toContain("gave nothing back within 0.05 s");
  });

  test("that is not there, or goes away, ends the run", async () => {
    await expect(through(await closedPort(), get)).rejects.toThrow(ClientUnreachableError);
    answer = (request) => void request.socket.destroy();
    await expect(through(url, get)).rejects.toThrow(/cannot be reached for acme\/test: ECONNRESET/);
  });

  test("is reached by no other transport than loopback", async () => {
    await expect(through(url, get, { transports: ["inject"] })).rejects.toThrow(RangeError);
  });
});

/** Sends what the plain client sends, and gives its caller something else. */
function sendAnd(answer: () => unknown): ClientAdapter {
  return async (asked) => {
    await (await plainClient(asked)).arrayBuffer();
    return answer() as Response;
  };
}

/** A client with a token flow of its own, in the usual style: templates and parameters, not URLs. */
function cultureAmpClient(): ClientAdapter {
  const tokens = new Map<string, string>();
  async function authorize({ credentials, origin, fetch, body, kind }: ClientRequest): Promise<Response | string> {
    const { clientId, clientSecret, authorization, scope = "target-entity:e:employees-read" } = credentials;
    const known = tokens.get(origin);
    if (kind === "call" && known !== undefined) return known;
    const isForm = authorization === undefined;
    const basic = `Basic ${Buffer.from(`${clientId}:${clientSecret}`).toString("base64")}`;
    const form = new URLSearchParams({
      grant_type: "client_credentials",
      ...(kind === "token" && body === undefined ? {} : { scope }),
      ...(isForm && { client_id: clientId, client_secret: clientSecret }),
    });
    const headers = isForm ? {} : { authorization: basic };
    const answer = await fetch(`${origin}/v1/oauth2/token`, { method: "POST", body: form, headers });
    if (kind === "token") return answer;
    const { access_token } = (await answer.json()) as { access_token: string };
    tokens.set(origin, access_token);
    return access_token;
  }
  return async (request) => {
    const { operation, path, query, baseUrl, fetch } = request;
    const token = await authorize(request);
    if (typeof token !== "string") return token;
    const url = new URL(
      baseUrl + operation.template.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(String(path[name]))),
    );
    for (const [name, value] of Object.entries(query)) url.searchParams.set(name, String(value));
    const response = await fetch(url, { method: operation.method, headers: { authorization: `Bearer ${token}` } });
    const body: unknown = await response.json().catch(() => undefined);
    return response.ok ? { status: response.status, body } : { error: { status: response.status, body } };
  };
}
