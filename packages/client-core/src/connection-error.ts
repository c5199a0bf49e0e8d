import { scrub } from "@x/auth-core";
import { type Call, factsOf } from "./call.js";
import { ConnectionError } from "./errors.js";

type Copy = Error & { code?: unknown };

/** The error of a connection that failed. Its message holds the code of the system error, as `ECONNREFUSED`. */
export function connectionError(call: Call, thrown: unknown): ConnectionError {
  const cause = copyOf(thrown, call.secrets);
  const code = cause?.code ?? (cause?.cause as Copy | undefined)?.code;
  return new ConnectionError(
    `${call.operation}: the connection failed${code ? ` (${code})` : ""}`,
    factsOf(call),
    cause,
  );
}

/** Name, message, code and causes of an error from outside. The error itself may hold a live request, or raw bytes. */
function copyOf(thrown: unknown, secrets: readonly string[], depth = 4): Copy | undefined {
  if (!thrown || !depth) return undefined;
  const { name = "Error", message = thrown, code, stack = message, cause } = thrown as Partial<Copy>;
  const clean = (text: unknown) => scrub(String(text), secrets);
  const copy: Copy = new Error(clean(message), { cause: copyOf(cause, secrets, depth - 1) });
  if (typeof code === "string") copy.code = clean(code);
  const lines = String(stack).split("\n").map(clean);
  return Object.defineProperties(copy, { name: { value: name }, stack: { value: lines.join("\n    ") } });
}
