import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { inspect } from "node:util";
import { createContext, runInContext } from "node:vm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import {
  ApiClientError,
  ConfigurationError,
  isApiClientError,
  isConfigurationError,
  isErrorOfKind,
  isTokenError,
  plainCause,
  TokenError,
} from "../src/index.js";

const configuration = new ConfigurationError("clientId", "is missing", { vendor: "v" });
const token = new TokenError("token_refused", "no", {
  status: 401,
  oauthError: "invalid_client",
  requestId: undefined,
});

describe("the errors", () => {
  it("are errors, with a name, a stable code and a stack", () => {
    expect(configuration).toBeInstanceOf(Error);
    expect(configuration).toBeInstanceOf(ApiClientError);
    expect(token).toBeInstanceOf(ApiClientError);
    expect([configuration.name, configuration.code]).toEqual(["ConfigurationError", "invalid_configuration"]);
    expect([token.name, token.code]).toEqual(["TokenError", "token_refused"]);
    expect(String(token)).toBe("TokenError: no");
    expect(configuration.message).toBe("clientId: is missing");
    expect(token.stack).toContain("errors.test");
  });

  it("carry the facts that are known, and no member for the others", () => {
    expect(Object.keys(token)).toEqual(["code", "status", "oauthError"]);
    expect(Object.keys(new TokenError("token_malformed", "x"))).toEqual(["code"]);
  });

  it("carry facts that are learned later, as an enclosing layer adds them", () => {
    const error = new TokenError("token_unavailable", "x");
    Object.assign(error, { vendor: "v", operation: "token request", attempts: 3, retryAfterMs: 1_000 });
    expect(error.toJSON()).toEqual({
      name: "TokenError",
      message: "x",
      code: "token_unavailable",
      vendor: "v",
      operation: "token request",
      attempts: 3,
      retryAfterMs: 1_000,
    });
  });

  it("become JSON with name, message, code and facts, without stack and cause", () => {
    const error = new TokenError("token_unavailable", "down", { status: 503 }, new Error("cause-text"));
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({
      error: { name: "TokenError", message: "down", code: "token_unavailable", status: 503 },
    });
    expect(JSON.parse(JSON.stringify(configuration))).toEqual({
      name: "ConfigurationError",
      message: "clientId: is missing",
      code: "invalid_configuration",
      vendor: "v",
      option: "clientId",
    });
  });

  it("print once what they are", () => {
    expect(inspect(token)).toContain("TokenError: no\n");
    expect(inspect(token)).toMatch(/\{\s+code: 'token_refused',\s+status: 401,\s+oauthError: 'invalid_client'\s+\}$/);
  });
});

describe("the type guards", () => {
  it("tell the kinds apart", () => {
    expect([configuration, token].map(isApiClientError)).toEqual([true, true]);
    expect([configuration, token].map(isConfigurationError)).toEqual([true, false]);
    expect([configuration, token].map(isTokenError)).toEqual([false, true]);
    expect(isErrorOfKind(token, "TokenError")).toBe(true);
    expect(isErrorOfKind(token, "Token")).toBe(false);
  });

  it("take anything, and say no to what is not ours", () => {
    const others = [undefined, null, "", 0, 1n, Symbol("x"), {}, [], () => {}, new Error("x"), { name: "TokenError" }];
    for (const other of [...others, new (class TokenError extends Error {})("x")]) {
      expect(isApiClientError(other)).toBe(false);
      expect(isTokenError(other)).toBe(false);
      expect(isConfigurationError(other)).toBe(false);
    }
  });
});

describe("with another copy of the package in the same program", () => {
  let folder: string;
  let copy: typeof import("../src/index.js");

  beforeAll(async () => {
    // Under the package, so that the copy finds the dependencies. The build comes before the tests.
    const home = fileURLToPath(new URL("..", import.meta.url));
    folder = mkdtempSync(join(home, "node_modules", ".copy-"));
    cpSync(join(home, "dist"), folder, { recursive: true });
    copy = await import(pathToFileURL(join(folder, "index.js")).href);
  });

  afterAll(() => {
    rmSync(folder, { recursive: true, force: true });
  });

  it("classes differ, and the type guards of each know the errors of the other", () => {
    const theirs = new copy.TokenError("token_refused", "no");
    expect(theirs).not.toBeInstanceOf(TokenError);
    expect(isTokenError(theirs)).toBe(true);
    expect(isApiClientError(theirs)).toBe(true);
    expect(isConfigurationError(theirs)).toBe(false);
    expect(copy.isTokenError(token)).toBe(true);
    expect(copy.isConfigurationError(configuration)).toBe(true);
    expect(isConfigurationError(new copy.ConfigurationError("x", "y"))).toBe(true);
  });

  it("an error of the other copy that a fetch throws passes through an exchange as it is", async () => {
    const theirs = new copy.TokenError("token_unavailable", "theirs");
    const { clientCredentials, post } = await import("../src/index.js");
    const exchange = clientCredentials({
      tokenUrl: "https://vendor.example/",
      clientId: "id",
      clientSecret: "secret",
      clientAuthentication: post,
      fetch: () => Promise.reject(theirs),
    });
    await expect(exchange()).rejects.toBe(theirs);
  });
});

describe("a plain cause", () => {
  it("has name, text, stack, code and causes of the error", () => {
    const root = Object.assign(new Error("root"), { code: "ECONNRESET" });
    const error = new TypeError("fetch failed", { cause: root });
    const copy = plainCause(error);
    expect(copy).not.toBe(error);
    expect(copy).toMatchObject({ name: "TypeError", message: "fetch failed", stack: error.stack });
    expect(copy?.cause).toMatchObject({ message: "root", code: "ECONNRESET" });
    expect(inspect(copy)).toMatch(/TypeError\]?: fetch failed/);
    expect(Object.keys(plainCause(new Error("no code")) ?? {})).toEqual([]);
  });

  it("has nothing else of it: no request, no header, no body", () => {
    const request = new Request("https://vendor.example/", { headers: { authorization: "Basic canary" } });
    const error = Object.assign(new Error("x", { cause: Object.assign(new Error("y"), { request }) }), {
      request,
      options: { body: "client_secret=canary" },
    });
    expect(inspect(error, { depth: 10 })).toContain("canary");
    expect(inspect(plainCause(error), { depth: 10, showHidden: true })).not.toContain("canary");
  });

  it("is cleared of the secrets that it is told of, and of causes that go in a circle", () => {
    const error = Object.assign(new Error("sent canary"), { code: "E_canary" });
    error.cause = error;
    expect(inspect(plainCause(error, ["canary"]), { depth: 10, showHidden: true })).not.toContain("canary");
  });

  it("is none for what is no error", () => {
    for (const value of [undefined, null, "canary", { request: "canary" }]) expect(plainCause(value)).toBeUndefined();
    expect(new TokenError("token_unavailable", "x", {}, "canary").cause).toBeUndefined();
    expect(plainCause(new Error("x", { cause: { headers: "canary" } }))?.cause).toBeUndefined();
  });

  it("may come from another realm", () => {
    const error = runInContext("new Error('elsewhere')", createContext());
    expect(plainCause(error)?.message).toBe("elsewhere");
  });
});
