import { afterEach, expect, test } from "vitest";
import { readRetryAfter } from "../src/index.js";

const NOW = Date.parse("2026-03-04T05:06:07Z");
const read = (headers: Record<string, string>, status = 429) => readRetryAfter(new Headers(headers), status, NOW);

const zone = process.env.TZ;
afterEach(() => {
  if (zone === undefined) delete process.env.TZ;
  else process.env.TZ = zone;
});

test.each([
  ["seconds", { "retry-after": "3" }, 3_000],
  ["a fraction of seconds", { "retry-after": "0.25" }, 250],
  ["zero", { "retry-after": "0" }, 0],
  ["an HTTP date", { "retry-after": "Wed, 04 Mar 2026 05:06:17 GMT" }, 10_000],
  ["a date of RFC 850", { "retry-after": "Wednesday, 04-Mar-26 05:06:17 GMT" }, 10_000],
  ["a date that has passed: no wait, never a negative one", { "retry-after": "Wed, 04 Mar 2026 05:06:00 GMT" }, 0],
  ["retry-after-ms", { "retry-after-ms": "1250" }, 1_250],
  ["x-ms-retry-after-ms", { "x-ms-retry-after-ms": "40" }, 40],
  ["milliseconds before seconds, being the finer ones", { "retry-after-ms": "1250", "retry-after": "2" }, 1_250],
  ["RateLimit-Reset as seconds from now", { "ratelimit-reset": "30" }, 30_000],
  ["X-RateLimit-Reset as seconds since the epoch", { "x-ratelimit-reset": String(NOW / 1_000 + 5) }, 5_000],
  ["X-RateLimit-Reset as milliseconds since the epoch", { "x-ratelimit-reset": String(NOW + 700) }, 700],
  ["a reset that has passed", { "x-ratelimit-reset": String(NOW / 1_000 - 5) }, 0],
  ["Retry-After before a reset", { "retry-after": "1", "ratelimit-reset": "30" }, 1_000],
])("%s", (_, headers, expected) => {
  expect(read(headers as unknown as Record<string, string>)).toBe(expected);
});

test.each([
  ["nothing", {}],
  ["an empty header", { "retry-after": "" }],
  ["a negative number", { "retry-after": "-1" }],
  ["a number with something behind", { "retry-after": "5 seconds" }],
  ["a number in another notation", { "retry-after": "1e3" }],
  ["words", { "retry-after": "soon" }],
  ["a date that is none", { "retry-after": "Wed, 99 Foo 2026 99:99:99 GMT" }],
  ["words in a reset", { "ratelimit-reset": "later" }],
])("%s counts as absent", (_, headers) => {
  expect(read(headers as unknown as Record<string, string>)).toBeUndefined();
});

test("a date of the oldest form names no zone and means GMT, wherever the program runs", () => {
  process.env.TZ = "Pacific/Auckland";
  expect(read({ "retry-after": "Wed Mar  4 05:06:17 2026" })).toBe(10_000);
});

test("a reset says nothing about answers other than 429: services send it with every answer", () => {
  expect(read({ "x-ratelimit-reset": "30" }, 503)).toBeUndefined();
  expect(read({ "retry-after": "30" }, 503)).toBe(30_000);
});
