import { coverageCommand } from "./coverage-command.js";
import { driftCommand } from "./drift-command.js";
import type { ExitCode } from "./exit-code.js";
import { exportCommand } from "./export-command.js";
import { faultsCommand } from "./faults-command.js";
import { importCommand } from "./import-command.js";
import { lintCommand } from "./lint-command.js";
import { listCommand } from "./list-command.js";
import { recordCommand } from "./record-command.js";
import { replayCommand } from "./replay-command.js";
import { reportCommand } from "./report-command.js";
import { serveCommand } from "./serve-command.js";
import type { Terminal } from "./terminal.js";

/** A verb of the program. */
interface Verb {
  /** One line for the help of the program. */
  readonly summary: string;
  readonly run: (args: readonly string[], terminal: Terminal) => Promise<ExitCode> | ExitCode;
}

/** Every verb, in the order of the help. */
export const verbs: ReadonlyMap<string, Verb> = new Map<string, Verb>([
  ["list", { summary: "the documented exchanges, a line each", run: listCommand }],
  ["lint", { summary: "what is wrong with exchanges, before anybody relies on them", run: lintCommand }],
  [
    "replay",
    { summary: "send documented exchanges through the real clients, offline, and compare", run: replayCommand },
  ],
  ["serve", { summary: "vendors' APIs on 127.0.0.1, as their exchanges document them", run: serveCommand }],
  ["faults", { summary: "let the server misbehave, and see what each client shows", run: faultsCommand }],
  [
    "coverage",
    { summary: "what the exchanges show of the description, and what this run proved", run: coverageCommand },
  ],
  ["record", { summary: "write exchanges from real traffic, without its secrets", run: recordCommand }],
  ["export", { summary: "exchanges as HAR, Pact, or examples in an OpenAPI description", run: exportCommand }],
  ["import", { summary: "exchanges out of a HAR file", run: importCommand }],
  ["drift", { summary: "compare how a vendor behaves with what is documented", run: driftCommand }],
  [
    "report",
    { summary: "one run of replay and faults; HTML, JUnit, SARIF, GitHub and JSON out of it", run: reportCommand },
  ],
]);
