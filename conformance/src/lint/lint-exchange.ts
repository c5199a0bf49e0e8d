import { acknowledge } from "../check/acknowledge.js";
import { type Contradiction, contradictionsOf } from "../check/contradiction.js";
import type { Exchange } from "../exchange/types.js";
import { answerContradictions } from "../replay/check-answer.js";
import { checkIncoming } from "../replay/check-incoming.js";
import { type Prepared, prepare } from "../replay/prepare.js";
import type { Vendor } from "../vendors/types.js";
import { looksSecret } from "./looks-secret.js";
import { machinePath } from "./machine-path.js";
import { textsIn } from "./texts.js";
import type { LintFinding } from "./types.js";

/** A finding, as yet without the exchange that it is about. */
type Found = Pick<LintFinding, "rule" | "pointer" | "message">;

/** What is wrong with an exchange by itself. `vendor` left out: nothing is known of its description, and nothing is said of it. */
export async function lintExchange(exchange: Exchange, vendor: Vendor | undefined): Promise<Found[]> {
  const described = vendor === undefined ? [] : await againstDescription(exchange, vendor);
  return [...sourceFindings(exchange), ...described, ...textFindings(exchange)];
}

function sourceFindings(exchange: Exchange): Found[] {
  const { source } = exchange;
  // No page shows what was recorded.
  if (exchange["x-recorded" as keyof Exchange] as unknown) return [];
  const found: Found[] = [];
  if (source.title.trim() === "")
    found.push({ rule: "missing-source", pointer: "/source/title", message: "the page has no title" });
  const protocol = URL.parse(source.url ?? "")?.protocol;
  if (protocol !== "https:" && protocol !== "http:") {
    const message = source.url === null ? "the page that shows it is not named" : "the page has no absolute address";
    found.push({ rule: "missing-source", pointer: "/source/url", message });
  }
  return found;
}

function textFindings(exchange: Exchange): Found[] {
  const published = exchange["x-published" as keyof Exchange] as unknown;
  const excused = Array.isArray(published) ? published : [];
  const found: Found[] = [];
  for (const { pointer, name, text } of textsIn(exchange)) {
    const secret = excused.includes(pointer) ? undefined : looksSecret(name, text);
    if (secret !== undefined) {
      const message = `looks like ${secret}; put a placeholder such as <token>, or list it in "x-published" if the page prints it`;
      found.push({ rule: "secret", pointer, message });
    }
    const path = machinePath(text);
    if (path !== undefined) found.push({ rule: "machine-path", pointer, message: `"${path}" is a path of a machine` });
  }
  return found;
}

async function againstDescription(exchange: Exchange, vendor: Vendor): Promise<Found[]> {
  const prepared = prepare(exchange, vendor);
  if (prepared.kind === "settled") {
    const { verdict, differences } = prepared.outcome;
    if (verdict === "failed")
      return differences.map(({ message }) => ({ rule: "undescribed", pointer: "/request", message }));
    if (verdict !== "incoming") return [];
    const { contradictions } = await checkIncoming(exchange, vendor, prepared.outcome);
    return unacknowledged(exchange, contradictions);
  }
  const problems =
    prepared.kind === "call"
      ? prepared.call.problems.map(({ message }): Found => ({ rule: "undescribed", pointer: "/request", message }))
      : [];
  return [...problems, ...unacknowledged(exchange, contradictionsIn(exchange, prepared, vendor))];
}

function contradictionsIn(exchange: Exchange, prepared: Exclude<Prepared, { kind: "settled" }>, vendor: Vendor) {
  const { response } = exchange;
  const { validators } = vendor.describe();
  if (prepared.kind === "call") {
    const { contradictions, operation } = prepared.call;
    return response
      ? [...contradictions, ...answerContradictions(exchange, response, operation, validators)]
      : contradictions;
  }
  const { schemaPointer } = prepared.endpoint;
  if (!response || schemaPointer === undefined || response.status >= 300) return [];
  return contradictionsOf(validators.errors(schemaPointer, response.body), response.body, "/response/body");
}

function unacknowledged(exchange: Exchange, contradictions: readonly Contradiction[]): Found[] {
  return acknowledge(contradictions, exchange)
    .filter(({ acknowledged }) => acknowledged === undefined)
    .map(({ pointer, expected }) => ({
      rule: "contradicts-description",
      pointer,
      message: `the vendor's description asks for ${expected}; say in "contradicts" why it is so, if the page shows it`,
    }));
}
