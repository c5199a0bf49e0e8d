import { withhold, withholdMembers } from "../compare/withhold.js";
import type { Json } from "../exchange/types.js";
import { isFormType, isJsonType, mediaType } from "../text/media-type.js";
import { wirePairs } from "../text/pairs.js";
import { parseJson } from "../text/parse-json.js";
import { decodePercent } from "../text/percent.js";
import type { JournalEntry, SandboxAnswer, SandboxRequest } from "./types.js";

/** A journal keeps this many requests; older ones are dropped. */
export const MAX_JOURNAL_ENTRIES = 10_000;

/** A journal entry, with credentials withheld. */
export function journalEntry(at: number, vendor: string, request: SandboxRequest, answer: SandboxAnswer): JournalEntry {
  const { status, exchange, match, fault, reason } = answer;
  return {
    at,
    vendor,
    method: request.method,
    path: decodePercent(request.path),
    query: wirePairs(request.query).map(([name, value]) => [name, withhold(name, value)]),
    headers: Object.fromEntries([...request.headers].map(([name, value]) => [name, withhold(name, value)])),
    body: readBody(request),
    status,
    ...(exchange !== undefined && { exchange }),
    ...(match !== undefined && { match }),
    ...(fault !== undefined && { fault }),
    ...(reason !== undefined && { reason }),
  };
}

function readBody({ headers, body }: SandboxRequest): Json {
  if (body === "") return null;
  const type = mediaType(headers.get("content-type"));
  if (isFormType(type))
    return Object.fromEntries(wirePairs(body).map(([name, value]) => [name, withhold(name, value)]));
  if (!isJsonType(type)) return body;
  const json = parseJson(body);
  return json === undefined ? body : withholdMembers(json);
}
