import { isPlaceholder } from "../text/placeholder.js";
import { secretVariants } from "./secret-variants.js";
import { findShapes } from "./token-shapes.js";
import { withoutEscapes } from "./without-escapes.js";

/** A found value that is a word is put out of sight where it stands, and not looked for elsewhere: a client may be called "client". */
const A_WORD = /^(?:.{0,7}|[A-Za-z_-]{8,15}|client_credentials|authorization_code)$/s;
const PLACEHOLDER = /<[\w.-]+>/y;

/** A longer one that was found is no token, and is not looked for elsewhere. */
const LONGEST = 8192;
/** The length by which variants are looked up; none is shorter. */
const PREFIX = 6;
const BASE64_BEFORE = /[A-Za-z0-9+/_=-]*$/;
const BASE64_AFTER = /[A-Za-z0-9+/_=-]*/y;

interface Variant {
  readonly text: string;
  readonly placeholder: string;
  /** Whether it is the core of some Base64: then what is around it goes too. */
  readonly isCore: boolean;
}

/** The secrets of one recording, with the placeholder of each: the same secret always gets the same one. Kept in memory only. */
export class Vault {
  readonly #known = new Set<string>();
  /** By their first characters; longest first. */
  readonly #variants = new Map<string, Variant[]>();
  readonly #placeholders = new Map<string, string>();
  readonly #ours = new Set<string>();
  readonly #labels = new Map<string, number>();

  /** Remembers a secret, and returns what stands for it. One that is `given` is looked for everywhere, even if it is a word. */
  learn(secret: string, label: string, given = false): string {
    if (isPlaceholder(secret)) return secret;
    const placeholder = this.#placeholders.get(secret) ?? this.#newPlaceholder(secret, label);
    if ((!given && (secret.length > LONGEST || A_WORD.test(secret))) || this.#known.has(secret)) return placeholder;
    this.#known.add(secret);
    const { texts, cores } = secretVariants(secret);
    for (const text of texts) this.#add({ text, placeholder, isCore: false });
    for (const text of cores) this.#add({ text, placeholder, isCore: true });
    return placeholder;
  }

  /** The text with every known secret replaced, in whatever form it is written; `onHit` is called for each. */
  replace(text: string, onHit: () => void): string {
    let replaced = "";
    let from = 0;
    for (let at = 0; at + PREFIX <= text.length; at += 1) {
      at = this.#afterPlaceholder(text, at);
      const found = this.#at(text, at);
      if (found === undefined) continue;
      const before = text.slice(from, at);
      replaced += (found.isCore ? before.replace(BASE64_BEFORE, "") : before) + found.placeholder;
      from = at + found.text.length;
      if (found.isCore) {
        BASE64_AFTER.lastIndex = from;
        from += BASE64_AFTER.exec(text)?.[0].length ?? 0;
      }
      at = from - 1;
      onHit();
    }
    return from === 0 ? text : replaced + text.slice(from);
  }

  /** Whether a text still holds a secret: a known one in any form, or one that is known by its looks. */
  isDirty(text: string): boolean {
    // Most texts look the same in most ways; each way is searched once.
    const views = new Set([
      text,
      percentDecoded(text),
      percentDecoded(percentDecoded(text)),
      text.replaceAll("\\/", "/"),
      text.replaceAll('\\"', '"'),
      withoutEscapes(text.replaceAll("\\\\", "\\")),
      // Quoted-printable, as mail has it.
      text.replace(/=(?:\r?\n|(?:\\r)?\\n)/g, ""),
    ]);
    if ([...views].some((view) => this.#holds(view) || findShapes(view).length > 0)) return true;
    // A layer of Base64 is looked through by the variants; several layers are not.
    const inside = base64Inside(text);
    return this.#holds(inside) || this.#holds(base64Inside(inside));
  }

  #holds(text: string): boolean {
    for (let at = 0; at + PREFIX <= text.length; at += 1) {
      at = this.#afterPlaceholder(text, at);
      if (this.#at(text, at) !== undefined) return true;
    }
    return false;
  }

  #at(text: string, at: number): Variant | undefined {
    return this.#variants.get(text.slice(at, at + PREFIX))?.find((variant) => text.startsWith(variant.text, at));
  }

  /** What stands for a secret is none, whatever its name. */
  #afterPlaceholder(text: string, at: number): number {
    if (text[at] !== "<") return at;
    PLACEHOLDER.lastIndex = at;
    const found = PLACEHOLDER.exec(text)?.[0];
    return found !== undefined && this.#ours.has(found) ? at + found.length : at;
  }

  #add(variant: Variant): void {
    const prefix = variant.text.slice(0, PREFIX);
    const others = this.#variants.get(prefix) ?? [];
    others.push(variant);
    this.#variants.set(
      prefix,
      others.sort((a, b) => b.text.length - a.text.length),
    );
  }

  #newPlaceholder(secret: string, label: string): string {
    const name =
      label
        .replace(/[^\w.-]+/g, "-")
        .replace(/^[-.]+|[-.]+$/g, "")
        .slice(0, 40) || "secret";
    const count = (this.#labels.get(name) ?? 0) + 1;
    this.#labels.set(name, count);
    const placeholder = count === 1 ? `<${name}>` : `<${name}-${count}>`;
    this.#placeholders.set(secret, placeholder);
    this.#ours.add(placeholder);
    return placeholder;
  }
}

function percentDecoded(text: string): string {
  return text.replace(/(?:%[0-9a-f]{2})+/gi, (run) => Buffer.from(run.replaceAll("%", ""), "hex").toString("utf8"));
}

/** All that Base64 words of a text hold. */
function base64Inside(text: string): string {
  const words = text.match(/[A-Za-z0-9+/_-]{16,}={0,2}/g) ?? [];
  return words.map((word) => Buffer.from(word, "base64").toString("latin1")).join("\n");
}
