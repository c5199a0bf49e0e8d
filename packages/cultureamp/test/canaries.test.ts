// The credentials of a client, searched for in everything that it gives, throws and tells. Where the vendor's own words
// are kept (`error.body`, `response`, and the data itself) is left out; see the same test of the package that makes calls.

import { inspect } from "node:util";
import { expect, test } from "vitest";
import { type ClientEvent, createCultureAmpClient, memoryTokenStore, shareTokens } from "../src/index.js";
import { sendJson, serveApi } from "./support/server.js";

const CANARIES = ["canary-id", "canary-secret", "canary-token", btoa("canary-id:canary-secret")];
const OWN_WORDS = ["body", "bodyStart", "response", "error"];

function printed(value: unknown): string {
  const copy: Record<PropertyKey, unknown> = {};
  for (const key of Reflect.ownKeys(Object(value))) {
    if (!OWN_WORDS.includes(String(key))) copy[key] = (value as Record<PropertyKey, unknown>)[key];
  }
  return [
    inspect(value, { depth: 10 }),
    inspect(copy, { depth: 10, showHidden: true }),
    JSON.stringify(value),
    String(value),
    (value as Error | undefined)?.stack,
  ].join("\n");
}

test.each(["form", "basic"] as const)(
  "no credential is in anything printed, sent as %s",
  async (clientAuthentication) => {
    let tokenStatus = 200;
    const api = await serveApi(
      (request, response) => {
        const { authorization = "" } = request.headers;
        const echo = { "x-request-id": authorization, "x-echo": authorization };
        const status = Number(/status-(\d+)/.exec(request.url)?.[1] ?? 200);
        if (request.url.includes("reset")) return response.destroy();
        if (request.url.includes("html")) {
          return response.writeHead(200, { "content-type": "text/html", ...echo }).end(authorization);
        }
        return sendJson(
          response,
          status === 200 ? { data: {} } : { code: status, message: `no: ${authorization}` },
          status,
          echo,
        );
      },
      (request, response) => {
        const sent = `${request.body} ${request.headers.authorization}`;
        const echo = { "x-request-id": sent };
        if (tokenStatus !== 200) return sendJson(response, { error: "no", error_description: sent }, tokenStatus, echo);
        return sendJson(response, { access_token: "canary-token", token_type: "Bearer", expires_in: 3599 }, 200, echo);
      },
    );
    const events: ClientEvent[] = [];
    const store = memoryTokenStore();
    const options = {
      clientId: "canary-id",
      clientSecret: "canary-secret",
      permissions: ["employees-read"],
      clientAuthentication,
      origin: api.origin,
      retry: { baseDelayMs: 1, maxDelayMs: 2 },
      onEvent: (event: ClientEvent) => events.push(event),
    } as const;
    const client = createCultureAmpClient(options);
    const things: Record<string, unknown> = { client, events };
    const get = async (from: typeof client, id: string, name = id) => {
      try {
        const result = await from.GET("/v1/employees/{id}", { params: { path: { id } } });
        things[name] = result;
        things[`error of ${name}`] = result.error;
      } catch (error) {
        things[name] = error;
      }
    };
    for (const id of ["fine", "reset", "html", "status-401", "status-403", "status-404", "status-429", "status-503"]) {
      await get(client, id);
    }
    things.shared = createCultureAmpClient({ ...options, tokenSharing: shareTokens(store) });
    await get(things.shared as typeof client, "fine", "shared result");
    for (const status of [400, 401, 500]) {
      tokenStatus = status;
      await get(createCultureAmpClient(options), "fine", `token ${status}`);
    }
    expect(Object.keys(things).length).toBeGreaterThan(15);
    expect(events.length).toBeGreaterThan(20);
    for (const [name, thing] of Object.entries(things)) {
      for (const canary of CANARIES) expect(printed(thing), `${canary} in ${name}`).not.toContain(canary);
    }
  },
);
