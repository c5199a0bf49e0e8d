import { resolve } from "node:path";
import { loadExchanges } from "../exchange/load-exchanges.js";
import { CONTROL_PATH } from "../sandbox/control.js";
import { askableFaults } from "../sandbox/fault-answer.js";
import { startSandbox } from "../sandbox/start-sandbox.js";
import type { Sandbox, SandboxOptions } from "../sandbox/types.js";
import { vendors } from "../vendors/registry.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { parseOptions } from "./parse-options.js";
import { painter, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

const served = vendors.filter(({ sandbox }) => sandbox !== undefined).map(({ id }) => id);

const HELP = `conformance serve: vendors' APIs on 127.0.0.1, as their exchanges document them

usage: conformance serve [vendor ...] [options]

Each vendor gets an origin of its own, with a real token endpoint. Only credentials of the sandbox are accepted,
requests are strict, what was written can be read, and nothing is passed on to anybody. Runs until it is interrupted
(Ctrl-C).

vendors
  ${served.join(", ")}; default: all

options
  --port N                 port of the first vendor, the next ones follow; default: any free ones
  --credentials ID:SECRET  default: made up at each start
  --permissions A,B        what the credentials may do; default: everything
  --token-lifetime S       seconds; default 3599
  --no-state               forget what is written: every request is answered as if it were the first
  --exchanges DIR          what to answer with; default: the ones that come with this package
  --json                   origins and credentials as one line of JSON
  --help                   this text

how a request is answered (header Prefer; Prefer: code=401, example=ID)
  code=429                 with this status: the documented answer, or the vendor's error envelope
  example=ID               with the answer of this exchange
  fault=NAME               with this fault: ${wrap(askableFaults)}

on every origin, for programs on this machine
  GET    ${CONTROL_PATH}                  origins, time, number of requests and of things written
  GET    ${CONTROL_PATH}/journal          every request, credentials withheld
  GET    ${CONTROL_PATH}/journal.har      the same as HAR 1.2
  DELETE ${CONTROL_PATH}/journal          empties it, and forgets what was preferred
  DELETE ${CONTROL_PATH}/state            forgets what was written
  POST   ${CONTROL_PATH}/verify           {"method": "GET", "path": "/v1/employees", "times": 1}: 200, or 409 with the nearest
  POST   ${CONTROL_PATH}/prefer           {"prefer": "code=503", "operation": "GET /v1/employees", "times": 2}
  POST   ${CONTROL_PATH}/clock            {"advanceMs": 3600000}: tokens expire
  POST   ${CONTROL_PATH}/tokens/revoke    makes every token invalid

examples
  conformance serve
  conformance serve cultureamp mxo --port 4010 --credentials id:secret
  curl -H 'Prefer: fault=503-retry-after' http://127.0.0.1:4010/v1/employees

exit codes
  0 interrupted   2 usage, or a port that is in use   3 environment`;

/** `conformance serve`. Ends when `stopped` does. */
export async function serveCommand(
  args: readonly string[],
  terminal: Terminal,
  stopped: () => Promise<void> = interrupted,
): Promise<ExitCode> {
  const { values, positionals } = parseOptions(
    "serve",
    args,
    {
      port: { type: "string" },
      credentials: { type: "string" },
      permissions: { type: "string" },
      "token-lifetime": { type: "string" },
      exchanges: { type: "string" },
      "no-state": { type: "boolean", default: false },
    },
    Number.POSITIVE_INFINITY,
  );
  if (values.help) {
    terminal.out(HELP);
    return exitCode.ok;
  }
  const unknown = positionals.find((id) => !served.includes(id));
  if (unknown !== undefined)
    throw new UsageError(`there is no sandbox for "${unknown}"; there is: ${served.join(", ")}`);
  const chosen = positionals.length > 0 ? [...new Set(positionals)] : served;
  const sandbox = await start({
    vendors: chosen,
    port: numberOf("--port", values.port, 0, 65_535 - chosen.length) ?? 0,
    ...credentialsOf(values.credentials),
    ...(values.permissions !== undefined && { permissions: values.permissions.split(",") }),
    tokenLifetimeSeconds: numberOf("--token-lifetime", values["token-lifetime"], 1, 2 ** 31) ?? 3599,
    state: !values["no-state"],
    ...(values.exchanges !== undefined && { exchanges: exchangesOf(values.exchanges) }),
  });
  try {
    show(sandbox, chosen, values.json, terminal);
    await stopped();
  } finally {
    await sandbox.close();
  }
  return exitCode.ok;
}

async function start(options: SandboxOptions): Promise<Sandbox> {
  try {
    return await startSandbox(options);
  } catch (error) {
    const { code, port } = error as NodeJS.ErrnoException & { port?: number };
    if (code === "EADDRINUSE") throw new UsageError(`port ${port} is in use; choose another one with --port`);
    if (code === "EACCES") throw new UsageError(`port ${port} is not for everybody; choose one from 1024 with --port`);
    if (error instanceof RangeError) throw new UsageError(error.message);
    throw error;
  }
}

function show(sandbox: Sandbox, chosen: readonly string[], json: boolean, terminal: Terminal): void {
  const { credentials } = sandbox;
  const origins = Object.fromEntries(chosen.map((id) => [id, sandbox.origin(id)]));
  if (json) {
    terminal.out(JSON.stringify({ origins, credentials }));
    return;
  }
  const paint = painter(terminal);
  const width = Math.max("client secret".length, ...chosen.map((id) => id.length)) + 2;
  const lines = [
    ...Object.entries(origins),
    ["client id", credentials.clientId],
    ["client secret", credentials.clientSecret],
  ];
  for (const [name = "", value = ""] of lines) terminal.out(`${paint("bold", name.padEnd(width))}${value}`);
  terminal.out(paint("dim", `journal, clock and more: ${CONTROL_PATH} on every origin; see conformance serve --help`));
}

function credentialsOf(text: string | undefined): Pick<SandboxOptions, "credentials"> {
  if (text === undefined) return {};
  const [clientId, ...rest] = text.split(":");
  const clientSecret = rest.join(":");
  if (!clientId || clientSecret === "") throw new UsageError("--credentials is not ID:SECRET");
  return { credentials: { clientId, clientSecret } };
}

function exchangesOf(given: string) {
  return loadExchanges(resolve(process.env.INIT_CWD ?? process.cwd(), given)).map(({ exchange }) => exchange);
}

function numberOf(option: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < least || value > most)
    throw new UsageError(`${option} "${text}" is not a number from ${least} to ${most}`);
  return value;
}

function wrap(names: readonly string[]): string {
  return names.join(", ").replace(/(.{50,78}) /g, "$1\n                           ");
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    process.once("SIGINT", resolve);
    process.once("SIGTERM", resolve);
  });
}
