import { createHash } from "node:crypto";
import { readBasic } from "../compare/compare-authorization.js";
import { isSecretName } from "../compare/withhold.js";
import { decodePercent } from "../text/percent.js";
import { hasPlaceholder } from "../text/placeholder.js";
import { publishedSamples } from "./published-samples.js";

/** Shapes that only credentials have. */
const SHAPES: readonly (readonly [what: string, shape: RegExp])[] = [
  ["a private key", /-----BEGIN [A-Z ]*PRIVATE KEY-----/],
  ["an AWS access key", /\b(?:AKIA|ASIA)[0-9A-Z]{16}\b/],
  ["a GitHub token", /\b(?:gh[pousr]_[A-Za-z0-9]{30,}|github_pat_\w{30,})/],
  ["a Slack token", /\bxox[abeprs]-[\w-]{10,}/],
  ["a Google API key", /\bAIza[\w-]{35}/],
  ["a live payment key", /\b[rs]k_live_\w{10,}/],
  ["an 8x8 API key", /\beght_(?!your)\w{16,}/],
  ["a signed token", /\beyJ[\w-]{8,}\.[\w-]*\.[\w-]{16,}/],
];

/** What a text looks like, if it looks like a credential that somebody could use; `undefined` when it does not. */
export function looksSecret(name: string, text: string): string | undefined {
  for (const [what, shape] of SHAPES) {
    const found = shape.exec(text)?.[0];
    if (found !== undefined && !isPublished(found)) return what;
  }
  const basic = readBasic(text);
  const value = basic === undefined ? text.replace(/^(?:Bearer|Basic|Token|ApiKey)\s+/i, "").trim() : basic.secret;
  if (isCredential(name) && isRandom(value) && !isPublished(value)) return `a live credential in "${name}"`;
  for (const [inner, found] of namedValues(text))
    if (isCredential(inner) && isRandom(found) && !isPublished(found)) return `a live credential in "${inner}"`;
  return undefined;
}

function isCredential(name: string): boolean {
  return (
    (isSecretName(name) || /^(session|sid|sig|auth)$|session[-_]?id$/i.test(name)) && !/client[-_]?id$/i.test(name)
  );
}

/** Name and value as they stand in URLs, forms, cookies, JSON and configuration that is a text. */
const NAMED = /([\w.%[\]-]{2,60})(?:\\?["'])?\s?[=:]\s?(?:\\?["'])?(?!\/\/)([^\s&;,"'<>\\)}#?]{16,})/g;
/** Credentials by what is in front of them. */
const LED = /\b(Bearer|Basic|Token)\s+([A-Za-z0-9._~+/=-]{16,})/gi;
const IN_A_URL = /:\/\/(?:[^\s/:@]*:)?([^\s/:@]{16,})@/g;

function* namedValues(text: string): Generator<readonly [name: string, value: string]> {
  for (const [, name = "", value = ""] of text.matchAll(NAMED)) yield [decodePercent(name), decodePercent(value)];
  for (const [all, , value = ""] of text.matchAll(LED)) yield ["authorization", readBasic(all)?.secret ?? value];
  for (const [, value = ""] of text.matchAll(IN_A_URL)) yield ["password", decodePercent(value)];
}

/** Words that a page uses where a reader puts a credential. */
const STAND_IN =
  /your|example|sample|placeholder|dummy|redacted|withheld|replace|x{4}|test|access[-_ ]?token|secret|^my/i;

/** Long, of letters and digits, without words, and with as many bits to a character as chance gives. */
function isRandom(value: string): boolean {
  if (value.length < 16 || /\s/.test(value) || hasPlaceholder(value) || STAND_IN.test(value)) return false;
  return /\d/.test(value) && /[A-Za-z]/.test(value) && bitsPerCharacter(value) >= 2.8;
}

/** Shannon's entropy. */
function bitsPerCharacter(text: string): number {
  const counts = new Map<string, number>();
  for (const character of text) counts.set(character, (counts.get(character) ?? 0) + 1);
  return [...counts.values()].reduce((bits, count) => bits - (count / text.length) * Math.log2(count / text.length), 0);
}

/** Values that vendors print on public pages are known by their digest. */
function isPublished(value: string): boolean {
  return publishedSamples.has(createHash("sha256").update(value).digest("hex").slice(0, 16));
}
