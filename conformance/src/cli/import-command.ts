import { readFileSync, statSync } from "node:fs";
import { ExchangeInputError } from "../exchange/exchange-input-error.js";
import { importHar } from "../import/import-har.js";
import { userPath } from "./choose-exchanges.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { parseOptions } from "./parse-options.js";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

const IMPORT_HELP = `conformance import: exchanges out of a HAR 1.2 file

usage: conformance import har FILE --out DIR [options]

An entry that \`conformance export --to har\` wrote becomes the exchange that it was made of. Any other is real traffic,
and is handled as \`conformance record\` handles it: secrets are replaced by placeholders before anything is written, and
an exchange in whose request nothing was redacted is not kept. It is marked as recorded: no page documents it.

options
  --out DIR            the folder to write into; a file that is there already is never replaced
  --vendor NAME        first part of the ids of real traffic; default: the vendor whose API it is, else the host
  --secret-env NAME    a variable whose value must not survive; may be repeated
  --name NAME          a further header, parameter or member whose value must not survive; may be repeated
  --anonymous          the API needs no credentials: also keep exchanges in which nothing was redacted
  --json               one JSON document in place of the lines
  --help               this text

examples
  conformance import har cultureamp.har --out exchanges
  conformance import har browser.har --out exchanges --vendor acme --name email

exit codes
  0 all was kept   1 an entry was refused   2 usage or unusable input   3 environment`;

const MAX_HAR_BYTES = 256 * 1024 * 1024;

/** `conformance import`. */
export async function importCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseOptions(
    "import",
    args,
    {
      out: { type: "string" },
      vendor: { type: "string" },
      "secret-env": { type: "string", multiple: true, default: [] as string[] },
      name: { type: "string", multiple: true, default: [] as string[] },
      anonymous: { type: "boolean", default: false },
    },
    2,
  );
  if (values.help) {
    terminal.out(IMPORT_HELP);
    return exitCode.ok;
  }
  const [format, file] = positionals;
  if (format !== "har")
    throw new UsageError(`"${format ?? ""}" cannot be imported; har can (see conformance import --help)`);
  if (!file) throw new UsageError("which file? (see conformance import --help)");
  if (!values.out) throw new UsageError("--out is missing; give the folder to write into");
  const secrets = values["secret-env"].map((name) => {
    const secret = process.env[name];
    if (!secret) throw new UsageError(`--secret-env ${name}: there is no such variable`);
    return secret;
  });
  const outcomes = await importHar(readJson(userPath(file), file), {
    shown: file,
    folder: userPath(values.out),
    secrets,
    names: values.name,
    anonymous: values.anonymous,
    ...(values.vendor !== undefined && { vendor: values.vendor }),
  });
  const code = outcomes.every(({ kept }) => kept) ? exitCode.ok : exitCode.finding;
  if (values.json) {
    terminal.out(JSON.stringify({ exitCode: code, outcomes }, null, 2));
    return code;
  }
  for (const outcome of outcomes) {
    if (outcome.kept) terminal.out(`${values.out}/${outcome.file}`);
    else terminal.err(`conformance: not kept: ${outcome.operation}: ${outcome.reason}`);
  }
  return code;
}

function readJson(path: string, shown: string): unknown {
  let text: string;
  try {
    if (statSync(path).size > MAX_HAR_BYTES) throw new ExchangeInputError(shown, "is over 256 MiB");
    text = readFileSync(path, "utf8");
  } catch (error) {
    if (error instanceof ExchangeInputError) throw error;
    throw new ExchangeInputError(
      shown,
      `cannot be read (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`,
    );
  }
  try {
    return JSON.parse(text.charCodeAt(0) === 0xfeff ? text.slice(1) : text);
  } catch {
    throw new ExchangeInputError(shown, "is not JSON");
  }
}
