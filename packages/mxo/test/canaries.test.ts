// The credentials of a client, searched for in everything that it gives, throws and tells. Where the vendor's own words
// are kept (`body`, `response`, `failures`, and the data itself) is left out: a server may repeat what it was sent.

import { inspect } from "node:util";
import { expect, test } from "vitest";
import { type ClientEvent, memoryTokenStore, shareTokens } from "../src/index.js";
import { serve } from "./support/server.js";

const credentials = { clientId: "canary-id", clientSecret: "canary-secret" };
const CANARIES = ["canary-id", "canary-secret", btoa("canary-id:canary-secret"), "token-1", "token-2"];
const OWN_WORDS = ["body", "bodyStart", "response", "failures", "error", "data"];

function printed(value: unknown): string {
  const copy: Record<PropertyKey, unknown> = {};
  for (const key of Reflect.ownKeys(Object(value))) {
    if (!OWN_WORDS.includes(String(key))) copy[key] = (value as Record<PropertyKey, unknown>)[key];
  }
  const whole = [inspect(value, { depth: 10 }), JSON.stringify(value), String(value), (value as Error | null)?.stack];
  return [...(value && typeof value === "object" && "data" in value ? [] : whole), inspect(copy, { depth: 10 })].join();
}

test("no credential is in anything printed", async () => {
  let tokenStatus = 200;
  const echo = (authorization: string | undefined) => `no: ${authorization}`;
  const { client, origin } = await serve(({ url, headers: { authorization } }) => {
    if (url === "/token") {
      const said = { error: "no", error_description: echo(authorization) };
      return { status: tokenStatus, body: said };
    }
    const status = Number(/status-(\d+)/.exec(url)?.[1] ?? 200);
    if (url.includes("reset")) return { drop: true };
    if (url.includes("html")) return { body: `<p>${authorization}</p>`, type: "text/html" };
    if (url.includes("partial")) {
      return { body: { tid: "t", errors: [{ errorCode: "GENERAL", errorMessage: echo(authorization) }] } };
    }
    return { status, body: { errorCode: "GENERAL", message: echo(authorization) } };
  });
  const events: ClientEvent[] = [];
  const options = { ...credentials, onEvent: (event: ClientEvent) => events.push(event) };
  const things: Record<string, unknown> = { events };
  const send = async (name: string, sk: string, more = {}) => {
    const mxo = client({ ...options, ...more });
    things[`client of ${name}`] = mxo;
    try {
      const result = await mxo.POST("/one/oauth2/rt/api/3.1.0/customer/{sk}/activity", {
        params: { path: { sk } },
        body: { customerContext: { baseTouchpointUri: "atm://atm" }, activities: [] },
      });
      things[`result of ${name}`] = result;
      things[`error of ${name}`] = result.error;
    } catch (error) {
      things[`what ${name} threw`] = error;
    }
  };
  for (const sk of ["fine", "partial", "reset", "html", "status-400", "status-401", "status-403", "status-503"])
    await send(sk, sk);
  await send("a shared token", "fine", { tokenSharing: shareTokens(memoryTokenStore()) });
  for (tokenStatus of [400, 401, 500]) await send(`token ${tokenStatus}`, "fine", { tokenUrl: `${origin}/token` });

  expect(Object.keys(things).length).toBeGreaterThan(25);
  expect(events.length).toBeGreaterThan(25);
  for (const [name, thing] of Object.entries(things)) {
    for (const canary of CANARIES) expect(printed(thing), `${canary} in ${name}`).not.toContain(canary);
  }
});
