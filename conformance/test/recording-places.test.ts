import { deflateSync, gzipSync } from "node:zlib";
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
  "a header in capitals": { requestHeaders: [["X-API-KEY", SECRET]] },
  "Bearer in capitals, with white space": { requestHeaders: [["AUTHORIZATION", `BEARER   ${SECRET}  `]] },
  "JSON in a cookie": { responseHeaders: [["set-cookie", `s=%7B%22t%22%3A%22${SECRET}%22%7D; Path=/; HttpOnly`]] },
  "an attribute of a cookie": { responseHeaders: [["set-cookie", `s=1; Path=/; token=${SECRET}; HttpOnly`]] },
  "a JWT in JSON in Base64": {
    requestBody: JSON.stringify({
      d: base64(JSON.stringify({ x: `eyJhbGciOiJIUzI1NiJ9.${base64url(`{"sub":"${SECRET}"}`)}.x` })),
    }),
  },
  "an error that echoes the token": {
    requestHeaders: [["authorization", `Bearer ${SECRET}`]],
    status: 401,
    responseBody: `{"error":"token '${SECRET}' is not known"}`,
    responseHeaders: [["content-type", "application/json"]],
  },
  "user and password in Location": { responseHeaders: [["location", `https://me:${SECRET}@a.test/x`]] },
  "a user without a password": { responseHeaders: [["location", `https://${SECRET}@a.test/x`]] },
  "a part of a form with a file name": part(`name="token"; filename="t.txt"\r\nContent-Type: text/plain`, SECRET),
  "a part of a form without quotation marks": part("name=token", SECRET),
  "JSON in a part of a form": part('name="meta"\r\nContent-Type: application/json', `{"apiKey":"${SECRET}"}`),
  "JSON in JSON in JSON": {
    requestBody: JSON.stringify({ a: JSON.stringify({ b: JSON.stringify({ token: SECRET }) }) }),
  },
  "a URL in a URL in a URL": {
    url: `https://a.test/?n=${encodeURIComponent(`https://b.test/?n=${encodeURIComponent(`https://c.test/?token=${SECRET}`)}`)}`,
  },
  "a list of names and values": { requestBody: JSON.stringify({ headers: ["X-Api-Key", SECRET, "Accept", "*/*"] }) },
  "a pair in a list": { requestBody: JSON.stringify({ fields: [["password", SECRET]] }) },
  "a key that is a key": { requestBody: JSON.stringify({ key: SECRET }) },
  "key and val": { requestBody: JSON.stringify({ key: "api_key", val: SECRET }) },
  "a header in a command": { requestBody: JSON.stringify({ run: `curl -H 'X-Api-Key: ${SECRET}' https://a.test` }) },
  "a user of a command": { requestBody: JSON.stringify({ run: `curl -u me:${SECRET} https://a.test` }) },
  "an option of a command": { requestBody: JSON.stringify({ run: `tool --password ${SECRET} now` }) },
  "a connection string": { requestBody: JSON.stringify({ c: `Server=a;User Id=u;Password=${SECRET};` }) },
  SOAP: ofType("text/xml", `<s:E><wsse:Password Type="PasswordText">${SECRET}</wsse:Password></s:E>`),
  "CDATA in XML": ofType("text/xml", `<r><Password><![CDATA[${SECRET}]]></Password></r>`),
  "a pair of attributes": ofType("application/xml", `<add key="ApiKey" value="${SECRET}"/>`),
  "a meta of HTML": ofType("text/html", `<meta name="csrf-token" content="${SECRET}">`),
  "a field of HTML, value first": ofType("text/html", `<input value="${SECRET}" name="csrf_token">`),
  "a list in YAML": ofType("text/yaml", `auth:\n  - token: ${SECRET}\n`),
  "a block in YAML": ofType("text/yaml", `token: |\n  ${SECRET}\n`),
  "a column of a table": ofType("text/csv", `name,password\n"Bob, Jr",${SECRET}\n`),
  "an arrow of PHP": ofType("text/plain", `['password' => '${SECRET}']`),
  prose: ofType("text/plain", `Your password is ${SECRET} from now on`),
  "a URL in Refresh": { responseHeaders: [["refresh", `0; url=/next?token=${SECRET}`]] },
  "the name of a cookie": { responseHeaders: [["set-cookie", `${SECRET}=1; Path=/`]] },
  "an object as some languages print it": ofType("text/plain", `Config[password=${SECRET}]`),
  "a URL in an assignment": ofType("text/plain", `next=/a?x=1?token=${SECRET}`),
  "the next nonce": { responseHeaders: [["authentication-info", `nextnonce="${SECRET}"`]] },
  "an HMAC": { url: `https://a.test/?a=1&hmac=${SECRET}` },
  "a name in a map": { responseBody: JSON.stringify({ sessions: { [SECRET]: { user: 1 } } }) },
  "the address of a webhook": {
    responseBody: JSON.stringify({ to: `https://hooks.a.test/services/T01/B01/${SECRET}${SECRET}` }),
  },
  "gzip in Base64": { responseBody: JSON.stringify({ log: gzipSync(`{"password":"${SECRET}"}`).toString("base64") }) },
  "zlib in Base64": {
    responseBody: JSON.stringify({ log: deflateSync(`{"password":"${SECRET}"}`).toString("base64") }),
  },
  "an attribute with the entities of HTML": ofType(
    "text/html",
    `<div data="{&quot;token&quot;:&quot;${SECRET}&quot;}">`,
  ),
  "an assignment with the entities of HTML": ofType("text/html", `<p>password=&quot;${SECRET}&quot;</p>`),
  "a message of an error": { responseBody: JSON.stringify({ detail: `The API key ${SECRET} is not valid` }) },
  ".netrc": ofType("text/plain", `machine a.test login me password ${SECRET}\n`),
  "a table with tabs": ofType("text/tab-separated-values", `id, text\ttoken\na, b\t${SECRET}\n`),
  "a table with other separators in its cells": ofType("text/csv", `id,note,api_key\n1,a;b,${SECRET}\n`),
  "a challenge": { responseHeaders: [["www-authenticate", `Bearer realm="x", access_token="${SECRET}"`]] },
  "prose with a colon": ofType("text/plain", `Your new password: ${SECRET}`),
};

function base64(text: string): string {
  return Buffer.from(text).toString("base64");
}

function base64url(text: string): string {
  return Buffer.from(text).toString("base64url");
}

function part(head: string, value: string): Partial<CapturedTraffic> {
  return {
    requestBody: `--x\r\nContent-Disposition: form-data; ${head}\r\n\r\n${value}\r\n--x--\r\n`,
    requestHeaders: [["content-type", "multipart/form-data; boundary=x"]],
  };
}

function ofType(type: string, body: string): Partial<CapturedTraffic> {
  return { responseBody: body, responseHeaders: [["content-type", type]] };
}

/** What somebody could read who takes encodings off, in another way than the scrubber does. */
function readable(text: string, depth = 0): string[] {
  if (depth === 4) return [text];
  const byte = (_: string, hex: string): string => String.fromCharCode(Number.parseInt(hex, 16));
  const words = [...text.matchAll(/[A-Za-z0-9+/_-]{8,}={0,2}/g)].map(([word]) => Buffer.from(word, "base64"));
  const views = [
    text
      .replace(/\\u([0-9a-f]{4})/gi, byte)
      .replace(/\\x([0-9a-f]{2})/gi, byte)
      .replace(/\\(.)/g, "$1"),
    text.replace(/%([0-9a-f]{2})/gi, byte),
    text.replace(/&#x([0-9a-f]+);/gi, byte).replace(/&#(\d+);/g, (_, number) => String.fromCharCode(Number(number))),
    text
      .replace(/([0-9a-f]{2})[ :-](?=[0-9a-f]{2})/gi, "$1")
      .replace(/(?:[0-9a-f]{2}){8,}/gi, (run) => Buffer.from(run, "hex").toString("latin1")),
    words.map((word) => word.toString("latin1")).join("\n"),
  ];
  return [text, ...views.filter((view) => view !== text).flatMap((view) => readable(view, depth + 1))];
}

const each = (write: (code: string) => string): string =>
  [...SECRET].map((character) => write(character.charCodeAt(0).toString(16))).join("");

/** Forms of a secret that the recorder is told. */
const FORMS: Readonly<Record<string, string>> = {
  "escaped for JSON, every character": each((code) => `\\u00${code}`),
  "escaped for JSON, in capitals": each((code) => `\\u00${code.toUpperCase()}`),
  "escaped for JSON, the first character": `\\u007a${SECRET.slice(1)}`,
  "escaped for JavaScript": each((code) => `\\x${code}`),
  "by the numbers of HTML": each((code) => `&#${Number.parseInt(code, 16)};`),
  "by the hexadecimal numbers of HTML": each((code) => `&#x${code};`),
  "URL-encoded, the first character": `%7a${SECRET.slice(1)}`,
  "URL-encoded twice, every character": each((code) => `%25${code}`),
  "URL-encoded three times": each((code) => `%2525${code}`),
  "hex with spaces": each((code) => `${code} `),
  "hex with colons": each((code) => `${code.toUpperCase()}:`),
  "Base64 in Base64 in Base64": base64(base64(base64(`note ${SECRET}`))),
  "Base64 in lines": base64(`${"x".repeat(70)}${SECRET}${"y".repeat(20)}`).replace(/(.{76})/g, "$1\r\n"),
  ...Object.fromEntries(
    [0, 1, 2].flatMap((before) => {
      const bytes = Buffer.from(`${"?".repeat(before)}${SECRET}>`);
      const bare = bytes.toString("base64url");
      const padded = bare.padEnd(Math.ceil(bare.length / 4) * 4, "=");
      return [
        [`Base64 behind ${before} bytes`, bytes.toString("base64")],
        [`Base64 behind ${before} bytes, without padding`, bytes.toString("base64").replace(/=+$/, "")],
        [`Base64 for URLs behind ${before} bytes`, bare],
        [`Base64 for URLs behind ${before} bytes, padded`, padded],
      ];
    }),
  ),
};

test.each(Object.entries(FORMS))("a secret that was named is found when it is written as %s", (_form, written) => {
  const traffic = { ...NOTHING, ...ofType("text/plain", `a note: "${written}" and no more`) };
  const { response } = scrubTraffic(traffic, new Scrubber([SECRET], []));
  // The search itself finds it in what came.
  expect(readable(written.replace(/\r\n/g, "")).some((view) => view.includes(SECRET))).toBe(true);
  const kept = String(response.body).replace(/\r\n/g, "");
  expect(readable(kept).filter((view) => view.includes(SECRET))).toEqual([]);
});

test.each(Object.entries(FORMS))("what is written is searched for a secret that was named, as %s", (_form, written) => {
  expect(new Scrubber([SECRET], []).isDirty(JSON.stringify({ note: `a ${written} b` }))).toBe(true);
});

test("a secret that soft line breaks take apart is not replaced, but noticed", () => {
  const scrubber = new Scrubber([SECRET], []);
  expect(scrubber.isDirty(JSON.stringify(`${SECRET.slice(0, 7)}=\r\n${SECRET.slice(7)}`))).toBe(true);
});
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
  const kept = JSON.stringify({ request, response });
  expect(readable(kept).filter((view) => view.includes(SECRET))).toEqual([]);
});

test("what is no secret stays as it is", () => {
  const body = {
    data: [{ id: "96b1cff7-3099-44a9-bd28-0292be8aff7f", name: "Bertram", at: "2024-01-02T03:04:05Z", count: 3 }],
    metrics: [{ key: "handling.rt", value: 10 }],
    attributes: [{ key: "age_group", name: "Age Group" }],
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

test.each([
  ["a number", "42"],
  ["true", "true"],
  ["null", "null"],
])("JSON that is only %s is kept as what it is", (_what, text) => {
  const { response } = scrubTraffic({ ...NOTHING, ...ofType("application/json", text) }, new Scrubber([], []));
  expect(response.body).toBe(JSON.parse(text));
});

test("a challenge without a secret is kept, and no secret for the search after writing", () => {
  const challenge = 'Bearer realm="users", error="invalid_token"';
  const scrubber = new Scrubber([], []);
  expect(scrubber.header("www-authenticate", challenge, "response")).toBe(challenge);
  expect(scrubber.isDirty(JSON.stringify({ "WWW-Authenticate": challenge }))).toBe(false);
});

test.each<[string, string]>([
  ["one word", "a".repeat(200_000)],
  ["open tags", "<a ".repeat(70_000)],
  ["names", 'name="ab" '.repeat(20_000)],
  ["quotation marks", '"ab":"'.repeat(40_000)],
  ["percent signs", "%41".repeat(70_000)],
  ["spaces", " ".repeat(200_000)],
  ["tokens", "eyJaaaaaaaa.".repeat(20_000)],
  ["addresses", "://hook".repeat(30_000)],
  ["assignments", "ab=".repeat(70_000)],
  ["entities", "&quot;".repeat(30_000)],
])("200 kB of %s are read in reasonable time", (_what, text) => {
  const started = performance.now();
  new Scrubber(["known-secret-value"], []).text(text);
  expect(performance.now() - started).toBeLessThan(3000);
});
