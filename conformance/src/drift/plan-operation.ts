import type { Exchange, Json } from "../exchange/types.js";
import type { Operation } from "../openapi/operation.js";
import type { OpenApiDocument, OperationObject } from "../openapi/types.js";
import type { CallInit } from "../plan/plan-call.js";
import { typedValue } from "../plan/typed-value.js";
import { prepare } from "../replay/prepare.js";
import type { Vendor } from "../vendors/types.js";
import type { Harvest } from "./harvest.js";

/** A call to make; or in words why there is none. */
export type Plan = { readonly init: CallInit; readonly hasPathParameters: boolean } | string;

/** Fills the parameters that an operation must have: from what the user gives, else from the vendor's own lists. */
export function planOperation(
  operation: Operation,
  given: Readonly<Record<string, string>>,
  harvest: Harvest,
  written: Exchange | undefined,
  vendor: Vendor,
): Plan {
  const isRead = operation.method === "GET" || operation.method === "HEAD";
  const documented = isRead ? undefined : initOf(written, vendor);
  if (!isRead && documented === undefined) return "no exchange shows what to send";
  const groups: Record<"path" | "query" | "header", Record<string, Json>> = {
    path: {},
    query: { ...documented?.params.query },
    header: { ...documented?.params.header },
  };
  for (const parameter of operation.parameters) {
    const { name, in: place, required, schema } = parameter;
    if (place === "cookie" || (place !== "path" && !required)) continue;
    const before = operation.template.slice(0, operation.template.indexOf(`{${name}}`));
    const value =
      given[`${before}{${name}}`] ??
      given[name] ??
      (place === "path" ? harvest.find(operation.template, name) : undefined);
    if (value !== undefined) groups[place][name] = typedValue(schema, value);
    else if (groups[place][name] === undefined)
      return `needs a value: --param '${place === "path" ? `${before}{${name}}` : name}=...'`;
  }
  return {
    init: { ...documented, headers: documented?.headers ?? {}, params: groups },
    hasPathParameters: operation.template.includes("{"),
  };
}

function initOf(exchange: Exchange | undefined, vendor: Vendor): CallInit | undefined {
  if (exchange === undefined) return undefined;
  const prepared = prepare(exchange, vendor);
  return prepared.kind === "call" ? prepared.call.init : undefined;
}

/** The first server of an operation. */
export function serverOf(document: OpenApiDocument, { template, method }: Operation): string | undefined {
  const item = document.paths?.[template];
  const servers =
    (item?.[method.toLowerCase()] as OperationObject | undefined)?.servers ?? item?.servers ?? document.servers;
  return servers?.[0]?.url;
}
