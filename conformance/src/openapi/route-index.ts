import { pathSegments } from "../text/split-url.js";
import { type Operation, readOperation } from "./operation.js";
import { literalWeight, matchTemplate, type TemplateSegment, templateSegments } from "./path-template.js";
import { matchServer, parseServer, type Server } from "./server.js";
import type { OpenApiDocument, OperationObject, PathItemObject, ServerObject } from "./types.js";

/** An operation that a documented URL means, with its path parameters, decoded. */
export interface RouteMatch {
  readonly operation: Operation;
  readonly pathParameters: Readonly<Record<string, string>>;
  /** The path of the server under which it was found, such as `/eu`; `''` for a bare origin. */
  readonly basePath: string;
}

interface Route {
  readonly operation: Operation;
  readonly servers: readonly Server[];
  readonly segments: readonly TemplateSegment[];
  readonly weight: number;
}

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/** The operations of a description, found by method and path. */
export class RouteIndex {
  readonly operations: readonly Operation[];
  /** Every server that the description names, for any of its operations. */
  readonly servers: readonly Server[];
  /** By method and number of segments. */
  readonly #routes = new Map<string, Route[]>();

  constructor(document: OpenApiDocument) {
    const routes = readRoutes(document);
    this.operations = [...new Set(routes.map((route) => route.operation))];
    this.servers = unique(routes.flatMap((route) => route.servers));
    for (const route of routes) {
      const key = `${route.operation.method} ${route.segments.length}`;
      const group = this.#routes.get(key);
      if (group === undefined) this.#routes.set(key, [route]);
      else group.push(route);
    }
    for (const group of this.#routes.values()) group.sort((a, b) => b.weight - a.weight);
  }

  /** Whether a host is one of the vendor's. */
  knowsHost(scheme: string, host: string): boolean {
    return this.servers.some((server) => matchServer(server, scheme, host));
  }

  /**
   * The operation that method, host and path mean. Literal segments beat parameters; a placeholder in the documented path stands for a
   * literal segment only when nothing else fits. `host` left out: on any server.
   */
  find(method: string, path: string, at?: { readonly scheme: string; readonly host: string }): RouteMatch | undefined {
    const documented = pathSegments(path);
    return (
      this.#find(method, documented, at, false) ??
      (path.includes("{") || path.includes("<") ? this.#find(method, documented, at, true) : undefined)
    );
  }

  #find(
    method: string,
    documented: readonly string[],
    at: { scheme: string; host: string } | undefined,
    loose: boolean,
  ): RouteMatch | undefined {
    for (const { operation, servers, segments } of this.#routes.get(`${method} ${documented.length}`) ?? []) {
      if (at !== undefined && !servers.some((server) => matchServer(server, at.scheme, at.host))) continue;
      const pathParameters = matchTemplate(segments, documented, loose);
      if (pathParameters !== undefined) return { operation, pathParameters, basePath: servers[0]?.basePath ?? "" };
    }
    return undefined;
  }
}

function readRoutes(document: OpenApiDocument): Route[] {
  return Object.entries(document.paths ?? {}).flatMap(([template, item]) =>
    METHODS.filter((method) => item[method] !== undefined).flatMap((method) =>
      routesOf(document, template, item, method),
    ),
  );
}

/** One route for each base path among the servers; nearly always one. */
function routesOf(document: OpenApiDocument, template: string, item: PathItemObject, method: string): Route[] {
  const operation = readOperation(document, template, item, method);
  const declared: readonly ServerObject[] =
    (item[method] as OperationObject).servers ?? item.servers ?? document.servers ?? [];
  const servers = declared.map((server) => parseServer(server.url)).filter((server) => server !== undefined);
  return [...new Set(servers.map((server) => server.basePath))].map((basePath) => {
    const segments = templateSegments(basePath + template);
    return {
      operation,
      servers: servers.filter((server) => server.basePath === basePath),
      segments,
      weight: literalWeight(segments),
    };
  });
}

function unique(servers: readonly Server[]): Server[] {
  return [
    ...new Map(servers.map((server) => [`${server.scheme}://${server.host}${server.basePath}`, server])).values(),
  ];
}
