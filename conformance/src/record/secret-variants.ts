import { ENTITIES } from "../text/entities.js";

/** The shortest text by which a secret is looked for: shorter ones are found everywhere. */
const SHORTEST = 6;

/** A secret in the forms in which it may be written: as it is, escaped for JSON, URL, form and HTML, in hex, and in Base64. */
export interface SecretVariants {
  /** Each stands for the whole secret. Longest first. */
  readonly texts: readonly string[];
  /** What Base64 text holds when the secret is somewhere inside what was encoded: at each of the three offsets, without its edges. */
  readonly cores: readonly string[];
}

/** All variants of a secret. */
export function secretVariants(secret: string): SecretVariants {
  const bytes = Buffer.from(secret, "utf8");
  const base64 = bytes.toString("base64");
  const plain = [
    secret,
    jsonEscaped(secret),
    jsonEscaped(secret).replaceAll("/", "\\/"),
    asciiEscaped(secret),
    ...[/&/g, /[&<>]/g, /[&<>"]/g, /[&<>"']/g].map((escaped) => htmlEscaped(secret, escaped)),
    bytes.toString("hex"),
    bytes.toString("hex").toUpperCase(),
    ...[" ", ":", "-"].flatMap((between) => {
      const spaced = bytes.toString("hex").replace(/..(?=.)/g, `$&${between}`);
      return [spaced, spaced.toUpperCase()];
    }),
  ];
  const escaped = plain.map(jsonEscaped);
  const encoded = [base64, base64.replace(/=+$/, ""), bytes.toString("base64url")];
  const texts = [...plain, ...escaped, ...encoded].flatMap((text) => [text, ...percentEncoded(text)]);
  return { texts: usable(texts), cores: usable([0, 1, 2].flatMap((offset) => base64Cores(bytes, offset))) };
}

function usable(texts: readonly string[]): string[] {
  return [...new Set(texts)].filter((text) => text.length >= SHORTEST).sort((a, b) => b.length - a.length);
}

function jsonEscaped(text: string): string {
  return JSON.stringify(text).slice(1, -1);
}

function asciiEscaped(text: string): string {
  return jsonEscaped(text).replace(/[^ -~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function htmlEscaped(text: string, escaped: RegExp): string {
  return text.replace(escaped, (character) => ENTITIES[character] as string);
}

/** As a URL and as a form write it, once and twice, with digits of either case; and every byte escaped. */
function percentEncoded(text: string): string[] {
  const wellFormed = Buffer.from(text, "utf8").toString("utf8");
  const once = [encodeURIComponent(wellFormed), new URLSearchParams([["", wellFormed]]).toString().slice(1)];
  const twice = once.map((form) => encodeURIComponent(form));
  const all = [...Buffer.from(text, "utf8")].map((byte) => `%${byte.toString(16).padStart(2, "0").toUpperCase()}`);
  return [...once, ...twice, all.join("")].flatMap((form) => [form, form.replace(/%[0-9A-F]{2}/g, lower)]);
}

function lower(text: string): string {
  return text.toLowerCase();
}

/** The characters that depend on the secret alone, whatever stands before and after it. */
function base64Cores(secret: Buffer, offset: number): string[] {
  const text = Buffer.concat([Buffer.alloc(offset), secret])
    .toString("base64")
    .replace(/=+$/, "");
  const from = offset === 0 ? 0 : offset + 1;
  const to = Math.floor(((offset + secret.length) * 8) / 6);
  const core = text.slice(from, to);
  return [core, core.replaceAll("+", "-").replaceAll("/", "_")];
}
