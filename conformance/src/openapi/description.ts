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

  constructor(document: OpenApiDocument) {
    this.document = document;
    this.routes = new RouteIndex(document);
    this.tokenEndpoints = tokenEndpoints(document, this.routes.servers);
    this.validators = new Validators(document);
  }

  /** The names of request headers, lower case, by which the vendor knows its caller (API keys). */
  get credentialHeaders(): ReadonlySet<string> {
    const schemes = Object.values(this.document.components?.securitySchemes ?? {});
    return new Set(
      schemes.flatMap((scheme) =>
        scheme.type === "apiKey" && scheme.in === "header" && scheme.name ? [scheme.name.toLowerCase()] : [],
      ),
    );
  }

  /** The names of query parameters by which an operation's caller is known. */
  credentialQuery({ security }: Operation): ReadonlySet<string> {
    const schemes = this.document.components?.securitySchemes ?? {};
    return new Set(
      security.flatMap((requirement) =>
        Object.keys(requirement).flatMap((name) => {
          const scheme = schemes[name];
          return scheme?.type === "apiKey" && scheme.in === "query" && scheme.name ? [scheme.name] : [];
        }),
      ),
    );
  }
}
