import type { Exchange } from "../../src/exchange/types.js";
import type { Operation } from "../../src/openapi/operation.js";
import { prepare } from "../../src/replay/prepare.js";
import type { SandboxCredentials } from "../../src/sandbox/types.js";
import type { Vendor } from "../../src/vendors/types.js";

/** Every setting of a vendor, as its sandbox has them: the same id and secret in every place. */
export function accountOf(
  vendor: Vendor,
  { clientId, clientSecret }: SandboxCredentials,
): Record<string, string | undefined> {
  const values = (vendor.live?.settings ?? []).map(({ name, isSecret }) => {
    if (/company$/i.test(name)) return [name, "acme"];
    return [name, isSecret ? (/(clientId|username)$/i.test(name) ? clientId : clientSecret) : undefined];
  });
  return Object.fromEntries(values) as Record<string, string | undefined>;
}

/** What a user would say to get the documented answer of one exchange. */
export interface DocumentedRead {
  readonly id: string;
  readonly operation: string;
  readonly parameters: Readonly<Record<string, string | readonly string[]>>;
  /** Whether the page shows JSON. */
  readonly isJson: boolean;
  /** The region in front of the path. */
  readonly analyticsRegion: string | undefined;
}

/** The successful reads that a vendor's exchanges show. */
export function documentedReads(vendor: Vendor, exchanges: readonly Exchange[]): DocumentedRead[] {
  return exchanges.flatMap((exchange): DocumentedRead[] => {
    const { id, request, response } = exchange;
    if (!id.startsWith(`${vendor.id}/`) || request.method !== "GET" || !response || response.status > 299) return [];
    const prepared = prepare(exchange, vendor);
    if (prepared.kind !== "call") return [];
    const { operation, init, basePath } = prepared.call;
    return [
      {
        id,
        operation: `GET ${operation.template}`,
        isJson: typeof response.body === "object" && response.body !== null,
        parameters: given(operation, init.params),
        analyticsRegion: basePath.slice(1) || undefined,
      },
    ];
  });
}

type Groups = Readonly<Record<"path" | "query" | "header", Readonly<Record<string, unknown>>>>;

function given(
  { template, parameters }: Operation,
  { path, query, header }: Groups,
): Record<string, string | string[]> {
  const values: Record<string, string | string[]> = {};
  for (const [name, value] of Object.entries(path))
    values[`${template.slice(0, template.indexOf(`{${name}}`))}{${name}}`] = String(value);
  for (const [name, value] of Object.entries(query))
    values[`${template}?${name}`] = Array.isArray(value) ? value.map(String) : String(value);
  for (const [name, value] of Object.entries(header)) values[name] = String(value);
  // A page that shows the answer alone has no query.
  for (const { name, in: place, required } of parameters)
    if (required && place === "query") values[`${template}?${name}`] ??= "1";
  return values;
}
