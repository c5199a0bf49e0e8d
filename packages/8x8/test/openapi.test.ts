import { readdirSync, readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Ref {
  $ref: string;
}
interface Schema {
  type?: string | string[];
  enum?: unknown[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | false;
}
interface Parameter {
  name: string;
  in: "path" | "query" | "header";
  required?: boolean;
  description: string;
  schema: Schema;
}
interface Body {
  description?: string;
  content?: Record<string, { schema: unknown }>;
}
interface Operation {
  operationId: string;
  tags: string[];
  deprecated?: boolean;
  summary: string;
  description: string;
  externalDocs: { url: string };
  security: Record<string, string[]>[];
  parameters?: (Parameter | Ref)[];
  requestBody?: Body;
  responses: Record<string, Body | Ref>;
  "x-token-endpoint"?: true;
}
type PathItem = { parameters?: (Parameter | Ref)[] } & Partial<Record<Method, Operation>>;
interface SecurityScheme {
  type: "oauth2" | "apiKey" | "http";
  name?: string;
  scheme?: string;
  flows?: { clientCredentials: { tokenUrl: string; scopes: Record<string, string>; "x-token-response": Ref } };
}
interface ClientOption {
  option: "region" | "version" | "cluster" | "tenant" | "pbx";
  in: "path" | "header" | "server";
  name?: string;
  default?: string;
  values?: Record<string, string>;
}
interface Description {
  openapi: string;
  info: { description: string };
  servers: { url: string; variables?: Record<string, unknown> }[];
  "x-client-options": ClientOption[];
  tags: { name: string }[];
  paths: Record<string, PathItem>;
  webhooks?: Record<string, { post: Operation }>;
  components: {
    securitySchemes: Record<string, SecurityScheme>;
    parameters?: Record<string, Parameter>;
    responses?: Record<string, Body>;
    schemas: Record<string, Schema>;
  };
}

const methods = ["get", "put", "post", "patch", "delete"] as const;
type Method = (typeof methods)[number];

const folder = new URL("../openapi/", import.meta.url);
const descriptions = readdirSync(folder)
  .map((file) => file.replace(/\.yaml$/, ""))
  .sort()
  .map((product) => {
    // A key that stands twice is an error, not the last one's win.
    const description: Description = parse(readFileSync(new URL(`${product}.yaml`, folder), "utf8"), {
      uniqueKeys: true,
    });
    return { product, description };
  });

const operations = descriptions.flatMap(({ product, description }) =>
  Object.entries(description.paths).flatMap(([path, item]) =>
    methods.flatMap((method) => {
      const operation = item[method];
      return operation === undefined ? [] : [{ product, description, method, path, item, operation }];
    }),
  ),
);

const webhooks = descriptions.flatMap(({ product, description }) =>
  Object.values(description.webhooks ?? {}).map(({ post }) => ({ product, description, operation: post })),
);

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1);

const parametersOf = ({ description, item, operation }: (typeof operations)[number]): Parameter[] =>
  [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
    "$ref" in parameter ? (description.components.parameters?.[nameOf(parameter.$ref)] as Parameter) : parameter,
  );

/** Ways to authenticate. */
const oauth = ["oauth2"];
const key = ["apiKey x-api-key"];
const basic = ["http basic"];
const experience = ["apiKey 8x8-apikey", "apiKey token"];
const work = ["apiKey 8x8-apikey", "http bearer"];

/** Product, number of operations, schemes, client options. */
const documented: [product: string, operations: number, schemes: string[], options: string[]][] = [
  ["administration", 23, key, []],
  ["agent-status", 4, basic, ["cluster", "tenant"]],
  ["analytics-historical", 10, oauth, ["region", "version", "tenant"]],
  ["analytics-realtime", 10, oauth, ["region", "version", "tenant"]],
  ["audit", 1, key, []],
  ["campaigns", 2, key, ["region", "tenant"]],
  ["chapi", 2, key, []],
  ["chat", 19, oauth, ["region", "tenant"]],
  ["chat-gateway", 34, key, ["tenant", "tenant"]],
  ["contact-center-calls", 6, basic, ["cluster", "tenant"]],
  ["customer-360", 2, key, ["region", "tenant"]],
  ["data-augmentation", 2, basic, ["cluster"]],
  ["directory-contacts", 4, ["apiKey x-api-key", "apiKey x-api-key"], []],
  ["dynamic-campaigns", 5, basic, ["cluster"]],
  ["journey", 2, key, ["region"]],
  ["post-call-survey", 1, experience, ["region"]],
  ["quality", 24, oauth, ["region", "pbx"]],
  ["recent-calls", 1, experience, ["region"]],
  ["storage", 15, oauth, ["region"]],
  ["work-analytics", 28, work, []],
];

describe("products", () => {
  it("are described one by one, each with its operations, schemes and client options", () => {
    expect(
      descriptions.map(({ product, description }) => [
        product,
        operations.filter((operation) => operation.product === product).length,
        Object.values(description.components.securitySchemes).map(({ type, name, scheme }) =>
          [type, name ?? scheme].filter(Boolean).join(" "),
        ),
        description["x-client-options"].map(({ option }) => option),
      ]),
    ).toEqual(documented);
  });

  it("have the 196 catalogued operations: 195 paths, and the OAuth token call of the security schemes", () => {
    const tokenUrls = descriptions.flatMap(({ description }) =>
      Object.values(description.components.securitySchemes).flatMap(({ flows }) => flows?.clientCredentials ?? []),
    );
    expect(new Set(tokenUrls.map(({ tokenUrl }) => tokenUrl))).toEqual(new Set(["https://api.8x8.com/oauth/v2/token"]));
    expect(tokenUrls.every((flow) => nameOf(flow["x-token-response"].$ref) === "TokenResponse")).toBe(true);
    expect(tokenUrls.every(({ scopes }) => Object.keys(scopes).length === 0)).toBe(true);
    expect(operations.length + 1).toBe(196);
  });

  it.each(descriptions)("$product: client options are parameters or servers of the description", ({ product }) => {
    const { description } = descriptions.find((each) => each.product === product)!;
    const parameters = operations.filter((each) => each.product === product).flatMap(parametersOf);
    for (const option of description["x-client-options"]) {
      if (option.in === "server") {
        const variables = description.servers.flatMap((server) => Object.keys(server.variables ?? {}));
        if (option.name !== undefined) expect(variables).toContain(option.name);
        else expect(Object.keys(option.values ?? {})).toHaveLength(description.servers.length);
      } else {
        const filled = parameters.filter(({ name, in: place }) => name === option.name && place === option.in);
        expect(filled.length).toBeGreaterThan(0);
        for (const parameter of filled) {
          expect(parameter.description).toContain(`\`${option.option}\``);
          if (option.in === "header") expect(parameter.required).toBeUndefined();
        }
      }
    }
  });

  it("leave region, version and cluster to the client wherever they stand", () => {
    const left = operations.flatMap(({ description, path }) =>
      Array.from(`${description.servers.map(({ url }) => url).join()}${path}`.matchAll(/\{(region|version|cluster)\}/g))
        .map((match) => match[1])
        .filter((name) => !description["x-client-options"].some((option) => option.name === name)),
    );
    expect(left).toEqual([]);
  });

  it("name their sources and no server but the vendor's", () => {
    for (const { description } of descriptions) {
      expect(description.openapi).toBe("3.1.0");
      expect(description.info.description).toContain("Sources:\n- ");
      for (const { url } of description.servers) {
        expect(url).toMatch(/^https:\/\/((api|api-eu|vcc-\{cluster\})\.8x8\.com(\/(eu|au|ca))?|odcc2\.bell\.ca)$/);
      }
    }
  });
});

describe("operations", () => {
  it("have ids that are unique over all products", () => {
    const ids = [...operations, ...webhooks].map(({ operation }) => operation.operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index)).toEqual([]);
  });

  it("name the page that documents them, a tag, a summary and a description", () => {
    for (const { description, operation } of [...operations, ...webhooks]) {
      expect(operation.externalDocs.url).toMatch(
        /^https:\/\/developer\.8x8\.com\/(analytics|actions-events|contactcenter|administration)\/(docs|reference)\//,
      );
      expect(description.tags.map(({ name }) => name)).toEqual(expect.arrayContaining(operation.tags));
      expect(operation.summary).toMatch(/^[A-Z][^.]+$/);
      expect(operation.description).toMatch(/\.\n?$/);
    }
  });

  it("each say how they are authenticated, by schemes of their product", () => {
    for (const { description, operation } of operations) {
      expect(operation.security.length).toBeGreaterThan(0);
      const schemes = operation.security.flatMap((requirement) => Object.keys(requirement));
      expect(Object.keys(description.components.securitySchemes)).toEqual(expect.arrayContaining(schemes));
    }
    expect(webhooks.every(({ operation }) => operation.security.length === 0)).toBe(true);
  });

  it("need two credentials at once in work analytics and customer experience", () => {
    const both = operations.filter(({ operation }) =>
      operation.security.some((requirement) => Object.keys(requirement).length === 2),
    );
    expect(new Set(both.map(({ product }) => product))).toEqual(
      new Set(["post-call-survey", "recent-calls", "work-analytics"]),
    );
    expect(both).toHaveLength(1 + 1 + 27);
  });

  it("get the token of work analytics with the key alone", () => {
    const [call, ...others] = operations.filter(({ operation }) => operation["x-token-endpoint"]);
    expect(others).toEqual([]);
    expect([call?.method, call?.path, call?.operation.security]).toEqual([
      "post",
      "/analytics/work/v1/oauth/token",
      [{ ApiKey: [] }],
    ]);
  });

  it("do without a credential only where the reference names none: the keys that sign events", () => {
    const open = operations.filter(({ operation }) =>
      operation.security.some((requirement) => Object.keys(requirement).length === 0),
    );
    expect(open.map(({ operation }) => operation.operationId)).toEqual(["getjwkpublickey", "getjwkpublickey-1"]);
  });

  it("require every parameter of their path", () => {
    for (const each of operations) {
      const names = Array.from(each.path.matchAll(/\{(.+?)\}/g), (match) => match[1]).sort();
      const declared = parametersOf(each).filter((parameter) => parameter.in === "path");
      expect(declared.map(({ name }) => name).sort()).toEqual(names);
      expect(declared.every(({ required }) => required === true)).toBe(true);
    }
  });

  it("are deprecated exactly where the vendor replaced or withdrew them", () => {
    const deprecated = operations.filter(({ operation }) => operation.deprecated);
    expect(deprecated.map(({ operation }) => operation.operationId)).toEqual([
      "postcallsurvey",
      "recentcalldata",
      "extension-summary-deprecated",
      "call-detail-record-deprecated",
      "ring-group-summary-deprecated",
    ]);
  });

  it("declare a schema for every body, an empty one where it is undocumented", () => {
    for (const { description, operation } of operations) {
      const responses = Object.values(operation.responses).map((response) =>
        "$ref" in response ? description.components.responses?.[nameOf(response.$ref)] : response,
      );
      for (const body of [operation.requestBody, ...responses]) {
        for (const content of Object.values(body?.content ?? {})) expect(content.schema).toBeTypeOf("object");
      }
    }
  });
});

describe("webhooks", () => {
  it("are the documented events of both chat products, with the headers that sign them", () => {
    const events = descriptions.flatMap(({ product, description }) =>
      Object.keys(description.webhooks ?? {}).map((name) => `${product} ${name}`),
    );
    expect(events).toEqual([
      "chat queued",
      "chat agent-joined",
      "chat agent-left",
      "chat transfer",
      "chat text",
      "chat web-hook-verify",
      "chat-gateway conversation-update",
      "chat-gateway queued",
      "chat-gateway members-changed",
      "chat-gateway transfer",
      "chat-gateway message",
      "chat-gateway activity",
      "chat-gateway web-hook-verify",
    ]);
    for (const { operation } of webhooks) {
      expect(operation.parameters?.map((parameter) => "$ref" in parameter && nameOf(parameter.$ref))).toEqual([
        "x-8x8-tenant-id",
        "x-8x8-event-id",
        "x-8x8-signature",
        "x-8x8-transmission-time",
        "x-8x8-retry",
        "x-8x8-customer-id",
      ]);
    }
  });
});

describe("schemas", () => {
  const ajv = new Ajv2020({ strict: true, strictRequired: false, allowUnionTypes: true, allErrors: true });
  addFormats.default(ajv);
  ajv.addVocabulary(["components", "externalDocs", "x-since", "x-metrics-by-type", "x-values", "x-not-filterable"]);
  for (const { product, description } of descriptions) {
    ajv.addSchema({ $id: `https://openapi.test/${product}`, components: { schemas: description.components.schemas } });
  }

  const findings = (product: string, schema: string, body: unknown) => {
    const validate = ajv.getSchema(`https://openapi.test/${product}#/components/schemas/${schema}`);
    if (!validate) throw new Error(`no schema ${product} ${schema}`);
    validate(body);
    return (validate.errors ?? []).map((error) => `${error.instancePath} ${error.message}`);
  };

  it.each(descriptions)("of $product are valid", ({ product, description }) => {
    for (const name of Object.keys(description.components.schemas)) {
      expect(() => findings(product, name, undefined)).not.toThrow();
    }
  });

  it("tolerate members that are not declared", () => {
    const closed = descriptions.flatMap(({ description }) =>
      Object.values(description.components.schemas).filter((schema) => schema.additionalProperties === false),
    );
    expect(closed).toEqual([]);
  });

  it("list the documented names of metrics, reports and columns", () => {
    const known = descriptions.flatMap(({ description }) =>
      Object.entries(description.components.schemas)
        .filter(([name]) => name.startsWith("Known"))
        .map(([name, { enum: names = [] }]) => {
          expect(new Set(names).size).toBe(names.length);
          return [name, names.length];
        }),
    );
    expect(known).toEqual([
      ["KnownReportType", 15],
      ["KnownReportMetric", 155],
      ["KnownDetailedReportType", 2],
      ["KnownInteractionDetailsColumn", 95],
      ["KnownAgentStatusChangeColumn", 14],
      ["KnownSurveyColumn", 29],
      ["KnownScriptPathsColumn", 9],
      ["KnownQueueMetric", 101],
      ["KnownGroupMetric", 7],
      ["KnownQueueAgentMetric", 140],
      ["KnownAgentMetric", 144],
      ["KnownQueueAgentActivityMetric", 25],
      ["KnownAgentActivityMetric", 24],
      ["KnownCallQueueMetric", 59],
      ["KnownCallsMetric", 57],
      ["KnownRingGroupAgentMetric", 2],
    ]);
  });

  const oauthProducts = descriptions
    .filter(({ description }) => "OAuth2" in description.components.securitySchemes)
    .map(({ product }) => ({ product }));

  it.each(oauthProducts)("of $product describe the token as every other product does", ({ product }) => {
    const schemasOf = (name: string) =>
      descriptions.find((each) => each.product === name)?.description.components.schemas;
    for (const name of ["TokenResponse", "TokenError", "GatewayFault", "GatewayFaultDetails", "GatewayFaultCode"]) {
      expect(schemasOf(product)?.[name]).toEqual(schemasOf("storage")?.[name]);
    }
  });

  const token = { access_token: "t", token_type: "BearerToken", expires_in: "1799", issued_at: "1683045181383" };
  const report = { title: "T", dateRange: { start: "2022-08-03T00:00:00.000Z", end: "2022-09-02T00:00:00.000Z" } };
  const metric = (value: unknown) => ({ id: "1", name: "N", metrics: [{ key: "k", value }] });

  it.each([
    ["a token, strings throughout", "storage", "TokenResponse", { ...token, api_product_list: "[QM - API, vcc]" }],
    ["a token with its products in an array", "chat", "TokenResponse", { ...token, api_product_list: ["vcc"] }],
    ["a metric that is a number", "analytics-realtime", "AgentResponse", metric(7)],
    ["a metric that is a string", "analytics-realtime", "GroupResponse", metric("0")],
    ["a metric that is null", "analytics-realtime", "AgentResponse", metric(null)],
    ["a metric that is a list", "analytics-realtime", "AgentResponse", metric([{ id: "1", name: "N", count: 2 }])],
    [
      "a report with totals asked for as text",
      "analytics-historical",
      "ReportDefinitionRequest",
      { ...report, type: "queue-interactions-summary", granularity: "week", includeGrandTotal: "true" },
    ],
    [
      "a report type that is not known",
      "analytics-historical",
      "ReportDefinitionRequest",
      { ...report, type: "new", granularity: "none" },
    ],
    [
      "a row with its totals under either name",
      "analytics-historical",
      "Row",
      { total: null, totals: { endIndex: 5 } },
    ],
    [
      "a duration that goes on",
      "analytics-historical",
      "DetailedRow",
      { total: null, items: [{ key: "interactionDuration", value: { value: 32281, ongoing: true } }] },
    ],
    ["a size as a number", "storage", "StoredObject", { storedBytes: 3644352, type: "summary" }],
    ["a size as a string", "storage", "StoredObject", { storedBytes: "3644352", objectState: "ARCHIVED" }],
    ["a count as text", "quality", "Count", "25"],
    ["a count", "quality", "Count", 34],
    ["data of a customer of one's own", "chat", "Customer", { name: "N", plan: "gold" }],
    ["the end of a scroll", "work-analytics", "CallRecordPage", { meta: { scrollId: "No Data" }, data: [] }],
    ["the end of the audit", "audit", "AuditPage", { meta: { scrollId: null }, data: [] }],
    [
      "a token of work analytics",
      "work-analytics",
      "TokenResponse",
      { access_token: "t", token_type: "bearer", expires_in: 1800 },
    ],
    ["an error code that is not known", "administration", "ErrorResponse", { errors: [{ code: "NEW", message: "m" }] }],
    ["a journey that goes on", "journey", "Journey", { journeyId: "j", finishedTime: null, entryPoint: null }],
  ])("accept %s", (_, product, schema, body) => {
    expect(findings(product, schema, body)).toEqual([]);
  });

  it.each([
    [
      "a lifetime that is a number",
      "storage",
      "TokenResponse",
      { ...token, expires_in: 1799 },
      "/expires_in must be string",
    ],
    ["a metric that is an object", "analytics-realtime", "AgentResponse", metric({}), "/metrics/0/value must be"],
    ["an unknown granularity", "analytics-historical", "Granularity", "decade", " must be equal to one of"],
    ["a restore for a month", "storage", "RestoreRequest", { expirationDays: 30 }, "/expirationDays must be <= 10"],
    [
      "a status that cannot be set",
      "agent-status",
      "AgentStatusRequest",
      { "agent-status": 9 },
      "/agent-status must be equal",
    ],
    ["no records", "campaigns", "AddRecordsRequest", { records: [] }, "/records must NOT have fewer than 1 items"],
    ["another event", "chat", "TextEvent", { eventType: "QUEUED" }, "/eventType must be equal to one of"],
    [
      "a ring group without a name",
      "administration",
      "RingGroup",
      { ringTimeout: 5 },
      " must have required property 'name'",
    ],
  ])("refuse %s", (_, product, schema, body, finding) => {
    expect(findings(product, schema, body)).toContainEqual(expect.stringContaining(finding));
  });
});
