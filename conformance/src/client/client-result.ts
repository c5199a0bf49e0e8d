import type { Difference } from "../compare/difference.js";
import type { DocumentedResponse, Exchange } from "../exchange/types.js";
import { type CallResult, compareResult } from "../replay/check-answer.js";
import { headerOf } from "../text/header.js";
import { isJsonType, mediaType } from "../text/media-type.js";
import { parseJson } from "../text/parse-json.js";
import type { ClientAnswer } from "./types.js";

/**
 * Reads what a client gave back: a fetch `Response`, an answer, or an error that an answer became.
 * @throws TypeError for anything else; the message says what it is.
 */
export async function readClientResponse(given: unknown): Promise<CallResult> {
  if (given === null || typeof given !== "object") throw unusable(given === null ? "null" : typeof given);
  const { status, headers, body, error } = given as Record<string, unknown>;
  if (isFetchResponse(given)) {
    const text = await given.text();
    const type = mediaType(given.headers.get("content-type") ?? undefined);
    return resultOf(given.status, isJsonType(type) ? (parseJson(text) ?? text) : text);
  }
  if (error !== null && typeof error === "object") {
    const failure = error as { readonly status?: unknown };
    if (!isStatus(failure.status)) throw unusable(`error.status ${shown(failure.status)}`);
    return { error, response: { status: failure.status } };
  }
  if (!isStatus(status)) throw unusable(`status ${shown(status)}`);
  const type = mediaType(contentType(headers as ClientAnswer["headers"]));
  return resultOf(status, typeof body === "string" && isJsonType(type) ? (parseJson(body) ?? body) : body);
}

/** Compares what the client gave its caller with the documented answer: as documented, or as the exchange expects it. */
export function compareClientResult(
  exchange: Exchange,
  documented: DocumentedResponse,
  result: CallResult,
): Difference[] {
  const { expect, ...plain } = exchange;
  const hasCode = (result.error as { readonly code?: unknown } | undefined)?.code !== undefined;
  const expecting: Exchange =
    expect === undefined || hasCode
      ? exchange
      : { ...plain, expect: { ...(expect.data !== undefined && { data: expect.data }) } };
  const text = unparsed(documented, result);
  if (text !== undefined) return [text];
  const differences = compareResult(expecting, documented, result);
  if (differences.length === 0 || expect?.data === undefined) return differences;
  return compareResult(plain, documented, result).length === 0 ? [] : differences;
}

/** JSON that is handed on as its text: one line says so, in place of all that differs. */
function unparsed({ body }: DocumentedResponse, { data, error }: CallResult): Difference | undefined {
  const given = error === undefined ? data : (error as { readonly body?: unknown }).body;
  if (typeof given !== "string" || body === null || typeof body !== "object") return undefined;
  const parsed = parseJson(given);
  if (parsed === undefined || parsed === null || typeof parsed !== "object") return undefined;
  const at = error === undefined ? "data" : "error.body";
  const message = `${at} is JSON that is still text; give it taken apart, or with its content-type in headers`;
  return { aspect: "result", at, message };
}

function contentType(headers: ClientAnswer["headers"]): string | undefined {
  return headers instanceof Headers ? (headers.get("content-type") ?? undefined) : headerOf(headers, "content-type");
}

function resultOf(status: number, body: unknown): CallResult {
  const response = { status };
  return status >= 200 && status < 300 ? { data: body, response } : { error: { status, body }, response };
}

function isStatus(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 100 && (value as number) <= 599;
}

/** Also one of another library than the platform's. */
function isFetchResponse(given: object): given is Response {
  const { text, headers } = given as Partial<Response>;
  return typeof text === "function" && typeof headers?.get === "function";
}

function unusable(what: string): TypeError {
  return new TypeError(`it gave no Response, { status, body } or { error: { status, body } }, but ${what}`);
}

function shown(value: unknown): string {
  return value === undefined ? "without a status" : `of ${JSON.stringify(value)?.slice(0, 40)}`;
}
