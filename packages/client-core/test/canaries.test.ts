// Credentials are put on the wire and nowhere else: whatever a client gives, throws, tells or publishes is printed here,
// in every way, and searched for them. Not searched, by decision: what the vendor's own words are kept in, `error.body`,
// `bodyStart` and `response`, none of which is enumerable; and `data`, which is the answer itself.

import { Console } from "node:console";
import { channel } from "node:diagnostics_channel";
import { Writable } from "node:stream";
import { inspect } from "node:util";
import { expect, test } from "vitest";
import {
  bearer,
  type ClientEvent,
  clientCredentials,
  createTokenClient,
  post,
  type TokenSource,
} from "../src/index.js";
import { sendJson, serve } from "./support/servers.js";
import { thingsClient } from "./support/things.js";

const CANARIES = ["canary-id", "canary-secret", "canary-token", "canary-key"];
const OWN_WORDS = ["body", "bodyStart", "response"];

/** Everything that a program may print of a value without asking for hidden members. */
function printed(value: unknown): string {
  let output = "";
  const stream = new Writable({
    write(chunk, _, done) {
      output += chunk;
      done();
    },
  });
  const logger = new Console({ stdout: stream, stderr: stream });
  logger.log(value);
  logger.error("%s %O %j", value, value, value);
  logger.dir(value, { depth: 10 });
  return [output, inspect(value, { depth: 10 }), JSON.stringify(value), String(value), (value as Error)?.stack].join(
    "\n",
  );
}

/** With hidden members, all but those that keep the vendor's own words; a result's error is looked at by itself. */
function hidden(value: unknown): string {
  const copy: Record<PropertyKey, unknown> = {};
  if (value && typeof value === "object") {
    for (const key of Reflect.ownKeys(value)) {
      if (![...OWN_WORDS, "error"].includes(String(key))) copy[key] = (value as Record<PropertyKey, unknown>)[key];
    }
  }
  return inspect(copy, { depth: 10, showHidden: true });
}

function tokensFrom(origin: string, onEvent: (event: ClientEvent) => void): TokenSource {
  const tokenUrl = `${origin}/token`;
  const secrets = ["canary-id", "canary-secret"];
  return createTokenClient(
    {
      vendor: "things",
      tokenUrl,
      key: [tokenUrl, "canary-id"],
      secrets,
      exchange: (fetch) =>
        clientCredentials({
          tokenUrl,
          clientId: "canary-id",
          clientSecret: "canary-secret",
          clientAuthentication: post,
          fetch,
        }),
    },
    { onEvent, retry: { baseDelayMs: 1, maxDelayMs: 2 } },
  );
}

let giving = true;

/** An API that repeats what it was sent, in headers and bodies, wherever it can. */
async function echoingServer() {
  let count = 0;
  return serve((request, response) => {
    count += 1;
    const { authorization = "" } = request.headers;
    const token = authorization.split(" ")[1] ?? "";
    const echo = {
      "x-request-id": `${token}-${request.headers["x-api-key"] ?? ""}`,
      "set-cookie": `t=${token}`,
      "x-echo": authorization,
    };
    const said = {
      message: `no: ${authorization}`,
      error_description: `no: ${request.body} ${encodeURIComponent(token)}`,
    };
    if (request.url === "/token") {
      if (!giving) return sendJson(response, { error: "canary-secret", ...said }, 400, echo);
      return sendJson(response, { access_token: `canary-token-${count}`, token_type: "Bearer" }, 200, echo);
    }
    if (request.url.includes("html")) {
      response.writeHead(200, { "content-type": `text/html; t=${token}`, ...echo });
      return response.end(`<p>${token}</p>`);
    }
    if (request.url.includes("reset")) return response.destroy();
    if (request.url.includes("junk")) return response.socket?.end(`HTTP/1.1 ${token}\r\n\r\n`);
    const status = /status-(\d+)/.exec(request.url)?.[1];
    if (status) return sendJson(response, { code: token, ...said }, Number(status), echo);
    if (request.url.includes("expired") && token === "canary-token-1") return sendJson(response, said, 401, echo);
    sendJson(response, { id: "1" }, 200, echo);
  });
}

test("no credential is in anything that a client gives, throws, tells or publishes", async () => {
  const server = await echoingServer();
  const things: Record<string, unknown> = {};
  const events: ClientEvent[] = [];
  const published: unknown[] = [];
  const listener = (message: unknown) => {
    published.push(message);
  };
  const channels = [
    "x.event",
    ...["start", "end", "asyncStart", "asyncEnd", "error"].map((name) => `tracing:x.call:${name}`),
  ];
  for (const name of channels) channel(name).subscribe(listener);

  const tokens = tokensFrom(server.origin, (event) => events.push(event));
  const client = thingsClient(
    { onEvent: (event) => events.push(event) },
    {
      origin: server.origin,
      authorize: (next) => {
        const withToken = bearer(tokens)(next);
        return (url, init) => {
          // A layer with a credential of its own says so.
          init.call.secrets.push("canary-key");
          return withToken(url, init);
        };
      },
    },
  );
  const get = (id: string) =>
    client.GET("/things/{id}", { params: { path: { id } }, headers: { "x-api-key": "canary-key" } }).then(
      (result) => {
        things[id] = result;
        things[`${id} error`] = result.error;
      },
      (error: unknown) => {
        things[id] = error;
      },
    );
  for (const id of ["fine", "expired", "html", "reset", "junk"]) await get(id);
  for (const status of [302, 400, 401, 403, 404, 409, 418, 422, 429, 500, 503]) await get(`status-${status}`);
  things["a path that is none"] = await client.GET("../canary-key" as never).catch((error: unknown) => error);
  things.token = await tokens.get().catch((error: unknown) => error);
  giving = false;
  things["token refused"] = await tokensFrom(server.origin, (event) => events.push(event))
    .get()
    .catch((error: unknown) => error);
  giving = true;
  const failing = (_: string, init: RequestInit) => {
    throw Object.assign(new Error(`sent ${new Headers(init.headers).get("authorization")}`), { init });
  };
  things["a fetch that throws its request"] = await thingsClient(
    { fetch: failing, retry: false },
    { authorize: bearer(tokensFrom(server.origin, () => {})) },
  )
    .GET("/things")
    .catch((error: unknown) => error);
  Object.assign(things, { tokens, client, events, published });
  for (const name of channels) channel(name).unsubscribe(listener);

  expect(Object.keys(things).length).toBeGreaterThan(25);
  expect(published.length).toBeGreaterThan(30);
  for (const [name, thing] of Object.entries(things)) {
    for (const canary of CANARIES) {
      expect(printed(thing), `${canary} in ${name}`).not.toContain(canary);
      expect(hidden(thing), `${canary} hidden in ${name}`).not.toContain(canary);
    }
  }
  // The search can find something: what is kept on purpose is there.
  const { error } = things["status-404"] as { error: { body: unknown } };
  expect(inspect(error, { showHidden: true })).toContain("canary-token");
  expect(JSON.stringify(error.body)).toContain("canary-token");
});
