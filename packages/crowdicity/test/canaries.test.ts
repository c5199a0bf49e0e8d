// The credentials of a client, searched for in everything that it gives, throws and tells. Where the vendor's own words
// are kept (`body`, `response`, and the data itself) is left out: a server may repeat what it was sent.

import { inspect } from "node:util";
import { expect, test } from "vitest";
import { type ClientEvent, createCrowdicityClient, memoryTokenStore, shareTokens } from "../src/index.js";
import { type Answer, serve } from "./support/server.js";

const CANARIES = ["the-client-id", "the-client-secret", "code-1", "token-1", "refresh-1"];
const OWN_WORDS = ["body", "bodyStart", "response", "error", "data"];

function printed(value: unknown): string {
  const copy: Record<PropertyKey, unknown> = {};
  for (const key of Reflect.ownKeys(Object(value))) {
    if (!OWN_WORDS.includes(String(key))) copy[key] = (value as Record<PropertyKey, unknown>)[key];
  }
  const whole = [inspect(value, { depth: 10 }), JSON.stringify(value), String(value), (value as Error | null)?.stack];
  return [...(value && typeof value === "object" && "data" in value ? [] : whole), inspect(copy, { depth: 10 })].join();
}

test("no credential is in anything printed", async () => {
  const events: ClientEvent[] = [];
  const things: Record<string, unknown> = { events };
  const refreshPath = "/v2/made-up/refresh";
  const validatePath = "/v2/made-up/validate";

  const run = async (name: string, answers: Record<string, Answer>, more = {}) => {
    const server = await serve(({ url, body, headers }) => {
      const answer = answers[url];
      if (!answer) return undefined;
      // The server repeats whatever it got.
      const said = `no: ${body} ${headers.authorization} ${headers["x-token"]}`;
      return { ...answer, body: answer.body ?? { error: "no", message: said, error_description: said } };
    });
    const client = createCrowdicityClient({
      ...server.options,
      refreshPath,
      validatePath,
      onEvent: (event) => events.push(event),
      ...more,
    });
    things[`client of ${name}`] = client;
    for (const [step, call] of Object.entries({ GET: () => client.GET("/v2/x"), validate: client.validateToken })) {
      try {
        const result = await call();
        things[`${step} of ${name}`] = result;
        things[`error of ${step} of ${name}`] = result.error;
      } catch (error) {
        things[`what ${step} of ${name} threw`] = error;
      }
    }
  };

  await run("all well", {});
  await run(
    "another header",
    { "/v2/x": { status: 403 } },
    { authorization: (token: string) => ({ "x-token": token }) },
  );
  await run("a shared token", {}, { tokenSharing: shareTokens(memoryTokenStore()) });
  for (const status of [400, 401, 403, 500]) {
    await run(`calls that answer ${status}`, { "/v2/x": { status }, [validatePath]: { status } });
    await run(`a first step that answers ${status}`, { "/v2/auth/code": { status } });
    await run(`a second step that answers ${status}`, { "/v2/auth": { status } });
    await run(`a refresh that answers ${status}`, { "/v2/x": { status: 401 }, [refreshPath]: { status } });
  }
  await run("HTML", { "/v2/x": { body: "<p>token-1</p>", type: "text/html" } });
  await run("no code", { "/v2/auth/code": { body: '{"auth_code": {"code-1": 1}}' } });

  expect(Object.keys(things).length).toBeGreaterThan(60);
  expect(events.length).toBeGreaterThan(60);
  for (const [name, thing] of Object.entries(things)) {
    for (const canary of CANARIES) expect(printed(thing), `${canary} in ${name}`).not.toContain(canary);
  }
});
