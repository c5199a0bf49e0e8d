import { readFileSync, statSync } from "node:fs";
import { jsonProblem } from "../text/json-problem.js";
import { checkExchange } from "./check-exchange.js";
import { ExchangeInputError } from "./exchange-input-error.js";
import type { Exchange } from "./types.js";

/** Files over this many bytes are refused. */
export const MAX_EXCHANGE_BYTES: number = 16 * 1024 * 1024;

/**
 * Reads one exchange.
 *
 * @param path where the file is.
 * @param shown how errors name it.
 * @throws ExchangeInputError when the file cannot be read, is over 16 MiB, is not JSON in UTF-8 or is not an exchange.
 */
export function readExchangeFile(path: string, shown: string = path): Exchange {
  let bytes: Uint8Array;
  try {
    const { size } = statSync(path);
    if (size > MAX_EXCHANGE_BYTES) {
      throw new ExchangeInputError(shown, `is ${(size / 1048576).toFixed(1)} MiB; an exchange is at most 16 MiB`);
    }
    bytes = readFileSync(path);
  } catch (error) {
    if (error instanceof ExchangeInputError) throw error;
    throw new ExchangeInputError(
      shown,
      `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`,
    );
  }
  const value = parse(decode(bytes, shown), shown);
  const problem = checkExchange(value);
  if (problem !== undefined) throw new ExchangeInputError(shown, problem.problem, problem.member);
  return value as Exchange;
}

/** JSON is UTF-8 (RFC 8259 section 8.1). Read as such, other bytes would be replaced, and the replacement compared. */
function decode(bytes: Uint8Array, shown: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new ExchangeInputError(shown, "is not UTF-8");
  }
}

function parse(text: string, shown: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    throw new ExchangeInputError(shown, `is not JSON: ${jsonProblem(text, error)}`);
  }
}
