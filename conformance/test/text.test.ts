import { describe, expect, test } from "vitest";
import { matchesDocumented } from "../src/text/matches-documented.js";
import { documentedPairs, wirePairs } from "../src/text/pairs.js";
import { decodePercent } from "../src/text/percent.js";
import { findPlaceholders, isPlaceholder } from "../src/text/placeholder.js";
import { pathSegments, splitUrl } from "../src/text/split-url.js";

describe("placeholders", () => {
  test.each([
    "{name}",
    "{{name}}",
    "<name>",
    "<entity id>",
    "{8x8 username of user input here}",
    "{base64(username:token)}",
    "<a/b?c&d>",
    "{käse}",
  ])("%s is one", (text) => expect(isPlaceholder(text)).toBe(true));

  test.each(["{}", "<>", "{ id }", "{name", "</b>", '{"id":1}', '<a href="x">', "{a=b}", "{\n  cost\n}", "name"])(
    "%s is none",
    (text) => expect(findPlaceholders(text)).toEqual([]),
  );

  test.each([
    ["<a>", "x", true],
    ["<a>", "", false],
    ["a<b>c", "aXYc", true],
    ["a<b>c", "ac", false],
    ["{a}{b}", "xy", true],
    ["{a}{b}", "x", false],
    ["target-entity:<entity id>:<list>", "target-entity:8ed1:employees-read,surveys-read", true],
    ["target-entity:<entity id>:<list>", "target-entity::employees-read", false],
    ["target-entity:<entity id>:<list>", "entity:8ed1:x", false],
    ["{a}-{b}.acme", "a-b-c.acme", true],
    ["x{a}x", "xx", false],
    ["/<path>?cursor=1", "/v1/things?cursor=1", true],
    ["plain", "other", false],
  ])("%s and %s: %s", (documented, actual, expected) => expect(matchesDocumented(documented, actual)).toBe(expected));

  test("a hostile text takes linear time", () => {
    const started = performance.now();
    expect(matchesDocumented(`${"<a>".repeat(2000)}!`, "a".repeat(200_000))).toBe(false);
    expect(findPlaceholders("{".repeat(200_000) + "<".repeat(200_000))).toEqual([]);
    expect(decodePercent("%F0".repeat(100_000))).toBe("%F0".repeat(100_000));
    expect(performance.now() - started).toBeLessThan(2000);
  });
});

describe("percent sequences", () => {
  test.each([
    ["a%20b", "a b"],
    ["100%", "100%"],
    ["%zz%41", "%zzA"],
    ["%FF%41", "%FFA"],
    ["%E2%82%AC", "€"],
    ["%E2%82", "%E2%82"],
    ["%E2%82%41%C3%A9", "%E2%82Aé"],
  ])("%s decodes to %s", (text, expected) => expect(decodePercent(text)).toBe(expected));
});

describe("queries", () => {
  test("are split at & and the first =, and decoded", () => {
    expect(wirePairs("a=1&a=2&b=x=y&c&=d&&e=%26+%2B")).toEqual([
      ["a", "1"],
      ["a", "2"],
      ["b", "x=y"],
      ["c", ""],
      ["", "d"],
      ["e", "& +"],
    ]);
  });

  test("keep the placeholders of the page whole", () => {
    expect(documentedPairs("a=<x & y>&b={{c & d}}")).toEqual([
      ["a", "<x & y>"],
      ["b", "{{c & d}}"],
    ]);
  });

  test("keep a + where it is part of a date-time", () => {
    expect(documentedPairs("at=2023-05-01T00:00:00+10:00&q=a+b", (name) => name === "at")).toEqual([
      ["at", "2023-05-01T00:00:00+10:00"],
      ["q", "a b"],
    ]);
  });
});

describe("URLs", () => {
  test.each([
    ["https://API.acme.test:443/a/b?c=d#e", { scheme: "https", host: "api.acme.test", path: "/a/b", query: "c=d" }],
    ["http://{host name}/<a/b?c>?d={e#f}", { scheme: "http", host: "{host name}", path: "/<a/b?c>", query: "d={e#f}" }],
    ["https://acme.test:8443", { scheme: "https", host: "acme.test:8443", path: "/", query: "" }],
    ["https://acme.test?x=/y", { scheme: "https", host: "acme.test", path: "/", query: "x=/y" }],
    ["/v1/things", undefined],
    ["ftp://acme.test/", undefined],
    ["https:///things", undefined],
    ["", undefined],
  ])("%s", (text, expected) => expect(splitUrl(text)).toEqual(expected));

  test("paths are split outside of placeholders", () => {
    expect(pathSegments("/a/<b/c>/")).toEqual(["a", "<b/c>", ""]);
  });
});
