import { describe, expect, test } from "vitest";
import type { Exchange, Json } from "../src/exchange/types.js";
import { cultureamp } from "../src/vendors/cultureamp.js";
import { exchange, findings, replayOne } from "./support/exchange.js";

const URL = "https://api.cultureamp.com/v1/oauth2/token";
const SCOPE = "target-entity:8ed17dce-9eca-4383-a9e1-54f82c362b6d:employees-read";
const form = { "Content-Type": "application/x-www-form-urlencoded" };
const answer = { body: { access_token: "abc", expires_in: 3599, scope: SCOPE, token_type: "Bearer" } };
const basic = (text: string) => ({ ...form, Authorization: `Basic ${Buffer.from(text).toString("base64")}` });
const token = (
  body: Json,
  headers: Record<string, string> = form,
  response: object | null = answer,
  url = URL,
): Exchange => exchange({ method: "POST", url, headers, body }, response, { id: "cultureamp/test" });
const fields = { grant_type: "client_credentials", scope: SCOPE, client_id: "my id", client_secret: "s&c=r+t" };

describe("a token request passes", () => {
  test.each([
    ["credentials in fields", token(fields)],
    ["credentials in raw text, encoded", token(new URLSearchParams(fields).toString())],
    ["credentials in a Basic header", token({ grant_type: "client_credentials", scope: SCOPE }, basic("my id:s:e:c"))],
    ["a Basic header that the page leaves out", token({ grant_type: "client_credentials", scope: SCOPE })],
    [
      "a Basic header with placeholders",
      token(
        { grant_type: "client_credentials", scope: SCOPE },
        { ...form, Authorization: "Basic base64encode({clientId}:{secret})" },
      ),
    ],
    [
      "placeholders inside the decoded Basic header",
      token({ grant_type: "client_credentials", scope: SCOPE }, basic("{client_id}:{client_secret}")),
    ],
    [
      "the vendor's sandbox, with its own entity id",
      token(
        { ...fields, scope: "target-entity:79040b4d-3e2b-4480-a061-2e230eeb83b2:surveys-read" },
        form,
        answer,
        "https://sandbox.public-api.development.cultureamp.net/v1/oauth2/token",
      ),
    ],
    ["no answer", token(fields, form, null)],
    ["an error", token(fields, form, { status: 401, body: { error: "invalid_client" } })],
    ["an error without a body", token(fields, form, { status: 503, body: null })],
    ["an access token with spaces", token(fields, form, { body: { ...answer.body, access_token: "here I am" } })],
  ])("%s", async (_what, given) => {
    const result = await replayOne(given, cultureamp);
    expect(findings(result)).toEqual([]);
    expect(result.verdict).toBe(given.response ? "passed" : "request-only");
  });
});

describe("a token request fails", () => {
  test.each([
    [
      "another grant",
      token({ ...fields, grant_type: "password" }),
      'form field "grant_type" was sent with another value',
    ],
    [
      "an unknown permission",
      token({ ...fields, scope: SCOPE.replace("employees-read", "employees-write") }),
      "the client threw ConfigurationError",
    ],
    [
      "another entity",
      token({ ...fields, scope: SCOPE.replace("8ed1", "0000") }),
      'form field "scope" was sent with another value',
    ],
    [
      "the permissions in another order than sent",
      token({ ...fields, scope: `${SCOPE} ` }),
      "the client threw ConfigurationError",
    ],
    [
      "no scope",
      token({ grant_type: "client_credentials", client_id: "a", client_secret: "b" }),
      'form field "scope" is not documented here',
    ],
    [
      "Basic credentials that cannot be read",
      token({ grant_type: "client_credentials", scope: SCOPE }, { ...form, Authorization: "Basic abc" }),
      "the documented Basic credentials are no base64 of id:secret",
    ],
    [
      "JSON in place of a form",
      token(fields, { "Content-Type": "application/json" }),
      'header "Content-Type" was sent with another value',
    ],
    ["a GET", exchange({ url: URL }, answer, { id: "cultureamp/test" }), "the token endpoint takes POST, not GET"],
    [
      "the path without /v1",
      token(fields, form, answer, "https://api.cultureamp.com/oauth2/token"),
      "no operation POST /oauth2/token is in the description",
    ],
    [
      "a lifetime as text",
      token(fields, form, { body: { ...answer.body, expires_in: "3599" } }),
      "/response/body/expires_in",
    ],
    [
      "no access token",
      token(fields, form, { body: { expires_in: 1, token_type: "Bearer", scope: SCOPE } }),
      "/response/body/access_token",
    ],
    ["a token in an error", token(fields, form, { status: 400, body: answer.body }), "/response/body/access_token"],
    ["an empty client id", token({ ...fields, client_id: "" }), "the client threw ConfigurationError"],
  ])("%s", async (_what, given, expected) => {
    const result = await replayOne(given, cultureamp);
    expect(result.verdict).toBe("failed");
    expect(
      findings(result).some((finding) => finding.startsWith(expected)),
      findings(result).join("\n"),
    ).toBe(true);
  });
});

const canary = "c4n4ry-secret";
test.each<[string, Record<string, string>]>([
  ["compared as a form", form],
  ["compared as JSON", { "Content-Type": "application/json" }],
  ["compared as text", { "Content-Type": "text/plain" }],
  ["in a header as well", basic(`${canary}:${canary}`)],
])("no credential shows in a result, %s", async (_what, headers) => {
  const asked = { ...fields, client_id: canary, client_secret: canary };
  for (const body of [asked, { ...asked, scope: "other" }, { ...asked, more: canary.slice(1) }, { scope: SCOPE }]) {
    const result = await replayOne(token(body, headers, { body: { access_token: canary } }), cultureamp);
    expect(result.verdict).toBe("failed");
    expect(JSON.stringify(result)).not.toContain(canary);
  }
});
