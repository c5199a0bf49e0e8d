import { createHash } from "node:crypto";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  createTokenSource,
  memoryTokenStore,
  type Release,
  type StoredToken,
  shareTokens,
  TokenError,
  type TokenSharingOptions,
  type TokenSource,
  type TokenStore,
} from "../src/index.js";
import { pause } from "../src/wait.js";
import { type FakeClock, fakeClock } from "./support/fake-clock.js";
import { eventLog, failureOf, settled, type Vendor, vendor } from "./support/vendor.js";

const CLIENT_ID = "client-id-9f2";
const KEY = ["https://vendor.example/token", CLIENT_ID, "scope:a,b", undefined];
const DIGEST = createHash("sha256")
  .update(JSON.stringify(KEY.map((part) => part ?? null)))
  .digest("hex");
const HOUR = 3_600_000;

let clock: FakeClock;
let log: ReturnType<typeof eventLog>;

beforeEach(() => {
  clock = fakeClock();
  log = eventLog();
});

interface Host {
  key?: (string | undefined)[];
  clock?: FakeClock;
  sharing?: TokenSharingOptions;
}

/** A source of another process, as far as the store can tell. */
function sourceOn(store: TokenStore, { exchange }: Vendor, host: Host = {}): TokenSource {
  return createTokenSource({
    exchange,
    key: host.key ?? KEY,
    clock: host.clock ?? clock,
    sharing: shareTokens(store, host.sharing),
    onEvent: log.onEvent,
  });
}

async function value(source: TokenSource): Promise<string> {
  return (await source.get()).reveal();
}

/** What other processes would find. */
async function kept(store: TokenStore): Promise<StoredToken | undefined> {
  return await store.get(DIGEST);
}

/** A store of which some steps are not as they should be. */
function storeWith(steps: Partial<Record<keyof TokenStore, unknown>>, base = memoryTokenStore()): TokenStore {
  return { ...base, ...steps } as TokenStore;
}

function storeFailures(): string[] {
  return log.of("token-store-failed").map(({ step, reason }) => `${step} ${reason}`);
}

describe("one token for many", () => {
  it("two sources on one store cost one token request, even when both start at once", async () => {
    const store = memoryTokenStore();
    const api = vendor(3_600);
    const [one, two] = [sourceOn(store, api), sourceOn(store, api)];
    expect(await Promise.all([value(one), value(two)])).toEqual(["token-1", "token-1"]);
    expect(api.requests).toHaveLength(1);
    expect(log.of("token-obtained").map(({ from }) => from)).toEqual(["vendor", "store"]);
    expect(log.of("token-store-failed")).toEqual([]);
  });

  it("twenty processes that start together cost one token request", async () => {
    const store = memoryTokenStore();
    const api = vendor(3_600);
    api.holdBack();
    const values = Promise.all(Array.from({ length: 20 }, () => value(sourceOn(store, api))));
    await pause(30);
    api.letGo();
    expect(new Set(await values)).toEqual(new Set(["token-1"]));
    expect(api.requests).toHaveLength(1);
  });

  it("a process that starts later adopts the token that is there, for the time that it still has", async () => {
    const store = memoryTokenStore();
    const api = vendor(3_600);
    const first = await sourceOn(store, api).get();
    clock.advance(HOUR / 2);
    const later = sourceOn(store, api);
    const token = await later.get();
    expect(token.reveal()).toBe("token-1");
    expect(token.expiresAt).toBe(first.expiresAt);
    expect(log.of("token-obtained").at(-1)).toMatchObject({ from: "store", lifetimeMs: HOUR / 2 });
    clock.advance(HOUR / 2 - 5_000);
    expect(await value(later)).toBe("token-2");
  });

  it("a renewal by one process is adopted by the others at theirs", async () => {
    const store = memoryTokenStore();
    const api = vendor(3_600);
    const [one, two] = [sourceOn(store, api), sourceOn(store, api)];
    await Promise.all([one.get(), two.get()]);
    clock.advance(3_595_000);
    expect(await value(one)).toBe("token-2");
    expect(await value(two)).toBe("token-2");
    expect(api.requests).toHaveLength(2);
  });

  it("a token without a lifetime is shared too", async () => {
    const store = memoryTokenStore();
    const api = vendor();
    await sourceOn(store, api).get();
    clock.advance(1_000 * HOUR);
    expect(await value(sourceOn(store, api))).toBe("token-1");
  });

  it("only what has the same key is shared", async () => {
    const store = memoryTokenStore();
    const api = vendor(3_600);
    const keys = [
      KEY,
      [...KEY.slice(0, 3), "tenant"],
      ["https://vendor.example/token", CLIENT_ID],
      [CLIENT_ID, ...KEY],
    ];
    const values = [];
    for (const key of keys) values.push(await value(sourceOn(store, api, { key })));
    expect(values).toEqual(["token-1", "token-2", "token-3", "token-4"]);
  });

  it("the store's key is a digest: it shows neither the client id nor anything else", async () => {
    const keys = new Set<string>();
    const base = memoryTokenStore();
    const noting = storeWith({
      get: (key: string) => base.get(keys.add(key) && key),
      compareAndSet: (key: string, ...rest: [string | undefined, StoredToken]) =>
        base.compareAndSet(keys.add(key) && key, ...rest),
      lock: (key: string, ttl: number) => base.lock(keys.add(key) && key, ttl),
    });
    await sourceOn(noting, vendor(3_600)).get();
    expect([...keys]).toEqual([DIGEST]);
    expect(DIGEST).toMatch(/^[0-9a-f]{64}$/);
  });

  it("what is stored survives JSON", async () => {
    const texts = new Map<string, string>();
    const json = storeWith({
      get: async (key: string) => JSON.parse(texts.get(key) ?? "null"),
      compareAndSet: async (key: string, _: unknown, next: StoredToken) => !!texts.set(key, JSON.stringify(next)),
    });
    const api = vendor(3_600);
    Object.assign(api.answer, { refreshToken: "refresh-1", scope: "a:b", details: { x: [1] } });
    await sourceOn(json, api).get();
    const token = await sourceOn(json, api).get();
    expect(api.requests).toHaveLength(1);
    expect({ ...token }).toEqual({ expiresAt: clock.now() + HOUR, scope: "a:b", details: { x: [1] } });
    const endless = vendor();
    texts.clear();
    await sourceOn(json, endless).get();
    await sourceOn(json, endless).get();
    expect(endless.requests).toHaveLength(1);
    expect(storeFailures()).toEqual([]);
  });

  it("a null for a lifetime or a refresh token, as databases have it, means that there is none", async () => {
    const store = memoryTokenStore();
    const row = { accessToken: "row", obtainedAt: clock.now(), expiresAt: null, refreshToken: null, scope: null };
    await store.compareAndSet(DIGEST, undefined, row as unknown as StoredToken);
    const source = sourceOn(store, vendor(3_600));
    clock.advance(100 * HOUR);
    expect(await value(source)).toBe("row");
    source.reject(await source.get());
    expect(await value(source)).toBe("token-1");
    expect(storeFailures()).toEqual([]);
  });
});

describe("a rejected token", () => {
  it("is not adopted from the store again", async () => {
    const store = memoryTokenStore();
    const api = vendor(3_600);
    const source = sourceOn(store, api);
    source.reject(await source.get());
    expect(await value(source)).toBe("token-2");
    expect((await kept(store))?.accessToken).toBe("token-2");
  });

  it("costs one token request over all processes that hold it", async () => {
    const store = memoryTokenStore();
    const api = vendor(3_600);
    const sources = Array.from({ length: 10 }, () => sourceOn(store, api));
    const tokens = await Promise.all(sources.map((source) => source.get()));
    const replays = await Promise.all(
      sources.map((source, index) => {
        const token = tokens[index];
        if (token) source.reject(token);
        return value(source);
      }),
    );
    expect(new Set(replays)).toEqual(new Set(["token-2"]));
    expect(api.requests).toHaveLength(2);
  });

  it("gives way to the newer one that another process has stored", async () => {
    const store = memoryTokenStore();
    const api = vendor(3_600);
    const [one, two] = [sourceOn(store, api), sourceOn(store, api)];
    const [old, same] = await Promise.all([one.get(), two.get()]);
    one.reject(old);
    await one.get();
    two.reject(same);
    expect(await value(two)).toBe("token-2");
    expect(api.requests).toHaveLength(2);
  });

  it("is not adopted again either when the next one could not be stored and was rejected too", async () => {
    const base = memoryTokenStore();
    let readOnly = false;
    const store = storeWith(
      {
        compareAndSet: async (...args: Parameters<TokenStore["compareAndSet"]>) => {
          if (readOnly) throw new Error("read only");
          return base.compareAndSet(...args);
        },
      },
      base,
    );
    const source = sourceOn(store, vendor(3_600));
    source.reject(await source.get());
    readOnly = true;
    source.reject(await source.get());
    expect(await value(source)).toBe("token-3");
  });
});

describe("refresh tokens that rotate", () => {
  it("are stored before they are used", async () => {
    const store = memoryTokenStore();
    const api = vendor(3_600);
    api.answer.refreshToken = "refresh-1";
    const token = await sourceOn(store, api).get();
    expect(token.reveal()).toBe("token-1");
    expect((await kept(store))?.refreshToken).toBe("refresh-1");
    // Also when the process that asked dies before its write is acknowledged: nobody had the token yet.
    const slow = storeWith({ compareAndSet: () => new Promise(() => {}) });
    const waiting = sourceOn(slow, api, { sharing: { timeoutMs: 40 } }).get();
    expect(await Promise.race([waiting.then(() => "given"), pause(15).then(() => "not yet")])).toBe("not yet");
    await waiting;
  });

  it("are taken from the store when another process has rotated them", async () => {
    const store = memoryTokenStore();
    const api = vendor(60);
    api.answer.refreshToken = "refresh-1";
    const [one, two] = [sourceOn(store, api), sourceOn(store, api)];
    await Promise.all([one.get(), two.get()]);
    api.answer.refreshToken = "refresh-2";
    clock.advance(60_000);
    await one.get();
    clock.advance(60_000);
    await two.get();
    expect(api.requests).toEqual([undefined, "refresh-1", "refresh-2"]);
  });

  it("are taken from memory when they could not be stored", async () => {
    const base = memoryTokenStore();
    let readOnly = false;
    const store = storeWith(
      {
        compareAndSet: async (...args: Parameters<TokenStore["compareAndSet"]>) => {
          if (readOnly) throw new Error("read only");
          return base.compareAndSet(...args);
        },
      },
      base,
    );
    const api = vendor(60);
    api.answer.refreshToken = "refresh-1";
    const source = sourceOn(store, api);
    await source.get();
    readOnly = true;
    api.answer.refreshToken = "refresh-2";
    clock.advance(60_000);
    await source.get();
    clock.advance(60_000);
    await source.get();
    expect(api.requests).toEqual([undefined, "refresh-1", "refresh-2"]);
  });
});

describe("the lock", () => {
  it("of a process that died ends by itself, and the others go on", async () => {
    const store = memoryTokenStore();
    const dead = vendor(3_600);
    dead.holdBack();
    void sourceOn(store, dead, { sharing: { lockTtlMs: 150 } }).get();
    await settled();
    await pause(10);
    const api = vendor(3_600);
    const startedAt = performance.now();
    const others = [1, 2, 3].map(() => value(sourceOn(store, api, { sharing: { lockTtlMs: 150 } })));
    expect(new Set(await Promise.all(others))).toEqual(new Set(["token-1"]));
    expect(performance.now() - startedAt).toBeGreaterThan(100);
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(api.requests).toHaveLength(1);
    expect(storeFailures()).toEqual([]);
  });

  it("is given back after a token request, after a failed one, and when there was a token after all", async () => {
    const base = memoryTokenStore();
    let held = 0;
    const store = storeWith(
      {
        lock: async (key: string, ttlMs: number) => {
          const release = await base.lock(key, ttlMs);
          if (release) held += 1;
          return (
            release &&
            (() => {
              held -= 1;
              return release();
            })
          );
        },
      },
      base,
    );
    const api = vendor(3_600);
    api.failing = new TokenError("token_unavailable", "down");
    const source = sourceOn(store, api);
    expect(await failureOf(source.get())).toBe(api.failing);
    expect(held).toBe(0);
    api.failing = undefined;
    await Promise.all([source.get(), sourceOn(store, api).get(), sourceOn(store, api).get()]);
    expect(held).toBe(0);
    expect(api.requests).toHaveLength(2);
  });

  it("is looked behind: a token that was written while it was taken is adopted", async () => {
    const base = memoryTokenStore();
    const theirs: StoredToken = { accessToken: "theirs", obtainedAt: clock.now(), expiresAt: clock.now() + HOUR };
    const store = storeWith(
      {
        lock: async (key: string, ttlMs: number) => {
          await base.compareAndSet(key, undefined, theirs);
          return base.lock(key, ttlMs);
        },
      },
      base,
    );
    const api = vendor(3_600);
    expect(await value(sourceOn(store, api))).toBe("theirs");
    expect(api.requests).toHaveLength(0);
    expect(await base.lock(DIGEST, 1_000)).toBeTypeOf("function");
  });

  it("that never ends makes nobody wait longer than its time, and is reported", async () => {
    const store = storeWith({ lock: async () => undefined });
    expect(await value(sourceOn(store, vendor(3_600), { sharing: { lockTtlMs: 60 } }))).toBe("token-1");
    expect(storeFailures()).toEqual(["lock TimeoutError"]);
    expect((await kept(store))?.accessToken).toBe("token-1");
  });

  it("that arrives when nobody waits for it any more is given back", async () => {
    const base = memoryTokenStore();
    let lateMs = 60;
    const store = storeWith(
      {
        lock: async (key: string, ttlMs: number) => {
          const release = await base.lock(key, ttlMs);
          await pause(lateMs);
          return release;
        },
      },
      base,
    );
    const api = vendor(3_600);
    const source = sourceOn(store, api, { sharing: { timeoutMs: 20 } });
    const token = await source.get();
    expect(storeFailures()).toEqual(["lock TimeoutError"]);
    await pause(60);
    lateMs = 0;
    source.reject(token);
    const startedAt = performance.now();
    expect(await value(source)).toBe("token-2");
    expect(performance.now() - startedAt).toBeLessThan(1_000);
    expect(storeFailures()).toEqual(["lock TimeoutError"]);
  });
});

describe("a write that comes second", () => {
  function storeWithRival(theirs: StoredToken): TokenStore {
    const base = memoryTokenStore();
    let first = true;
    return storeWith(
      {
        compareAndSet: async (...args: Parameters<TokenStore["compareAndSet"]>) => {
          if (first) await base.compareAndSet(args[0], args[1], theirs);
          first = false;
          return base.compareAndSet(...args);
        },
      },
      base,
    );
  }

  it("gives way to a token that is good: all use that one", async () => {
    const store = storeWithRival({ accessToken: "theirs", obtainedAt: clock.now(), expiresAt: clock.now() + HOUR });
    const source = sourceOn(store, vendor(3_600));
    expect(await value(source)).toBe("theirs");
    expect(await value(source)).toBe("theirs");
    expect((await kept(store))?.accessToken).toBe("theirs");
    expect(log.of("token-obtained")[0]?.from).toBe("store");
  });

  it("goes over a token that is not", async () => {
    const store = storeWithRival({ accessToken: "theirs", obtainedAt: clock.now() - HOUR, expiresAt: clock.now() });
    expect(await value(sourceOn(store, vendor(3_600)))).toBe("token-1");
    expect((await kept(store))?.accessToken).toBe("token-1");
  });
});

describe("a store that fails", () => {
  const error = Object.assign(new Error("connection lost to redis://:password@host"), { name: "RedisError" });
  const wrong: Record<string, [unknown, string]> = {
    "throws at once": [
      () => {
        throw error;
      },
      "RedisError",
    ],
    rejects: [() => Promise.reject(error), "RedisError"],
    "rejects with what is no error": [() => Promise.reject("no"), "string"],
    hangs: [() => new Promise(() => {}), "TimeoutError"],
    "is not there": [undefined, "TypeError"],
  };
  const rubbish: Record<keyof TokenStore, unknown[]> = {
    get: [
      "token",
      {},
      { accessToken: 1, obtainedAt: 1 },
      { accessToken: "line\nbreak", obtainedAt: 1 },
      { accessToken: "theirs" },
      { accessToken: "theirs", obtainedAt: "2026-01-01" },
      { accessToken: "theirs", obtainedAt: Number.NaN },
      { accessToken: "theirs", obtainedAt: 1, expiresAt: "never" },
      { accessToken: "theirs", obtainedAt: 1, expiresAt: Number.NaN },
      { accessToken: "theirs", obtainedAt: 1, refreshToken: {} },
    ],
    compareAndSet: [undefined, "OK", 1],
    lock: [true, "locked", {}],
  };
  const steps = { get: "get", lock: "lock", compareAndSet: "set" } as const;

  for (const [method, step] of Object.entries(steps)) {
    const cases = [
      ...Object.entries(wrong),
      ...rubbish[method as keyof TokenStore].map(
        (answer) => [`answers ${JSON.stringify(answer)}`, [async () => answer, expect.any(String)]] as const,
      ),
    ];
    it.each(cases)(
      `at ${method}, because it %s, costs no call: the source works from its own memory`,
      async (_, [run, reason]) => {
        const api = vendor(3_600);
        const source = sourceOn(storeWith({ [method]: run }), api, { sharing: { timeoutMs: 10, lockTtlMs: 20 } });
        const token = await source.get();
        expect(token.reveal()).toBe("token-1");
        expect(await value(source)).toBe("token-1");
        source.reject(token);
        expect(await value(source)).toBe("token-2");
        expect(api.requests).toHaveLength(2);
        const failures = log.of("token-store-failed");
        expect(failures.length).toBeGreaterThan(0);
        for (const failure of failures) expect(failure).toEqual({ type: "token-store-failed", step, reason });
        expect(JSON.stringify(log.events)).not.toContain("password");
      },
    );
  }

  it("at giving a lock back costs no call", async () => {
    const store = storeWith({
      lock: async (): Promise<Release> => () => {
        throw error;
      },
    });
    expect(await value(sourceOn(store, vendor(3_600)))).toBe("token-1");
    expect(storeFailures()).toEqual(["release RedisError"]);
  });

  it("at everything, by hanging, holds a call up for two steps and no more", async () => {
    const hang = () => new Promise(() => {});
    const store = storeWith({ get: hang, lock: hang, compareAndSet: hang });
    const source = sourceOn(store, vendor(3_600), { sharing: { timeoutMs: 40 } });
    const startedAt = performance.now();
    await source.get();
    expect(performance.now() - startedAt).toBeLessThan(200);
    expect(storeFailures()).toEqual(["get TimeoutError", "set TimeoutError"]);
  });

  it("and recovers is used again", async () => {
    const base = memoryTokenStore();
    let down = true;
    const when =
      <A extends unknown[], R>(run: (...args: A) => Promise<R>) =>
      async (...args: A) => {
        if (down) throw error;
        return run(...args);
      };
    const store: TokenStore = {
      get: when(base.get),
      lock: when(base.lock),
      compareAndSet: when(base.compareAndSet),
    };
    const source = sourceOn(store, vendor(3_600));
    const token = await source.get();
    down = false;
    source.reject(token);
    expect(await value(source)).toBe("token-2");
    expect((await kept(store))?.accessToken).toBe("token-2");
  });

  it("only at the lock still keeps tokens for the others", async () => {
    const store = storeWith({ lock: () => Promise.reject(error) });
    const api = vendor(3_600);
    await sourceOn(store, api).get();
    expect(await value(sourceOn(store, api))).toBe("token-1");
    clock.advance(HOUR);
    expect(await value(sourceOn(store, api))).toBe("token-2");
    expect((await kept(store))?.accessToken).toBe("token-2");
  });

  it("does not hide why there is no token", async () => {
    const store = storeWith({ get: () => Promise.reject(error), lock: () => Promise.reject(error) });
    const api = vendor(3_600);
    api.failing = new TokenError("token_refused", "no such client");
    expect(await failureOf(sourceOn(store, api).get())).toBe(api.failing);
  });
});

describe("where there is no Web Crypto, as on an insecure page", () => {
  afterEach(() => {
    vi.unstubAllGlobals();
  });

  it("nothing is shared, and nothing fails", async () => {
    vi.stubGlobal("crypto", {});
    expect(await value(sourceOn(memoryTokenStore(), vendor(3_600)))).toBe("token-1");
    expect(storeFailures()).toEqual(["get TypeError", "set TypeError"]);
  });
});

describe("hosts whose clocks disagree", () => {
  it.each([-24 * HOUR, -600_000, -30_000, 30_000, 600_000, 24 * HOUR])(
    "by %i ms all get a token, and each asks for one no more often than its lifetime says",
    async (skew) => {
      const store = memoryTokenStore();
      const api = vendor(3_600);
      const theirs = fakeClock();
      theirs.setWall(skew);
      const [here, there] = [sourceOn(store, api), sourceOn(store, api, { clock: theirs })];
      const step = 300_000;
      const steps = 48;
      for (let index = 0; index < steps; index += 1) {
        await here.get();
        await there.get();
        await settled();
        clock.advance(step);
        theirs.advance(step);
      }
      const lifetimes = Math.ceil((steps * step) / 3_540_000);
      expect(api.requests.length).toBeLessThanOrEqual(2 * lifetimes);
      expect(storeFailures()).toEqual([]);
    },
  );

  it("a token from the future counts as asked for now, and lives its lifetime and no longer", async () => {
    const store = memoryTokenStore();
    const obtainedAt = clock.now() + 24 * HOUR;
    await store.compareAndSet(DIGEST, undefined, { accessToken: "theirs", obtainedAt, expiresAt: obtainedAt + HOUR });
    const source = sourceOn(store, vendor(3_600));
    expect(await value(source)).toBe("theirs");
    clock.advance(HOUR);
    expect(await value(source)).toBe("token-1");
  });
});
