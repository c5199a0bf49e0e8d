import { type Contradiction, contradictionsOf } from "../check/contradiction.js";
import { compareJson } from "../compare/compare-json.js";
import type { Difference } from "../compare/difference.js";
import { looseningOf } from "../compare/loosening.js";
import type { DocumentedResponse, Exchange, Json } from "../exchange/types.js";
import { type DeclaredResponse, declaredResponse, type Operation } from "../openapi/operation.js";
import type { Validators } from "../openapi/validators.js";
import { contentFor } from "../plan/request-body.js";
import { headerOf } from "../text/header.js";
import { isJsonType, mediaType } from "../text/media-type.js";
import type { ReplayCallResult } from "../vendors/types.js";

/** As much of what a client gives back as is compared. */
export type CallResult = Omit<ReplayCallResult, "response"> & { readonly response: { readonly status: number } };

/** Compares what the client hands to its caller with the documented response. */
export function compareResult(exchange: Exchange, documented: DocumentedResponse, result: CallResult): Difference[] {
  const { status, body = null } = documented;
  const isSuccess = status >= 200 && status < 300;
  const differences: Difference[] = [];
  if (result.response.status !== status) {
    differences.push({
      aspect: "status",
      at: "",
      message: "the client reports another status",
      documented: status,
      found: result.response.status,
    });
  }
  const error = result.error as { status?: unknown; body?: unknown; code?: unknown } | undefined;
  if (isSuccess && error !== undefined && !isPartialFailure(error, status)) {
    return [
      ...differences,
      {
        aspect: "result",
        at: "error",
        message: "the client made an error of a success",
        found: String(error.code ?? "error"),
      },
    ];
  }
  if (!isSuccess) return [...differences, ...compareError(exchange, documented, error)];
  const wanted = exchange.expect?.data ?? body;
  const [found, at] = error === undefined ? [result.data, "data"] : [error.body, "error.body"];
  return [...differences, ...compareValue(exchange, wanted, found, at)];
}

/** A success in which parts failed, which a client may report as an error that keeps status and body. */
function isPartialFailure(error: { status?: unknown; code?: unknown }, status: number): boolean {
  return error.code === "partial_failure" && error.status === status;
}

/** What the description says of the documented status, media type and body. */
export function answerContradictions(
  exchange: Exchange,
  documented: DocumentedResponse,
  operation: Operation,
  validators: Validators,
): Contradiction[] {
  const { status, headers, body = null } = documented;
  const declared = declaredResponse(operation, status);
  if (declared === undefined) {
    return [
      { pointer: "/response/status", expected: `one of ${[...operation.responses.keys()].join(", ")}`, got: status },
    ];
  }
  if (body === null) {
    const isShown = status >= 200 && status < 300 && exchange.fidelity !== "request-only";
    return isShown && wantsBody(declared.content) ? [{ pointer: "/response/body", expected: "a body", got: null }] : [];
  }
  if (declared.content.size === 0) return [{ pointer: "/response/body", expected: "no body" }];
  const shown = mediaType(headerOf(headers, "content-type"));
  const type =
    shown ??
    (typeof body === "string"
      ? [...declared.content.keys()][0]
      : ([...declared.content.keys()].find(isJsonType) ?? [...declared.content.keys()].find((key) => key === "*/*")));
  const content = type === undefined ? undefined : contentFor(declared.content, type);
  if (content === undefined) {
    return [
      {
        pointer: "/response/headers/Content-Type",
        expected: [...declared.content.keys()].join(" or "),
        ...(type === undefined ? {} : { got: type }),
      },
    ];
  }
  if (content.schemaPointer === undefined || !isJsonType(type)) return [];
  return contradictionsOf(validators.errors(content.schemaPointer, body), body, "/response/body");
}

/** Where nothing is said of the body, there may be none. */
function wantsBody(content: DeclaredResponse["content"]): boolean {
  return content.size > 0 && [...content.values()].every(({ schemaPointer }) => schemaPointer !== undefined);
}

function compareError(
  exchange: Exchange,
  documented: DocumentedResponse,
  error: { status?: unknown; body?: unknown; code?: unknown } | undefined,
): Difference[] {
  if (error === undefined)
    return [{ aspect: "result", at: "error", message: "the client reports no error", documented: documented.status }];
  const differences: Difference[] = [];
  if (error.status !== documented.status) {
    differences.push({
      aspect: "status",
      at: "error.status",
      message: "the error has another status",
      documented: documented.status,
      found: error.status as Json,
    });
  }
  const code = exchange.expect?.error?.code;
  if (code !== undefined && error.code !== code) {
    differences.push({
      aspect: "result",
      at: "error.code",
      message: "the error has another code",
      documented: code,
      found: String(error.code),
    });
  }
  return [...differences, ...compareValue(exchange, documented.body ?? null, error.body, "error.body")];
}

function compareValue(exchange: Exchange, wanted: Json, found: unknown, at: string): Difference[] {
  if (wanted === null && (found === undefined || found === null || found === "")) return [];
  const comparison = {
    aspect: "result",
    base: "/response/body",
    loosening: looseningOf(exchange),
    placeholders: false,
  } as const;
  return compareJson(wanted, found, comparison).map((difference) => ({
    ...difference,
    at: `${at}${difference.at}`,
    message: `${at}${difference.message.replace("the body", "")}`,
  }));
}
