import { mkdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { checkExchange } from "../exchange/check-exchange.js";
import { MAX_EXCHANGE_BYTES } from "../exchange/read-exchange-file.js";
import { mustBeFolder } from "../files/must-be-folder.js";
import { splitUrl } from "../text/split-url.js";
import { vendors } from "../vendors/registry.js";
import { Scrubber } from "./scrubber.js";
import { secretNames } from "./secret-names.js";
import { scrubTraffic } from "./to-exchange.js";
import type { CapturedTraffic, RecordedExchange, RecorderOptions, RecordOutcome } from "./types.js";

const SHORTEST_SECRET = 6;
/** Of the values in the environment: shorter ones are words. */
const SHORTEST_IN_ENVIRONMENT = 8;

/** Writes exchanges from traffic. */
export interface Recorder {
  /** Scrubs one request with its answer and writes it, or says why not. */
  record(traffic: CapturedTraffic): RecordOutcome;
  /** Notes what could not be captured. */
  refuse(method: string, url: string, reason: string): RecordOutcome;
  /** Keeps a recording waited for until it has ended. */
  track(pending: Promise<unknown>): void;
  /**
   * Waits for what is on its way, and searches every file once more for every secret that was learned since; a file with one in it is deleted.
   */
  finish(): Promise<readonly RecordOutcome[]>;
}

/**
 * A recorder that writes into a folder.
 *
 * @throws RangeError for a secret of fewer than 6 characters, which would be found everywhere.
 * @throws ExchangeInputError when the folder is a file.
 */
export function createRecorder(options: RecorderOptions): Recorder {
  const { folder, secrets = [], names = [], environment = process.env, anonymous = false, onOutcome } = options;
  const short = secrets.findIndex((secret) => secret.length < SHORTEST_SECRET);
  if (short !== -1)
    throw new RangeError(`secret ${short + 1} has fewer than ${SHORTEST_SECRET} characters; it cannot be looked for`);
  mustBeFolder(folder);
  const scrubber = new Scrubber([...secrets, ...secretsOf(environment, names)], names);
  const outcomes: RecordOutcome[] = [];
  const pending = new Set<Promise<unknown>>();

  const settle = (outcome: RecordOutcome): RecordOutcome => {
    outcomes.push(outcome);
    onOutcome?.(outcome);
    return outcome;
  };
  const refuse = (method: string, url: string, reason: string): RecordOutcome =>
    settle({ kept: false, operation: `${method.toUpperCase()} ${splitUrl(scrubber.url(url))?.path ?? ""}`, reason });

  return {
    refuse,
    record(traffic) {
      const { request, response, redactions, redactionsInRequest } = scrubTraffic(traffic, scrubber);
      if (redactionsInRequest === 0 && (!anonymous || isAuthenticated(traffic)))
        return refuse(
          traffic.method,
          traffic.url,
          "nothing in the request was redacted: its credentials were not recognised (name their header or value, or say that there are none)",
        );
      const { operation, vendor, slug } = nameOf(traffic, request.url ?? "", options.vendor);
      const exchange: RecordedExchange = {
        id: `${vendor}/${slug}`,
        operation,
        source: { title: "Recorded traffic", url: null },
        fidelity: "verbatim",
        request,
        response,
        notes: "Recorded from real traffic, not shown by a page. Placeholders stand for what was redacted.",
        "x-recorded": true,
      };
      const written = tryToWrite(folder, exchange, scrubber);
      return typeof written === "string"
        ? refuse(traffic.method, traffic.url, written)
        : settle({ kept: true, ...written, redactions });
    },
    track(work) {
      const settled = work.finally(() => pending.delete(settled));
      pending.add(settled);
    },
    async finish() {
      while (pending.size > 0) await Promise.allSettled(pending);
      for (const [index, outcome] of outcomes.entries()) {
        if (!outcome.kept || !scrubber.isDirty(readFileSync(join(folder, outcome.file), "utf8"))) continue;
        rmSync(join(folder, outcome.file));
        const deleted = {
          kept: false,
          operation: outcome.id,
          reason: "deleted: it held a secret that was learned later",
        } as const;
        outcomes[index] = deleted;
        onOutcome?.(deleted);
      }
      return outcomes;
    },
  };
}

/** Values of variables whose name says that they hold a secret. */
function secretsOf(environment: Readonly<Record<string, string | undefined>>, names: readonly string[]): string[] {
  const isSecret = secretNames(names);
  return Object.entries(environment).flatMap(([name, value = ""]) =>
    value.length >= SHORTEST_IN_ENVIRONMENT && isSecret(name) && !value.startsWith("/") ? [value] : [],
  );
}

function isAuthenticated({ requestHeaders }: CapturedTraffic): boolean {
  const isSecret = secretNames([]);
  return requestHeaders.some(([name]) => isSecret(name));
}

interface Name {
  readonly operation: string;
  readonly vendor: string;
  readonly slug: string;
}

/** By the vendor's description where there is one: a path template has nobody's ids in it. */
function nameOf({ method, url }: CapturedTraffic, scrubbed: string, given: string | undefined): Name {
  const parts = splitUrl(url);
  const verb = method.toUpperCase();
  const known = parts && vendors.find((vendor) => vendor.describe().routes.knowsHost(parts.scheme, parts.host));
  const template = parts && known?.describe().routes.find(verb, parts.path, parts)?.operation.template;
  const path = template ?? splitUrl(scrubbed)?.path ?? "/";
  const words = path
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/^-|-$/g, "")
    .toLowerCase()
    .slice(0, 80);
  const host = (parts?.host ?? "unknown").replace(/[^a-z0-9.]+/g, "-");
  return {
    operation: `${verb} ${path}`,
    vendor: given ?? known?.id ?? host,
    slug: `recorded-${verb.toLowerCase()}-${words || "root"}`,
  };
}

/** A disk that is full or a folder that is gone is said, and the traffic goes on. */
function tryToWrite(folder: string, named: RecordedExchange, scrubber: Scrubber): ReturnType<typeof write> {
  try {
    return write(folder, named, scrubber);
  } catch (error) {
    return `cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown reason"})`;
  }
}

/** Writes under the first free number, reads what was written, and deletes it again when a secret is in it. Returns what went wrong, in words. */
function write(folder: string, named: RecordedExchange, scrubber: Scrubber): { id: string; file: string } | string {
  mkdirSync(join(folder, named.id.split("/")[0] as string), { recursive: true });
  for (let number = 1; number < 100_000; number += 1) {
    const id = `${named.id}-${String(number).padStart(3, "0")}`;
    const exchange = { ...named, id };
    const problem = checkExchange(exchange);
    if (problem !== undefined) return `is no exchange: ${problem.member} ${problem.problem}`;
    const text = `${JSON.stringify(exchange, null, 2)}\n`;
    if (Buffer.byteLength(text) > MAX_EXCHANGE_BYTES) return "is over 16 MiB";
    if (scrubber.isDirty(text)) return "a secret is left after scrubbing";
    const file = `${id}.json`;
    try {
      writeFileSync(join(folder, file), text, { flag: "wx", mode: 0o600 });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "EEXIST") continue;
      throw error;
    }
    if (!scrubber.isDirty(readFileSync(join(folder, file), "utf8"))) return { id, file };
    rmSync(join(folder, file));
    return "deleted: a secret was found in what was written";
  }
  return "there is no free number for its name";
}
