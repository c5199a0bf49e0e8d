import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";

interface Schema {
  type?: string | string[];
  format?: string;
  enum?: string[];
  required?: string[];
  properties?: Record<string, Schema>;
  additionalProperties?: Schema | false;
  items?: Schema;
  externalDocs?: { url: string };
  $ref?: string;
}
interface Parameter {
  name: string;
  in: "query" | "path";
  required?: boolean;
  deprecated?: boolean;
  schema: Schema;
}
interface Content {
  content: { "application/json": { schema: { $ref: string } } };
}
interface Ref {
  $ref: string;
}
interface Operation {
  operationId: string;
  tags: string[];
  deprecated?: boolean;
  externalDocs?: { url: string };
  security: Record<string, string[]>[];
  parameters: (Parameter | Ref)[];
  responses: Record<string, Content | Ref>;
}
interface Description {
  openapi: string;
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation>>;
  components: {
    schemas: Record<string, Schema>;
    parameters: Record<string, Parameter>;
    responses: Record<string, Content>;
    securitySchemes: {
      Oauth2: {
        flows: {
          clientCredentials: { tokenUrl: string; scopes: Record<string, string>; "x-token-response": Ref };
        };
      };
    };
  };
}

const description: Description = parse(
  readFileSync(new URL("../openapi/cultureamp.yaml", import.meta.url), "utf8"),
  // A key that stands twice is an error, not the last one's win.
  { uniqueKeys: true },
);
const { schemas, parameters, responses, securitySchemes } = description.components;

const nameOf = (ref: string) => ref.slice(ref.lastIndexOf("/") + 1);

const operations = Object.entries(description.paths).flatMap(([path, item]) =>
  Object.entries(item).map(([method, operation]) => ({ method: method.toUpperCase(), path, operation })),
);

const parametersOf = (operation: Operation): Parameter[] =>
  operation.parameters.map((parameter) =>
    "$ref" in parameter ? (parameters[nameOf(parameter.$ref)] as Parameter) : parameter,
  );

const bodyOf = (operation: Operation, status: string): string => {
  const response = operation.responses[status] as Content | Ref;
  const resolved = "$ref" in response ? (responses[nameOf(response.$ref)] as Content) : response;
  return nameOf(resolved.content["application/json"].schema.$ref);
};

const employees = "employees-read";
const demographics = "employee-demographics-read";
const performance = "performance-evaluations-read";
const surveys = "surveys-read";

const cursor = ["cursor"];
const keys = ["cursor", "after_key"];

/** Path, operationId, permission, query parameters, body of the 200. */
const documented: [path: string, operationId: string, permission: string, query: string[], body: string][] = [
  ["/v1/employees", "list-employees", employees, ["email", "employee_identifier", ...keys], "EmployeesResponse"],
  ["/v1/employees/{id}", "get-employee", employees, [], "EmployeeByIDResponse"],
  ["/v1/employees/{id}/demographics", "list-demographics-by-employee", demographics, [], "DemographicsResponse"],
  [
    "/v1/employees/{id}/manager-reviews",
    "list-manager-reviews-by-employee",
    performance,
    keys,
    "ManagerReviewsResponse",
  ],
  [
    "/v1/performance-cycles",
    "list-performance-cycles",
    performance,
    ["after_date", ...keys, "state"],
    "PerformanceCyclesResponse",
  ],
  ["/v1/performance-cycles/{id}", "get-performance-cycle", performance, [], "PerformanceCycleResponse"],
  [
    "/v1/performance-cycles/{id}/manager-reviews",
    "list-manager-reviews-by-performance-cycle",
    performance,
    keys,
    "ManagerReviewsResponse",
  ],
  ["/v1/manager-reviews", "list-manager-reviews", performance, ["after_date", ...keys], "ManagerReviewsResponse"],
  ["/v1/manager-reviews/{id}", "get-manager-review", performance, [], "ManagerReviewResponse"],
  ["/v1/surveys", "list-surveys", surveys, cursor, "SurveysResponse"],
  ["/v1/surveys/{id}", "get-survey", surveys, [], "SurveyResponse"],
  ["/v1/surveys/{id}/questions", "list-survey-questions", surveys, cursor, "SurveyQuestionsResponse"],
  ["/v1/surveys/{survey_id}/question/{question_id}", "get-survey-question", surveys, cursor, "SurveyQuestionResponse"],
  ["/v1/surveys/{id}/responses", "list-survey-responses", surveys, cursor, "SurveyRespsResponse"],
  ["/v1/surveys/{survey_id}/responses/{response_id}", "get-survey-response", surveys, [], "SurveyRespResponse"],
  ["/v1/surveys/{id}/factors", "list-survey-factors", surveys, cursor, "SurveyFactorsResponse"],
  ["/v1/surveys/{survey_id}/factors/{factor_id}", "get-survey-factor", surveys, [], "SurveyFactorResponse"],
  ["/v1/surveys/{id}/sections", "list-survey-sections", surveys, cursor, "SurveySectionsResponse"],
  ["/v1/surveys/{survey_id}/sections/{section_id}", "get-survey-section", surveys, [], "SurveySectionResponse"],
];

const errorStatuses = ["400", "401", "403", "404", "429", "500", "503"];
const undocumentedStatuses: Record<string, string> = {
  "get-employee": "400",
  "get-performance-cycle": "400",
  "get-manager-review": "400",
  "list-surveys": "404",
};

describe("operations", () => {
  it("are the 19 documented ones, each with its permission, query parameters and body", () => {
    expect(
      operations.map(({ method, path, operation }) => [
        method,
        path,
        operation.operationId,
        operation.security,
        parametersOf(operation)
          .filter((parameter) => parameter.in === "query")
          .map((parameter) => parameter.name),
        bodyOf(operation, "200"),
      ]),
    ).toEqual(
      documented.map(([path, operationId, permission, query, body]) => [
        "GET",
        path,
        operationId,
        [{ Oauth2: [permission] }],
        query,
        body,
      ]),
    );
  });

  it.each(operations)("$operation.operationId answers with the documented statuses", ({ operation }) => {
    const expected = errorStatuses.filter((status) => status !== undocumentedStatuses[operation.operationId]);
    expect(Object.keys(operation.responses)).toEqual(["200", ...expected]);
    for (const status of expected) expect(bodyOf(operation, status)).toBe("Error");
  });

  it.each(operations)(
    "$operation.operationId requires every parameter of its path, and no other",
    ({ path, operation }) => {
      const names = Array.from(path.matchAll(/\{(.+?)\}/g), (match) => match[1]);
      const required = parametersOf(operation).filter((parameter) => parameter.required);
      expect(required.map((parameter) => parameter.name)).toEqual(names);
      expect(required.every((parameter) => parameter.in === "path")).toBe(true);
    },
  );

  it("are deprecated exactly where they read surveys", () => {
    const deprecated = operations.filter(({ operation }) => operation.deprecated);
    expect(deprecated).toHaveLength(10);
    expect(deprecated.every(({ operation }) => operation.tags[0] === "Surveys")).toBe(true);
    expect(operations.filter(({ operation }) => operation.tags[0] === "Surveys")).toHaveLength(10);
  });

  it("declare after_key as deprecated", () => {
    expect(parameters.AfterKeyQueryParam?.deprecated).toBe(true);
    expect(parameters.CursorQueryParam?.deprecated).toBeUndefined();
  });

  it("take a UUID only where one is documented", () => {
    const uuids = operations.filter(({ operation }) =>
      parametersOf(operation).some((parameter) => parameter.schema.format === "uuid"),
    );
    expect(uuids.map(({ operation }) => operation.operationId)).toEqual(["get-employee"]);
  });

  it("name the page that documents them, as every schema does", () => {
    const sources = [...operations.map(({ operation }) => operation), ...Object.values(schemas)].map(
      (part) => part.externalDocs?.url,
    );
    for (const source of sources) expect(source).toMatch(/^https:\/\/(docs\.)?api\.cultureamp\.com\//);
  });
});

describe("servers and security", () => {
  it("serve production and sandbox from the origin, with /v1 in the paths", () => {
    expect(description.servers.map((server) => server.url)).toEqual([
      "https://api.cultureamp.com",
      "https://sandbox.public-api.development.cultureamp.net",
    ]);
    expect(operations.every(({ path }) => path.startsWith("/v1/"))).toBe(true);
  });

  it("take client credentials at the token URL of the guides", () => {
    const flow = securitySchemes.Oauth2.flows.clientCredentials;
    expect(flow.tokenUrl).toBe("https://api.cultureamp.com/v1/oauth2/token");
    expect(Object.keys(flow.scopes)).toEqual([employees, demographics, performance, surveys]);
    expect(nameOf(flow["x-token-response"].$ref)).toBe("AccessTokenResponse");
  });
});

describe("schemas", () => {
  it("are nullable only where that is documented", () => {
    const nullable = Object.entries(schemas).flatMap(([name, schema]) =>
      Object.entries(schema.properties ?? {})
        .filter(([, property]) => Array.isArray(property.type) && property.type.includes("null"))
        .map(([property]) => `${name}.${property}`),
    );
    expect(nullable).toEqual([
      "ManagerReview.completedAt",
      "Survey.launchedAt",
      "Survey.closedAt",
      "Survey.communicatedClosedAt",
      "Survey.excludeParticipantsAfter",
      "SurveyResp.startedAt",
      "SurveyResp.submittedAt",
      "SurveyResp.expiredAt",
    ]);
  });

  it("require what is documented as required", () => {
    const envelopes = Object.keys(schemas).filter((name) => /Response$/.test(name) && name !== "AccessTokenResponse");
    const required = Object.entries(schemas)
      .filter(([name, schema]) => schema.required && !envelopes.includes(name))
      .map(([name, schema]) => [name, schema.required?.toSorted()]);
    expect(Object.fromEntries(required)).toEqual({
      AccessTokenResponse: ["access_token", "expires_in", "scope", "token_type"],
      Demographic: ["name", "value"],
      Employee: ["id", "name", "processedAt"],
      Error: ["code", "message"],
      Link: ["rel", "uri"],
      // The vendor's own list says cycleId and reviewId, which are not members.
      ManagerReview: ["createdAt", "employeeId", "managerReviewId", "performanceCycleId", "processedAt", "updatedAt"],
      MultipleChoiceMultiSelectQuestion: ["id", "options", "text"],
      MultipleChoiceQuestion: ["id", "options", "text"],
      OpenTextQuestion: ["id", "text"],
      Pagination: ["nextPath"],
      PerformanceCycle: ["createdAt", "id", "name", "processedAt", "state", "updatedAt"],
      PerformanceRating: ["ratingBuckets"],
      Rating: ["createdAt", "id", "title", "updatedAt", "value"],
      RatingBucket: ["title", "value"],
      RatingQuestion: ["title"],
      Survey: ["id", "processedAt", "rdeEnabled"],
      SurveyQuestion: ["id", "otherOption", "processedAt"],
      SurveyResp: ["id", "processedAt", "rdeEnabled"],
      SurveyRespAnswer: ["answered", "mandatory"],
    });
    expect(envelopes.filter((name) => schemas[name]?.required?.join() !== "data")).toEqual([
      "SurveyFactorsResponse",
      "SurveySectionsResponse",
    ]);
  });

  it("page surveys without afterKey", () => {
    const paginationOf = (kind: string) =>
      Object.keys(schemas).filter((name) => nameOf(schemas[name]?.properties?.pagination?.$ref ?? "") === kind);
    expect(paginationOf("Pagination")).toEqual([
      "EmployeesResponse",
      "PerformanceCyclesResponse",
      "ManagerReviewsResponse",
    ]);
    expect(paginationOf("PaginationV2")).toEqual([
      "SurveysResponse",
      "SurveyQuestionsResponse",
      "SurveyRespsResponse",
      "SurveyFactorsResponse",
      "SurveySectionsResponse",
    ]);
    expect(Object.keys(schemas.PaginationV2?.properties ?? {})).toEqual(["nextPath"]);
  });

  it("close only the two sets of values that are documented as closed", () => {
    const enums = Object.entries(schemas).filter(([, schema]) => schema.enum);
    expect(enums.map(([name, schema]) => [name, schema.enum])).toEqual([
      ["PerformanceCycleState", ["active", "closed", "ready"]],
      ["PerformanceReviewStatus", ["completed", "shared", "dirty", "incomplete"]],
    ]);
    const members = Object.values(schemas).flatMap((schema) => Object.values(schema.properties ?? {}));
    expect(members.filter((member) => member.enum)).toEqual([]);
  });

  it("tolerate members that are not declared", () => {
    const closed = Object.values(schemas).filter((schema) => schema.additionalProperties === false);
    expect(closed).toEqual([]);
  });
});

describe("bodies", () => {
  const ajv = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true });
  addFormats.default(ajv);
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

  const review = {
    performanceCycleId: "c",
    managerReviewId: "r",
    employeeId: "e",
    createdAt: "2022-04-28T02:14:10+00:00",
    updatedAt: "2022-08-02T02:14:10+00:00",
    processedAt: "2022-08-02T02:15:10Z",
  };
  const employee = { id: "e", name: "N", processedAt: "2019-08-01T12:00:00Z" };
  const answer = { answered: false, mandatory: false };

  it.each([
    [
      "a page with more to come",
      "EmployeesResponse",
      { data: [employee], pagination: { nextPath: "/<path>?cursor=k" } },
    ],
    ["the last page", "EmployeesResponse", { data: [] }],
    ["dates without a time", "Employee", { ...employee, birthDate: "1980-08-24", endDate: "2019-08-01" }],
    ["a review without an end", "ManagerReview", { ...review, completedAt: null }],
    [
      "a rating outside its buckets, which carry undeclared members",
      "PerformanceRating",
      {
        ratingBuckets: [{ id: "b", title: "Good", value: 1, createdAt: review.createdAt, weight: 3 }],
        rating: { id: "x", title: "Good", value: 5, createdAt: review.createdAt, updatedAt: review.updatedAt },
      },
    ],
    [
      "a survey response that was not started",
      "SurveyResp",
      {
        id: "s",
        rdeEnabled: true,
        processedAt: employee.processedAt,
        startedAt: null,
        submittedAt: null,
        expiredAt: null,
        answers: [
          { ...answer, ratingScore: -1 },
          { ...answer, selectOptions: [{ label: { en: "Yes", fr: "Oui" } }] },
        ],
      },
    ],
    ["a page of factors without data", "SurveyFactorsResponse", { pagination: {} }],
    ["an error", "Error", { code: 401, message: "Unauthorized" }],
    [
      "a token",
      "AccessTokenResponse",
      { access_token: "t", expires_in: 3599, scope: "target-entity:e:p,q", token_type: "Bearer" },
    ],
  ])("accept %s", (_, schema, body) => {
    expect(findings(schema, body)).toEqual([]);
  });

  it.each([
    ["a list under another name", "EmployeesResponse", { employees: [] }, " must have required property 'data'"],
    ["null where it is not documented", "Employee", { ...employee, endDate: null }, "/endDate must be string"],
    [
      "a review status that is none",
      "ManagerReview",
      { ...review, status: "draft" },
      "/status must be equal to one of",
    ],
    [
      "a date with a time",
      "Employee",
      { ...employee, startDate: review.createdAt },
      '/startDate must match format "date"',
    ],
    ["a score above 5", "SurveyRespAnswer", { ...answer, ratingScore: 6 }, "/ratingScore must be <= 5"],
    ["a section name by locale", "SurveySection", { name: { en: "S" } }, "/name must be string"],
    ["a factor name without locale", "SurveyFactor", { name: "F" }, "/name must be object"],
  ])("refuse %s", (_, schema, body, finding) => {
    expect(findings(schema, body)).toEqual([expect.stringContaining(finding)]);
  });
});
