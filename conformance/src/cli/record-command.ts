import { resolve } from "node:path";
import { startRecordProxy } from "../record/record-proxy.js";
import { createRecorder } from "../record/recorder.js";
import type { RecordOutcome } from "../record/types.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { parseOptions } from "./parse-options.js";
import { painter, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** What `conformance record --help` prints. */
const RECORD_HELP = `conformance record: write exchanges from real traffic, without its secrets

usage: conformance record --target ORIGIN --out DIR [options]

Starts a proxy on 127.0.0.1 that passes requests on to one API, and nowhere else. Each request with its answer becomes
one exchange. Secrets are replaced by placeholders before anything is written: by value (in Base64, URL-encoded,
JSON-escaped, hex), by the name of their header, parameter, field or cookie, and by their looks (JWT, Bearer, Basic,
long hex, keys). Each file is read again, and deleted when a secret is in it. An exchange in whose request nothing was
redacted is not kept. Personal data is no secret: name its members with --name.

options
  --target ORIGIN      scheme and host of the API; https, or http on this machine
  --out DIR            the folder to write into
  --as ORIGIN          what the exchanges name in place of the target, where that stands in for the API: a staging
                       host, a sandbox; nothing is sent there
  --port N             of the proxy; default: any free one
  --vendor NAME        first part of the ids; default: the vendor whose API it is, else the host
  --secret-env NAME    a variable whose value must not survive; may be repeated. Variables that are named like a secret
                       (..._TOKEN, ..._SECRET, ..._API_KEY) are found without it
  --name NAME          a further header, parameter or member whose value must not survive; may be repeated
  --anonymous          the API needs no credentials: also keep exchanges in which nothing was redacted
  --requests N         stop after N requests; default: until interrupted
  --json               one JSON document at the end; the proxy's address goes to the error stream
  --help               this text

examples
  conformance record --target https://api.cultureamp.com --out ./recorded
  conformance record --target https://api.example.com --out ./recorded --secret-env ACME_PIN --name email --name name
  conformance record --target https://staging.example.com --as https://api.example.com --out ./recorded
  conformance record --target http://127.0.0.1:3000 --out ./recorded --requests 20 --json

exit codes
  0 all was kept   1 an exchange was refused or deleted   2 usage or unusable input   3 environment`;

/** `conformance record`. */
export async function recordCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values: options } = parseOptions("record", args, {
    anonymous: { type: "boolean", default: false },
    target: { type: "string" },
    as: { type: "string" },
    out: { type: "string" },
    port: { type: "string" },
    requests: { type: "string" },
    vendor: { type: "string" },
    "secret-env": { type: "string", multiple: true },
    name: { type: "string", multiple: true },
  });
  if (options.help) {
    terminal.out(RECORD_HELP);
    return exitCode.ok;
  }
  const { out, target } = options;
  if (!target)
    throw new UsageError("--target is missing; give scheme and host of the API (see conformance record --help)");
  if (!out) throw new UsageError("--out is missing; give a folder (see conformance record --help)");
  const port = numberOf("--port", options.port, 0, 65_535) ?? 0;
  const limit = numberOf("--requests", options.requests, 1, 1_000_000) ?? Number.POSITIVE_INFINITY;
  const stop = deferred();
  let count = 0;
  const onOutcome = (outcome: RecordOutcome): void => {
    if (!options.json) terminal.out(lineOf(outcome, terminal));
    count += 1;
    if (count === limit) stop.resolve();
  };
  const { proxy, recorder } = await open();

  async function open() {
    try {
      const folder = resolve(process.env.INIT_CWD ?? process.cwd(), out as string);
      const recorder = createRecorder({
        folder,
        secrets: (options["secret-env"] ?? []).map(secretFrom),
        names: options.name ?? [],
        anonymous: options.anonymous,
        onOutcome,
        ...(options.vendor === undefined ? {} : { vendor: options.vendor }),
      });
      const { as } = options;
      const proxy = await startRecordProxy({
        recorder,
        target: target as string,
        port,
        ...(as !== undefined && { as }),
      });
      return { recorder, proxy };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === "EADDRINUSE") throw new UsageError(`port ${port} is in use; choose another one with --port`);
      if (code === "EACCES")
        throw new UsageError(`port ${port} is not for everybody; choose one from 1024 with --port`);
      throw error instanceof RangeError ? new UsageError(error.message) : error;
    }
  }

  const interrupted = (): void => stop.resolve();
  process.once("SIGINT", interrupted).once("SIGTERM", interrupted);
  terminal.err(`recording ${target} at ${proxy.origin}; stop with Ctrl-C`);
  await stop.promise;
  process.off("SIGINT", interrupted).off("SIGTERM", interrupted);
  await proxy.close();
  const outcomes = await recorder.finish();
  const kept = outcomes.filter((outcome) => outcome.kept).length;
  const code = kept === outcomes.length ? exitCode.ok : exitCode.finding;
  if (options.json)
    terminal.out(JSON.stringify({ exitCode: code, kept, refused: outcomes.length - kept, outcomes }, null, 2));
  else terminal.out(`${kept} kept, ${outcomes.length - kept} refused`);
  return code;
}

function lineOf(outcome: RecordOutcome, terminal: Terminal): string {
  const paint = painter(terminal);
  return outcome.kept
    ? `${paint("green", "✓")} ${outcome.file}  ${paint("dim", `${outcome.redactions} redacted`)}`
    : `${paint("red", "✗")} ${outcome.operation}: ${outcome.reason}`;
}

function secretFrom(name: string): string {
  const value = process.env[name];
  if (!value) throw new UsageError(`--secret-env: the variable ${name} is not set`);
  return value;
}

function numberOf(option: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!Number.isInteger(value) || value < least || value > most)
    throw new UsageError(`${option} "${text}" is not a whole number from ${least} to ${most}`);
  return value;
}

function deferred(): { readonly promise: Promise<void>; resolve(): void } {
  let resolve = (): void => {};
  const promise = new Promise<void>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}
