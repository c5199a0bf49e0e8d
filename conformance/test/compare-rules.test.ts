import { describe, expect, test } from "vitest";
import type { DocumentedRequest, DocumentedResponse } from "../src/exchange/types.js";
import { exchange, findings, replayOne } from "./support/exchange.js";

type Row = [
  what: string,
  request: Partial<DocumentedRequest> & { url: string },
  response?: Partial<DocumentedResponse>,
];

const E = "https://eu.acme.test";

describe("a request that a client can send as documented passes", () => {
  const rows: Row[] = [
    ["an integer, a boolean", { url: `${E}/v1/things?page=2&summary=true` }],
    ["the query in any order", { url: `${E}/v1/things?summary=true&page=2` }],
    ["a list as a=1&a=2", { url: `${E}/v1/things?ids=1&ids=2` }],
    ["a list as a=1,2 where the description says so", { url: `${E}/v1/things?names=a,b` }],
    ["spaces and colons that stand unencoded", { url: `${E}/v1/things?text=2022-02-03 00:00:00` }],
    ["a + that is a space", { url: `${E}/v1/things?text=select+count(*)+from+survey` }],
    ["a + that is a plus, in a date-time", { url: `${E}/v1/things?since=2023-05-01T00:00:00+10:00` }],
    ["a plus as %2B, in a date-time", { url: `${E}/v1/things?since=2023-05-01T00:00:00%2B10:00` }],
    ["a malformed percent sequence, as text", { url: `${E}/v1/things?text=100%&state=open` }],
    ["bytes that are no UTF-8, as text", { url: `${E}/v1/things?text=%FF%41` }],
    ["an empty value", { url: `${E}/v1/things?text=` }],
    ["an empty pair", { url: `${E}/v1/things?&page=1` }],
    ["a number that would be written differently", { url: `${E}/v1/things?text=007` }],
    ["a value with = and ;", { url: `${E}/v1/things?text=type==recording;duration=gt=100` }],
    ["a placeholder for the scheme", { url: `${E}/v1/things`, headers: { Authorization: "<token type> <token>" } }],
    ["placeholders of every kind", { url: `${E}/v1/things/{id}?`, headers: { Authorization: "Bearer {{token}}" } }],
    ["a placeholder with a space and a slash", { url: `${E}/v1/things/<thing id/name>` }],
    ["a placeholder in an integer parameter", { url: `${E}/v1/things?page={page number}` }],
    ["a placeholder with & in the query", { url: `${E}/v1/things?text={a & b}&page=1` }],
    ["a placeholder for a literal segment", { url: `${E}/{version}/things/7` }],
    ["a host with a variable", { url: "https://my-tenant.acme.test/v1/things" }],
    ["the default port and another case", { url: "HTTPS://EU.acme.test:443/v1/things" }],
    ["a fragment, which is never sent", { url: `${E}/v1/things?page=1#list` }],
    ["an encoded slash in a path parameter", { url: `${E}/v1/things/a%2Fb` }],
    ["letters beyond ASCII", { url: `${E}/v1/things?text=caf%C3%A9 käse 日本` }],
    ["a literal path before a parameter", { url: `${E}/v1/things/latest` }],
    ["a parameter with a suffix", { url: `${E}/v1/things/{id}.csv` }],
    ["a lower case method", { url: `${E}/v1/things/7`, method: "delete" }],
    [
      "a header in another case",
      { url: `${E}/v1/things`, headers: { "x-TENANT": "{tenant}", ACCEPT: "application/json" } },
    ],
    [
      "a header of HTTP that the caller sets",
      { url: `${E}/v1/things`, headers: { "Accept-Language": "en", "User-Agent": "curl/8", Accept: "text/csv" } },
    ],
    ["an API key that the description names", { url: `${E}/v1/things`, headers: { "x-api-key": "your-api-key-here" } }],
    [
      "headers of the connection",
      {
        url: `${E}/v1/things`,
        headers: { Host: "other", "Content-Length": "5", Connection: "close", "Accept-Encoding": "br" },
      },
    ],
    [
      "Content-Type on a request without a body",
      { url: `${E}/v1/things`, headers: { "Content-Type": "application/json" } },
    ],
    [
      "a JSON body, members in any order",
      {
        url: `${E}/v1/things`,
        method: "POST",
        body: { count: 1, id: "a" },
        headers: { "Content-Type": "application/json; charset=utf-8" },
      },
    ],
    [
      "a JSON body as raw text",
      { url: `${E}/v1/things`, method: "POST", body: '{ "id": "a" }', headers: { "content-type": "application/json" } },
    ],
    ["a JSON body without a Content-Type", { url: `${E}/v1/things`, method: "POST", body: { id: "{id}" } }],
    [
      "a form as an object",
      {
        url: `${E}/v1/login`,
        method: "POST",
        body: { user: "a b", password: "<password>" },
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
      },
    ],
    [
      "a form as raw text",
      {
        url: `${E}/v1/login`,
        method: "POST",
        body: "user=a b&password={8x8 password of user}&x=1%2B1",
        headers: { "Content-Type": "application/x-www-form-urlencoded" },
      },
    ],
    [
      "a form whose Content-Type is not shown",
      { url: `${E}/v1/login`, method: "POST", body: "client_id={client_id}&client_secret={client_secret}" },
    ],
    ["a form with a field twice", { url: `${E}/v1/login`, method: "POST", body: "a=1&a=2" }],
    [
      "raw text",
      { url: `${E}/v1/notes/1`, method: "PUT", body: "custom field text", headers: { "Content-Type": "text/plain" } },
    ],
  ];
  test.each(rows)("%s", async (_what, request) => {
    const result = await replayOne(exchange(request));
    expect(findings(result)).toEqual([]);
    expect(result.verdict).toBe("request-only");
    expect(result.transports).toEqual({ inject: "request-only", loopback: "request-only", nock: "request-only" });
  });
});

describe("a request that the description does not have fails and is named", () => {
  const rows: [...Row, expected: string][] = [
    [
      "an unknown query parameter",
      { url: `${E}/v1/things?limit=10` },
      {},
      'query parameter "limit" is not in the description of this operation',
    ],
    [
      "an unknown header",
      { url: `${E}/v1/things`, headers: { "X-Other": "1" } },
      {},
      'header "X-Other" is not in the description of this operation',
    ],
    ["an unknown path", { url: `${E}/v2/things` }, {}, "no operation GET /v2/things is in the description"],
    ["a closing slash too many", { url: `${E}/v1/things/` }, {}, "no operation GET /v1/things/ is in the description"],
    [
      "an unknown method",
      { url: `${E}/v1/things`, method: "PATCH" },
      {},
      "no operation PATCH /v1/things is in the description",
    ],
    [
      "http in place of https",
      { url: "http://eu.acme.test/v1/things" },
      {},
      "http://eu.acme.test is not one of the vendor's servers",
    ],
    [
      "a foreign host",
      { url: "https://acme.test.evil.example/v1/things" },
      {},
      "https://acme.test.evil.example is not one of the vendor's servers",
    ],
    [
      "an operation's path on a foreign host",
      { url: "https://other.example/v1/things", method: "POST", body: {} },
      {},
      "https://other.example is not one of the vendor's servers",
    ],
    [
      "a password in the URL, which is not repeated",
      { url: "https://joe:hunter2@other.example/v1/things" },
      {},
      "https://other.example is not one of the vendor's servers: a name or password stands in front of it",
    ],
    ["a relative URL", { url: "/v1/things" }, {}, '"/v1/things" is not an absolute URL'],
    [
      "a body where none is taken",
      { url: `${E}/v1/things`, body: { a: 1 } },
      {},
      "the operation takes no body in the description",
    ],
    [
      "another content type",
      { url: `${E}/v1/things`, method: "POST", body: "<a/>", headers: { "Content-Type": "text/xml" } },
      {},
      'content type "text/xml" is not in the description of this operation',
    ],
    [
      "another scheme of Authorization",
      { url: `${E}/v1/things`, headers: { Authorization: "Basic YTpi" } },
      {},
      'header "Authorization" has another scheme',
    ],
    [
      "a list in the other form",
      { url: `${E}/v1/things?names=a&names=b` },
      {},
      'query parameter "names" was sent with another value',
    ],
  ];
  test.each(rows)("%s", async (_what, request, response, expected) => {
    const result = await replayOne(exchange(request, { status: 200, body: [], ...response }));
    expect(result.verdict).toBe("failed");
    expect(findings(result).map((finding) => finding.split(";")[0])).toContain(expected);
  });
});
