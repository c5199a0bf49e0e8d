import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, test } from "vitest";
import { packagedExchanges } from "../src/exchange/packaged-exchanges.js";
import { toHar } from "../src/har/to-har.js";
import { exchange } from "./support/exchange.js";
import { harSchema } from "./support/har-schema.js";

const isHar = new Ajv2020({ strict: false }).compile(harSchema);

describe("export to HAR 1.2", () => {
  test("every packaged exchange with a URL obeys the rules of the format, and nothing is lost", () => {
    const withUrl = packagedExchanges().filter(({ request }) => request.url !== null);
    const har = toHar(packagedExchanges());
    isHar(har);
    expect(isHar.errors).toBe(null);
    for (const { request } of har.log.entries) expect(request.url).toMatch(/^[a-z]+:[\w.~:/?#[\]@!$&'()*+,;=%-]+$/i);
    expect(har.log.entries.map(({ _exchange }) => _exchange.id)).toEqual(withUrl.map(({ id }) => id));
    expect(har.log.entries.map(({ _exchange }) => _exchange.source.url)).not.toContain(undefined);
  });

  test("placeholders in a URL are encoded; the documented spelling stays beside it", () => {
    const url = "https://eu.acme.test/v1/things/{id}?text=a b&since=<time>&until={{now}}";
    const [entry, hook] = toHar([exchange({ url }), exchange({ url: "https://{your-webhook}/" })]).log.entries;
    expect(entry?.request.url).toBe(
      "https://eu.acme.test/v1/things/%7Bid%7D?text=a%20b&since=%3Ctime%3E&until=%7B%7Bnow%7D%7D",
    );
    expect(hook?.request.url).toBe("https://%7Byour-webhook%7D/");
    expect(entry?.request.queryString).toEqual([
      { name: "text", value: "a b" },
      { name: "since", value: "<time>" },
      { name: "until", value: "{{now}}" },
    ]);
    expect(entry?._exchange.url).toBe(url);
  });

  test("a form is fields, JSON and text are text", () => {
    const headers = { "Content-Type": "application/x-www-form-urlencoded" };
    const url = "https://eu.acme.test/v1/login";
    const bodies = [
      exchange({ url, method: "POST", headers, body: { a: "b c" } }),
      exchange({ url, method: "POST", headers, body: "a=b c" }),
      exchange({ url, method: "POST", body: { a: [1] } }),
    ];
    expect(toHar(bodies).log.entries.map(({ request }) => request.postData)).toEqual([
      { mimeType: "application/x-www-form-urlencoded", params: [{ name: "a", value: "b c" }] },
      { mimeType: "application/x-www-form-urlencoded", text: "a=b c" },
      { mimeType: "application/json", text: '{"a":[1]}' },
    ]);
  });

  test("no response is the status 0; a body is counted in bytes", () => {
    const url = "https://eu.acme.test/v1/things/1";
    const [none, some] = toHar([exchange({ url }), exchange({ url }, { body: "ü" })]).log.entries;
    expect(none?.response).toMatchObject({ status: 0, content: { size: 0, mimeType: "x-unknown" } });
    expect(some?.response).toMatchObject({
      status: 200,
      statusText: "OK",
      bodySize: 2,
      content: { size: 2, text: "ü" },
    });
  });

  test("an exchange without a URL is left out, and named", () => {
    const { log } = toHar([
      exchange({ url: null }),
      exchange({ url: "https://{your-webhook}" }, null, { id: "acme/hook" }),
    ]);
    expect(log.entries.map(({ _exchange }) => _exchange.id)).toEqual(["acme/hook"]);
    expect(log.comment).toBe("left out, for want of a URL: acme/test");
  });
});
