import { getEventListeners } from "node:events";
import { describe, expect, it } from "vitest";
import { abortable, pause, within } from "../src/wait.js";
import { failureOf } from "./support/vendor.js";

describe("abortable", () => {
  it("is the promise itself without a signal", () => {
    const promise = Promise.resolve(1);
    expect(abortable(promise, undefined)).toBe(promise);
  });

  it("settles as the promise does and leaves no listener on the signal", async () => {
    const { signal } = new AbortController();
    expect(await abortable(Promise.resolve(1), signal)).toBe(1);
    expect(await failureOf(abortable(Promise.reject(new Error("no")), signal))).toEqual(new Error("no"));
    expect(getEventListeners(signal, "abort")).toHaveLength(0);
  });

  it("rejects with the signal's reason, whatever that is", async () => {
    const controller = new AbortController();
    const waiting = abortable(new Promise(() => {}), controller.signal);
    controller.abort("enough");
    expect(await failureOf(waiting)).toBe("enough");
  });
});

describe("within", () => {
  it("settles as the promise does when that is in time", async () => {
    expect(await within(Promise.resolve(1), 1_000)).toBe(1);
    expect(await failureOf(within(Promise.reject(new Error("no")), 1_000))).toEqual(new Error("no"));
  });

  it("rejects with a TimeoutError after its time, and a failure after that troubles nobody", async () => {
    const late = pause(20).then(() => Promise.reject(new Error("late")));
    expect(await failureOf(within(late, 1))).toMatchObject({ name: "TimeoutError" });
    await pause(30);
  });
});
