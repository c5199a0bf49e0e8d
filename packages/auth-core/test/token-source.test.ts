import fc from "fast-check";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import {
  AccessToken,
  createTokenSource,
  isConfigurationError,
  isTokenError,
  TokenError,
  type TokenSource,
  type TokenSourceOptions,
} from "../src/index.js";
import { type FakeClock, fakeClock } from "./support/fake-clock.js";
import { eventLog, failureOf, settled, type Vendor, vendor } from "./support/vendor.js";

const KEY = ["https://vendor.example/token", "id"];
const HOUR = 3_600_000;

let clock: FakeClock;
let log: ReturnType<typeof eventLog>;

beforeEach(() => {
  clock = fakeClock();
  log = eventLog();
  vi.spyOn(Math, "random").mockReturnValue(1);
});

afterEach(() => {
  vi.restoreAllMocks();
});

function sourceOf({ exchange }: Vendor, options: Partial<TokenSourceOptions> = {}): TokenSource {
  return createTokenSource({ exchange, key: KEY, clock, onEvent: log.onEvent, ...options });
}

async function value(source: TokenSource): Promise<string> {
  return (await source.get()).reveal();
}

/** Asks once, and lets what happens behind the call happen. */
async function valueThenSettled(source: TokenSource): Promise<string> {
  const token = await value(source);
  await settled();
  return token;
}

describe("one flight", () => {
  it("1,000 concurrent calls on an empty cache cost one token request and get the same token", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    const tokens = await Promise.all(Array.from({ length: 1_000 }, () => source.get()));
    expect(api.requests).toHaveLength(1);
    expect(new Set(tokens).size).toBe(1);
    expect(tokens[0]?.reveal()).toBe("token-1");
  });

  it("a failed flight fails all who wait for it, and the next call starts another", async () => {
    const api = vendor(3_600);
    api.failing = new TokenError("token_unavailable", "down");
    const source = sourceOf(api);
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => source.get()));
    expect(api.requests).toHaveLength(1);
    expect(new Set(results.map((result) => result.status === "rejected" && result.reason))).toEqual(
      new Set([api.failing]),
    );
    api.failing = undefined;
    expect(await value(source)).toBe("token-2");
  });

  it("a caller's abort ends its own wait with its own reason, and neither the flight nor the other waits", async () => {
    const api = vendor(3_600);
    api.holdBack();
    const source = sourceOf(api);
    const controller = new AbortController();
    const first = source.get({ signal: controller.signal });
    const others = Promise.all([source.get(), source.get({ signal: new AbortController().signal })]);
    const reason = new Error("the user went away");
    controller.abort(reason);
    expect(await failureOf(first)).toBe(reason);
    api.letGo();
    expect((await others).map((token) => token.reveal())).toEqual(["token-1", "token-1"]);
    expect(api.requests).toHaveLength(1);
  });

  it("goes on when its only caller has aborted: the token is there for the next one", async () => {
    const api = vendor(3_600);
    api.holdBack();
    const source = sourceOf(api);
    const controller = new AbortController();
    const only = source.get({ signal: controller.signal });
    controller.abort();
    expect(await failureOf(only)).toMatchObject({ name: "AbortError" });
    api.letGo();
    await settled();
    expect(await value(source)).toBe("token-1");
    expect(api.requests).toHaveLength(1);
  });

  it("a signal that is already aborted asks for nothing, even with a token at hand", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    expect(await failureOf(source.get({ signal: AbortSignal.abort("no") }))).toBe("no");
    expect(api.requests).toHaveLength(0);
    await source.get();
    expect(await failureOf(source.get({ signal: AbortSignal.abort("no") }))).toBe("no");
  });

  it("1,000 waits on one signal leave no listener behind and raise no warning", async () => {
    const warnings: unknown[] = [];
    const warn = (warning: unknown) => void warnings.push(warning);
    process.on("warning", warn);
    const api = vendor(3_600);
    const source = sourceOf(api);
    const { signal } = new AbortController();
    await Promise.all(Array.from({ length: 1_000 }, () => source.get({ signal })));
    await settled();
    process.off("warning", warn);
    expect(warnings).toEqual([]);
  });

  it("two sources know nothing of each other", async () => {
    const api = vendor(3_600);
    const [one, two] = [sourceOf(api), sourceOf(api)];
    expect(await Promise.all([value(one), value(two)])).toEqual(["token-1", "token-2"]);
    const token = await one.get();
    expect(two.reject(token)).toBe(false);
  });
});

describe("the life of a token", () => {
  it.each([
    // lifetime in s, served without a request up to, renewed behind the calls up to (ms)
    [3_600, 3_540_000, 3_595_000],
    [299, 239_200, 294_000],
    [60, 48_000, 57_000],
    [10, 8_000, 9_500],
  ])(
    "of %i s: served for %i ms, renewed behind the calls until %i ms, waited for after that",
    async (seconds, soft, hard) => {
      for (const [at, requests, now, next] of [
        [0, 1, "token-1", "token-1"],
        [soft - 1, 1, "token-1", "token-1"],
        [soft, 2, "token-1", "token-2"],
        [hard - 1, 2, "token-1", "token-2"],
        [hard, 2, "token-2", "token-2"],
        [seconds * 1_000 - 1, 2, "token-2", "token-2"],
        [seconds * 1_000 + 1, 2, "token-2", "token-2"],
      ] as const) {
        const api = vendor(seconds);
        const source = sourceOf(api);
        await source.get();
        clock.advance(at);
        expect(await valueThenSettled(source), `at ${at}`).toBe(now);
        expect(api.requests, `at ${at}`).toHaveLength(requests);
        expect(await valueThenSettled(source), `after ${at}`).toBe(next);
        expect(api.requests, `after ${at}`).toHaveLength(requests);
      }
    },
  );

  it("of 0 s: a token for those who wait now, and a new request for whoever comes later", async () => {
    const api = vendor(0);
    const source = sourceOf(api);
    expect(new Set(await Promise.all([value(source), value(source)]))).toEqual(new Set(["token-1"]));
    expect(await value(source)).toBe("token-2");
    expect(api.requests).toHaveLength(2);
  });

  it("not given: the token is used until it is rejected", async () => {
    const api = vendor();
    const source = sourceOf(api);
    const token = await source.get();
    clock.advance(365 * 24 * HOUR);
    expect(await valueThenSettled(source)).toBe("token-1");
    expect(api.requests).toHaveLength(1);
    expect(token.expiresAt).toBeUndefined();
    expect(log.of("token-obtained")[0]?.lifetimeMs).toBeUndefined();
    expect(source.reject(token)).toBe(true);
    expect(await value(source)).toBe("token-2");
  });

  it.each([Number.NaN, Infinity, 1e300])(
    "given as %d by an exchange written by hand: as if not given",
    async (expiresIn) => {
      const api = vendor(expiresIn);
      const source = sourceOf(api);
      await source.get();
      clock.advance(365 * 24 * HOUR);
      await valueThenSettled(source);
      await valueThenSettled(source);
      expect(api.requests).toHaveLength(1);
    },
  );

  it("counts from when the request was sent, not from when the answer came", async () => {
    const api = vendor(60);
    api.holdBack();
    const source = sourceOf(api);
    const sentAt = clock.now();
    const first = source.get();
    await settled();
    clock.advance(20_000);
    api.letGo();
    expect((await first).expiresAt).toBe(sentAt + 60_000);
    expect(log.of("token-obtained")[0]).toMatchObject({ durationMs: 20_000, lifetimeMs: 40_000 });
    clock.advance(28_000);
    await valueThenSettled(source);
    expect(api.requests).toHaveLength(2);
  });

  it.each([-10 * HOUR, 10 * HOUR])("does not change when the wall clock is set by %i ms", async (byMs) => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    await source.get();
    clock.setWall(byMs);
    clock.advance(3_539_000);
    expect(await valueThenSettled(source)).toBe("token-1");
    expect(api.requests).toHaveLength(1);
    clock.advance(1_000);
    await valueThenSettled(source);
    expect(api.requests).toHaveLength(2);
  });

  it("may set the windows, which stay a fifth and a twentieth at most", async () => {
    const api = vendor(60);
    const source = sourceOf(api, { windows: { softMs: 1_000, hardMs: 0 } });
    await source.get();
    clock.advance(58_999);
    await valueThenSettled(source);
    expect(api.requests).toHaveLength(1);
    clock.advance(1);
    expect(await valueThenSettled(source)).toBe("token-1");
    expect(api.requests).toHaveLength(2);
  });

  it("is not renewed on every call because a window is no number", async () => {
    const api = vendor(60);
    const source = sourceOf(api, { windows: { softMs: Number.NaN } });
    await source.get();
    clock.advance(50_000);
    for (let call = 0; call < 10; call += 1) await valueThenSettled(source);
    expect(api.requests).toHaveLength(1);
  });

  it("whatever it is and whenever calls come: the token given is alive, and requests are no more than lifetimes allow", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 7_200 }),
        fc.array(fc.integer({ min: 0, max: 600_000 }), { maxLength: 40 }),
        async (seconds, pauses) => {
          clock = fakeClock();
          const endsAt = new Map<string, number>();
          const startedAt = clock.monotonic();
          const api = vendor(seconds);
          const source = sourceOf(api, {
            exchange: async (previous) => {
              const answer = await api.exchange(previous);
              endsAt.set(answer.accessToken, clock.monotonic() + seconds * 1_000);
              return answer;
            },
          });
          for (const ms of pauses) {
            clock.advance(ms);
            expect(endsAt.get(await value(source))).toBeGreaterThan(clock.monotonic());
            await settled();
          }
          // A token serves for four fifths of its life at least before the next is asked for.
          const elapsed = clock.monotonic() - startedAt;
          expect(api.requests.length).toBeLessThanOrEqual(1 + Math.floor(elapsed / (seconds * 800)));
        },
      ),
      { numRuns: 60 },
    );
  });
});

describe("renewal behind the calls", () => {
  it("serves the old token to everyone while the request is under way", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    await source.get();
    clock.advance(3_550_000);
    api.holdBack();
    expect(new Set(await Promise.all(Array.from({ length: 100 }, () => value(source))))).toEqual(new Set(["token-1"]));
    await settled();
    expect(api.requests).toHaveLength(2);
    api.letGo();
    await settled();
    expect(await value(source)).toBe("token-2");
    expect(log.of("token-requested").map(({ background }) => background)).toEqual([false, true]);
  });

  it("that fails is tried again after a pause with jitter that doubles, and never by each call", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api, { windows: { softMs: 60_000 } });
    await source.get();
    api.failing = new TokenError("token_unavailable", "down");
    clock.advance(3_540_000);
    let waited = 0;
    for (const pause of [1_000, 2_000, 4_000, 8_000]) {
      const before = api.requests.length;
      for (let call = 0; call < 20; call += 1) expect(await valueThenSettled(source)).toBe("token-1");
      expect(api.requests).toHaveLength(before + 1);
      clock.advance(pause - 1);
      await valueThenSettled(source);
      expect(api.requests).toHaveLength(before + 1);
      clock.advance(1);
      waited += pause;
    }
    expect(waited).toBe(15_000);
    expect(log.of("token-failed").map(({ retryInMs }) => retryInMs)).toEqual([1_000, 2_000, 4_000, 8_000]);
    vi.mocked(Math.random).mockReturnValue(0);
    await valueThenSettled(source);
    expect(log.of("token-failed").at(-1)).toMatchObject({
      retryInMs: 8_000,
      background: true,
      code: "token_unavailable",
    });
    // One that succeeds starts the count anew.
    api.failing = undefined;
    clock.advance(8_000);
    await valueThenSettled(source);
    api.failing = new TokenError("token_unavailable", "down");
    clock.advance(3_550_000);
    await valueThenSettled(source);
    expect(log.of("token-failed").at(-1)?.retryInMs).toBe(500);
  });

  it("waits as long as the server asked for, where that is longer", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    await source.get();
    api.failing = new TokenError("token_unavailable", "busy", { status: 429, retryAfterMs: 20_000 });
    clock.advance(3_545_000);
    await valueThenSettled(source);
    clock.advance(19_999);
    await valueThenSettled(source);
    expect(api.requests).toHaveLength(2);
    clock.advance(1);
    await valueThenSettled(source);
    expect(api.requests).toHaveLength(3);
  });

  it("that nobody waits for fails without an unhandled rejection", async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown) => void unhandled.push(reason);
    process.on("unhandledRejection", note);
    const api = vendor(3_600);
    const source = sourceOf(api);
    await source.get();
    api.failing = new Error("down");
    clock.advance(3_550_000);
    await valueThenSettled(source);
    const controller = new AbortController();
    const other = sourceOf(api);
    const aborted = other.get({ signal: controller.signal });
    controller.abort();
    await failureOf(aborted);
    await settled();
    process.off("unhandledRejection", note);
    expect(unhandled).toEqual([]);
    expect(log.of("token-failed").map(({ code }) => code)).toEqual(["unknown", "unknown"]);
  });
});

describe("the last moments of a token", () => {
  async function inTheHardWindow(): Promise<{ api: Vendor; source: TokenSource }> {
    const api = vendor(3_600);
    const source = sourceOf(api);
    await source.get();
    clock.advance(3_595_000);
    return { api, source };
  }

  it("calls wait for the new token, with one request", async () => {
    const { api, source } = await inTheHardWindow();
    api.holdBack();
    const calls = Promise.all(Array.from({ length: 100 }, () => value(source)));
    await settled();
    api.letGo();
    expect(new Set(await calls)).toEqual(new Set(["token-2"]));
    expect(api.requests).toHaveLength(2);
  });

  it("a call joins the renewal that is already under way behind it", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    await source.get();
    clock.advance(3_594_999);
    api.holdBack();
    await valueThenSettled(source);
    clock.advance(1);
    const call = value(source);
    api.letGo();
    expect(await call).toBe("token-2");
    expect(api.requests).toHaveLength(2);
  });

  it("when there is no new token, calls fall back to the old one while it lives, without asking each time", async () => {
    const { api, source } = await inTheHardWindow();
    api.failing = new TokenError("token_unavailable", "down");
    expect(await value(source)).toBe("token-1");
    expect(await value(source)).toBe("token-1");
    expect(api.requests).toHaveLength(2);
    clock.advance(1_000);
    expect(await value(source)).toBe("token-1");
    expect(api.requests).toHaveLength(3);
  });

  it("after the end they fail with what the token request failed with, pause or no pause", async () => {
    const { api, source } = await inTheHardWindow();
    api.failing = new TokenError("token_unavailable", "down");
    clock.advance(4_900);
    expect(await value(source)).toBe("token-1");
    clock.advance(100);
    expect(await failureOf(source.get())).toBe(api.failing);
    api.failing = undefined;
    expect(await value(source)).toBe("token-4");
  });

  it("a token that ends during the wait is not given out any more", async () => {
    const { api, source } = await inTheHardWindow();
    api.failing = new TokenError("token_unavailable", "down");
    api.holdBack();
    const call = source.get();
    await settled();
    clock.advance(5_000);
    api.letGo();
    expect(await failureOf(call)).toBe(api.failing);
  });

  it("a token that is rejected during the wait is not given out any more", async () => {
    const { api, source } = await inTheHardWindow();
    api.failing = new TokenError("token_unavailable", "down");
    api.holdBack();
    const call = source.get();
    await settled();
    expect(source.reject(new AccessToken({ accessToken: "token-1", obtainedAt: 0 }))).toBe(true);
    api.letGo();
    expect(await failureOf(call)).toBe(api.failing);
  });

  it("an abort ends the wait, although the old token still lives", async () => {
    const { api, source } = await inTheHardWindow();
    api.holdBack();
    const controller = new AbortController();
    const call = source.get({ signal: controller.signal });
    controller.abort("enough");
    expect(await failureOf(call)).toBe("enough");
    api.letGo();
    await settled();
    expect(await value(source)).toBe("token-2");
  });
});

describe("reject", () => {
  it("fifty late refusals of one token cost one token request", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    const calls = await Promise.all(Array.from({ length: 50 }, () => source.get()));
    const replays: string[] = [];
    let dropped = 0;
    for (const token of calls) {
      if (source.reject(token)) dropped += 1;
      replays.push(await value(source));
    }
    expect(dropped).toBe(1);
    expect(new Set(replays)).toEqual(new Set(["token-2"]));
    expect(api.requests).toHaveLength(2);
    expect(log.of("token-rejected")).toHaveLength(1);
  });

  it("costs one token request when the refusals arrive while it is under way", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    const token = await source.get();
    api.holdBack();
    const replays = Array.from({ length: 50 }, () => {
      source.reject(token);
      return value(source);
    });
    await settled();
    source.reject(token);
    api.letGo();
    expect(new Set(await Promise.all(replays))).toEqual(new Set(["token-2"]));
    expect(api.requests).toHaveLength(2);
  });

  it("of a token that is no longer current does nothing", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    const old = await source.get();
    source.reject(old);
    const current = await source.get();
    expect(source.reject(old)).toBe(false);
    expect(source.reject(new AccessToken({ accessToken: "another", obtainedAt: 0 }))).toBe(false);
    expect(await source.get()).toBe(current);
    expect(api.requests).toHaveLength(2);
  });

  it("compares values: a copy of the current token stands for it", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    const token = await source.get();
    expect(source.reject(new AccessToken({ accessToken: token.reveal(), obtainedAt: 0 }))).toBe(true);
  });

  it("costs one token request even when the vendor gives the very same token again", async () => {
    const api = vendor(3_600);
    api.answer.accessToken = "the-same";
    const source = sourceOf(api);
    const calls = await Promise.all(Array.from({ length: 50 }, () => source.get()));
    for (const token of calls) {
      source.reject(token);
      await source.get();
    }
    expect(api.requests).toHaveLength(2);
    // But the second one may be refused in its turn.
    expect(source.reject(await source.get())).toBe(true);
  });

  it("before there is a token does nothing", () => {
    expect(sourceOf(vendor()).reject(new AccessToken({ accessToken: "x", obtainedAt: 0 }))).toBe(false);
    expect(log.events).toEqual([]);
  });

  it("during a renewal in the background makes the calls wait for that renewal", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    const old = await source.get();
    clock.advance(3_550_000);
    api.holdBack();
    await source.get();
    await settled();
    expect(source.reject(old)).toBe(true);
    const call = value(source);
    api.letGo();
    expect(await call).toBe("token-2");
    expect(api.requests).toHaveLength(2);
  });

  it("is not made to wait by the pause after a failed renewal: there is no old token to serve", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    const old = await source.get();
    clock.advance(3_550_000);
    api.failing = new Error("down");
    await valueThenSettled(source);
    api.failing = undefined;
    source.reject(old);
    expect(await value(source)).toBe("token-3");
  });
});

describe("refresh tokens", () => {
  it("of the last answer go into the next request, also after a rejection", async () => {
    const api = vendor(3_600);
    api.answer.refreshToken = "refresh-1";
    const source = sourceOf(api);
    await source.get();
    api.answer.refreshToken = "refresh-2";
    clock.advance(3_600_000);
    const token = await source.get();
    source.reject(token);
    await source.get();
    expect(api.requests).toEqual([undefined, "refresh-1", "refresh-2"]);
  });

  it("survive a failed request", async () => {
    const api = vendor(3_600);
    api.answer.refreshToken = "refresh-1";
    const source = sourceOf(api);
    source.reject(await source.get());
    api.failing = new Error("down");
    await failureOf(source.get());
    api.failing = undefined;
    await source.get();
    expect(api.requests).toEqual([undefined, "refresh-1", "refresh-1"]);
  });

  it("are forgotten when the vendor stops to issue them", async () => {
    const api = vendor(0);
    api.answer.refreshToken = "refresh-1";
    const source = sourceOf(api);
    await source.get();
    api.answer.refreshToken = undefined;
    await source.get();
    await source.get();
    expect(api.requests).toEqual([undefined, "refresh-1", undefined]);
  });
});

describe("a token", () => {
  it("carries its end, its scope and what the vendor's package kept", async () => {
    const api = vendor(60);
    Object.assign(api.answer, { scope: "a:b,c", details: { products: ["one"] } });
    const token = await sourceOf(api).get();
    expect(token).toBeInstanceOf(AccessToken);
    expect({ ...token }).toEqual({ expiresAt: clock.now() + 60_000, scope: "a:b,c", details: { products: ["one"] } });
  });

  it.each([undefined, "", 42, "line\nbreak", "ümlaut", " blank"])(
    "that cannot be sent (%j) from an exchange written by hand is a TokenError, and nobody gets it",
    async (accessToken) => {
      const api = vendor(3_600);
      Object.assign(api.answer, { accessToken });
      const source = sourceOf(api);
      const error = await failureOf(source.get());
      expect(isTokenError(error) && error.code).toBe("token_malformed");
      expect(log.types()).toEqual(["token-requested", "token-failed"]);
    },
  );
});

describe("close", () => {
  it("refuses later calls, and asks for nothing any more", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    const token = await source.get();
    source.close();
    const error = await failureOf(source.get());
    expect(isConfigurationError(error) && error.option).toBe("tokenSource");
    expect(source.reject(token)).toBe(false);
    expect(api.requests).toHaveLength(1);
  });

  it("lets those have their token who wait for it already, and keeps nothing of it", async () => {
    const api = vendor(3_600);
    api.holdBack();
    const source = sourceOf(api);
    const waiting = source.get();
    source.close();
    api.letGo();
    const token = await waiting;
    expect(token.reveal()).toBe("token-1");
    expect(source.reject(token)).toBe(false);
    expect(isConfigurationError(await failureOf(source.get()))).toBe(true);
  });
});

describe("events", () => {
  it("tell the whole story, without a secret", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api);
    source.reject(await source.get());
    await source.get();
    expect(log.events).toEqual([
      { type: "token-requested", background: false },
      { type: "token-obtained", from: "vendor", background: false, durationMs: 0, lifetimeMs: 3_600_000 },
      { type: "token-rejected" },
      { type: "token-requested", background: false },
      { type: "token-obtained", from: "vendor", background: false, durationMs: 0, lifetimeMs: 3_600_000 },
    ]);
    expect(JSON.stringify(log.events)).not.toMatch(/token-\d/);
  });

  it("a listener that throws harms nothing", async () => {
    const api = vendor(3_600);
    const source = sourceOf(api, {
      onEvent: () => {
        throw new Error("a listener's own trouble");
      },
    });
    source.reject(await source.get());
    expect(await value(source)).toBe("token-2");
    api.failing = new Error("down");
    clock.advance(3_550_000);
    expect(await valueThenSettled(source)).toBe("token-2");
  });

  it("a listener that asks for a token finds the flight that it is told of", async () => {
    const api = vendor(3_600);
    const got: Promise<AccessToken>[] = [];
    const source: TokenSource = sourceOf(api, { onEvent: () => void got.push(source.get()) });
    source.reject(await source.get());
    await source.get();
    expect(new Set((await Promise.all(got)).map((token) => token.reveal()))).toEqual(new Set(["token-1", "token-2"]));
    expect(api.requests).toHaveLength(2);
  });
});

it("by default, time is the platform's", async () => {
  const api = vendor(3_600);
  const source = createTokenSource({ exchange: api.exchange, key: KEY });
  const before = Date.now();
  const { expiresAt } = await source.get();
  expect(expiresAt).toBeGreaterThanOrEqual(before + HOUR);
  expect(expiresAt).toBeLessThanOrEqual(Date.now() + HOUR);
  await source.get();
  expect(api.requests).toHaveLength(1);
});
