import { describeErrorBody, scrub } from "@x/auth-core";
import { type Call, factsOf, requestIdFor } from "./call.js";
import { type ApiError, apiErrorFor, ResponseFormatError } from "./errors.js";
import { readRetryAfter } from "./retry-after.js";

const JSON_TYPE = /^[^;]*[/+]json\b/i;

/**
 * The data of a 2xx.
 * @throws ResponseFormatError when JSON is expected and something else arrived.
 */
export function readData(call: Call, method: string, response: Response): unknown {
  const { body, parseAs, policy } = call;
  if (parseAs !== "json" || method === "HEAD") return body;
  const text = body as string;
  const { status } = response;
  const type = response.headers.get("content-type") ?? "";
  const isJson = JSON_TYPE.test(type);
  if (text === "") {
    const isDocumented = policy.emptyBody || policy.anyBody || (status > 201 && !isJson);
    if (isDocumented || status === 204 || status === 205) return undefined;
    throw formatError(call, response, "an empty body");
  }
  if (!/html|xml/i.test(type)) {
    try {
      return JSON.parse(text);
    } catch {
      // Said below.
      if (policy.anyBody && !isJson) return text;
    }
  }
  const what = type && !isJson ? scrub(type, call.secrets, 60) : "text that is not JSON";
  throw formatError(call, response, `${what} in place of JSON (${text.length} characters)`);
}

/** The error of a 2xx that is not what is documented. */
export function formatError(call: Call, { status, headers }: Response, what: string): ResponseFormatError {
  return new ResponseFormatError(
    `${call.operation}: answered ${status} with ${what}`,
    { ...factsOf(call), status, requestId: requestIdFor(call, headers) },
    typeof call.body === "string" ? call.body.slice(0, 200) : "",
  );
}

/** The error of an answer outside 2xx, with the vendor's own words where its body has them. */
export function readError(call: Call, response: Response): ApiError {
  const { status, headers } = response;
  let { body } = call as { body: unknown };
  if (typeof body === "string" && !/html|xml/i.test(headers.get("content-type") ?? "")) {
    try {
      body = JSON.parse(body);
    } catch {
      // Text stays text.
    }
  }
  const { code, message } = describeErrorBody(body);
  const said = message ?? code;
  return apiErrorFor(
    status,
    `${call.operation}: answered ${status}${said ? ` (${scrub(said, call.secrets)})` : ""}`,
    {
      ...factsOf(call),
      requestId: requestIdFor(call, headers),
      retryAfterMs: readRetryAfter(headers, status, Date.now()),
    },
    body === "" ? undefined : body,
  );
}
