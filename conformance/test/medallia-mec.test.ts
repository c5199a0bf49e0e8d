import { createMedalliaMecClient, isApiError, unwrap } from "@x/medallia-mec";
import { describe, expect, onTestFinished, test } from "vitest";
import { startSandbox } from "../src/index.js";
import { mergeDocuments } from "../src/openapi/merge-documents.js";
import { templateSegments } from "../src/openapi/path-template.js";
import { isTokenEndpoint, isTokenPath } from "../src/openapi/token-endpoint.js";
import { splitUrl, type UrlParts } from "../src/text/split-url.js";

describe("the sandbox of a vendor without scopes, with the account in its token path", () => {
  async function start() {
    const sandbox = await startSandbox({ vendors: ["medallia-mec"] });
    onTestFinished(() => sandbox.close());
    const origin = sandbox.origin("medallia-mec");
    const client = createMedalliaMecClient({
      reportingOrigin: origin,
      gatewayOrigin: origin,
      company: "any-company",
      ...sandbox.credentials,
      retry: false,
    });
    return { sandbox, client };
  }

  test("issues tokens and answers as documented", async () => {
    const { client } = await start();
    const user = await unwrap(client.GET("/admin/v1/users/{username}", { params: { path: { username: "cabbott" } } }));
    expect(user.first_name).toBe("Carmen");
    expect(await unwrap(client.GET("/admin/v1/users-bulk-download"))).toMatch(/^username,firstname,/);
    expect(Object.keys((await unwrap(client.GET("/inbound/v2"))).paths)).toHaveLength(3);
  });

  test("tells GraphQL documents apart by their text", async () => {
    const { client, sandbox } = await start();
    const { fields } = await unwrap(client.query("query { fields(first: 1000) { nodes { id name dataType } } }"));
    expect(fields?.nodes[0]).toEqual({ id: "a_surveyid", name: "Survey ID", dataType: "STRING" });
    expect(await unwrap(client.estimateCost("query { __typename }"))).toEqual({ cost: 0 });
    expect(sandbox.journal.flatMap(({ match }) => match ?? [])).toEqual(["exact", "exact"]);
    const other = await client.query("query { me { email } }");
    expect(other.error).toMatchObject({ status: 404 });
  });

  test("refuses what is not its own", async () => {
    const { client, sandbox } = await start();
    sandbox.revokeTokens();
    const { error } = await client.GET("/admin/v1/users/{username}", { params: { path: { username: "nobody" } } });
    expect(isApiError(error) && error.status).toBe(404);
    const asked = await fetch(`${sandbox.origin("medallia-mec")}/oauth/any/token`, {
      method: "POST",
      headers: { authorization: `Basic ${btoa("a:b")}` },
      body: new URLSearchParams({ grant_type: "client_credentials" }),
    });
    expect(asked.status).toBe(401);
  });
});

describe("token endpoints with variables", () => {
  const path = "/oauth/{company}/token";
  const endpoint = {
    scheme: "https",
    host: "{host}",
    path,
    segments: templateSegments(path),
    schemaPointer: undefined,
  };

  test.each([
    ["https://a.example/oauth/acme/token", true],
    ["http://a.example/oauth/acme/token", false],
    ["https://a.example/oauth//token", false],
    ["https://a.example/oauth/acme/extra/token", false],
    ["https://a.example/oauth/token", false],
  ])("%s: %s", (url, is) => {
    expect(isTokenEndpoint(endpoint, splitUrl(url) as UrlParts)).toBe(is);
  });

  test("are found by their path alone where the host is a sandbox's", () => {
    expect(isTokenPath(endpoint, "/oauth/acme/token")).toBe(true);
    expect(isTokenPath(endpoint, "/admin/v1/users")).toBe(false);
  });
});

describe("mergeDocuments", () => {
  const document = (path: string, host: string) => ({
    openapi: "3.1.0",
    info: { title: host, version: "1" },
    servers: [{ url: `https://${host}` }],
    security: [{ Key: [] }],
    paths: {
      [path]: {
        get: { responses: { 200: { $ref: "#/components/responses/Ok" } } },
        post: { security: [], responses: {} },
      },
    },
    components: {
      securitySchemes: { Key: { type: "apiKey", in: "header", name: host } },
      responses: { Ok: { description: "Yes." } },
    },
  });

  test("keeps each document's hosts, credentials and components apart", () => {
    const merged = mergeDocuments({ a: document("/a", "a.example"), b: document("/b", "b.example") });
    expect(merged.paths?.["/b"]).toEqual({
      servers: [{ url: "https://b.example" }],
      get: { responses: { 200: { $ref: "#/components/responses/b.Ok" } }, security: [{ "b.Key": [] }] },
      post: { responses: {}, security: [] },
    });
    expect(Object.keys(merged.components?.responses as object)).toEqual(["a.Ok", "b.Ok"]);
  });

  test("refuses a path that two documents describe", () => {
    expect(() => mergeDocuments({ a: document("/a", "a.example"), b: document("/a", "b.example") })).toThrow("/a");
  });
});
