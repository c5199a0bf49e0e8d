import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { regions } from "../src/regions.js";

interface Operation {
  operationId: string;
  deprecated?: boolean;
  externalDocs: { url: string };
  security?: object[];
  parameters?: { name: string; in: string; required?: boolean }[];
  requestBody?: { content: Record<string, { schema: { $ref: string } }> };
  responses: Record<string, unknown>;
}
interface Schema {
  required: string[];
  externalDocs: { url: string };
}

const description = parse(readFileSync(new URL("../openapi/crowdicity.yaml", import.meta.url), "utf8")) as {
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: { schemas: Record<string, Schema> };
};
const { schemas } = description.components;
const operations = Object.entries(description.paths).flatMap(([path, methods]) =>
  Object.entries(methods).map(([method, operation]) => ({ name: `${method.toUpperCase()} ${path}`, operation })),
);

describe("the description", () => {
  it("holds the documented calls, and no resource: their paths are not public", () => {
    expect(
      operations.map(({ name, operation }) => [
        name,
        Object.entries(operation.requestBody?.content ?? {}).map(([type, { schema }]) => [type, schema.$ref]),
        (operation.parameters ?? []).map(({ name: parameter, in: place, required }) => [place, parameter, required]),
        operation.deprecated === true,
      ]),
    ).toEqual([
      [
        "POST /v2/auth/code",
        [["application/x-www-form-urlencoded", "#/components/schemas/AuthCodeRequest"]],
        [],
        false,
      ],
      [
        "GET /v2/auth/code",
        [],
        [
          ["query", "client_id", true],
          ["query", "client_secret", true],
        ],
        true,
      ],
      ["POST /v2/auth", [["application/x-www-form-urlencoded", "#/components/schemas/AccessTokenRequest"]], [], false],
    ]);
  });

  it("documents no status of any answer", () => {
    for (const { operation } of operations) expect(Object.keys(operation.responses)).toEqual(["2XX", "default"]);
  });

  it("asks for no token where one is got", () => {
    for (const { operation } of operations) expect(operation.security).toEqual([]);
  });

  it("has the eight hosts of the client", () => {
    const hosts = Object.values(regions).flatMap((region) => Object.values(region));
    expect(description.servers.map(({ url }) => url).toSorted()).toEqual(hosts.toSorted());
    expect(new Set(hosts).size).toBe(8);
  });

  it("names the page behind every call and schema", () => {
    const parts = [...operations.map(({ operation }) => operation), ...Object.values(schemas)];
    for (const { externalDocs } of parts)
      expect(externalDocs.url).toMatch(/^https:\/\/docs\.medallia\.com\/.*ideas-api$/);
  });

  it("requires the documented fields", () => {
    expect(Object.entries(schemas).map(([name, { required }]) => [name, required.join(" ")])).toEqual([
      ["AuthCodeRequest", "client_id client_secret"],
      ["AccessTokenRequest", "auth_code client_id client_secret"],
      ["RefreshRequest", "refresh_token"],
      ["ValidateRequest", "access_token"],
      ["AccessTokenResponse", "access_token refresh_token"],
    ]);
  });

  it.each(Object.keys(schemas))("%s is a valid schema", (name) => {
    const ajv = new Ajv2020({ strict: true });
    ajv.addVocabulary(["externalDocs"]);
    expect(ajv.validate(schemas[name] as object, {})).toBe(false);
    const whole = Object.fromEntries((schemas[name]?.required ?? []).map((member) => [member, "x"]));
    expect(ajv.validate(schemas[name] as object, whole)).toBe(true);
  });
});
