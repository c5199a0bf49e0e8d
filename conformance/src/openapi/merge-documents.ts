import type { Json, JsonObject } from "../exchange/types.js";
import type { OpenApiDocument, OperationObject, PathItemObject } from "./types.js";

const METHODS = ["get", "put", "post", "delete", "options", "head", "patch", "trace"];

/**
 * One description of a vendor whose APIs are described apart, each with hosts and credentials of its own. Components get the name of their
 * document as a prefix, and what a document says of all its operations is said at each of them.
 *
 * @throws Error when two documents describe the same path.
 */
export function mergeDocuments(documents: Readonly<Record<string, OpenApiDocument>>): OpenApiDocument {
  const paths: Record<string, PathItemObject> = {};
  const components: Record<string, Record<string, unknown>> = {};
  const webhooks: Record<string, PathItemObject> = {};
  for (const [name, document] of Object.entries(documents)) {
    for (const [path, item] of Object.entries(prefixed(document.paths ?? {}, name))) {
      if (paths[path] !== undefined) throw new Error(`${path} is described twice, the second time by ${name}`);
      paths[path] = { servers: document.servers ?? [], ...securedItem(item, document, name) };
    }
    for (const [hook, item] of Object.entries(prefixed(document.webhooks ?? {}, name)))
      webhooks[`${name}.${hook}`] = item;
    for (const [kind, members] of Object.entries(document.components ?? {})) {
      const own = Object.entries(prefixed(members as Record<string, unknown>, name));
      components[kind] = {
        ...components[kind],
        ...Object.fromEntries(own.map(([member, value]) => [`${name}.${member}`, value])),
      };
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

/** References to components, with the prefix. */
function prefixed<Value>(value: Value, name: string): Value {
  if (Array.isArray(value)) return value.map((item) => prefixed(item, name)) as Value;
  if (value === null || typeof value !== "object") return value;
  const entries = Object.entries(value as unknown as JsonObject).map(([member, inner]): [string, Json] =>
    member === "$ref" && typeof inner === "string"
      ? [member, inner.replace(/^(#\/components\/[^/]+\/)/, `$1${name}.`)]
      : [member, prefixed(inner, name)],
  );
  return Object.fromEntries(entries) as Value;
}
