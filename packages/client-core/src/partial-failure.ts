import { scrub } from "@x/auth-core";
import { type Call, factsOf, requestIdFor } from "./call.js";
import { type PartialFailure, PartialFailureError } from "./errors.js";

/** The error of a 2xx in which parts of the request failed; `undefined` when none did. For a client's `review`. */
export function partialFailure<Item>(
  call: Call,
  body: unknown,
  { status, headers }: Response,
  failures: readonly PartialFailure<Item>[],
): PartialFailureError<Item> | undefined {
  const [first] = failures;
  if (!first) return undefined;
  const said = scrub(first.message ?? first.code ?? "", call.secrets);
  return new PartialFailureError(
    `${call.operation}: answered ${status}, with ${failures.length} of its parts failed${said && ` (${said})`}`,
    { ...factsOf(call), status, requestId: requestIdFor(call, headers) },
    body,
    failures,
  );
}
