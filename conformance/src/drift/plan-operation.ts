import type { Exchange, Json } from "../exchange/types.js";
import type { Operation } from "../openapi/operation.js";
import type { OpenApiDocument, OperationObject, SchemaObject } from "../openapi/types.js";
import type { CallInit } from "../plan/plan-call.js";
import { typedValue } from "../plan/typed-value.js";
import { prepare } from "../replay/prepare.js";
import type { Vendor } from "../vendors/types.js";
import type { Harvest } from "./harvest.js";

/** A call to make; or in words why there is none. */
export type Plan = PlannedCall | string;

interface PlannedCall {
  readonly init: CallInit;
  /** Whether there is something at its path for certain: a list without parameters, or an item that the vendor has just listed. */
  readonly exists: boolean;
}

/** Where the values of parameters come from. */
export interface PlanSources {
  /** The user's, by name, by the path up to a parameter of it, or `/v1/things?limit` for one of the query of one operation. */
  readonly given: Readonly<Record<string, string | readonly string[]>>;
  /** What the settings of the vendor say, by the parameter's name. */
  readonly settings: Readonly<Record<string, string>>;
  readonly harvest: Harvest;
  /** The exchange that shows the operation. */
  readonly written: Exchange | undefined;
  readonly vendor: Vendor;
}

/** Fills the parameters that an operation must have: from what the user gives, else from the vendor's own lists. */
export function planOperation(operation: Operation, { given, settings, harvest, written, vendor }: PlanSources): Plan {
  const { template, method, parameters } = operation;
  const isRead = method === "GET" || method === "HEAD";
  const documented = isRead ? undefined : initOf(written, vendor);
  if (!isRead && documented === undefined) return "no exchange shows what to send";
  const groups: Record<"path" | "query" | "header", Record<string, Json>> = {
    path: {},
    query: { ...documented?.params.query },
    header: { ...documented?.params.header },
  };
  const harvested = new Set<string>();
  for (const { name, in: place, required, schema, items } of parameters) {
    if (place === "cookie") continue;
    const before = template.slice(0, template.indexOf(`{${name}}`));
    const named = given[`${template}?${name}`];
    if (place !== "path" && !required && named === undefined) continue;
    const listed = place === "path" ? harvest.find(template, name) : undefined;
    const told = named ?? given[`${before}{${name}}`] ?? given[name] ?? settings[name];
    const value = told ?? listed ?? onlyValue(schema);
    if (value !== undefined)
      groups[place][name] =
        typeof value === "string" ? typedValue(schema, value) : value.map((one) => typedValue(items ?? {}, one));
    else if (groups[place][name] === undefined && vendor.live?.filled?.includes(name) !== true)
      return `needs a value: ${optionFor(vendor, name, place === "path" ? `${before}{${name}}` : name)}`;
    if (told === undefined && listed !== undefined) harvested.add(name);
  }
  const last = /\/\{([^}]+)\}$/.exec(template)?.[1];
  const isCertain = template.includes("{") ? last !== undefined && harvested.has(last) : true;
  return {
    init: { ...documented, headers: documented?.headers ?? {}, params: groups },
    exists: isRead && isCertain && Object.keys(groups.query).length === 0,
  };
}

/** The option that gives it: a setting of the account, where there is one. */
function optionFor({ live }: Vendor, name: string, place: string): string {
  const setting = live?.settings.find(({ parameters }) => parameters?.includes(name));
  return setting === undefined ? `--param '${place}=...'` : `--setting ${setting.name}=...`;
}

/** A parameter that can have one value only has it. */
function onlyValue(schema: SchemaObject): string | undefined {
  const { default: standard, enum: values } = schema as {
    readonly default?: unknown;
    readonly enum?: readonly unknown[];
  };
  const value = standard ?? (values?.length === 1 ? values[0] : undefined);
  return value === undefined || typeof value === "object" ? undefined : String(value);
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
