import type { Fidelity } from "../exchange/types.js";
import type { FaultResult } from "../faults/types.js";
import type { Verdict } from "../replay/types.js";
import { escapeMarkup as esc } from "./escape.js";
import type { ReportedResult } from "./types.js";

/** What can be said of an exchange or of a fault. */
export type AnyVerdict = Verdict | FaultResult["verdict"];

/** What each verdict means, in the order in which they are shown. */
export const VERDICTS: Readonly<Record<AnyVerdict, string>> = {
  passed: "as documented; of a fault: the client shows what it must",
  "request-only": "the request is as documented; the page shows no answer",
  contradicts: "passed; it contradicts the vendor's own description, as is known",
  failed: "something differs",
  incoming: "an event that the vendor sends",
  "not-replayable": "the page lost what a replay needs",
  "no-client": "there is no client for the vendor",
  "not-applicable": "a fault that cannot happen to this client",
};

/** The mark of each fidelity, and what it means. */
export const FIDELITIES: Readonly<Record<Fidelity, readonly [letter: string, meaning: string]>> = {
  verbatim: ["v", "the page shows request and response"],
  "response-only": ["r", "the page shows the response"],
  "request-only": ["q", "the page shows the request"],
  "schema-derived": ["s", "assembled from a field table; never counts as documented"],
};

/** The anchor of an exchange. */
export function anchor(id: string): string {
  return `x-${safe(id)}`;
}

/** The anchor of a fault that a client failed. */
export function faultAnchor(subject: string, fault: string): string {
  return `f-${safe(subject)}--${safe(fault)}`;
}

function safe(id: string): string {
  return id.replace(/[^\w-]/g, (character) => `.${character.charCodeAt(0).toString(16)}.`);
}

/** `1 exchange`, `2 exchanges`. */
export function count(number: number, noun: string): string {
  return `${number} ${noun}${number === 1 ? "" : "s"}`;
}

/** Only web pages become links. */
export function sourceLink({ source: { title, url } }: ReportedResult): string {
  return url !== null && /^https?:\/\//i.test(url)
    ? `<a href="${esc(url)}" rel="noreferrer noopener">${esc(title)}</a>`
    : esc(title);
}
