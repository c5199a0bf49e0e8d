import { expect, test, vi } from "vitest";
import { Scrubber } from "../src/record/scrubber.js";
import { scrubTraffic } from "../src/record/to-exchange.js";
import type { CapturedTraffic } from "../src/record/types.js";

// A busy machine may take its time.
vi.setConfig({ testTimeout: 60_000 });

const SECRET = "zq81mcanary77Xw";

const PLACES: Readonly<Record<string, Partial<CapturedTraffic>>> = {
  Digest: { requestHeaders: [["authorization", `Digest username="me", response="${SECRET}", nonce="x"`]] },
  "another scheme": { requestHeaders: [["authorization", `Token token=${SECRET}`]] },
  "Authorization without a scheme": { requestHeaders: [["authorization", SECRET]] },
  "a signature": { requestHeaders: [["authorization", `AWS4-HMAC-SHA256 Credential=AK/2020, Signature=${SECRET}`]] },
  "a security token": { requestHeaders: [["x-amz-security-token", SECRET]] },
  "an attribute of XML": {
    requestBody: `<login user="a" password="${SECRET}"/>`,
    requestHeaders: [["content-type", "text/xml"]],
  },
  "XML with a namespace": {
    requestBody: `<a:Password Type="x">${SECRET}</a:Password>`,
    requestHeaders: [["content-type", "text/xml"]],
  },
  "lines of JSON": {
    requestBody: `{"a":1}\n{"secret":"${SECRET}"}\n`,
    requestHeaders: [["content-type", "application/x-ndjson"]],
  },
  "a form without a type": { requestBody: `a=1&client_secret=${SECRET}` },
  "an argument of GraphQL": {
    requestBody: JSON.stringify({ query: `mutation { login(password: "${SECRET}") { id } }` }),
    requestHeaders: [["content-type", "application/json"]],
  },
  "a variable of GraphQL": { requestBody: JSON.stringify({ query: "x", variables: { input: { apiKey: SECRET } } }) },
  "an authorization code in Location": { responseHeaders: [["location", `https://a.test/cb?code=${SECRET}&state=1`]] },
  "a fragment in Location": { responseHeaders: [["location", `https://a.test/cb#access_token=${SECRET}&state=1`]] },
  "a fragment": { url: `https://a.test/cb#access_token=${SECRET}` },
  "user and password in a URL": { url: `https://me:${SECRET}@a.test/cb` },
  "an array in a query": { url: `https://a.test/?token[]=${SECRET}` },
  "an encoded name": { url: `https://a.test/?client%5Fsecret=${SECRET}` },
  "a parameter of a path": { url: `https://a.test/x;jsessionid=${SECRET}/y` },
  "Base64 in Base64": {
    requestBody: JSON.stringify({
      a: Buffer.from(Buffer.from(JSON.stringify({ token: SECRET })).toString("base64")).toString("base64"),
    }),
  },
  "a data URL": {
    requestBody: JSON.stringify({
      a: `data:application/json;base64,${Buffer.from(JSON.stringify({ token: SECRET })).toString("base64")}`,
    }),
  },
  "an escaped name": { requestBody: `{"p\\u0061ssword":"${SECRET}"}` },
  "broken JSON": { requestBody: `{password: '${SECRET}', }` },
  YAML: { requestBody: `a: 1\nclient_secret: ${SECRET}\n` },
  "YAML with quotation marks": { requestBody: `a: 1\nclient_secret: "${SECRET}"\n` },
  "an assignment": { requestBody: `password = ${SECRET}` },
  "a long name": { requestHeaders: [["x-goog-iam-authorization-token", SECRET]] },
  events: {
    responseBody: `event: x\ndata: {"access_token":"${SECRET}"}\n\n`,
    responseHeaders: [["content-type", "text/event-stream"]],
  },
  "a field of HTML": {
    responseBody: `<input type="hidden" name="csrf_token" value="${SECRET}">`,
    responseHeaders: [["content-type", "text/html"]],
  },
  "a script": {
    responseBody: `window.config = { apiKey: "${SECRET}" }`,
    responseHeaders: [["content-type", "text/html"]],
  },
  "a JSON text": { responseBody: JSON.stringify(`token=${SECRET}`) },
  "a URL in JSON": { responseBody: JSON.stringify({ next: `https://a.test/p?cursor=1&api_key=${SECRET}` }) },
  Link: { responseHeaders: [["link", `<https://a.test/p?access_token=${SECRET}>; rel="next"`]] },
  "a cookie without a name": { requestHeaders: [["cookie", SECRET]] },
  "an object with the name of a token": { responseBody: JSON.stringify({ refreshToken: { value: SECRET, exp: 1 } }) },
};
const NOTHING: CapturedTraffic = {
  method: "POST",
  url: "https://a.test/",
  requestHeaders: [],
  requestBody: null,
  status: 200,
  responseHeaders: [],
  responseBody: null,
};

test.each(Object.entries(PLACES))("a secret that nobody named is found in %s", (_place, traffic) => {
  const { request, response } = scrubTraffic({ ...NOTHING, ...traffic }, new Scrubber([], []));
  expect(JSON.stringify({ request, response })).not.toContain(SECRET);
});

test("what is no secret stays as it is", () => {
  const body = {
    data: [{ id: "96b1cff7-3099-44a9-bd28-0292be8aff7f", name: "Bertram", at: "2024-01-02T03:04:05Z", count: 3 }],
  };
  const headers = [
    ["content-type", "application/json"],
    ["x-request-id", "7f2c-11"],
  ] as const;
  const traffic = {
    ...NOTHING,
    url: "https://a.test/v1/a?page=2&state=open",
    responseHeaders: headers,
    responseBody: JSON.stringify(body),
  };
  const { request, response, redactions } = scrubTraffic(traffic, new Scrubber([], []));
  expect([request.url, response.headers, response.body, redactions]).toEqual([
    traffic.url,
    Object.fromEntries(headers),
    body,
    0,
  ]);
});

test.each<[string, string]>([
  ["one word", "a".repeat(200_000)],
  ["open tags", "<a ".repeat(70_000)],
  ["names", 'name="ab" '.repeat(20_000)],
  ["quotation marks", '"ab":"'.repeat(40_000)],
  ["percent signs", "%41".repeat(70_000)],
  ["spaces", " ".repeat(200_000)],
  ["tokens", "eyJaaaaaaaa.".repeat(20_000)],
])("200 kB of %s are read in reasonable time", (_what, text) => {
  const started = performance.now();
  new Scrubber(["known-secret-value"], []).text(text);
  expect(performance.now() - started).toBeLessThan(3000);
});
