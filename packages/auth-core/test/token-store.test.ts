import { inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { memoryTokenStore, type StoredToken } from "../src/index.js";
import { pause } from "../src/wait.js";

const one: StoredToken = { accessToken: "one", obtainedAt: 1 };
const two: StoredToken = { accessToken: "two", obtainedAt: 2 };

describe("a token store in memory", () => {
  it("keeps one token under each key", async () => {
    const store = memoryTokenStore();
    expect(await store.get("a")).toBeUndefined();
    expect(await store.compareAndSet("a", undefined, one)).toBe(true);
    expect(await store.get("a")).toEqual(one);
    expect(await store.get("b")).toBeUndefined();
  });

  it("writes only over the token that is expected", async () => {
    const store = memoryTokenStore();
    expect(await store.compareAndSet("a", "one", two)).toBe(false);
    expect(await store.compareAndSet("a", undefined, one)).toBe(true);
    expect(await store.compareAndSet("a", undefined, two)).toBe(false);
    expect(await store.compareAndSet("a", "another", two)).toBe(false);
    expect(await store.get("a")).toEqual(one);
    expect(await store.compareAndSet("a", "one", two)).toBe(true);
    expect(await store.get("a")).toEqual(two);
  });

  it("removes a token, if it is the one expected", async () => {
    const store = memoryTokenStore();
    await store.compareAndSet("a", undefined, one);
    expect(await store.compareAndSet("a", "two", undefined)).toBe(false);
    expect(await store.compareAndSet("a", "one", undefined)).toBe(true);
    expect(await store.get("a")).toBeUndefined();
  });

  it("gives a lock to one at a time, for each key", async () => {
    const store = memoryTokenStore();
    const release = await store.lock("a", 1_000);
    expect(await store.lock("a", 1_000)).toBeUndefined();
    expect(await store.lock("b", 1_000)).toBeTypeOf("function");
    await release?.();
    expect(await store.lock("a", 1_000)).toBeTypeOf("function");
  });

  it("ends a lock after its time, and a late release does not end the next one's", async () => {
    const store = memoryTokenStore();
    const release = await store.lock("a", 10);
    await pause(15);
    expect(await store.lock("a", 1_000)).toBeTypeOf("function");
    await release?.();
    expect(await store.lock("a", 1_000)).toBeUndefined();
  });

  it("shares nothing with another one", async () => {
    await memoryTokenStore().compareAndSet("a", undefined, one);
    expect(await memoryTokenStore().get("a")).toBeUndefined();
  });

  it("does not show what it keeps", async () => {
    const store = memoryTokenStore();
    await store.compareAndSet("a", undefined, { ...one, accessToken: "canary-7Qz" });
    expect(inspect(store, { depth: 10, showHidden: true })).not.toContain("canary-7Qz");
  });
});
