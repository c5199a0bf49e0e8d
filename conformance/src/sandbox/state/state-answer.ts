import type { Json } from "../../exchange/types.js";
import type { Operation } from "../../openapi/operation.js";
import { wireAnswer } from "../../replay/wire-answer.js";
import { headerOf } from "../../text/header.js";
import type { SandboxAnswer } from "../types.js";
import type { Example } from "./documented.js";
import { successOf } from "./schema-node.js";
import type { StateOptions } from "./types.js";

/** An answer that state gives: with status and headers of the documented one, and the header that says so. */
export function stateAnswer(
  { description }: Pick<StateOptions, "description">,
  operation: Operation,
  example: Example | undefined,
  body: Json,
): SandboxAnswer {
  const { status, type } = successOf(description, operation);
  const shown = example?.response;
  const isTyped = body === null || type === undefined || headerOf(shown?.headers, "content-type") !== undefined;
  const headers = { ...shown?.headers, ...(!isTyped && { "Content-Type": type }) };
  const answered = wireAnswer({
    status: shown?.status ?? status,
    headers,
    body,
  });
  const told = [
    ["x-conformance-match", "state"] as const,
    ...(example ? [["x-conformance-exchange", example.exchange.id] as const] : []),
  ];
  return {
    ...answered,
    headers: [...answered.headers, ...told],
    match: "state",
    ...(example && { exchange: example.exchange.id }),
  };
}
