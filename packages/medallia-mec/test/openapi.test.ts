import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import addFormats from "ajv-formats";
import { describe, expect, test } from "vitest";
import { parse } from "yaml";

interface Parameter {
  name: string;
  in: string;
  style?: string;
  explode?: boolean;
}
interface Ref {
  $ref: string;
}
interface Operation {
  operationId: string;
  parameters?: (Parameter | Ref)[];
  responses: Record<string, unknown>;
  "x-evidence"?: string;
}
interface Description {
  servers: { url: string }[];
  paths: Record<string, Record<string, Operation | (Parameter | Ref)[]>>;
  components: {
    parameters?: Record<string, Parameter>;
    schemas: Record<string, { required?: string[]; enum?: string[]; properties?: Record<string, unknown> }>;
    securitySchemes: Record<string, { flows?: { clientCredentials: { tokenUrl: string; scopes: object } } }>;
  };
}

const read = (name: string): Description =>
  parse(readFileSync(new URL(`../openapi/${name}.yaml`, import.meta.url), "utf8"), { uniqueKeys: true, merge: true });

const METHODS = ["get", "put", "post", "delete"];
const gateway = read("medallia-mec");

function operationsOf(description: Description) {
  return Object.entries(description.paths).flatMap(([path, item]) =>
    METHODS.filter((method) => method in item).map((method) => {
      const operation = item[method] as Operation;
      const all = [...((item.parameters ?? []) as (Parameter | Ref)[]), ...(operation.parameters ?? [])];
      const parameters = all.map((parameter) =>
        "$ref" in parameter
          ? (description.components.parameters?.[
              parameter.$ref.slice(parameter.$ref.lastIndexOf("/") + 1)
            ] as Parameter)
          : parameter,
      );
      return { name: `${method.toUpperCase()} ${path}`, operation, parameters };
    }),
  );
}

const ADMIN = "400 401 403 404 406 409 412 415 500";

/** Method and path, operationId, parameters that are not in the path, statuses. */
const documented: readonly (readonly [name: string, operationId: string, parameters: string, statuses: string])[] = [
  ["GET /admin/v1/users", "listUsers", "companyAccountId username role status limit cursor", "200 401 403 404 412 500"],
  ["POST /admin/v1/users", "createUser", "X-Medallia-Send-New-User-Email", "200 400 401 403 412 500"],
  ["GET /admin/v1/users/{username}", "getByUserName", "", "200 401 403 404 412 500"],
  ["PUT /admin/v1/users/{username}", "upsertUser", "X-Medallia-Send-New-User-Email", "200 400 401 403 412 500"],
  ["POST /admin/v1/users/{username}/actions/{action}", "userAction", "", "204 400 401 403 404 412 500"],
  ["PUT /admin/v1/users/{username}/data-access", "putDataAccess", "", "200 400 401 403 412 500"],
  ["GET /admin/v1/users-bulk-download", "bulkDownloadUsers", "role id q status", "200 401 403 404 412 500"],
  ["GET /admin/v1/roles", "listRoles", "role limit cursor", "200 401 403 404 412 500"],
  ["GET /admin/v1/roles/{role}", "getByRoleName", "", "200 401 403 404 412 500"],
  ["POST /data/v0/query", "query", "compute_cost_only", "200 401 403 404 412 500"],
  ["POST /inbound/v1/{importer-name}", "importDataV1", "", "200 202 401 403 412 500"],
  ["GET /inbound/v2", "introspectImportAPICollection", "", "200 401 403 404 500"],
  ["GET /inbound/v2/{importer-name}", "introspectImportAPIEndpoint", "", "200 401 403 404 500"],
  ["POST /inbound/v2/async/{importer-name}", "importDataV2", "", "202 401 403 404 405 412 413 500"],
  ["GET /inbound/v2/feedfiles/{id}", "getSummaryFeedFileResults", "", "200 401 403 404 500"],
  ["GET /inbound/v2/feedfiles/{id}/detailed-results", "getDetailedFeedFileResults", "", "200 400 401 403 404 500"],
  ["POST /speech/v0/bulk-ingest", "speechV0BulkInjest", "", `201 ${ADMIN}`],
  ["GET /audit-email/v0/emails/tarfile", "downloadTar", "since until program_ids", "200 401 403 500"],
  ["GET /audit-email/v0/programs", "listPrograms", "offset limit", "200 401 403 500"],
  ["GET /admin/v0/surveys", "listSurveys", "limit offset q expand", `200 ${ADMIN}`],
  ["GET /admin/v0/surveys/{surveyId}", "getSurvey", "expand", `200 304 ${ADMIN}`],
  ["GET /admin/v0/surveys/{surveyId}/flat-view", "getSurveyFlatView", "", `200 304 ${ADMIN}`],
  ["GET /admin/v0/translation-exports", "listTranslationExports", "limit offset expand", `200 ${ADMIN}`],
  ["POST /admin/v0/translation-exports", "createTranslationExport", "", `201 ${ADMIN}`],
  ["GET /admin/v0/translation-exports/{translationExportId}", "getTranslationExport", "expand", `200 304 ${ADMIN}`],
  ["DELETE /admin/v0/translation-exports/{translationExportId}", "deleteTranslationExport", "", `204 ${ADMIN}`],
  ["GET /admin/v0/translation-exports/{translationExportId}/file", "getTranslationExportFile", "", `200 304 ${ADMIN}`],
  ["GET /admin/v0/translation-imports", "listTranslationImports", "limit offset expand", `200 ${ADMIN}`],
  ["POST /admin/v0/translation-imports", "createTranslationImport", "", `200 ${ADMIN}`],
  ["GET /admin/v0/translation-imports/{translationImportId}", "getTranslationImport", "expand", `200 304 ${ADMIN}`],
  ["DELETE /admin/v0/translation-imports/{translationImportId}", "deleteTranslationImport", "", `204 ${ADMIN}`],
  [
    "GET /admin/v0/translation-imports/{translationImportId}/changes",
    "listTranslationChanges",
    "limit offset expand",
    `200 ${ADMIN}`,
  ],
  [
    "GET /admin/v0/translation-imports/{translationImportId}/changes/translation-categories",
    "listTranslationChangeCategories",
    "limit offset",
    `200 ${ADMIN}`,
  ],
  [
    "GET /admin/v0/translation-imports/{translationImportId}/changes/{translationChangeId}",
    "getTranslationChange",
    "",
    `200 304 ${ADMIN}`,
  ],
  ["POST /admin/v0/translation-imports/{translationImportId}/commit", "commitTranslationImport", "", `200 ${ADMIN}`],
  [
    "GET /admin/v0/translation-imports/{translationImportId}/translation-locales",
    "listTranslationImportLocales",
    "limit offset expand",
    `200 ${ADMIN}`,
  ],
  [
    "GET /admin/v0/translation-imports/{translationImportId}/translation-locales/{translationLocaleRefId}",
    "getTranslationImportLocale",
    "",
    `200 304 ${ADMIN}`,
  ],
  [
    "GET /admin/v0/translation-imports/{translationImportId}/translation-tags",
    "listTranslationImportTags",
    "limit offset expand",
    `200 ${ADMIN}`,
  ],
  [
    "GET /admin/v0/translation-imports/{translationImportId}/translation-tags/{translationTagRefId}",
    "getTranslationImportTag",
    "",
    `200 304 ${ADMIN}`,
  ],
  ["GET /data/v0/mql", "mql", "output version query", "200 401 403 412 500"],
];

const operations = operationsOf(gateway);

describe("the gateway", () => {
  test("serves the 40 documented operations, which the token call makes 41", () => {
    const described = operations.filter(({ operation }) => operation["x-evidence"] === undefined);
    expect(described).toHaveLength(40);
    const rows = described.map(({ name, operation, parameters }) => [
      name,
      operation.operationId,
      parameters
        .filter((parameter) => parameter.in !== "path")
        .map((parameter) => parameter.name)
        .sort()
        .join(" "),
      Object.keys(operation.responses).sort().join(" "),
    ]);
    const sorted = (words: string) => words.split(" ").sort().join(" ");
    const expected = documented.map(([name, id, parameters, statuses]) => [
      name,
      id,
      sorted(parameters),
      sorted(statuses),
    ]);
    expect(rows.toSorted()).toEqual(expected.toSorted());
  });

  test("and two that only the vendor's command line client shows", () => {
    const seen = operations.filter(({ operation }) => operation["x-evidence"] === "vendor-client");
    expect(seen.map(({ name }) => name)).toEqual([
      "GET /admin/v0/translation-imports/{translationImportId}/commit",
      "PUT /admin/v0/translation-imports/{translationImportId}/commit",
    ]);
  });

  test("has tokens of the reporting instance, without scopes", () => {
    expect(gateway.components.securitySchemes.MecOauth?.flows?.clientCredentials).toMatchObject({
      tokenUrl: "https://{reportingHost}/oauth/{company}/token",
      scopes: {},
    });
  });

  test("joins lists of users and roles by commas", () => {
    const lists = operations.flatMap(({ name, parameters }) =>
      parameters.filter(({ explode }) => explode === false).map((parameter) => `${name} ${parameter.name}`),
    );
    expect(lists).toEqual([
      "GET /admin/v1/users companyAccountId",
      "GET /admin/v1/users username",
      "GET /admin/v1/users-bulk-download role",
      "GET /admin/v1/users-bulk-download id",
      "GET /admin/v1/roles role",
    ]);
  });

  test("knows 76 administrative and 122 reporting permissions, and asks of a role for nothing but its name", () => {
    const { AdministrativePermission, ReportingPermission, Role } = gateway.components.schemas;
    expect(new Set(AdministrativePermission?.enum).size).toBe(76);
    expect(new Set(ReportingPermission?.enum).size).toBe(122);
    expect(Role?.required).toEqual(["name"]);
  });
});

describe("Conversations and V-Cloud", () => {
  test("are apart, with hosts of their own", () => {
    expect(read("conversations").servers.map(({ url }) => url)).toEqual(["https://conversations.sc4.medallia.com"]);
    expect(operationsOf(read("conversations")).map(({ name }) => name)).toEqual([
      "POST /apis/v0/channels/{channel-guid}/messages",
      "GET /apis/v0/channels/{channel-guid}/conversations",
    ]);
    expect(read("vcloud").servers.map(({ url }) => url)).toEqual(["https://vcloud.vocitec.com"]);
    expect(operationsOf(read("vcloud")).map(({ name }) => name)).toEqual([
      "POST /transcribe",
      "GET /transcribe/result/{requestid}",
      "GET /status",
    ]);
  });
});

test.each(["medallia-mec", "conversations", "vcloud"])("every schema of %s compiles", (name) => {
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addFormat("binary", true);
  const { schemas } = read(name).components;
  ajv.addSchema({ $id: name, components: { schemas } });
  for (const schema of Object.keys(schemas)) {
    expect(() => ajv.getSchema(`${name}#/components/schemas/${schema}`)).not.toThrow();
  }
});
