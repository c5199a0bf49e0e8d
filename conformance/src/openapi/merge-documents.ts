import type { OpenApiDocument, OperationObject, PathItemObject } from "./types.js";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * One description of a vendor whose APIs are described apart, each with hosts and credentials of its own. Components get the name of their
 * document as a prefix, and what a document says of all its operations is said at each of them. The documents become part
 * of the result: their references are written anew in place, as copies of large descriptions take long and much memory.
 *
 * @throws Error when two documents describe the same path.
 */
export function mergeDocuments(documents: Readonly<Record<string, OpenApiDocument>>): OpenApiDocument {
  const paths: Record<string, PathItemObject> = {};
  const components: Record<string, Record<string, unknown>> = {};
  const webhooks: Record<string, PathItemObject> = {};
  for (const [name, document] of Object.entries(documents)) {
    prefixReferences(document, name);
    for (const [path, item] of Object.entries(document.paths ?? {})) {
      if (paths[path] !== undefined) throw new Error(`${path} is described twice, the second time by ${name}`);
      paths[path] = { servers: document.servers ?? [], ...securedItem(item, document, name) };
    }
    for (const [hook, item] of Object.entries(document.webhooks ?? {})) webhooks[`${name}.${hook}`] = item;
    for (const [kind, members] of Object.entries(document.components ?? {})) {
      const all = components[kind] ?? {};
      components[kind] = all;
      for (const [member, value] of Object.entries(members as Record<string, unknown>))
        all[`${name}.${member}`] = value;
    }
  }
  const [first] = Object.values(documents);
  if (first === undefined) throw new Error("there is no document to merge");
  return { openapi: first.openapi, info: first.info, paths, components, webhooks };
}

function securedItem(item: PathItemObject, { security }: OpenApiDocument, name: string): PathItemObject {
  const secured: Record<string, unknown> = { ...item };
  for (const method of METHODS) {
    const operation = item[method] as OperationObject | undefined;
    if (operation === undefined) continue;
    const own = (operation.security ?? security ?? []).map((requirement) =>
      Object.fromEntries(Object.entries(requirement).map(([scheme, scopes]) => [`${name}.${scheme}`, scopes])),
    );
    secured[method] = { ...operation, security: own };
  }
  return secured;
}

/** References to components get the prefix. */
function prefixReferences(value: unknown, name: string): void {
  if (value === null || typeof value !== "object") return;
  for (const [member, inner] of Object.entries(value)) {
    if (member === "$ref" && typeof inner === "string")
      (value as Record<string, unknown>)[member] = inner.replace(/^(#\/components\/[^/]+\/)/, `$1${name}.`);
    else prefixReferences(inner, name);
  }
}
