import { channel, tracingChannel } from "node:diagnostics_channel";
import { inspect } from "node:util";
import { afterEach, describe, expect, test, vi } from "vitest";
import { type ClientEvent, isApiClientError } from "../src/index.js";
import { trace } from "../src/layers/trace.js";
import { newCall } from "../src/pipeline.js";
import { emitting, failureOf, json, scripted, thingsClient } from "./support/things.js";

const id = { params: { path: { id: "1" } } } as const;
const cleanups: (() => void)[] = [];
afterEach(() => {
  for (const cleanup of cleanups.splice(0)) cleanup();
});

/** What is published on the tracing channel of calls, as `[name, context]`, copied at that moment. */
function listen(): [string, Record<string, unknown>][] {
  const seen: [string, Record<string, unknown>][] = [];
  const names = ["start", "end", "asyncStart", "asyncEnd", "error"] as const;
  for (const name of names) {
    const listener = (context: unknown) => seen.push([name, { ...(context as object) }]);
    channel(`tracing:x.call:${name}`).subscribe(listener);
    cleanups.push(() => channel(`tracing:x.call:${name}`).unsubscribe(listener));
  }
  return seen;
}

/** What is published on the channel of events. */
function listenToEvents(): ClientEvent[] {
  const seen: ClientEvent[] = [];
  const listener = (event: unknown) => seen.push(event as ClientEvent);
  channel("x.event").subscribe(listener);
  cleanups.push(() => channel("x.event").unsubscribe(listener));
  return seen;
}

describe("the tracing channel x.call", () => {
  test("spans a call, with what is known at its start and at its end", async () => {
    const seen = listen();
    const { fetch } = scripted(json({}, 503), json({}, 200, { "x-request-id": "r-1" }));
    const { data } = await thingsClient({ fetch }).GET("/things/{id}", id);
    expect(data).toEqual({});
    const start = { vendor: "things", operation: "GET /things/{id}", method: "GET" };
    expect(seen[0]).toEqual(["start", start]);
    expect(seen.at(-1)).toEqual([
      "asyncEnd",
      { ...start, status: 200, requestId: "r-1", attempts: 2, result: undefined },
    ]);
    expect(seen.map(([name]) => name)).not.toContain("error");
  });

  test("tells of an answer outside 2xx by its status", async () => {
    const seen = listen();
    await thingsClient({ fetch: scripted(json({}, 404)).fetch }).GET("/things/{id}", id);
    expect(seen.at(-1)?.[1]).toMatchObject({ status: 404, attempts: 1 });
  });

  test("tells of a failed call by its error", async () => {
    const seen = listen();
    await failureOf(thingsClient({ fetch: scripted(new TypeError("x")).fetch, retry: false }).GET("/things/{id}", id));
    const [, context] = seen.find(([name]) => name === "error") ?? [];
    expect(isApiClientError(context?.error)).toBe(true);
    expect(context).toMatchObject({ attempts: 1, error: { code: "connection_failed" } });
  });

  test("carries the caller's context over the call: spans have parents", async () => {
    const { AsyncLocalStorage } = await import("node:async_hooks");
    const storage = new AsyncLocalStorage<string>();
    const tracing = tracingChannel("x.call");
    tracing.start.bindStore(storage, () => "span");
    cleanups.push(() => tracing.start.unbindStore(storage));
    let inside: string | undefined;
    const fetch = async () => {
      inside = storage.getStore();
      return json({});
    };
    await thingsClient({ fetch }).GET("/things/{id}", id);
    expect(inside).toBe("span");
  });

  test("is not touched while nobody listens", async () => {
    const call = newCall("things", "GET /things", {});
    const tracing = tracingChannel("x.call");
    const tracePromise = vi.spyOn(Object.getPrototypeOf(tracing), "tracePromise");
    cleanups.push(() => tracePromise.mockRestore());
    const heard = vi.fn();
    const send = trace(emitting(heard))(async () => new Response("{}"));
    await send("https://things.example/", { method: "GET", headers: new Headers(), call });
    expect(tracePromise).not.toHaveBeenCalled();
    expect(heard).toHaveBeenCalledTimes(1);
  });

  test("lets a call pass untouched while there is no listener of any kind", async () => {
    const call = newCall("things", "GET /things", {});
    const emit = vi.fn();
    const answer = Promise.resolve(new Response("{}"));
    const send = trace(Object.assign(emit, { isHeard: () => false }))(() => answer);
    expect(await send("https://things.example/", { method: "GET", headers: new Headers(), call })).toBe(await answer);
    expect(emit).not.toHaveBeenCalled();
  });
});

describe("the channel x.event and onEvent", () => {
  test("tell the same: each retry, and the call when it has ended", async () => {
    const published = listenToEvents();
    const told: ClientEvent[] = [];
    const { fetch } = scripted(json({}, 503), json({}, 200, { "x-request-id": "r-1" }));
    await thingsClient({ fetch, onEvent: (event) => told.push(event) }).GET("/things/{id}", id);
    expect(published).toEqual(told);
    expect(told).toMatchObject([
      { type: "retry", vendor: "things", operation: "GET /things/{id}", attempt: 1, reason: "503" },
      { type: "call", vendor: "things", operation: "GET /things/{id}", status: 200, attempts: 2, requestId: "r-1" },
    ]);
    expect(told[1]).toHaveProperty("durationMs", expect.any(Number));
  });

  test("tell of a call without an answer by the error's code", async () => {
    const told: ClientEvent[] = [];
    const client = thingsClient({
      fetch: scripted(new TypeError("x")).fetch,
      retry: false,
      onEvent: (e) => told.push(e),
    });
    await failureOf(client.GET("/things/{id}", id));
    expect(told).toMatchObject([{ type: "call", code: "connection_failed", attempts: 1 }]);
    expect(told[0]).not.toHaveProperty("status");
    await failureOf(client.GET("/things/{id}", { ...id, signal: AbortSignal.abort() }));
    expect(told[1]).toMatchObject({ type: "call", code: "aborted", attempts: 0 });
  });

  test("a listener that throws ends no call, and the others are told", async () => {
    const published = listenToEvents();
    const onEvent = () => {
      throw new Error("listener");
    };
    const { data } = await thingsClient({ fetch: scripted(json({ id: "1" })).fetch, onEvent }).GET("/things/{id}", id);
    expect(data).toEqual({ id: "1" });
    expect(published).toHaveLength(1);
  });

  test("no event is made while nobody listens", async () => {
    const { createEmit } = await import("../src/events.js");
    const make = vi.fn(() => ({ type: "call" as const, attempts: 1, durationMs: 1 }));
    createEmit(undefined)({ vendor: "things", operation: "GET /things" }, make);
    expect(make).not.toHaveBeenCalled();
  });
});

test("nothing that is published leads to a request, a response or a header", async () => {
  const spans = listen();
  const events = listenToEvents();
  const { fetch } = scripted(
    json({ canary: 1 }, 503, { "x-canary": "canary" }),
    json({ canary: 1 }, 400, { "set-cookie": "canary" }),
  );
  await thingsClient({ fetch }).POST("/things", {
    headers: { "x-api-key": "canary" },
    body: { name: "canary" },
    retry: true,
  });
  await thingsClient({ fetch }).GET("/things", { params: { query: { cursor: "canary" } } });
  const failing = () => {
    throw Object.assign(new Error("x"), { request: new Request("https://canary.example") });
  };
  await failureOf(thingsClient({ fetch: failing, retry: false }).GET("/things"));
  expect(spans.length).toBeGreaterThan(6);
  expect(events.length).toBe(4);
  expect(inspect([spans, events], { depth: 10, showHidden: true })).not.toMatch(
    /canary|Request \{|Response \{|Headers/,
  );
});

describe("a platform without diagnostics channels", () => {
  test.each([
    ["no getBuiltinModule", { env: {} }],
    ["no such module", { getBuiltinModule: () => undefined }],
    ["no process", undefined],
  ])("%s: calls work, and onEvent is told", async (_, process) => {
    vi.stubGlobal("process", process);
    cleanups.push(() => vi.unstubAllGlobals());
    const told: string[] = [];
    const client = thingsClient({ fetch: scripted(json({ id: "1" })).fetch, onEvent: ({ type }) => told.push(type) });
    const { data } = await client.GET("/things/{id}", id);
    vi.unstubAllGlobals();
    expect(data).toEqual({ id: "1" });
    expect(told).toEqual(["call"]);
  });
});
