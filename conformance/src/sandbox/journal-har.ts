import { STATUS_CODES } from "node:http";
import { withhold, withholdMembers } from "../compare/withhold.js";
import { ownPackage } from "../files/own-package.js";
import type { HarPair, HarRequest, HarResponse } from "../har/types.js";
import { parseJson } from "../text/parse-json.js";
import type { JournalEntry, SandboxAnswer } from "./types.js";

/** A journal as HAR 1.2. Members that start with `_` are custom, as the format allows. */
export interface JournalHar {
  readonly log: {
    readonly version: "1.2";
    readonly creator: { readonly name: string; readonly version: string };
    readonly entries: readonly JournalHarEntry[];
  };
}

/** One request that a sandbox got, and what it was answered. */
export interface JournalHarEntry {
  readonly startedDateTime: string;
  readonly time: number;
  readonly request: HarRequest;
  readonly response: HarResponse;
  readonly cache: Record<string, never>;
  readonly timings: { readonly send: number; readonly wait: number; readonly receive: number };
  readonly _vendor: string;
  readonly _exchange?: string;
  readonly _fault?: string;
}

const NO_TIME = { send: 0, wait: 0, receive: 0 } as const;
const UNKNOWN_SIZE = -1;

/** What a journal says, with the answers that were given, in the same order; credentials are withheld in both. */
export function journalHar(
  journal: readonly JournalEntry[],
  answers: readonly SandboxAnswer[],
  originOf: (vendor: string) => string,
): JournalHar {
  return {
    log: {
      version: "1.2",
      creator: ownPackage(),
      entries: journal.map((entry, index) => ({
        startedDateTime: new Date(entry.at).toISOString(),
        time: 0,
        request: requestOf(entry, originOf(entry.vendor)),
        response: responseOf(entry, answers[index]),
        cache: {},
        timings: NO_TIME,
        _vendor: entry.vendor,
        ...(entry.exchange !== undefined && { _exchange: entry.exchange }),
        ...(entry.fault !== undefined && { _fault: entry.fault }),
      })),
    },
  };
}

function requestOf({ method, path, query, headers, body }: JournalEntry, origin: string): HarRequest {
  const url = new URL(origin);
  url.pathname = path;
  for (const [name, value] of query) url.searchParams.append(name, value);
  return {
    method,
    url: url.href,
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(Object.entries(headers)),
    queryString: pairs(query),
    ...(body !== null && {
      postData: {
        mimeType: headers["content-type"] ?? "",
        text: typeof body === "string" ? body : JSON.stringify(body),
      },
    }),
    headersSize: UNKNOWN_SIZE,
    bodySize: UNKNOWN_SIZE,
  };
}

function responseOf({ status }: JournalEntry, answer: SandboxAnswer | undefined): HarResponse {
  const headers = (answer?.headers ?? []).map(([name, value]) => [name, withhold(name, value)] as const);
  const mimeType = headers.find(([name]) => name.toLowerCase() === "content-type")?.[1] ?? "x-unknown";
  // Faults repeat what was sent, as careless servers do, credentials included.
  const isEcho = answer?.fault !== undefined && status >= 400;
  const text = isEcho ? withoutTexts(answer.body ?? "") : withheldText(answer?.body ?? "");
  return {
    status,
    statusText: STATUS_CODES[status] ?? "",
    httpVersion: "HTTP/1.1",
    cookies: [],
    headers: pairs(headers),
    content: { size: Buffer.byteLength(text), mimeType, ...(text !== "" && { text }) },
    redirectURL: headers.find(([name]) => name.toLowerCase() === "location")?.[1] ?? "",
    headersSize: UNKNOWN_SIZE,
    bodySize: Buffer.byteLength(text),
  };
}

function withheldText(body: string): string {
  const json = parseJson(body);
  return json === undefined ? body : JSON.stringify(withholdMembers(json));
}

/** An error body whose texts are withheld, but for words such as `invalid_client`. */
function withoutTexts(body: string): string {
  const json = parseJson(body);
  if (json === undefined || json === null || typeof json !== "object") return body;
  const members = Object.entries(json).map(([name, value]) => [
    name,
    typeof value !== "string" || /^[a-z_]{1,40}$/.test(value) ? value : "[withheld]",
  ]);
  return JSON.stringify(Object.fromEntries(members));
}

function pairs(given: Iterable<readonly [string, string]>): HarPair[] {
  return [...given].map(([name, value]) => ({ name, value }));
}
