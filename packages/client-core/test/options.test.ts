import { afterEach, describe, expect, test, vi } from "vitest";
import { checkOptions, credential } from "../src/index.js";
import { failureOf, json, scripted, thingsClient } from "./support/things.js";

afterEach(() => {
  vi.unstubAllEnvs();
  vi.unstubAllGlobals();
});

const BAD_NUMBERS = [Number.NaN, 0, -1, Number.POSITIVE_INFINITY, 2 ** 31, "5", null, {}];

describe("options of a client that cannot work are refused, by name", () => {
  test.each(["attemptTimeoutMs", "totalTimeoutMs"])("%s", (option) => {
    for (const value of BAD_NUMBERS) {
      expect(() => thingsClient({ [option]: value }), String(value)).toThrow(
        expect.objectContaining({ code: "invalid_configuration", option }),
      );
    }
  });

  test.each(["maxAttempts", "baseDelayMs", "maxDelayMs"])("retry.%s", (option) => {
    for (const value of BAD_NUMBERS) {
      expect(() => thingsClient({ retry: { [option]: value } }), String(value)).toThrow(
        expect.objectContaining({ code: "invalid_configuration", option: `retry.${option}` }),
      );
    }
  });

  test.each(["fetch", "onEvent", "tokenSharing"])("%s", (option) => {
    for (const value of [5, "x", {}, null]) {
      expect(() => thingsClient({ [option]: value } as object)).toThrow(
        expect.objectContaining({ code: "invalid_configuration", option }),
      );
    }
  });
});

test.each([5, "x", null, {}, { now: () => 0 }])("a clock that tells no time is refused: %j", (clock) => {
  expect(() => thingsClient({ clock } as object)).toThrow(
    expect.objectContaining({ code: "invalid_configuration", option: "clock" }),
  );
});

test.each([5, true, "x"])("retry is false or an object, not %j", (retry) => {
  expect(() => thingsClient({ retry } as object)).toThrow(
    expect.objectContaining({ code: "invalid_configuration", option: "retry" }),
  );
});

test.each([undefined, null, "x", 5])("options that are none are refused: %j", (options) => {
  expect(() => checkOptions(options as never)).toThrow(
    expect.objectContaining({ code: "invalid_configuration", option: "options" }),
  );
});

describe("options of a call that cannot work are refused before anything is sent", () => {
  test.each(["attemptTimeoutMs", "totalTimeoutMs"])("%s", async (option) => {
    const { fetch, calls } = scripted(json({}));
    for (const value of BAD_NUMBERS) {
      const error = await failureOf(thingsClient({ fetch }).GET("/things", { [option]: value } as object));
      expect(error, String(value)).toMatchObject({
        code: "invalid_configuration",
        option,
        vendor: "things",
        operation: "GET /things",
      });
    }
    expect(calls).toHaveLength(0);
  });

  test.each([
    ["signal", new AbortController()],
    ["signal", "abort"],
  ])("%s: %j", async (option, value) => {
    const { fetch, calls } = scripted(json({}));
    expect(await failureOf(thingsClient({ fetch }).GET("/things", { [option]: value } as object))).toMatchObject({
      code: "invalid_configuration",
      option,
      operation: "GET /things",
    });
    expect(calls).toHaveLength(0);
  });

  test("null in place of them all is none, for a call and for paging", async () => {
    const { fetch } = scripted(json({ items: ["a"] }));
    expect((await thingsClient({ fetch }).GET("/things", null as never)).data).toEqual({ items: ["a"] });
    const items: unknown[] = [];
    for await (const item of thingsClient({ fetch }).paginate("/things", null as never)) items.push(item);
    expect(items).toEqual(["a"]);
  });

  test("undefined is no value", async () => {
    const { fetch } = scripted(json({ items: [] }));
    const client = thingsClient({ fetch, attemptTimeoutMs: undefined, onEvent: undefined });
    const init = { attemptTimeoutMs: undefined, totalTimeoutMs: undefined, signal: undefined, retry: undefined };
    expect((await client.GET("/things", init)).data).toEqual({ items: [] });
  });
});

test("without a fetch of the caller's own the platform's is used, as it is at the time of the call", async () => {
  const client = thingsClient();
  vi.stubGlobal("fetch", async (url: string) => json({ items: [], url }));
  expect((await client.GET("/things")).data).toEqual({ items: [], url: "https://things.example/things" });
});

test("a fetch is called with a URL as a string, and with nothing of the client's own beside the request", async () => {
  const { fetch, calls } = scripted(json({}));
  await thingsClient({ fetch }).POST("/things", { body: { name: "a" } });
  const { url, init } = calls[0] ?? {};
  expect(url).toBe("https://things.example/things");
  expect(Object.keys(init ?? {}).sort()).toEqual(["body", "headers", "method", "redirect", "signal"]);
});

describe("a credential", () => {
  test("is the option, or else the environment variable", () => {
    vi.stubEnv("THINGS_ID", "from the environment");
    expect(credential("id", "given", "THINGS_ID")).toBe("given");
    expect(credential("id", undefined, "THINGS_ID")).toBe("from the environment");
  });

  test("that is missing names both", () => {
    vi.stubEnv("THINGS_ID", "");
    for (const variable of ["THINGS_ID", "THINGS_NOT_SET"]) {
      expect(() => credential("id", undefined, variable)).toThrow(
        expect.objectContaining({
          option: "id",
          message: `id: is missing; set the option, or the environment variable ${variable}`,
        }),
      );
    }
  });

  test("that cannot be one names where it comes from, and is not shown", () => {
    vi.stubEnv("THINGS_ID", "canary\n");
    const attempt = (value: string | undefined) => {
      try {
        return credential("id", value, "THINGS_ID");
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(attempt(undefined)).toMatch(/^id \(THINGS_ID\): holds a control character/);
    expect(attempt("canary\u0000")).toMatch(/^id: holds a control character/);
    expect(attempt("")).toMatch(/^id: is missing or empty/);
    expect(attempt(undefined) + attempt("canary\n")).not.toContain("canary");
  });

  test("on a platform without an environment is the option", () => {
    vi.stubGlobal("process", undefined);
    const found = credential("id", "given", "THINGS_ID");
    vi.unstubAllGlobals();
    expect(found).toBe("given");
  });
});
