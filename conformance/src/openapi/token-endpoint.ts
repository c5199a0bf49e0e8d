import { matchesDocumented } from "../text/matches-documented.js";
import { pointerToken } from "../text/pointer.js";
import { pathSegments, splitUrl, type UrlParts } from "../text/split-url.js";
import { matchTemplate, type TemplateSegment, templateSegments } from "./path-template.js";
import type { Server } from "./server.js";
import type { OpenApiDocument, OperationObject } from "./types.js";

/** A place where the vendor issues tokens. The client calls it by itself. */
export interface TokenEndpoint {
  readonly scheme: string;
  readonly host: string;
  readonly path: string;
  /** The path, taken apart. */
  readonly segments: readonly TemplateSegment[];
  /** Where the description holds the schema of its answer. */
  readonly schemaPointer: string | undefined;
}

/**
 * The token endpoints of a description: the `tokenUrl` of each OAuth flow, on its own host and, when that host is one of the servers, on the
 * other servers too (a sandbox has its token endpoint under the same path); and each operation that is marked with `x-token-endpoint`, for what
 * is no OAuth grant.
 */
export function tokenEndpoints(document: OpenApiDocument, servers: readonly Server[]): TokenEndpoint[] {
  const found: TokenEndpoint[] = [];
  for (const [name, scheme] of Object.entries(document.components?.securitySchemes ?? {})) {
    for (const [flowName, flow] of Object.entries(scheme.flows ?? {})) {
      const url = flow.tokenUrl === undefined ? undefined : splitUrl(flow.tokenUrl);
      if (url === undefined) continue;
      const base = `/components/securitySchemes/${pointerToken(name)}/flows/${pointerToken(flowName)}/x-token-response`;
      const schemaPointer = flow["x-token-response"] && base;
      const isServer = servers.some((server) => server.host === url.host && server.scheme === url.scheme);
      const hosts = isServer ? servers : [url];
      const segments = templateSegments(url.path);
      for (const { scheme: hostScheme, host } of hosts)
        found.push({ scheme: hostScheme, host, path: url.path, segments, schemaPointer });
    }
  }
  return [...found, ...markedOperations(document)];
}

function markedOperations(document: OpenApiDocument): TokenEndpoint[] {
  return Object.entries(document.paths ?? {}).flatMap(([path, item]) => {
    const post = item.post as OperationObject | undefined;
    if (post?.["x-token-endpoint"] !== true) return [];
    const schemaPointer = `/paths/${pointerToken(path)}/post/responses/200/content/application~1json/schema`;
    const servers = post.servers ?? item.servers ?? document.servers ?? [];
    const segments = templateSegments(path);
    return servers.flatMap(({ url }) => {
      const parts = splitUrl(url);
      return parts ? [{ scheme: parts.scheme, host: parts.host, path, segments, schemaPointer }] : [];
    });
  });
}

/** Whether a URL is that endpoint; a variable in the endpoint's host or path stands for any value. */
export function isTokenEndpoint(endpoint: TokenEndpoint, url: UrlParts): boolean {
  return (
    endpoint.scheme === url.scheme && matchesDocumented(endpoint.host, url.host) && isTokenPath(endpoint, url.path)
  );
}

/** Whether a path is that of the endpoint, wherever it is served. */
export function isTokenPath({ path: template, segments }: TokenEndpoint, path: string): boolean {
  if (template === path) return true;
  // Nothing to take apart: a literal path can only differ by what is encoded.
  if (!template.includes("{") && !path.includes("%")) return false;
  return matchTemplate(segments, pathSegments(path), false) !== undefined;
}
