import { Console } from "node:console";
import { Writable } from "node:stream";
import { format, inspect } from "node:util";
import { describe, expect, it } from "vitest";
import { AccessToken, Secret, scrub } from "../src/index.js";

const CANARY = "canary-8086";

/** What lands on a console. */
function printed(...values: unknown[]): string {
  let text = "";
  const stream = new Writable({
    write(chunk, _encoding, done) {
      text += chunk;
      done();
    },
  });
  const console = new Console({ stdout: stream, stderr: stream });
  console.log(...values);
  console.error(...values);
  console.dir(values, { depth: 10, showHidden: true });
  console.table(values);
  console.log("%s %o %O %j %d", ...values, ...values, ...values, ...values, ...values);
  return text;
}

const secrets: [string, Secret][] = [
  ["a Secret", new Secret(CANARY)],
  [
    "an AccessToken",
    new AccessToken({
      accessToken: CANARY,
      obtainedAt: 1,
      expiresAt: 2,
      refreshToken: CANARY,
      scope: "s",
      details: { a: 1 },
    }),
  ],
];

describe.each(secrets)("%s", (_, secret) => {
  it("has its value at reveal(), and only there", () => {
    expect(secret.reveal()).toBe(CANARY);
  });

  const ways: [string, (secret: Secret) => unknown][] = [
    ["String()", String],
    ["a template string", (value) => `${value}`],
    ["+", (value) => `Bearer ${value as unknown as string}`],
    ["toString()", (value) => value.toString()],
    ["JSON.stringify", (value) => JSON.stringify({ value, list: [value] })],
    ["util.inspect", (value) => inspect(value)],
    ["util.inspect within an object", (value) => inspect({ a: { b: [value] } }, { depth: 10 })],
    ["util.inspect with hidden parts", (value) => inspect(value, { depth: 10, showHidden: true, getters: true })],
    [
      "util.inspect past its own hook",
      (value) => inspect(value, { depth: 10, showHidden: true, customInspect: false }),
    ],
    ["util.format", (value) => format("%s %o %O %j", value, value, value, value)],
    ["a console", (value) => printed(value)],
    ["a console, within an error", (value) => printed(Object.assign(new Error("x"), { value }))],
    ["Object.entries", (value) => JSON.stringify(Object.entries(value))],
    [
      "all its own keys",
      (value) =>
        inspect(
          Reflect.ownKeys(value).map((key) => Reflect.get(value, key)),
          { depth: 10 },
        ),
    ],
    ["for in", (value) => Object.keys(value).join()],
    ["a spread", (value) => inspect({ ...value }, { depth: 10, showHidden: true })],
    ["Object.assign", (value) => inspect(Object.assign({}, value), { depth: 10, showHidden: true })],
    ["structuredClone", (value) => inspect(structuredClone(value), { depth: 10, showHidden: true })],
    ["valueOf", (value) => inspect(value.valueOf())],
  ];

  it.each(ways)("does not show it through %s", (_way, show) => {
    expect(String(show(secret))).not.toContain(CANARY);
  });

  it("says that there is something", () => {
    expect(`${secret}`).toBe("[redacted]");
    expect(JSON.stringify({ secret })).toBe('{"secret":"[redacted]"}');
    expect(inspect({ secret })).toBe("{ secret: [redacted] }");
  });
});

describe("an access token", () => {
  it("shows when it ends, its scope and its details to those who ask", () => {
    const token = new AccessToken({ accessToken: CANARY, obtainedAt: 1, expiresAt: 2, scope: "s", details: { a: 1 } });
    expect(token).toMatchObject({ expiresAt: 2, scope: "s", details: { a: 1 } });
    expect(new AccessToken({ accessToken: CANARY, obtainedAt: 1 }).details).toEqual({});
  });
});

describe("scrub", () => {
  it("takes out every secret, wherever and however often, plain and form-encoded", () => {
    const secret = "a b/c+d&é";
    const encoded = new URLSearchParams({ secret }).toString();
    expect(scrub(`${secret}, ${encoded}, x${secret}y, other`, [secret, undefined, "other"])).toBe(
      "[redacted], secret=[redacted], x[redacted]y, [redacted]",
    );
  });

  it("leaves alone what is too short to be one", () => {
    expect(scrub("invalid_client", ["id", "", "a"])).toBe("invalid_client");
    expect(scrub("a secret: abcd", ["abcd"])).toBe("a secret: [redacted]");
  });

  it("takes control characters for blanks, so that no answer can write to a terminal", () => {
    expect(scrub("\u001b[31mred\u009b0m\r\nnext\u0000", [])).toBe("[31mred 0m next");
  });

  it("cuts what is too long", () => {
    expect(scrub("x".repeat(200), [])).toHaveLength(200);
    expect(scrub("x".repeat(201), [])).toBe(`${"x".repeat(200)}…`);
    expect(scrub("abcdef", [], 3)).toBe("abc…");
  });

  it("cuts after it has taken the secrets out: no half of one is left", () => {
    expect(scrub(`${"x".repeat(196)}${CANARY}`, [CANARY])).not.toContain("cana");
  });

  it("copes with halves of characters", () => {
    expect(scrub("\ud800abcd \udfff", ["\ud800abcd"])).toBe("[redacted] \udfff");
  });
});
