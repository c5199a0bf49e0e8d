import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { needsToken, policyOf } from "../src/operations.js";

interface Schema {
  type?: string | string[];
  enum?: string[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | boolean;
  allOf?: Schema[];
  externalDocs?: { url: string };
}
interface Parameter {
  name: string;
  in: string;
  required?: boolean;
}
interface Reference {
  $ref: string;
}
interface Operation {
  operationId: string;
  deprecated?: boolean;
  externalDocs: { url: string };
  security?: Record<string, string[]>[];
  parameters?: (Parameter | Reference)[];
  requestBody?: object;
  responses: Record<string, Reference & { content?: Record<string, { schema?: Reference }> }>;
}
interface Flow {
  tokenUrl: string;
  scopes: object;
}

const description = parse(readFileSync(new URL("../openapi/mxo.yaml", import.meta.url), "utf8")) as {
  servers: { url: string }[];
  security: Record<string, string[]>[];
  paths: Record<string, Record<string, Operation> & { parameters?: (Parameter | Reference)[] }>;
  components: {
    parameters: Record<string, Parameter>;
    schemas: Record<string, Schema>;
    securitySchemes: { OAuth2: { flows: { clientCredentials: Flow } } };
  };
};
const { schemas } = description.components;

const parameterOf = (parameter: Parameter | Reference): Parameter =>
  "$ref" in parameter
    ? (description.components.parameters[parameter.$ref.split("/").at(-1) ?? ""] as Parameter)
    : parameter;

const operations = Object.entries(description.paths).flatMap(([path, { parameters = [], ...methods }]) =>
  Object.entries(methods).map(([method, operation]) => ({
    name: `${method.toUpperCase()} ${path}`,
    path,
    operation,
    parameters: [...parameters, ...(operation.parameters ?? [])].map(parameterOf),
  })),
);

const interaction = "/one/oauth2/rt/api/2.0/interaction";
const batch = "/batchv2/interactions/{siteKey}";
const customer = "/customer/{sk}";
const track = "/one/rt/track";
const workspace = "/datastores/1.0.0/{workspaceId}";
const datastore = `${workspace}/{datastoreApiName}`;

const ofInteractions = "query.tid query.pv header.dataMimeType";

/** Operation, required parameters, optional parameters, whether it has a body, statuses. */
const documented: [name: string, required: string, optional: string, body: boolean, statuses: string][] = [
  [`POST ${interaction}`, "query.sk", ofInteractions, true, "200 default"],
  [`PUT ${interaction}`, "query.sk", ofInteractions, true, "2XX default"],
  [`POST ${interaction}/`, "query.sk", ofInteractions, true, "200 default"],
  [`PUT ${interaction}/`, "query.sk", ofInteractions, true, "2XX default"],
  ["POST /one/oauth1/rt/api/2.0/interaction", "query.sk", ofInteractions, true, "200 default"],
  [`PUT ${interaction}/offline`, "query.sk", ofInteractions, true, "2XX default"],
  [`PUT ${interaction}s/offline`, "query.sk", ofInteractions, true, "2XX default"],
  [`POST ${batch}`, "path.siteKey header.workspaceId", "header.batchId", true, "2XX default"],
  [`POST ${batch}/update`, "path.siteKey header.workspaceId", "header.batchId", true, "2XX default"],
  [`GET ${batch}/{batchId}`, "path.siteKey path.batchId header.workspaceId", "", false, "2XX default"],
  [`GET ${batch}/{batchId}/error`, "path.siteKey path.batchId header.workspaceId", "", false, "2XX default"],
  [`POST /one/oauth2/rt/api/3.1.0${customer}/activity`, "path.sk", "", true, "200 400 401"],
  [`POST /one/oauth2/rt/api/3.0.0${customer}/activity`, "path.sk", "", true, "200 400"],
  [`POST /one/oauth2/rt/api/3.1.0${customer}/structure`, "path.sk", "", true, "200 400 401 404"],
  [`DELETE /one/oauth2/rt/api/3.1.0${customer}`, "path.sk", "", true, "200 400 401 403 404"],
  [`POST ${track}/{sk}/events`, "path.sk", "query.tid", true, "201 default"],
  [`GET ${track}/1px.gif`, "query.rid", "", false, "2XX default"],
  [`GET ${track}/{sk}/pixel`, "path.sk query.uri", "", false, "2XX default"],
  [`GET ${workspace}`, "path.workspaceId", "", false, "200 401"],
  [`POST ${workspace}`, "path.workspaceId", "", true, "201 400 401"],
  [`GET ${datastore}`, "path.workspaceId path.datastoreApiName", "", false, "200 401 404"],
  [`DELETE ${datastore}`, "path.workspaceId path.datastoreApiName", "", false, "200 401 404"],
  [
    `GET ${datastore}/{target}/reference`,
    "path.workspaceId path.datastoreApiName path.target",
    "",
    false,
    "200 401 404",
  ],
  [
    `POST ${datastore}/golive/{stagingReference}`,
    "path.workspaceId path.datastoreApiName path.stagingReference",
    "",
    false,
    "200 401 404",
  ],
  [
    `POST ${datastore}/clear/{tableReference}`,
    "path.workspaceId path.datastoreApiName path.tableReference",
    "",
    false,
    "200 401 404",
  ],
  [
    `GET ${datastore}/{target}`,
    "path.workspaceId path.datastoreApiName path.target query.pk",
    "query.sk",
    false,
    "200 401 404",
  ],
  [`POST ${datastore}/{target}`, "path.workspaceId path.datastoreApiName path.target", "", true, "200 401 404"],
  [
    `DELETE ${datastore}/{target}`,
    "path.workspaceId path.datastoreApiName path.target query.pk",
    "query.sk",
    false,
    "200 401 404",
  ],
];

const listed = (parameters: Parameter[]) =>
  parameters.map((parameter) => `${parameter.in}.${parameter.name}`).join(" ");

describe("operations", () => {
  it("are the documented ones: 24, the one of 3.0.0, the OAuth 1.0 form, and two at the path as printed, with a slash", () => {
    expect(documented).toHaveLength(28);
    expect(
      operations.map(({ name, operation, parameters }) => [
        name,
        listed(parameters.filter(({ required }) => required)),
        listed(parameters.filter(({ required }) => !required)),
        operation.requestBody !== undefined,
        Object.keys(operation.responses).join(" "),
      ]),
    ).toEqual(documented);
  });

  it("are deprecated where they send past interactions one call at a time", () => {
    expect(operations.filter(({ operation }) => operation.deprecated).map(({ name }) => name)).toEqual([
      `PUT ${interaction}/offline`,
      `PUT ${interaction}s/offline`,
    ]);
  });

  it("need a token, except for tracking; the OAuth 1.0 form is signed by the caller", () => {
    const security = operations.map(({ name, operation }) => [
      name,
      Object.keys((operation.security ?? description.security)[0] ?? {}).join(),
    ]);
    expect(security.filter(([, scheme]) => scheme !== "OAuth2")).toEqual([
      ["POST /one/oauth1/rt/api/2.0/interaction", "OAuth1"],
      [`POST ${track}/{sk}/events`, ""],
      [`GET ${track}/1px.gif`, ""],
      [`GET ${track}/{sk}/pixel`, ""],
    ]);
    for (const [name = "", scheme] of security) expect([name, needsToken(name)]).toEqual([name, scheme === "OAuth2"]);
  });

  it("are never sent again where each send is a licensed interaction or a tracked event", () => {
    const never = operations.filter(({ name }) => policyOf(name)?.retry === "never").map(({ name }) => name);
    expect(never).toEqual(
      documented
        .map(([name]) => name)
        .filter(
          (name) => /interaction\/?$|offline$|activity$|\/track\//.test(name) || name.startsWith(`POST ${batch}`),
        ),
    );
    expect(never).toHaveLength(14);
  });

  it("are read with care exactly where no body, or nothing of it, is documented", () => {
    const schemaless = (answer: Operation["responses"][string] | undefined) =>
      answer?.$ref !== undefined && /Undocumented$/.test(answer.$ref);
    for (const { name, operation } of operations) {
      const [status = ""] = Object.keys(operation.responses);
      const answer = operation.responses[status];
      expect([name, policyOf(name)?.anyBody === true]).toEqual([name, schemaless(answer)]);
      const isSilent = answer?.$ref === undefined && answer?.content === undefined;
      if (isSilent) expect([name, policyOf(name)?.emptyBody]).toEqual([name, true]);
    }
  });

  it("name the page that documents them, as every schema does", () => {
    const sources = [...operations.map(({ operation }) => operation), ...Object.values(schemas)];
    for (const { externalDocs } of sources)
      expect(externalDocs?.url).toMatch(
        /^https:\/\/(docs\.medallia\.com|thunderheadone\.github\.io|github\.com\/thunderheadone)\//,
      );
  });
});

it("the server is a variable, and the token endpoint is on the same one", () => {
  expect(description.servers.map(({ url }) => url)).toEqual(["https://{server}.thunderhead.com"]);
  const { tokenUrl, scopes } = description.components.securitySchemes.OAuth2.flows.clientCredentials;
  expect(tokenUrl).toBe("https://{server}.thunderhead.com/one/oauth2token");
  expect(scopes).toEqual({});
});

describe("schemas", () => {
  it("require what is documented as required", () => {
    const required = Object.entries(schemas).flatMap(([name, schema]) => {
      const names = [schema, ...(schema.allOf ?? [])].flatMap((part) => part.required ?? []);
      return names.length > 0 ? [[name, names.toSorted().join(" ")]] : [];
    });
    expect(Object.fromEntries(required)).toEqual({
      AccessTokenResponse: "access_token expires_in token_type",
      Interaction: "uri",
      OfflineInteraction: "timestamp",
      BatchRecord: "timestamp uri",
      Activity: "activityTypeCode propositionCode",
      CustomerContext: "baseTouchpointUri",
      ActivityRequest: "activities customerContext",
      ActivityResponse: "errors tid",
      Identifier: "apiName value",
      Property: "name value",
      Device: "appName devType osName",
      TrackedEvent: "uri",
      NewDefinition: "name type",
      NewDatastore: "apiName definitions name primaryKey",
      Definition: "name type",
      Datastore: "apiName definitions name primaryKey",
      InsertRecord: "primaryKey result url",
      DatastoreReference: "referenceId",
    });
  });

  it("tolerate members that are not declared", () => {
    expect(Object.values(schemas).filter((schema) => schema.additionalProperties === false)).toEqual([]);
  });
});

describe("bodies", () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat("int64", true);
  ajv.addVocabulary(["components", "externalDocs"]);
  ajv.addSchema({ $id: "https://openapi.test/", components: { schemas } });

  const findings = (schema: string, body: unknown) => {
    const validate = ajv.getSchema(`https://openapi.test/#/components/schemas/${schema}`);
    if (!validate) throw new Error(`no schema ${schema}`);
    validate(body);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };

  it.each(Object.keys(schemas))("%s is a valid schema", (name) => {
    expect(() => findings(name, undefined)).not.toThrow();
  });

  const uri = "oeh://outboundcomms/email-open";
  const timestamp = "2017-08-24T19:57:34.479-04:00";
  const activity = { propositionCode: "atm", activityTypeCode: "balance_enquiry" };

  it.each([
    ["an answer without optimizations", "InteractionResponse", { statusCode: 200, session: "", optimizations: [] }],
    [
      "a past interaction with its time as text or number",
      "OfflineInteractions",
      [
        { uri, timestamp },
        { uri, timestamp: 1 },
      ],
    ],
    ["past interactions inside an object", "OfflineInteractions", { interactions: [] }],
    ["a batch record under another key", "BatchRecord", { uri, timestamp, emailkey: "customer@thunderhead.com" }],
    ["a structure of any shape", "StructureResponse", { structure: { name: "Ada", visits: [{ at: 1 }], home: null } }],
    ["an activity that failed", "ActivityError", { errorCode: "INVALID_DATE_TIME", activity }],
    ["a record with every kind of value", "DataRecord", { a: "x", b: true, c: 1e3 }],
    ["a column of the type that one sentence names", "Definition", { name: "n", type: "NUMBER" }],
    ["a datastore without times", "Datastore", { name: "n", apiName: "n", primaryKey: "k", definitions: [] }],
    ["a record of a store without secondary key", "InsertRecord", { primaryKey: "k", result: "204", url: "http://h" }],
    ["a token", "AccessTokenResponse", { access_token: "t", token_type: "bearer", expires_in: 299 }],
  ])("accept %s", (_, schema, body) => {
    expect(findings(schema, body)).toEqual([]);
  });

  it.each([
    ["a batch record without time", "BatchRecord", { uri }, " must have required property 'timestamp'"],
    ["a time that is none", "BatchRecord", { uri, timestamp: "yesterday" }, '/timestamp must match format "date-time"'],
    [
      "101 activities",
      "ActivityRequest",
      { customerContext: { baseTouchpointUri: uri }, activities: Array(101).fill(activity) },
      "/activities must NOT have more than 100 items",
    ],
    ["a code that is none", "ApiError", { errorCode: "OOPS" }, "/errorCode must be equal to one of"],
    ["a result that is a number", "InsertRecord", { primaryKey: "k", result: 204, url: "u" }, "/result must be string"],
    [
      "41 columns",
      "NewDatastore",
      { name: "n", apiName: "n", primaryKey: "k", definitions: Array(41).fill({ name: "c", type: "TEXT" }) },
      "/definitions must NOT have more than 40 items",
    ],
  ])("refuse %s", (_, schema, body, finding) => {
    expect(findings(schema, body)).toEqual([expect.stringContaining(finding)]);
  });
});
