import type { OpenApiDocument } from "../../src/openapi/types.js";

const json = (schema: object) => ({ content: { "application/json": { schema } } });
const error = { description: "no", ...json({ $ref: "#/components/schemas/Error" }) };

/** An API that exists only here, with every way to write a request that the vendors' pages use. */
export const acmeDescription = {
  openapi: "3.1.0",
  info: { title: "Acme", version: "1" },
  servers: [{ url: "https://{tenant}.acme.test" }, { url: "https://eu.acme.test" }],
  paths: {
    "/v1/things": {
      get: {
        operationId: "list-things",
        parameters: [
          { name: "page", in: "query", schema: { type: "integer" } },
          { name: "summary", in: "query", schema: { type: "boolean" } },
          { name: "since", in: "query", schema: { type: "string", format: "date-time" } },
          { name: "text", in: "query", schema: { type: "string" } },
          { name: "state", in: "query", schema: { type: "string", enum: ["open", "closed"] } },
          { name: "ids", in: "query", schema: { type: "array", items: { type: "integer" } } },
          { name: "names", in: "query", explode: false, schema: { type: "array", items: { type: "string" } } },
          { name: "X-Tenant", in: "header", schema: { type: "string" } },
        ],
        responses: {
          "200": { description: "ok", ...json({ type: "array", items: { $ref: "#/components/schemas/Thing" } }) },
          "400": error,
          "401": error,
        },
      },
      post: {
        requestBody: json({ $ref: "#/components/schemas/Thing" }),
        responses: { "201": { description: "made", ...json({ $ref: "#/components/schemas/Thing" }) }, "4XX": error },
      },
    },
    "/v1/things/{id}": {
      parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
      get: {
        responses: { "200": { description: "ok", ...json({ $ref: "#/components/schemas/Thing" }) }, "404": error },
      },
      delete: { responses: { "204": { description: "gone" } } },
    },
    "/v1/things/latest": { get: { operationId: "latest", responses: { "200": { description: "ok", ...json({}) } } } },
    "/v1/things/{id}.csv": {
      get: {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        responses: { "200": { description: "ok", content: { "text/csv": { schema: { type: "string" } } } } },
      },
    },
    "/v1/notes/{id}": {
      put: {
        parameters: [{ name: "id", in: "path", required: true, schema: { type: "string" } }],
        requestBody: { content: { "text/plain": { schema: { type: "string" } } } },
        responses: { "204": { description: "kept" } },
      },
    },
    "/v1/login": {
      post: {
        requestBody: { content: { "application/x-www-form-urlencoded": { schema: { type: "object" } } } },
        responses: { "200": { description: "ok", ...json({}) } },
      },
    },
  },
  components: {
    securitySchemes: {
      oauth: {
        type: "oauth2",
        flows: {
          clientCredentials: {
            tokenUrl: "https://eu.acme.test/oauth/token",
            scopes: {},
            "x-token-response": {
              type: "object",
              required: ["access_token", "expires_in"],
              properties: { expires_in: { type: "integer" } },
            },
          },
        },
      },
      key: { type: "apiKey", in: "header", name: "X-Api-Key" },
    },
    schemas: {
      Thing: {
        type: "object",
        required: ["id"],
        properties: {
          id: { type: "string" },
          count: { type: "integer" },
          at: { type: "string", format: "date-time" },
          parts: { type: "array", items: { type: "string" } },
        },
      },
      Error: { type: "object", required: ["code"], properties: { code: { type: "integer" } } },
    },
  },
} as unknown as OpenApiDocument;
