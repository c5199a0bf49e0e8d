import type { Exchange } from "../exchange/types.js";
import { toOpenApiExamples } from "../export/to-openapi-examples.js";
import { toPact } from "../export/to-pact.js";
import { mustBeFolder } from "../files/must-be-folder.js";
import { writeFiles } from "../files/write-files.js";
import { toHar } from "../har/to-har.js";
import { vendorIdOf, vendors } from "../vendors/registry.js";
import { chooseExchanges, EXCHANGE_OPTIONS, userPath } from "./choose-exchanges.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { parseOptions } from "./parse-options.js";
import type { Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

const EXPORT_HELP = `conformance export: exchanges in the formats of other tools

usage: conformance export --to har|pact|openapi-examples [options]

formats
  har                HAR 1.2, one log of all; \`conformance import har\` gives the same exchanges again
  pact               Pact V4, one file for each vendor; provider states are the ids of the exchanges
  openapi-examples   the vendor's OpenAPI description with the exchanges as named examples, one file for each vendor

What a format cannot say is named on the error stream.

options
  --to FORMAT        har, pact or openapi-examples
  --out DIR          the folder to write into; default: the output, which takes one document only
  --consumer NAME    the consumer of a pact; default: consumer
  --exchanges DIR    a folder of exchanges, or one file; default: the ones that come with this package
  --vendor NAME      only exchanges whose id starts with NAME/
  --json             one JSON document with the files and what was left out, in place of the lines about them
  --help             this text

examples
  conformance export --to har --vendor cultureamp > cultureamp.har
  conformance export --to pact --consumer my-app --out pacts
  conformance export --to openapi-examples --vendor 8x8 --out openapi

exit codes
  0 exported   2 usage or unusable input   3 the folder cannot be written`;

const FORMATS = ["har", "pact", "openapi-examples"] as const;

/** A document in a foreign format. */
interface Exported {
  /** What the file is called. */
  readonly file: string;
  readonly document: unknown;
  readonly warnings: readonly string[];
}

/** `conformance export`. */
export function exportCommand(args: readonly string[], terminal: Terminal): ExitCode {
  const { values } = parseOptions("export", args, {
    ...EXCHANGE_OPTIONS,
    to: { type: "string" },
    out: { type: "string" },
    consumer: { type: "string", default: "consumer" },
  });
  if (values.help) {
    terminal.out(EXPORT_HELP);
    return exitCode.ok;
  }
  const format = FORMATS.find((known) => known === values.to);
  if (format === undefined) throw new UsageError(`--to "${values.to ?? ""}" is not one of ${FORMATS.join(", ")}`);
  if (values.out === "") throw new UsageError("--out is empty; give a folder");
  if (values.json && values.out === undefined) throw new UsageError("--json needs --out: the output is the document");
  if (values.out !== undefined) mustBeFolder(userPath(values.out));
  const exported = exportTo(
    format,
    chooseExchanges(values).map(({ exchange }) => exchange),
    values.consumer,
  );
  const [only] = exported;
  if (only === undefined) throw new UsageError("there is no exchange of a vendor whose description is known");
  if (values.out === undefined) {
    if (exported.length > 1)
      throw new UsageError(`${exported.length} documents need --out DIR, or one of --vendor NAME`);
    terminal.out(JSON.stringify(only.document, null, 2));
  } else {
    const files = exported.map(({ file, document }) => [file, `${JSON.stringify(document, null, 2)}\n`] as const);
    writeFiles(userPath(values.out), files);
    if (values.json) terminal.out(JSON.stringify({ exitCode: 0, files: exported.map(summary) }, null, 2));
    else for (const [file] of files) terminal.out(`${values.out}/${file}`);
  }
  if (!values.json) for (const { warnings } of exported) for (const warning of warnings) terminal.err(warning);
  return exitCode.ok;
}

function summary({ file, warnings }: Exported): Omit<Exported, "document"> {
  return { file, warnings };
}

function exportTo(format: (typeof FORMATS)[number], exchanges: readonly Exchange[], consumer: string): Exported[] {
  if (format === "har") {
    const document = toHar(exchanges);
    const { comment } = document.log;
    return [{ file: "exchanges.har", document, warnings: comment === undefined ? [] : [comment] }];
  }
  return [...new Set(exchanges.map(({ id }) => vendorIdOf(id)))].flatMap((provider): Exported[] => {
    const own = exchanges.filter(({ id }) => vendorIdOf(id) === provider);
    if (format === "pact") {
      const { pact, warnings } = toPact(own, { consumer, provider });
      return [{ file: `${consumer}-${provider}.json`.replace(/[^\w.-]+/g, "-"), document: pact, warnings }];
    }
    const vendor = vendors.find(({ id }) => id === provider);
    if (vendor === undefined) return [];
    return [{ file: `${provider}.openapi.json`, ...toOpenApiExamples(own, vendor) }];
  });
}
