import { driftDocs } from "../drift/docs.js";
import { drift } from "../drift/drift.js";
import { driftLive } from "../drift/live.js";
import { createScrubbedHar } from "../drift/scrubbed-har.js";
import type { DriftBasis, DriftFinding, DriftReport, Severity } from "../drift/types.js";
import { loadExchanges } from "../exchange/load-exchanges.js";
import { packagedFolder } from "../exchange/packaged-exchanges.js";
import { userPath } from "./choose-exchanges.js";
import { type ExitCode, exitCode } from "./exit-code.js";
import { credentialsFrom, liveVendor, nameAndText, secretsAmong, settingLines } from "./live-credentials.js";
import { parseOptions } from "./parse-options.js";
import { painter, type Terminal } from "./terminal.js";
import { UsageError } from "./usage-error.js";

/** What `conformance drift --help` prints. */
const DRIFT_HELP = `conformance drift: compare how a vendor behaves with what is documented

usage: conformance drift FILE|DIR [options]          answers that were saved: HAR, exchanges
       conformance drift --live --vendor NAME        the vendor itself, with your credentials
       conformance drift --docs DIR [--update]       documentation pages that were saved, by hash

Shapes are compared, not values: with the vendor's OpenAPI description and with the documented exchanges.
  info      a new field, a path that is not described, a new page; an optional field that every documented answer has is
            in none of those that came
  warning   a documented field is missing or null, an enumeration has a new value, a date is none, a page changed
  error     another type, status or content type; live, each is confirmed by a second request after a pause
No value of an answer is shown, but for those of an enumeration. 5xx and 429 are no drift.

options
  --fail-on LEVEL    error, warning or info: what makes the exit code 1; default warning
  --exchanges DIR    what is documented; default: the exchanges that come with this package. Recordings do not count
  --ignore FINDING   a finding that is known, as "OPERATION POINTER", "GET /v1/things /data/#/note"; may be repeated
  --json             one JSON document in place of the lines
  --help             this text

options of --live
  --vendor NAME      whose API. What it needs of your account is read from the environment, and listed by
                     conformance drift --live --vendor NAME --help; operations for which it is not there are left out
  --credential-env NAME=VARIABLE
                     another variable for one of those, such as clientSecret=MY_SECRET; may be repeated
  --client-id-env NAME, --client-secret-env NAME
                     the same for client id and secret
  --setting NAME=TEXT
                     one of those that is no secret, such as cluster=na12; may be repeated
  --scope TEXT       as the vendor writes it; default: every permission
  --origin ORIGIN    scheme and host in place of the described ones
  --operation NAME   only this one, such as "GET /v1/employees"; may be repeated; default: all that are read-only
  --allow NAME       send this write too, with the body of its exchange; may be repeated; default: none
  --param NAME=TEXT  of a parameter, by its name, by the path up to it, "/v1/surveys/{id}=7", or, to send one that may be
                     left out, by operation, "/v1/surveys?limit=5"; may be repeated, also for a list of values. Ids are taken
                     from the vendor's own lists where there are any
  --budget N         how many requests may be sent, those for tokens and second looks among them; default 60
  --pause MS         before an error is looked at again; default 2000
  --timeout MS       how long one request may take; default 10000
  --har FILE         write what was sent and answered as HAR 1.2, without secrets, for a second opinion

options of --docs
  --update           write the pages down as they are now, in DIR/pages.json, and exit with 0. A hash is taken of what a
                     reader sees: no markup, scripts, styles, comments, attributes or white space

examples
  conformance drift ./recorded
  conformance drift traffic.har --fail-on error --json > drift.json
  conformance drift --live --vendor 8x8 --help
  CONFORMANCE_8X8_API_KEY=... conformance drift --live --vendor 8x8 --operation "GET /admin-provisioning/users"
  CONFORMANCE_CLIENT_ID=... CONFORMANCE_CLIENT_SECRET=... conformance drift --live --vendor cultureamp \\
    --scope target-entity:<entity id>:employees-read --operation "GET /v1/employees" --budget 10 --har live.har
  conformance drift --docs ./pages

exit codes
  0 as documented   1 drift   2 usage or unusable input   3 unreachable, or credentials refused`;

const LEVELS: readonly Severity[] = ["info", "warning", "error"];

/** `conformance drift`. */
export async function driftCommand(args: readonly string[], terminal: Terminal): Promise<ExitCode> {
  const { values, positionals } = parseOptions("drift", args, OPTIONS, 1);
  if (values.help) {
    for (const line of values.vendor === undefined ? [DRIFT_HELP] : settingLines(values.vendor)) terminal.out(line);
    return exitCode.ok;
  }
  const failOn = LEVELS.indexOf(values["fail-on"] as Severity);
  if (failOn === -1) throw new UsageError(`--fail-on "${values["fail-on"]}" is not one of error, warning, info`);
  const report = await compare(values, positionals[0]);
  const isFailing = ({ severity, confirmed }: DriftFinding): boolean =>
    LEVELS.indexOf(severity) >= failOn && confirmed !== false;
  // What is written down as it is now is accepted.
  const code = !values.update && report.findings.some(isFailing) ? exitCode.finding : exitCode.ok;
  if (values.json) terminal.out(JSON.stringify({ exitCode: code, ...report }, null, 2));
  else for (const line of reportLines(report, terminal)) terminal.out(line);
  return code;
}

const OPTIONS = {
  live: { type: "boolean", default: false },
  docs: { type: "string" },
  update: { type: "boolean", default: false },
  "fail-on": { type: "string", default: "warning" },
  exchanges: { type: "string" },
  vendor: { type: "string" },
  "client-id-env": { type: "string" },
  "client-secret-env": { type: "string" },
  "credential-env": { type: "string", multiple: true },
  setting: { type: "string", multiple: true },
  scope: { type: "string" },
  origin: { type: "string" },
  operation: { type: "string", multiple: true },
  allow: { type: "string", multiple: true },
  param: { type: "string", multiple: true },
  budget: { type: "string" },
  pause: { type: "string" },
  timeout: { type: "string" },
  har: { type: "string" },
  ignore: { type: "string", multiple: true },
} as const;

/** What only makes sense with `--live`. */
const OF_LIVE = [
  "client-id-env",
  "client-secret-env",
  "credential-env",
  "setting",
  "scope",
  "origin",
  "operation",
  "allow",
  "param",
  "budget",
  "pause",
  "timeout",
  "har",
] as const;

type Values = ReturnType<typeof parseOptions<typeof OPTIONS>>["values"];

async function compare(values: Values, saved: string | undefined): Promise<DriftReport> {
  const modes = [saved !== undefined, values.live, values.docs !== undefined].filter(Boolean).length;
  if (modes !== 1)
    throw new UsageError("give one of a file or folder, --live and --docs DIR (see conformance drift --help)");
  const exchanges = loadExchanges(values.exchanges === undefined ? packagedFolder : userPath(values.exchanges)).map(
    ({ exchange }) => exchange,
  );
  if (values.update && values.docs === undefined) throw new UsageError("--update goes with --docs DIR");
  const stray = values.live ? undefined : OF_LIVE.find((name) => values[name] !== undefined);
  if (stray !== undefined) throw new UsageError(`--${stray} goes with --live`);
  const basis = { exchanges, ...(values.ignore === undefined ? {} : { ignore: values.ignore }) };
  if (values.docs !== undefined) return driftDocs(userPath(values.docs), { update: values.update, exchanges });
  if (saved !== undefined) return drift(userPath(saved), basis);
  return live(values, basis);
}

async function live(values: Values, basis: DriftBasis): Promise<DriftReport> {
  if (values.vendor === undefined)
    throw new UsageError("--vendor is missing; say whose API (see conformance drift --help)");
  const vendor = liveVendor(values.vendor);
  const credentials = credentialsFrom(vendor, values);
  const har =
    values.har === undefined
      ? undefined
      : createScrubbedHar(userPath(values.har), values.har, secretsAmong(vendor, credentials));
  const { origin, operation, allow } = values;
  try {
    return await driftLive({
      ...basis,
      vendor: vendor.id,
      credentials,
      parameters: parametersIn(values.param ?? []),
      ...(origin === undefined ? {} : { origin }),
      ...(operation === undefined ? {} : { operations: operation }),
      ...(allow === undefined ? {} : { allow }),
      ...(values.budget === undefined ? {} : { budget: wholeNumber("--budget", values.budget, 1) }),
      ...(values.pause === undefined ? {} : { pauseMs: wholeNumber("--pause", values.pause, 0) }),
      ...(values.timeout === undefined ? {} : { timeoutMs: wholeNumber("--timeout", values.timeout, 1) }),
      ...(har === undefined ? {} : { onTraffic: (traffic) => har.add(traffic) }),
    });
  } catch (error) {
    throw error instanceof RangeError ? new UsageError(error.message) : error;
  } finally {
    har?.write();
  }
}

/** What is given more than once is a list. */
function parametersIn(options: readonly string[]): Record<string, string | string[]> {
  const parameters: Record<string, string | string[]> = {};
  for (const option of options) {
    const [name, text] = nameAndText("--param", option);
    const before = parameters[name];
    parameters[name] = before === undefined ? text : [before, text].flat();
  }
  return parameters;
}

function wholeNumber(option: string, text: string, least: number): number {
  const value = Number(text);
  if (text === "" || !Number.isSafeInteger(value) || value < least)
    throw new UsageError(`${option} "${text}" is not a whole number from ${least}`);
  return value;
}

const STYLES = { error: ["✗", "red"], warning: ["!", "yellow"], info: ["+", "cyan"] } as const;

function reportLines({ findings, compared, skipped, requests }: DriftReport, terminal: Terminal): string[] {
  const paint = painter(terminal);
  const lines = findings.flatMap(({ severity, kind, operation, pointer, documented, found, count, confirmed }) => {
    const [mark, style] = STYLES[severity];
    const doubt = confirmed === false ? ", not confirmed" : confirmed === true ? ", confirmed" : "";
    return [
      `${paint(style, `${mark} ${severity.padEnd(8)} ${kind.padEnd(14)}`)} ${operation}  ${pointer}`.trimEnd(),
      paint("dim", `    documented ${documented}, found ${found} (${count}×${doubt})`),
    ];
  });
  for (const { operation, reason, count } of skipped)
    lines.push(paint("dim", `– not compared: ${operation}: ${reason} (${count}×)`));
  const counts = (["error", "warning", "info"] as const).map(
    (severity) => `${findings.filter((finding) => finding.severity === severity).length} ${severity}`,
  );
  return [...lines, `${compared} compared${requests > 0 ? ` in ${requests} requests` : ""}: ${counts.join(", ")}`];
}
