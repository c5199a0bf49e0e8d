import type { Json, JsonObject } from "../exchange/types.js";

/** As much of an OpenAPI 3.1 description as replay and sandbox read. */
export interface OpenApiDocument {
  readonly openapi: string;
  readonly info: { readonly title: string; readonly version: string };
  readonly servers?: readonly ServerObject[];
  readonly paths?: Readonly<Record<string, PathItemObject>>;
  readonly components?: { readonly securitySchemes?: Readonly<Record<string, SecuritySchemeObject>> } & Readonly<
    Record<string, unknown>
  >;
  readonly security?: readonly SecurityRequirement[];
  /** What the vendor sends to its customers, by name. */
  readonly webhooks?: Readonly<Record<string, PathItemObject>>;
}

/** Scheme name to scopes. */
export type SecurityRequirement = Readonly<Record<string, readonly string[]>>;

export interface ServerObject {
  readonly url: string;
}

export interface PathItemObject {
  readonly servers?: readonly ServerObject[];
  readonly parameters?: readonly (ParameterObject | Reference)[];
  readonly [method: string]: unknown;
}

export interface Reference {
  readonly $ref: string;
}

export interface OperationObject {
  readonly operationId?: string;
  readonly deprecated?: boolean;
  readonly externalDocs?: { readonly url?: string };
  readonly servers?: readonly ServerObject[];
  readonly parameters?: readonly (ParameterObject | Reference)[];
  readonly requestBody?: RequestBodyObject | Reference;
  readonly responses?: Readonly<Record<string, ResponseObject | Reference>>;
  readonly security?: readonly SecurityRequirement[];
  /** The operation issues tokens, in a way that no OAuth flow describes. */
  readonly "x-token-endpoint"?: boolean;
}

export interface ParameterObject {
  readonly name: string;
  readonly in: "path" | "query" | "header" | "cookie";
  readonly required?: boolean;
  readonly style?: string;
  readonly explode?: boolean;
  readonly schema?: SchemaObject;
}

export interface RequestBodyObject {
  readonly required?: boolean;
  readonly content?: Readonly<Record<string, MediaTypeObject>>;
}

export interface ResponseObject {
  readonly content?: Readonly<Record<string, MediaTypeObject>>;
}

export interface MediaTypeObject {
  readonly schema?: SchemaObject;
}

/** A JSON Schema, or a reference to one. */
export interface SchemaObject {
  readonly $ref?: string;
  readonly type?: string | readonly string[];
  readonly format?: string;
  readonly items?: SchemaObject;
  readonly [keyword: string]: Json | SchemaObject | undefined;
}

export interface SecuritySchemeObject {
  readonly type: string;
  readonly scheme?: string;
  readonly in?: string;
  readonly name?: string;
  readonly flows?: Readonly<Record<string, OAuthFlowObject>>;
}

export interface OAuthFlowObject {
  readonly tokenUrl?: string;
  readonly scopes?: Readonly<Record<string, string>>;
  /** The schema of the token answer. */
  readonly "x-token-response"?: JsonObject;
}
