import { Console } from "node:console";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import {
  type AccessToken,
  basicRaw,
  basicRfc6749,
  clientCredentials,
  createTokenSource,
  type Fetch,
  memoryTokenStore,
  post,
  refreshToken,
  shareTokens,
  type TokenEvent,
  type TokenSource,
} from "../src/index.js";
import { type Answer, type TokenServer, tokenServer } from "./support/token-server.js";
import { failureOf } from "./support/vendor.js";

// Every secret of a run, and every form in which it crosses a wire. None may be seen in anything that a user could print.
const ID = "canary/id=1";
const SECRET = "canary/secret+2 é";
const TOKEN = "canary.token-3";
const REFRESH = "canary~refresh 4";
const CANARIES = [ID, SECRET, TOKEN, REFRESH].flatMap((secret) => [
  secret,
  encodeURIComponent(secret),
  new URLSearchParams([["", secret]]).toString().slice(1),
  Buffer.from(secret).toString("base64").replace(/=+$/, ""),
]);
CANARIES.push(Buffer.from(`${ID}:${SECRET}`).toString("base64"));

/** Everything that can be printed of these, in all the ways there are. */
function everyWay(things: unknown[]): string {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const console = new Console({ stdout: stream, stderr: stream, inspectOptions: { depth: 10, showHidden: true } });
  for (const thing of things) {
    console.log(thing, `${String(thing)}`);
    console.log("%s %o %O %j", thing, thing, thing, thing);
    console.dir(thing, { depth: 10, showHidden: true });
    text += inspect(thing, { depth: 10, showHidden: true, getters: true });
    text += JSON.stringify(thing);
    for (let error = thing; error instanceof Error; error = error.cause) {
      text += `${error.message}\n${error.stack}\n${JSON.stringify(error)}`;
      text += inspect(
        Reflect.ownKeys(error).map((key) => Reflect.get(error as object, key)),
        { depth: 10, showHidden: true },
      );
    }
  }
  return text;
}

function found(things: unknown[]): string[] {
  const text = everyWay(things);
  return CANARIES.filter((canary) => text.includes(canary));
}

let server: TokenServer;
let events: TokenEvent[];

beforeAll(async () => {
  server = await tokenServer();
});

beforeEach(() => {
  events = [];
});

afterAll(async () => {
  await server[Symbol.asyncDispose]();
});

function makeSource(
  clientAuthentication = basicRaw,
  more: { fetch?: Fetch; tokenUrl?: string } = {},
  store = memoryTokenStore(),
): TokenSource {
  const options = { tokenUrl: server.tokenUrl, clientId: ID, clientSecret: SECRET, clientAuthentication, ...more };
  return createTokenSource({
    exchange: refreshToken(options, clientCredentials(options)),
    key: [options.tokenUrl, ID],
    sharing: shareTokens(store),
    onEvent: (event) => void events.push(event),
  });
}

const good = { access_token: TOKEN, refresh_token: REFRESH, expires_in: 3_600, scope: "s" };

it("the canaries are real: they are on the wire, and a careless print shows them", async () => {
  server.answer({ body: good });
  await makeSource(post).get();
  expect(server.requests.at(-1)?.form.get("client_secret")).toBe(SECRET);
  expect(found([{ headers: { authorization: `Bearer ${TOKEN}` } }])).not.toEqual([]);
});

describe.each([
  ["post", post],
  ["basicRaw", basicRaw],
  ["basicRfc6749", basicRfc6749],
])("with %s", (_, clientAuthentication) => {
  it("a run that succeeds shows no secret in source, tokens, store, sharing, exchange, events", async () => {
    server.answer({ body: good });
    const store = memoryTokenStore();
    const source = makeSource(clientAuthentication, {}, store);
    const tokens: AccessToken[] = [await source.get()];
    source.reject(tokens[0] as AccessToken);
    tokens.push(await source.get());
    expect(tokens[1]?.reveal()).toBe(TOKEN);
    const exchange = clientCredentials({
      tokenUrl: server.tokenUrl,
      clientId: ID,
      clientSecret: SECRET,
      clientAuthentication,
    });
    expect(
      found([source, ...tokens, store, shareTokens(store), exchange, events, clientAuthentication(ID, SECRET)]),
    ).toEqual([]);
    expect(events.length).toBeGreaterThan(3);
  });

  // What a server says when it repeats all that it got, in every place where a message is looked for.
  const echo = (headers: Headers, refreshToken = "") =>
    `${ID} ${SECRET} ${new URLSearchParams({ client_id: ID, client_secret: SECRET, refresh_token: refreshToken })} ${headers.get("authorization")} ${refreshToken}`;
  const failing: [string, (text: string) => Answer][] = [
    ["an OAuth error", (text) => ({ status: 400, body: { error: text, error_description: text } })],
    ["an OAuth error in a 200", (text) => ({ body: { error: text, error_description: text } })],
    ["{ErrorCode, Error}", (text) => ({ status: 401, body: { ErrorCode: text, Error: text } })],
    ["{fault}", (text) => ({ status: 500, body: { fault: { faultstring: text, detail: { errorcode: text } } } })],
    ["HTML", (text) => ({ status: 502, body: `<p>${text}` })],
    ["HTML in a 200", (text) => ({ headers: { "content-type": "text/html; x=canary" }, body: `<p>${text}` })],
    ["half a token", () => ({ body: `{"access_token":"${TOKEN}","refr` })],
    ["a token that cannot be sent", () => ({ body: { ...good, access_token: `${TOKEN}\n` } })],
    ["a token of another type", (text) => ({ body: { ...good, token_type: text } })],
    ["a token in a wrong place", () => ({ body: { token: TOKEN, refresh_token: REFRESH } })],
  ];

  it.each(failing)("a run that fails by %s shows no secret in errors and events", async (_name, answerWith) => {
    const sent = new Headers();
    clientAuthentication(ID, SECRET)(new URLSearchParams(), sent);
    server.answer({ body: good }, answerWith(echo(sent, REFRESH)), answerWith(echo(sent)));
    const source = makeSource(clientAuthentication);
    source.reject(await source.get());
    const error = await failureOf(source.get());
    expect(found([error, events, source])).toEqual([]);
    expect(events.at(-1)?.type).toBe("token-failed");
  });

  it("a run that fails on the way shows no secret, not even when the fetch throws its live request", async () => {
    const throwing: Fetch = async (url, init) => {
      const request = new Request(url, init);
      throw Object.assign(new Error("no route", { cause: Object.assign(new Error("deep"), { request, init }) }), {
        request,
      });
    };
    const answering: Fetch = async () =>
      new Response(
        new ReadableStream({
          start: (controller) => controller.error(Object.assign(new Error("reset"), { seen: TOKEN })),
        }),
      );
    for (const more of [{ fetch: throwing }, { fetch: answering }, { tokenUrl: "http://127.0.0.1:1/" }]) {
      const error = await failureOf(makeSource(clientAuthentication, more).get());
      expect((error as Error).cause).toBeInstanceOf(Error);
      expect(found([error, events])).toEqual([]);
    }
  });
});

it("a store that fails shows no secret, although it says what it was given", async () => {
  server.answer({ body: good });
  const { get, lock } = memoryTokenStore();
  const source = makeSource(
    basicRaw,
    {},
    {
      get,
      lock,
      compareAndSet: (_key, _expected, next) =>
        Promise.reject(Object.assign(new Error(JSON.stringify(next)), { next })),
    },
  );
  await source.get();
  expect(events.map(({ type }) => type)).toContain("token-store-failed");
  expect(found([events, source])).toEqual([]);
});
