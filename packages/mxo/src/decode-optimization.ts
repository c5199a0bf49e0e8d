import { ApiClientError, isErrorOfKind } from "@x/client-core";
import { jsonErrorAt } from "./json-error-at.js";

/** A decoded optimization: the decision behind its `data`. Members that the vendor adds are kept. */
export interface DecodedOptimization {
  /** The chosen actions; empty when there is nothing to show. */
  actions: OptimizationAction[];
}

/** An action that was chosen. */
export interface OptimizationAction {
  name: string | null;
  asset: OptimizationAsset | null;
  /** `code` is `null` where the vendor sends an empty text or the word "null". */
  proposition: { code: string | null } | null;
}

/** What an action shows. */
export interface OptimizationAsset {
  /** The content as sent, HTML entities included. */
  content: string | null;
  /** The parsed content, where `mimeType` is JSON. */
  json?: unknown;
  mimeType: string | null;
  contentUrl: string | null;
  /** Codes to send back when the customer responds. */
  responses: OptimizationResponse[];
}

/** A way for the customer to respond. */
export interface OptimizationResponse {
  /** Opaque. Sent back as the value of a property of a `PUT` interaction, or as `rid` of the tracking pixel. */
  code: string;
  /** `positive`, `neutral` or `negative`. */
  sentiment: string | null;
  label: string | null;
  imageUrl: string | null;
  targetUrl: string | null;
  /** `external` or `in_app`. */
  target: string | null;
}

/** Options of {@link decodeOptimization}. */
export interface DecodeOptions {
  /**
   * Whether HTML entities in JSON content are decoded before it is parsed: `true` always, `false` never. Default: only
   * where the content is not JSON as it stands. Older set-ups send them, newer ones do not.
   */
  entities?: boolean | undefined;
}

/** Where in the decoding something was wrong. */
export type OptimizationStage = "base64" | "utf-8" | "json" | "content";

/** An optimization that cannot be decoded. `code`: `optimization_malformed`. */
export class OptimizationError extends ApiClientError {
  /** `base64` of `data`, `utf-8` and `json` of what is in it, or JSON `content` of an asset. */
  readonly stage: OptimizationStage;
  /** Offset of the fault: in characters of the text of that stage, or in bytes for `utf-8`. */
  readonly position: number;
  /** Where the content stands, as a JSON pointer such as `/actions/0/asset/content`; empty for the other stages. */
  readonly pointer: string;

  constructor(stage: OptimizationStage, position: number, pointer = "") {
    const where = `${stage}${pointer && ` of ${pointer}`}`;
    super(
      ["ApiClientError", "OptimizationError"],
      "optimization_malformed",
      `the optimization is malformed: its ${where} breaks at position ${position}`,
      { vendor: "mxo" },
    );
    this.stage = stage;
    this.position = position;
    this.pointer = pointer;
  }
}

/** Whether `value` is an {@link OptimizationError}. */
export function isOptimizationError(value: unknown): value is OptimizationError {
  return isErrorOfKind(value, "OptimizationError");
}

/**
 * Decodes `data` of an optimization: Base64, then JSON in UTF-8, then the JSON that the content of an asset may be.
 * Nothing (`undefined`, `null`, an empty text, the word "null") gives no actions, so that
 * `decodeOptimization(answer.optimizations?.[0]?.data)` is safe when the customer is eligible for nothing.
 *
 * @throws OptimizationError with stage and position for anything malformed.
 *
 * Source: "Understand decoded optimization data objects" in
 * https://docs.medallia.com/en/medallia-experience-orchestration/mxo-help-center
 */
export function decodeOptimization(data: string | null | undefined, options: DecodeOptions = {}): DecodedOptimization {
  if (!data || data === "null") return { actions: [] };
  const text = decodeUtf8(decodeBase64(data));
  const decoded = parse(text, "json") as Partial<DecodedOptimization> | null;
  // A list or a value is JSON, but no decision, and an action is an object.
  const actions = isRecord(decoded ?? {}) && (decoded?.actions ?? []);
  if (!Array.isArray(actions) || !actions.every((action) => isRecord(action) && isRecord(action.asset ?? {}))) {
    throw new OptimizationError("json", Math.max(0, text.indexOf('"actions"')));
  }
  return { ...decoded, actions: actions.map((action, index) => readAction(action, index, options)) };
}

function isRecord(value: unknown): boolean {
  return Object(value) === value && !Array.isArray(value);
}

function readAction(action: OptimizationAction, index: number, options: DecodeOptions): OptimizationAction {
  const { asset, proposition } = action;
  const isJson = /[/+]json\b/i.test(asset?.mimeType ?? "");
  const content = asset?.content;
  return {
    ...action,
    asset: asset && {
      ...asset,
      ...(isJson && content ? { json: readContent(content, `/actions/${index}/asset/content`, options) } : {}),
      responses: asset.responses ?? [],
    },
    proposition: proposition && {
      ...proposition,
      code: proposition.code === "null" ? null : proposition.code || null,
    },
  };
}

function readContent(content: string, pointer: string, { entities }: DecodeOptions): unknown {
  if (!entities) {
    try {
      return JSON.parse(content);
    } catch {
      if (entities === false) throw new OptimizationError("content", jsonErrorAt(content), pointer);
    }
  }
  const { text, origins } = decodeEntities(content);
  try {
    return JSON.parse(text);
  } catch {
    const at = jsonErrorAt(text);
    throw new OptimizationError("content", origins[at] ?? content.length, pointer);
  }
}

function parse(text: string, stage: OptimizationStage): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new OptimizationError(stage, jsonErrorAt(text));
  }
}

/** Base64 in the standard alphabet, with or without padding; white space between characters is let through. */
function decodeBase64(data: string): Uint8Array {
  const wrong = /[^A-Za-z\d+/=\s]|=(?=\s*[^=\s])/.exec(data);
  if (wrong) throw new OptimizationError("base64", wrong.index);
  try {
    return Uint8Array.from(atob(data), (character) => character.charCodeAt(0));
  } catch {
    // One character too few, or padding that does not fit.
    throw new OptimizationError("base64", data.length);
  }
}

function decodeUtf8(bytes: Uint8Array): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new OptimizationError("utf-8", utf8ErrorAt(bytes));
  }
}

/** The first byte that no UTF-8 text has there, found as the end of the longest beginning that is one. */
function utf8ErrorAt(bytes: Uint8Array): number {
  let good = 0;
  let bad = bytes.length + 1;
  while (bad - good > 1) {
    const middle = (good + bad) >> 1;
    try {
      new TextDecoder("utf-8", { fatal: true }).decode(bytes.subarray(0, middle), { stream: true });
      good = middle;
    } catch {
      bad = middle;
    }
  }
  return good;
}

const NAMED: Record<string, string> = { quot: '"', amp: "&", lt: "<", gt: ">", apos: "'", nbsp: "\u00a0" };

/**
 * The text with HTML entities decoded: the five of XML, `&nbsp;` and numbers; others stay as they are. A no-break space
 * outside a JSON string becomes a space, which JSON allows there. `origins` holds each character's offset in `source`.
 */
function decodeEntities(source: string): { text: string; origins: number[] } {
  let text = "";
  const origins: number[] = [];
  let inString = false;
  let escaped = false;
  for (const { 0: found, 1: decimal, 2: hex, 3: name, index } of source.matchAll(
    /&#(\d{1,7});|&#x([\da-f]{1,6});|&(quot|amp|lt|gt|apos|nbsp);|[\s\S]/gi,
  )) {
    const number = decimal ? Number(decimal) : hex ? Number.parseInt(hex, 16) : undefined;
    const isCharacter = number !== undefined && number <= 0x10ffff;
    let characters = isCharacter ? String.fromCodePoint(number) : name ? (NAMED[name.toLowerCase()] ?? found) : found;
    if (characters === "\u00a0" && !inString) characters = " ";
    if (characters === '"' && !escaped) inString = !inString;
    escaped = characters === "\\" && !escaped;
    for (const _ of characters.split("")) origins.push(index);
    text += characters;
  }
  return { text, origins };
}
