import { renameSync, statSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { ExchangeInputError } from "../exchange/exchange-input-error.js";
import { toHar } from "../har/to-har.js";
import { Scrubber } from "../record/scrubber.js";
import { scrubTraffic } from "../record/to-exchange.js";
import type { CapturedTraffic, RecordedExchange } from "../record/types.js";
import { splitUrl } from "../text/split-url.js";

/** Shorter ones would be found everywhere. */
const SHORTEST_SECRET = 6;

/** Traffic of a live run that becomes a HAR without secrets. */
export interface ScrubbedHar {
  /** Keeps a request and its answer in memory. */
  add(traffic: CapturedTraffic): void;
  /**
   * Scrubs all of it, what was learned late included, and writes it, whole or not at all.
   *
   * @throws ExchangeInputError when a secret is left, or the file cannot be written.
   */
  write(): void;
}

/**
 * A HAR of a live run.
 *
 * @param shown how errors name the file.
 * @param secrets values that must not survive, beside what the scrubber finds by itself.
 * @throws ExchangeInputError when the file can never be written.
 */
export function createScrubbedHar(file: string, shown: string, secrets: readonly string[]): ScrubbedHar {
  if (statSync(file, { throwIfNoEntry: false })?.isDirectory()) throw new ExchangeInputError(shown, "is a folder");
  if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory())
    throw new ExchangeInputError(shown, "cannot be written: there is no such folder");
  const kept: CapturedTraffic[] = [];
  return {
    add: (traffic) => void kept.push(traffic),
    write() {
      if (kept.length === 0) return;
      const scrubber = new Scrubber(
        secrets.filter((secret) => secret.length >= SHORTEST_SECRET),
        [],
      );
      // A secret that is known by its place in one answer may stand anywhere in another that came before.
      for (const traffic of kept) scrubTraffic(traffic, scrubber);
      const text = JSON.stringify(toHar(kept.map((traffic, index) => exchangeOf(traffic, index, scrubber))), null, 2);
      if (scrubber.isDirty(text))
        throw new ExchangeInputError(shown, "is not written: a secret is left after scrubbing");
      try {
        writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600 });
        renameSync(`${file}.new`, file);
      } catch (error) {
        throw new ExchangeInputError(
          shown,
          `cannot be written (${(error as NodeJS.ErrnoException).code ?? "unknown"})`,
        );
      }
    },
  };
}

function exchangeOf(traffic: CapturedTraffic, index: number, scrubber: Scrubber): RecordedExchange {
  const { request, response } = scrubTraffic(traffic, scrubber);
  const path = splitUrl(request.url ?? "")?.path ?? "";
  return {
    id: `live/${String(index + 1).padStart(4, "0")}`,
    operation: `${request.method} ${path}`,
    source: { title: "Live run", url: null },
    fidelity: "verbatim",
    request,
    response,
    notes: "Traffic of a live run, not shown by a page. Placeholders stand for what was redacted.",
    "x-recorded": true,
  };
}
