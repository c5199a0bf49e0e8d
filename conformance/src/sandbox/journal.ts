import { withhold, withholdMembers } from "../compare/withhold.js";
import type { Json } from "../exchange/types.js";
import { isFormType, isJsonType, mediaType } from "../text/media-type.js";
import { wirePairs } from "../text/pairs.js";
import { parseJson } from "../text/parse-json.js";
import { decodePercent } from "../text/percent.js";
import type { JournalEntry, SandboxAnswer, SandboxRequest } from "./types.js";

/** A journal keeps this many requests, or as many as fit into this many bytes; older ones are dropped. */
const MAX_ENTRIES = 10_000;
const MAX_BYTES = 64 * 1024 * 1024;
const SEGMENT_BYTES = 256 * 1024;

/** Entries that were written one after the other. */
interface Segment {
  readonly bytes: Buffer;
  /** Where each entry ends. */
  readonly ends: number[];
  readonly answers: SandboxAnswer[];
}

/**
 * The requests that a sandbox got, with its answers. Entries are kept as JSON outside the heap, and read when somebody asks:
 * as objects, thousands that live for a while and then are dropped would make the heap grow to several times their size.
 */
export class Journal {
  #segments: Segment[] = [];
  #bytes = 0;
  #length = 0;
  #read: readonly JournalEntry[] | undefined;

  get length(): number {
    return Math.min(this.#length, MAX_ENTRIES);
  }

  /** Oldest first. */
  get entries(): readonly JournalEntry[] {
    this.#read ??= this.#segments.flatMap(readEntries).slice(-MAX_ENTRIES);
    return this.#read;
  }

  /** What was answered, in the order of the entries. */
  get answers(): readonly SandboxAnswer[] {
    return this.#segments.flatMap(({ answers }) => answers).slice(-MAX_ENTRIES);
  }

  add(entry: JournalEntry, answer: SandboxAnswer): void {
    this.#read = undefined;
    const text = JSON.stringify(entry);
    let segment = this.#segments.at(-1);
    let start = segment?.ends.at(-1) ?? 0;
    // No text takes more than three bytes for a unit of its length.
    if (segment === undefined || segment.bytes.length - start < text.length * 3) {
      segment = this.#newSegment(text.length * 3);
      start = 0;
    }
    segment.ends.push(start + segment.bytes.write(text, start));
    segment.answers.push(answer);
    this.#length += 1;
  }

  clear(): void {
    this.#segments = [];
    this.#bytes = 0;
    this.#length = 0;
    this.#read = undefined;
  }

  /** The bytes of the oldest entries are written over, once there are enough newer ones. */
  #newSegment(atLeast: number): Segment {
    let bytes: Buffer | undefined;
    for (let oldest = this.#segments[0]; oldest !== undefined && this.#hasEnough(oldest); oldest = this.#segments[0]) {
      this.#segments.shift();
      this.#length -= oldest.ends.length;
      this.#bytes -= oldest.bytes.length;
      if (oldest.bytes.length >= atLeast) bytes = oldest.bytes;
    }
    bytes ??= Buffer.allocUnsafeSlow(Math.max(SEGMENT_BYTES, atLeast));
    const segment = { bytes, ends: [], answers: [] };
    this.#segments.push(segment);
    this.#bytes += bytes.length;
    return segment;
  }

  #hasEnough(oldest: Segment): boolean {
    return this.#length - oldest.ends.length >= MAX_ENTRIES || this.#bytes > MAX_BYTES;
  }
}

function readEntries({ bytes, ends }: Segment): JournalEntry[] {
  return ends.map((end, index) => JSON.parse(bytes.toString("utf8", ends[index - 1] ?? 0, end)) as JournalEntry);
}

/** A journal entry, with credentials withheld. */
export function journalEntry(at: number, vendor: string, request: SandboxRequest, answer: SandboxAnswer): JournalEntry {
  const { status, exchange, match, fault, reason } = answer;
  return {
    at,
    vendor,
    method: request.method,
    path: decodePercent(request.path),
    query: request.query === "" ? [] : wirePairs(request.query).map(([name, value]) => [name, withhold(name, value)]),
    headers: withholdHeaders(request.headers),
    body: readBody(request),
    status,
    ...(exchange !== undefined && { exchange }),
    ...(match !== undefined && { match }),
    ...(fault !== undefined && { fault }),
    ...(reason !== undefined && { reason }),
  };
}

function withholdHeaders(headers: ReadonlyMap<string, string>): Record<string, string> {
  const shown: Record<string, string> = {};
  for (const [name, value] of headers) shown[name] = withhold(name, value);
  return shown;
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
