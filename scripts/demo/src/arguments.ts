import { parseArgs } from "node:util";

/** What the command line asks for. */
export interface DemoArguments {
  help: boolean;
  /** Vendors whose real service is to be called; none: the sandbox is used. */
  live: readonly string[];
}

/** @throws Error, in words for the user, for arguments that are not understood. */
export function readArguments(argv: readonly string[], vendors: readonly string[]): DemoArguments {
  const { values, positionals } = parseArgs({
    args: [...argv],
    allowPositionals: true,
    options: { live: { type: "boolean", default: false }, help: { type: "boolean", short: "h", default: false } },
  });
  const unknown = positionals.find((name) => !vendors.includes(name));
  if (unknown !== undefined) throw new Error(`there is no vendor "${unknown}"; the vendors are ${vendors.join(", ")}`);
  if (values.live && positionals.length === 0) {
    throw new Error(`--live needs a vendor: npm start -- --live ${vendors[0]}`);
  }
  if (!values.live && positionals.length > 0) {
    throw new Error(`a vendor is named for a live run only: npm start -- --live ${positionals.join(" ")}`);
  }
  return { help: values.help, live: positionals };
}
