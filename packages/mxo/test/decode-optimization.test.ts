import { describe, expect, test } from "vitest";
import { type DecodeOptions, decodeOptimization, isApiClientError, OptimizationError } from "../src/index.js";

/** The sample of "Understand JSON responses": its content has HTML entities, its proposition code is the word "null". */
const cardItem =
  "eyJhY3Rpb25zIjpbeyJuYW1lIjoiUHJvZHVjdCAyQiAtIGNhcmQgaXRlbSIsImFzc2V0Ijp7ImNvbnRlbnQiOiJ7XG4gJm5ic3A7" +
  "Jm5ic3A7Jm5ic3A7JnF1b3Q7aW1hZ2UmcXVvdDs6ICZxdW90O2h0dHBzOi8vaS5pbWd1ci5jb20vRzN6SG9uNS5wbmcmcXVvdDtc" +
  "bn0iLCJtaW1lVHlwZSI6ImFwcGxpY2F0aW9uL2pzb24iLCJjb250ZW50VXJsIjpudWxsLCJyZXNwb25zZXMiOlt7ImNvZGUiOiJk" +
  "R2xrUFdFd01HRmtNRGhtTFdVek1EVXRPR1k1WXkwMVl6WXlMVEZsT0RnME5UUXpOREF5WXl4aFl6MHhNak01T1RZd09USXNZMjUw" +
  "UFRFeU5EZ3lPRFkwTVN4dmNEMHhNVE14TXpJNU16RXNjSEp2Y0QweE1UQTJPVFE1TVRFc2NuUTlVRTlUU1ZSSlZrVmZRMHhKUTBz" +
  "c2MyczlUMDVGTFRSRFVWQlZVRmxPTUZjdE9UVXdOU3h3ZGowdE1UVTFOREV5TnpBME16RTRNQSIsInNlbnRpbWVudCI6InBvc2l0" +
  "aXZlIiwibGFiZWwiOm51bGwsImltYWdlVXJsIjpudWxsLCJ0YXJnZXRVcmwiOm51bGwsInRhcmdldCI6bnVsbH1dfSwicHJvcG9z" +
  "aXRpb24iOnsiY29kZSI6Im51bGwifX1dfQ==";

/** The sample of "Understand decoded optimization data objects". */
const topBanner = {
  actions: [
    {
      name: "Product 1B - top banner",
      asset: {
        content:
          '{ "image": "https://raw.githubusercontent.com/thunderheadone/one-sdk-android/master/examples/optimizing-programmatically-using-json-example/app/src/main/assets/product_1b.png"}',
        mimeType: "application/json",
        contentUrl: null,
        responses: [
          {
            code: "dGlkPWFjZjk5ZjgyLWQ4ZmItZjJiYy0zYzNhLWQ3NmE0MzgwNGI3MCxhYz0xMjQyNDYxMDMsY250PTEyNTEwNTc1MixvcD0xMTMzNzM3ODQscnQ9UE9TSVRJVkVfQ0xJQ0ssc2s9T05FLURaODdZWEQ5OEYtOTQwNQ",
            sentiment: "positive",
            label: null,
            imageUrl: null,
            targetUrl: null,
            target: null,
          },
        ],
      },
      proposition: {
        code: "",
      },
    },
  ],
};

const encode = (text: string) => Buffer.from(text, "utf8").toString("base64");
const encodeJson = (value: unknown) => encode(JSON.stringify(value));
const withContent = (content: unknown, mimeType: unknown = "application/json") =>
  encodeJson({ actions: [{ name: "a", asset: { content, mimeType, contentUrl: null, responses: [] } }] });
const jsonOf = (content: unknown, options?: DecodeOptions) =>
  decodeOptimization(withContent(content), options).actions[0]?.asset?.json;

function errorOf(data: string, options?: DecodeOptions): OptimizationError {
  try {
    decodeOptimization(data, options);
  } catch (error) {
    if (error instanceof OptimizationError) return error;
    throw error;
  }
  throw new Error("it was decoded");
}

describe("the documented samples", () => {
  test("with HTML entities in the content", () => {
    const { actions } = decodeOptimization(cardItem);
    expect(actions).toHaveLength(1);
    expect(actions[0]).toMatchObject({
      name: "Product 2B - card item",
      asset: {
        content: expect.stringContaining("&nbsp;&nbsp;&nbsp;&quot;image&quot;"),
        json: { image: "https://i.imgur.com/G3zHon5.png" },
        mimeType: "application/json",
        contentUrl: null,
        responses: [{ sentiment: "positive", label: null, imageUrl: null, targetUrl: null, target: null }],
      },
      proposition: { code: null },
    });
    expect(actions[0]?.asset?.responses[0]?.code).toMatch(/^dGlkPWEw/);
  });

  test("with plain JSON as content", () => {
    const { actions } = decodeOptimization(encodeJson(topBanner));
    expect(actions[0]?.asset?.json).toEqual({ image: expect.stringMatching(/product_1b\.png$/) });
    expect(actions[0]?.proposition).toEqual({ code: null });
    expect(actions[0]?.asset?.content).toBe(topBanner.actions[0]?.asset.content);
  });
});

describe("nothing to show", () => {
  test.each([
    ["no optimization", undefined],
    ["null", null],
    ["an empty text", ""],
    ["the word null", "null"],
    ["a decoded null", encode("null")],
    ["no actions", encode("{}")],
    ["actions that are null", encodeJson({ actions: null })],
    ["an empty list of actions", encodeJson({ actions: [] })],
  ])("%s: no actions", (_, data) => {
    expect(decodeOptimization(data).actions).toEqual([]);
  });

  test("is safe to ask an answer without optimizations for", () => {
    const answer: { optimizations?: { data?: string }[] } = { optimizations: [] };
    expect(decodeOptimization(answer.optimizations?.[0]?.data)).toEqual({ actions: [] });
  });
});

describe("what is decoded", () => {
  test("is UTF-8", () => {
    const name = "Prämie für Zoë 🎁";
    expect(decodeOptimization(encodeJson({ actions: [{ name }] })).actions[0]?.name).toBe(name);
  });

  test("may be Base64 without padding, or with line breaks", () => {
    const data = encodeJson({ actions: [{ name: "abc" }] });
    expect(data).toMatch(/=$/);
    expect(decodeOptimization(data.replace(/=+$/, "")).actions[0]?.name).toBe("abc");
    expect(decodeOptimization(data.replace(/.{10}/g, "$&\r\n")).actions[0]?.name).toBe("abc");
  });

  test("keeps members that are not documented", () => {
    const action = { name: "a", asset: null, proposition: { code: "p", more: 1 }, more: 2 };
    expect(decodeOptimization(encodeJson({ actions: [action], more: 3 }))).toEqual({ actions: [action], more: 3 });
  });

  test("has a list of responses in any case", () => {
    const data = encodeJson({ actions: [{ name: "a", asset: { content: null, mimeType: "text/html" } }] });
    expect(decodeOptimization(data).actions[0]?.asset).toEqual({ content: null, mimeType: "text/html", responses: [] });
  });

  test.each([
    ["null", null],
    ["", null],
    ["summer", "summer"],
    ["nullable", "nullable"],
  ])("has the proposition code %j as %j", (code, expected) => {
    const data = encodeJson({ actions: [{ name: "a", proposition: { code } }] });
    expect(decodeOptimization(data).actions[0]?.proposition?.code).toBe(expected);
  });
});

describe("content", () => {
  test("of another type than JSON is left alone", () => {
    const { asset } = decodeOptimization(withContent("<p>&quot;Hi&quot;</p>", "text/html")).actions[0] ?? {};
    expect(asset?.content).toBe("<p>&quot;Hi&quot;</p>");
    expect(asset).not.toHaveProperty("json");
  });

  test.each([null, ""])("that is %j has no JSON in it", (content) => {
    expect(decodeOptimization(withContent(content)).actions[0]?.asset).not.toHaveProperty("json");
  });

  test.each([
    ["the word null", "null", null],
    ["a list", "[1, 2]", [1, 2]],
    ["a type with a suffix", '{"a":1}', { a: 1 }],
  ])("may be %s", (_, content, expected) => {
    const data = withContent(content, "application/vnd.card+json; charset=utf-8");
    expect(decodeOptimization(data).actions[0]?.asset?.json).toEqual(expected);
  });

  test("is JSON with HTML entities on older set-ups: by name, by number, and no-break spaces for spaces", () => {
    const content = "{&nbsp;&quot;a&quot;:&#32;&#34;&lt;b&gt; &amp; &apos;c&apos; &#x1F381;&nbsp;&copy;&quot; }";
    expect(jsonOf(content)).toEqual({ a: "<b> & 'c' 🎁\u00a0&copy;" });
  });

  test("keeps the entities in the texts of JSON, unless they are asked to be decoded", () => {
    const content = '{"a":"Tom &amp; Jerry &quot;"}';
    expect(jsonOf(content)).toEqual({ a: "Tom &amp; Jerry &quot;" });
    expect(jsonOf(content, { entities: false })).toEqual({ a: "Tom &amp; Jerry &quot;" });
    expect(jsonOf('{"a":"Tom &amp; Jerry"}', { entities: true })).toEqual({ a: "Tom & Jerry" });
  });

  test("with escapes and entities together is read as both say", () => {
    expect(jsonOf("{&quot;a&quot;:&quot;say \\&quot;hi\\&quot; \\\\&quot;}")).toEqual({ a: 'say "hi" \\' });
  });

  test("is not decoded where entities are not wanted", () => {
    const error = errorOf(withContent("{&quot;a&quot;:1}"), { entities: false });
    expect(error).toMatchObject({ stage: "content", position: 1, pointer: "/actions/0/asset/content" });
  });
});

describe("malformed input is a typed error with the position", () => {
  test.each<[what: string, data: string, stage: string, position: number]>([
    ["a character that is no Base64", "eyJh!jp9", "base64", 4],
    ["the alphabet of URLs", "eyJh-jp9", "base64", 4],
    ["padding in the middle", "eyJh=jp9", "base64", 4],
    ["one character too few", "eyJhY", "base64", 5],
    ["too much padding", "eyJhYg====", "base64", 10],
    ["a byte that is no UTF-8", Buffer.from([0x7b, 0x22, 0xc3, 0x28]).toString("base64"), "utf-8", 3],
    ["a text that breaks off in a character", Buffer.from([0x22, 0xf0, 0x9f, 0x8e]).toString("base64"), "utf-8", 4],
    ["what is no JSON", encode("<html>"), "json", 0],
    ["JSON that breaks off", encode('{"actions":['), "json", 12],
    ["JSON with more behind it", encode("{} {}"), "json", 3],
    ["a value that is no JSON", encode('{"actions": nil}'), "json", 12],
    ["a list in place of the decision", encode("[]"), "json", 0],
    ["a number in place of the decision", encode("7"), "json", 0],
    ["actions that are no list", encodeJson({ more: 1, actions: {} }), "json", 10],
    ["an action that is none", encodeJson({ actions: [null] }), "json", 1],
    ["an asset that is none", encodeJson({ actions: [{ asset: "x" }] }), "json", 1],
  ])("%s", (_, data, stage, position) => {
    expect(errorOf(data)).toMatchObject({ code: "optimization_malformed", stage, position, pointer: "" });
  });

  test.each([
    ["in plain JSON", '{"a":1,}', 7],
    ["behind entities: the offset counts in the content as sent", "{&quot;a&quot;:1,}", 17],
    ["that breaks off behind entities", "{&quot;a&quot;:", 15],
  ])("of content %s", (_, content, position) => {
    const error = errorOf(encodeJson({ actions: [{}, { asset: { content, mimeType: "application/json" } }] }));
    expect(error).toMatchObject({ stage: "content", position, pointer: "/actions/1/asset/content" });
    expect(error.message).toContain(`content of /actions/1/asset/content breaks at position ${position}`);
  });

  test("that shows nothing of the content", () => {
    const error = errorOf(encode('{"secret'));
    expect(isApiClientError(error)).toBe(true);
    expect(`${error}${error.stack}${JSON.stringify(error)}`).not.toContain("secret");
  });

  test("even where it is nested without end", () => {
    expect(errorOf(encode("[".repeat(200_000)))).toMatchObject({ stage: "json", position: 200_000 });
  });
});
