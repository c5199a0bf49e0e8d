import type { Operation } from "./operation.js";
import { RouteIndex } from "./route-index.js";
import { type TokenEndpoint, tokenEndpoints } from "./token-endpoint.js";
import type { OpenApiDocument } from "./types.js";
import { Validators } from "./validators.js";

/** A vendor's OpenAPI description, indexed once. */
export class Description {
  readonly document: OpenApiDocument;
  readonly routes: RouteIndex;
  readonly tokenEndpoints: readonly TokenEndpoint[];
  readonly validators: Validators;
  /** The names of request headers, lower case, by which the vendor knows its caller (API keys). */
  readonly credentialHeaders: ReadonlySet<string>;
  readonly #credentialQuery = new Map<Operation, ReadonlySet<string>>();

  constructor(document: OpenApiDocument) {
    this.document = document;
    this.routes = new RouteIndex(document);
    this.tokenEndpoints = tokenEndpoints(document, this.routes.servers);
    this.validators = new Validators(document);
    this.credentialHeaders = new Set(credentialHeaders(document));
  }

  /** The names of query parameters by which an operation's caller is known. */
  credentialQuery(operation: Operation): ReadonlySet<string> {
    let names = this.#credentialQuery.get(operation);
    if (names === undefined) {
      names = new Set(credentialQuery(this.document, operation));
      this.#credentialQuery.set(operation, names);
    }
    return names;
  }
}

function credentialHeaders({ components }: OpenApiDocument): string[] {
  return Object.values(components?.securitySchemes ?? {}).flatMap((scheme) =>
    scheme.type === "apiKey" && scheme.in === "header" && scheme.name ? [scheme.name.toLowerCase()] : [],
  );
}

function credentialQuery({ components }: OpenApiDocument, { security }: Operation): string[] {
  return security.flatMap((requirement) =>
    Object.keys(requirement).flatMap((name) => {
      const scheme = components?.securitySchemes?.[name];
      return scheme?.type === "apiKey" && scheme.in === "query" && scheme.name ? [scheme.name] : [];
    }),
  );
}
