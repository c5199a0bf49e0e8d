import { ExchangeInputError } from "../exchange/exchange-input-error.js";
import { ownPackage } from "../files/own-package.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { helpText } from "./help.js";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";
import { verbs } from "./verbs.js";

/** Runs a command line. Whatever goes wrong becomes one line on the error stream and an exit code. */
export async function run(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  try {
    return await dispatch(args, terminal);
  } catch (error) {
    if (error instanceof UsageError || error instanceof ExchangeInputError) {
      terminal.err(`conformance: ${error.message}`);
      return exitCode.unusable;
    }
    const { code, message } = error as NodeJS.ErrnoException;
    terminal.err(`conformance: ${message}${code === undefined ? "" : ` (${code})`}`);
    return exitCode.environment;
  }
}

async function dispatch([verb, ...rest]: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const found = verb === undefined ? undefined : verbs.get(verb);
  if (found !== undefined) return found.run(rest, terminal);
  if (verb === "--version") {
    terminal.out(ownPackage().version);
    return exitCode.ok;
  }
  if (verb === "--help" || verb === "-h" || verb === "help") {
    terminal.out(helpText([...verbs].map(([name, { summary }]) => [name, summary])));
    return exitCode.ok;
  }
  throw new UsageError(
    verb === undefined
      ? "say what to do: conformance replay (see conformance --help)"
      : `there is no verb "${verb}"; there is: ${[...verbs.keys()].join(", ")} (see conformance --help)`,
  );
}
