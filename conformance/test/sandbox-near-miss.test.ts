import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { Description } from "../src/openapi/description.js";
import type { DeclaredParameter, Operation } from "../src/openapi/operation.js";
import { sample } from "../src/sandbox/state/compose.js";
import { objectShape, requestSchema, schemaAt } from "../src/sandbox/state/schema-node.js";
import { useSandbox } from "../src/sandbox/use-sandbox.js";
import { vendors } from "../src/vendors/registry.js";

const sandbox = useSandbox({ afterAll, beforeAll, beforeEach }, { state: false });
const CULTURE_AMP_SCOPE =
  "target-entity:8ed17dce-9eca-4383-a9e1-54f82c362b6d:employees-read,employee-demographics-read,performance-evaluations-read,surveys-read";

const tokens = new Map<string, string>();
async function tokenOf(
  vendor: string,
  path: string,
  fields: Record<string, string>,
  headers: Record<string, string> = {},
) {
  const key = `${vendor} ${path}`;
  if (!tokens.has(key)) {
    const response = await fetch(sandbox.origin(vendor) + path, {
      method: "POST",
      headers,
      body: new URLSearchParams(fields),
    });
    tokens.set(key, ((await response.json()) as { access_token: string }).access_token);
  }
  return tokens.get(key) ?? "";
}

/** All that may be wanted of a caller by an operation. */
async function credentialsFor(
  vendor: string,
  operation: Operation,
  { document }: Description,
): Promise<Record<string, string>> {
  const { clientId, clientSecret } = sandbox.credentials;
  const schemes = operation.security
    .flatMap((one) => Object.keys(one))
    .map((name) => document.components?.securitySchemes?.[name]);
  const headers: Record<string, string> = {
    "x-api-key": clientSecret,
    "8x8-apikey": clientSecret,
    token: clientSecret,
  };
  if (schemes.some((scheme) => scheme?.scheme === "basic"))
    headers.authorization = `Basic ${btoa(`${clientId}:${clientSecret}`)}`;
  else if (schemes.some((scheme) => scheme?.scheme === "bearer"))
    headers.authorization = `Bearer ${await tokenOf(vendor, "/analytics/work/v1/oauth/token", { username: clientId, password: clientSecret }, { "8x8-apikey": clientSecret })}`;
  else {
    const path =
      { cultureamp: "/v1/oauth2/token", "medallia-mec": "/oauth/acme/token", mxo: "/one/oauth2token" }[vendor] ??
      "/oauth/v2/token";
    const fields = {
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      ...(vendor === "cultureamp" && { scope: CULTURE_AMP_SCOPE }),
    };
    headers.authorization = `Bearer ${await tokenOf(vendor, path, fields)}`;
  }
  return headers;
}

interface Sent {
  readonly method?: string;
  readonly path?: string;
  readonly query?: Record<string, string>;
  readonly without?: string;
  readonly body?: unknown;
}

const described = vendors
  .filter(({ id }) => id !== "crowdicity")
  .map(({ id, describe: read }) => [id, read()] as const);

describe.each(described)("%s", (vendor, description) => {
  const isToken = ({ template }: Operation) => description.tokenEndpoints.some(({ path }) => path === template);
  const operations = description.routes.operations.filter((operation) => !isToken(operation));
  /** A request that is right but for one thing. */
  async function answerTo(operation: Operation, { method = operation.method, path, query = {}, without, body }: Sent) {
    const values = new URLSearchParams();
    for (const parameter of operation.parameters) {
      if (parameter.in === "query" && parameter.required && parameter.name !== without)
        values.set(parameter.name, String(wantedBy(description, parameter)));
    }
    for (const [name, value] of Object.entries(query)) values.set(name, value);
    const headers = await credentialsFor(vendor, operation, description);
    for (const parameter of operation.parameters)
      if (parameter.in === "header" && parameter.required && parameter.name !== without)
        headers[parameter.name] = String(wantedBy(description, parameter));
    const type = [...(operation.requestContent?.keys() ?? [])].find((name) => name.includes("json"));
    const sent =
      body === undefined && type !== undefined && method === operation.method
        ? sample(description, requestSchema(description, operation), 0)
        : body;
    if (operation.security.some((one) => Object.keys(one).includes("vcloud.Token")))
      values.set("token", sandbox.credentials.clientSecret);
    const response = await fetch(
      `${sandbox.origin(vendor)}${path ?? operation.template.replace(/\{[^}]+\}/g, "1")}?${values}`,
      {
        method,
        headers: { ...headers, ...(type !== undefined && method !== "GET" && { "content-type": type }) },
        ...(sent !== undefined && method !== "GET" && { body: JSON.stringify(sent) }),
      },
    );
    await response.arrayBuffer();
    return { status: response.status, reason: sandbox.journal.at(-1)?.reason ?? "" };
  }

  /** Every refusal says what is wrong, and which exchange comes nearest. */
  function expectHelp(
    operation: Operation,
    { status, reason }: { status: number; reason: string },
    wanted: number,
    ...parts: string[]
  ) {
    const where = `${operation.method} ${operation.template}`;
    expect([where, status, reason]).toEqual([where, wanted, expect.any(String)]);
    for (const part of parts) expect(`${where}: ${reason}`).toContain(part);
    expect(`${where}: ${reason}`).toContain(`nearest exchange: ${vendor}/`);
  }

  test("an undeclared query parameter", async () => {
    for (const operation of operations) {
      const answer = await answerTo(operation, { query: { undeclared_thing: "1" } });
      expectHelp(operation, answer, 400, 'query "undeclared_thing" is unknown');
    }
  });

  test("a required query parameter or header that is missing", async () => {
    for (const operation of operations) {
      for (const { name, required, in: place } of operation.parameters) {
        if (!required || (place !== "query" && place !== "header")) continue;
        const answer = await answerTo(operation, { without: name });
        // A documented request may do without a header.
        if (place === "header" && answer.status !== 400) continue;
        expectHelp(operation, answer, 400, `${place} "${name}" is missing`);
      }
    }
  });

  test("a query parameter with a value that is none of the few", async () => {
    for (const operation of operations) {
      const parameter = operation.parameters.find(
        ({ in: place, schema }) => place === "query" && Array.isArray(schema.enum),
      );
      if (parameter === undefined) continue;
      const answer = await answerTo(operation, { query: { [parameter.name]: "banana" } });
      expectHelp(
        operation,
        answer,
        400,
        `query "${parameter.name}" must be one of ${JSON.stringify((parameter.schema.enum as unknown[])[0])}`,
      );
    }
  });

  test("a required member of a body that is missing, and a body that is no object", async () => {
    for (const operation of operations) {
      const type = [...(operation.requestContent?.keys() ?? [])].find((name) => name.includes("json"));
      const node = requestSchema(description, operation);
      if (type === undefined || node === undefined || node.value.type !== "object") continue;
      const whole = sample(description, node, 0) as Record<string, unknown>;
      for (const name of objectShape(description, node).required) {
        const { [name]: _, ...body } = whole;
        expectHelp(operation, await answerTo(operation, { body }), 400, `body member "/${name}" is missing`);
      }
      expectHelp(operation, await answerTo(operation, { body: 7 }), 400, "body must be object");
    }
  });

  test("another method", async () => {
    for (const operation of operations) {
      const answer = await answerTo(operation, { method: "OPTIONS" });
      expectHelp(operation, answer, 405, `takes`, "not OPTIONS");
    }
  });

  test("a path that is off by a letter", async () => {
    for (const operation of operations) {
      const segments = operation.template.replace(/\{[^}]+\}/g, "1").split("/");
      const at = segments.findLastIndex((segment) => /^[a-z-]{4,}$/.test(segment));
      const path = segments.map((segment, index) => (index === at ? `${segment.slice(0, -1)}q` : segment)).join("/");
      const answer = await answerTo(operation, { path });
      expect([path, [400, 401, 404, 405].includes(answer.status)]).toEqual([path, true]);
      if (answer.reason.startsWith("there is no operation"))
        expect(`${path}: ${answer.reason}`).toContain("did you mean /");
      else
        expect(`${path}: ${answer.reason}`).toMatch(
          /takes|nearest exchange|neither documented|no exchange shows|is missing|no access token|the sandbox did not/,
        );
    }
  });
});

function wantedBy(description: Description, { schema, schemaPointer }: DeclaredParameter): unknown {
  const node = schemaAt(description, schemaPointer) ?? { value: schema, pointer: "" };
  return sample(description, node, 0) ?? "1";
}
