import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";

const library = new URL("../dist/index.js", import.meta.url).href;

/** Runs a program of its own over the built package. It ends when nothing holds it any more. */
async function run(program: string): Promise<{ code: number; ms: number; out: string; err: string }> {
  const startedAt = performance.now();
  const child = spawn(
    process.execPath,
    [
      "--input-type=module",
      "--unhandled-rejections=strict",
      "--eval",
      `import * as lib from ${JSON.stringify(library)};\n${program}`,
    ],
    { cwd: fileURLToPath(new URL("..", import.meta.url)), stdio: ["ignore", "pipe", "pipe"], timeout: 20_000 },
  );
  const [out, err, [code]] = await Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { code: code ?? -1, ms: performance.now() - startedAt, out: out.trim(), err: err.trim() };
}

const clock = "let at = 0; const clock = { now: () => at, monotonic: () => at };";

describe("a process", () => {
  it("ends at once after it has got a token: nothing waits for its renewal, nor for a step of its store", async () => {
    const { code, ms, out, err } = await run(`
      const source = lib.createTokenSource({
        exchange: async () => ({ accessToken: "t", expiresIn: 3600, refreshToken: "r" }),
        key: ["k"],
        sharing: lib.shareTokens(lib.memoryTokenStore(), { timeoutMs: 60_000 }),
      });
      console.log((await source.get({ signal: new AbortController().signal })).reveal());
    `);
    expect({ code, out, err }).toEqual({ code: 0, out: "t", err: "" });
    expect(ms).toBeLessThan(5_000);
  });

  it("ends at once after a renewal behind the calls that failed: nothing waits for the next try", async () => {
    const { code, ms, out, err } = await run(`${clock}
      let asked = 0;
      const source = lib.createTokenSource({
        exchange: async () => {
          asked += 1;
          if (asked > 1) throw new Error("down");
          return { accessToken: "t", expiresIn: 100 };
        },
        key: ["k"],
        clock,
      });
      await source.get();
      at = 85_000;
      console.log((await source.get()).reveal());
      await new Promise(setImmediate);
      console.log(asked);
    `);
    expect({ code, out, err }).toEqual({ code: 0, out: "t\n2", err: "" });
    expect(ms).toBeLessThan(5_000);
  });

  it("is not ended by a failure that nobody waits for", async () => {
    const { code, out, err } = await run(`${clock}
      const failing = lib.createTokenSource({ exchange: async () => { throw new Error("down"); }, key: ["k"], clock });
      const controller = new AbortController();
      const wait = failing.get({ signal: controller.signal });
      controller.abort("gone");
      console.log(await wait.catch((reason) => reason));
      const store = {
        get: () => new Promise((_, reject) => setTimeout(reject, 30, new Error("late"))),
        lock: () => new Promise((_, reject) => setTimeout(reject, 30, new Error("late"))),
        compareAndSet: () => new Promise((_, reject) => setTimeout(reject, 30, new Error("late"))),
      };
      const source = lib.createTokenSource({
        exchange: async () => ({ accessToken: "t" }),
        key: ["k"],
        sharing: lib.shareTokens(store, { timeoutMs: 5 }),
      });
      console.log((await source.get()).reveal());
      await new Promise((resolve) => setTimeout(resolve, 60));
    `);
    expect({ code, out, err }).toEqual({ code: 0, out: "gone\nt", err: "" });
  });
});
