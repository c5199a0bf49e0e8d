import { plainCause } from "@x/auth-core";
import { type Call, factsOf } from "./call.js";
import { ConnectionError } from "./errors.js";

/** The error of a connection that failed. Its message holds the code of the system error, as `ECONNREFUSED`. */
export function connectionError(call: Call, thrown: unknown): ConnectionError {
  const cause = plainCause(thrown, call.secrets);
  const code = cause?.code ?? (cause?.cause as typeof cause)?.code;
  return new ConnectionError(
    `${call.operation}: the connection failed${code ? ` (${code})` : ""}`,
    factsOf(call),
    cause,
  );
}
