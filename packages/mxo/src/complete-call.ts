import { ConfigurationError, credential, type RequestParts } from "@x/client-core";

/** The keys of a Space that a client's options name. */
export interface Keys {
  siteKey?: string | undefined;
  workspaceId?: string | undefined;
}

/** Which operations need which key, and where it goes. */
const places: readonly (readonly [RegExp, place: "path" | "query" | "header", name: "sk" | keyof Keys])[] = [
  [/\{sk\}/, "path", "sk"],
  [/\{siteKey\}/, "path", "siteKey"],
  [/\{workspaceId\}/, "path", "workspaceId"],
  [/batchv2/, "header", "workspaceId"],
  [/2\.0\//, "query", "sk"],
];

/** What one call may hold at the most, where that is documented. */
function limitOf(operation: string): number | false {
  return /s\/offline|activity/.test(operation) ? 100 : /batchv2/.test(operation) && 5_000;
}

/**
 * A key that becomes a segment of a path.
 * @throws ConfigurationError when it holds characters that do not belong there, or means another one (RFC 3986 section 3.3).
 */
export function checkKey(option: keyof Keys, value: string): string {
  if (!/^(?!\.\.?$)[\w.~!$&'()*+,;=:@-]+$/.test(value)) {
    throw new ConfigurationError(option, "does not belong in a path segment");
  }
  return value;
}

/**
 * A call with everything that the client's options say, checked against the documented limits before it is sent.
 * @throws ConfigurationError for a key that nobody gave, or for more items than one call may hold.
 */
export function completeCall(operation: string, parts: RequestParts, keys: Keys): RequestParts {
  const { body } = parts;
  const params = { ...parts.params };
  for (const [fits, place, name] of places) {
    if (fits.test(operation) && !params[place]?.[name]) {
      const key = name === "sk" ? "siteKey" : name;
      const variable = key === "siteKey" ? "MXO_SITE_KEY" : "MXO_WORKSPACE_ID";
      params[place] = { ...params[place], [name]: checkKey(key, credential(key, keys[key], variable)) };
    }
  }
  // A deletion without it would be one of the whole table.
  if (/^(GET|DELETE) .*\{target\}$/.test(operation) && !params.query?.pk)
    throw new ConfigurationError("params.query.pk", "is missing");
  const count = countItems(body);
  const most = limitOf(operation);
  if (most && count > most) throw new ConfigurationError("body", `holds ${count} items; one call takes ${most}`);
  // Text is taken for JSON lines; the other form of a batch is an array.
  if (typeof body === "string") params.header = { ...params.header, "content-type": "application/x-ndjson" };
  return { ...parts, params };
}

/** The items of a list, of the longest list in an object, or of JSON lines. */
function countItems(body: unknown): number {
  if (typeof body === "string") return body.match(/.*\S/g)?.length ?? 0;
  const lists = [body, ...Object.values(body ?? {})].filter(Array.isArray);
  return Math.max(0, ...lists.map((list) => list.length));
}
