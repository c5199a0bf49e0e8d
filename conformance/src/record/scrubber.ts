import type { Json, JsonObject } from "../exchange/types.js";
import { parseJson } from "../text/parse-json.js";
import { decodePercent } from "../text/percent.js";
import { isPlaceholder } from "../text/placeholder.js";
import { secretNames } from "./secret-names.js";
import { findShapes, looksOpaque, looksRandom } from "./token-shapes.js";
import { unpacked } from "./unpacked.js";
import { Vault } from "./vault.js";
import { withoutEscapes } from "./without-escapes.js";

/** How many layers of encoding are taken off to look inside. */
const MAX_DEPTH = 4;
/** Headers of a request whose values are no keys, however they look. */
const PLAIN_REQUEST_HEADER =
  /^(accept.*|content-.*|user-agent|prefer|if-.*|range|origin|referer|cache-control|pragma|traceparent|.*request-id|.*correlation-id|idempotency-key)$/i;

/** Finds secrets by their values, by the names of the places where they stand and by their looks, and puts placeholders in their place. */
export class Scrubber {
  readonly #vault = new Vault();
  readonly #isSecret: (name: string, place?: "form") => boolean;
  /** How many secrets were replaced so far. */
  redactions = 0;

  constructor(secrets: readonly string[], names: readonly string[]) {
    this.#isSecret = secretNames(names);
    for (const secret of secrets) this.#vault.learn(secret, "secret", true);
  }

  /** Whether a text still holds a secret. */
  isDirty(text: string): boolean {
    return this.#vault.isDirty(text);
  }

  header(name: string, value: string, of: "request" | "response"): string {
    const lower = name.toLowerCase();
    if (/^(proxy-)?authorization$/.test(lower)) return this.#authorization(value);
    if (lower === "cookie")
      return value
        .split(";")
        .map((pair) => this.#cookie(pair))
        .join(";");
    if (lower === "set-cookie") return this.#setCookie(value);
    if (this.#isSecret(name)) return this.#redact(value, name);
    if (of === "request" && !PLAIN_REQUEST_HEADER.test(name) && looksOpaque(value)) return this.#redact(value, name);
    return this.text(value);
  }

  /** An absolute URL, as it is on the wire. */
  url(text: string): string {
    const [, before = "", query] = /^([^?#]*)(?:\?([^#]*))?/.exec(text) ?? [];
    const scrubbed = this.text(before);
    if (query === undefined) return scrubbed;
    const pairs = query.split("&").map((pair) => {
      const equals = pair.indexOf("=");
      if (equals === -1) return this.text(pair);
      const name = pair.slice(0, equals);
      return `${this.text(name)}=${this.#formValue(decoded(name), pair.slice(equals + 1), decoded)}`;
    });
    return `${scrubbed}?${pairs.join("&")}`;
  }

  /** The decoded fields of a form. A name that comes more than once has an array. */
  form(pairs: readonly (readonly [name: string, value: string])[]): JsonObject {
    const fields: Record<string, string | string[]> = {};
    for (const [name, value] of pairs) {
      const key = this.text(name);
      const scrubbed = this.#formValue(name, value);
      const before = fields[key];
      fields[key] = before === undefined ? scrubbed : [before, scrubbed].flat();
    }
    return fields;
  }

  /** A table whose first line has the names of its columns. */
  csv(text: string): string {
    const [first = "", ...rows] = text.split(/(?<=\n)/);
    const separator = separatorOf(first);
    const secret = first
      .split(separator)
      .flatMap((name, index) => (this.#isSecret(name.trim().replace(/^"|"$/g, "")) ? [index] : []));
    if (secret.length === 0) return this.text(text);
    const names = first.split(separator).map((name) => name.trim());
    const cell = CELLS[separator];
    const scrubbed = rows.map((row) => {
      let [line, column] = ["", 0];
      for (cell.lastIndex = 0; cell.lastIndex < row.length; column += 1) {
        const [all, value = "", end = ""] = cell.exec(row) ?? [];
        // No line of a table: nobody can say which value stands where.
        if (all === undefined || all === "") return this.#redact(row.trim(), "row");
        line += secret.includes(column) && value !== "" ? this.#redact(value, names[column] ?? "cell") + end : all;
      }
      return line;
    });
    return this.text([first, ...scrubbed].join(""));
  }

  json(value: Json, name = "", isInside = false): Json {
    // What is called "key" may be a secret, or the name of what stands beside it.
    const isName = /^key$/i.test(name) && typeof value === "string" && A_NAME.test(value);
    const isSecret = isInside || (name !== "" && !isName && this.#isSecret(name));
    if (typeof value === "string") return isSecret ? this.#redact(value, name) : this.#jsonInside(value);
    if (typeof value === "number")
      return isSecret && !/expir|count|total|length|size/i.test(name) ? this.#redact(String(value), name) : value;
    if (value === null || typeof value !== "object") return value;
    if (Array.isArray(value))
      return value.map((item, index) => this.#item(item as Json, value[index - 1], name, isSecret));
    const members = Object.entries(value as JsonObject);
    const called = members.find(
      ([key, text]) => CALLED.test(key) && typeof text === "string" && this.#isSecret(text),
    )?.[1];
    const isPair = typeof called === "string";
    return Object.fromEntries(
      members.map(([key, member]) => [
        isSecret && looksRandom(key) ? this.#redact(key, name) : this.text(key),
        isPair && VALUE.test(key) ? this.json(member, called, true) : this.json(member, key, isSecret),
      ]),
    );
  }

  /** In a list, a value may follow the name that says that it is secret: headers as some libraries give them. */
  #item(item: Json, before: unknown, name: string, isSecret: boolean): Json {
    const isNamed = typeof item === "string" && typeof before === "string" && this.#isSecret(before);
    if (!isNamed || this.#isSecret(item)) return this.json(item, name, isSecret);
    const [, credentials] = /^(?:bearer|basic|token)\s+(.+)$/is.exec(item) ?? [];
    return looksOpaque(credentials ?? item) ? this.json(item, before, true) : this.json(item, name, isSecret);
  }

  /** Any text: known values, secrets by their looks, pairs of name and value, and all that inside of what is encoded. */
  text(text: string, depth = 0): string {
    if (text.length < 4) return text;
    let scrubbed = this.#vault.replace(text, () => this.#count());
    for (const { label, secret } of findShapes(scrubbed))
      scrubbed = scrubbed.replaceAll(secret, this.#redact(secret, label));
    // What stands in an attribute of HTML is text of its own: whatever is found in it is looked for as it is written here.
    if (depth < MAX_DEPTH && QUOTATION_MARK.test(scrubbed)) {
      this.text(withoutEntities(scrubbed), depth + 1);
      scrubbed = this.#vault.replace(scrubbed, () => this.#count());
    }
    for (const pattern of PAIRS) scrubbed = scrubbed.replace(pattern, (...found) => this.#pair(found));
    scrubbed = scrubbed.replace(AFTER_A_WORD, (all, before, name, between, value) =>
      looksRandom(value) ? `${before}${name}${between}${this.#redact(value, name)}` : all,
    );
    scrubbed = scrubbed.replace(VALUE_FIRST, (all, before, value, between, name, after) =>
      this.#isSecretPair(name, value) ? `${before}${this.#redact(value, name)}${between}${name}${after}` : all,
    );
    scrubbed = scrubbed.replace(IN_PROSE, (...found) =>
      looksOpaque(String(found[4])) ? this.#pair(found) : String(found[0]),
    );
    return depth < MAX_DEPTH ? this.#encodedWords(scrubbed, depth) : scrubbed;
  }

  #formValue(name: string, value: string, decode: (text: string) => string = (text) => text): string {
    if (!this.#isSecret(name, "form")) return decode === decoded ? this.text(value) : this.#jsonInside(value);
    return this.#redact(decode(value), name);
  }

  #authorization(value: string): string {
    const [, scheme, credentials] = /^(\S+)\s+(.+)$/s.exec(value) ?? [];
    if (scheme === undefined || credentials === undefined) return this.#redact(value, "authorization");
    if (scheme.toLowerCase() === "basic") {
      const [, id, secret] = /^([^:]*):(.*)$/s.exec(Buffer.from(credentials, "base64").toString("utf8")) ?? [];
      if (id) this.#vault.learn(id, "client_id");
      if (secret) this.#vault.learn(secret, "client_secret");
    }
    return `${scheme} ${this.#redact(credentials, scheme.toLowerCase() === "bearer" ? "access_token" : `${scheme}-credentials`)}`;
  }

  #cookie(pair: string): string {
    const [, name, value] = /^(\s*[^=]*=)(.*)$/s.exec(pair) ?? [];
    const bare = name?.slice(0, -1).trim();
    if (bare !== undefined && looksRandom(bare)) this.#redact(bare, "cookie");
    return name === undefined || value === undefined
      ? this.#redact(pair, "cookie")
      : `${this.text(name)}${this.#redact(value, "cookie")}`;
  }

  #setCookie(line: string): string {
    const [first = "", ...attributes] = line.split(";");
    return [this.#cookie(first), ...attributes.map((attribute) => this.text(attribute))].join(";");
  }

  /** JSON in a text is JSON. */
  #jsonInside(text: string): string {
    const inner = /^\s*[{["]/.test(text) ? parseJson(text) : undefined;
    if (inner === undefined || inner === null) return this.text(text);
    const before = this.redactions;
    const scrubbed = this.json(inner);
    return this.redactions === before ? this.text(text) : JSON.stringify(scrubbed);
  }

  #pair(found: readonly unknown[]): string {
    const [all, before, name, between, value] = found as [string, string, string, string, string];
    const place = /^[?&#]$/.test(before) ? "form" : undefined;
    return this.#isSecretPair(name, value, place) ? `${before}${name}${between}${this.#redact(value, name)}` : all;
  }

  #isSecretPair(name: string, value: string, place?: "form"): boolean {
    return this.#isSecret(decodePercent(name), place) && !isPlaceholder(value) && !value.startsWith("<");
  }

  /** A word that holds a secret once it is decoded goes as a whole: nobody could read a placeholder inside. */
  #encodedWords(text: string, depth: number): string {
    return text
      .replace(/[^\s"'<>&=?]+/g, (word) => (word.includes("%") ? this.#decodedWord(word, decoded(word), depth) : word))
      .replace(/[^\s"'<>=?]+/g, (word) =>
        ESCAPED.test(word) ? this.#decodedWord(word, withoutEscapes(word), depth) : word,
      )
      .replace(/[A-Za-z0-9+/_-]{12,}={0,2}/g, (word) => {
        const inner = unpacked(Buffer.from(word, "base64"));
        return /^[\t\r\n\x20-\x7e\u00a1-\ufffc]+$/.test(inner) ? this.#decodedWord(word, inner, depth) : word;
      });
  }

  #decodedWord(word: string, inner: string, depth: number): string {
    if (inner === word) return word;
    const before = this.redactions;
    const json = /^\s*[{[]/.test(inner) ? parseJson(inner) : undefined;
    if (json === undefined) this.text(inner, depth + 1);
    else this.json(json);
    return this.redactions === before ? word : this.#redact(word, "encoded");
  }

  #redact(secret: string, label: string): string {
    if (secret === "" || isPlaceholder(secret)) return secret;
    this.#count();
    return this.#vault.learn(secret, label);
  }

  #count(): void {
    this.redactions += 1;
  }
}

/** Words of letters, such as `age_group` and `handling.rt`. */
const A_NAME = /^[A-Za-z]+(?:[ _.-][A-Za-z]+)*\d{0,2}$/;

/** Members that say what the value beside them is, */
const CALLED = /^(name|key|k|id|type|header|field|label|param|parameter|property|attribute)$/i;
/** and that value. */
const VALUE = /^(values?|val|v|content|text|data)$/i;

/** A field of HTML whose value stands before its name. */
const VALUE_FIRST =
  /(\b(?:value|content)=["'])([^"'<>]{4,})(["'][^<>"']{0,60}?\s(?:name|key|id|property)=["'])([\w.-]{2,60})(["'])/gi;

/** In words, in lists and in code of many languages: only what looks like a key is taken for one there. */
const IN_PROSE =
  /(^|[\s"'([{,:-])([\w-]{2,60})(["']?[ \t]{0,4}(?:(?::|\bis:?)[ \t]{1,4}|=>[ \t]{0,4})[|>]?[ \t]{0,4}(?:\r?\n[ \t]{1,20})?["']?)([^\s"'<>,;()\]}]{12,})/gm;

/** A word that says what follows, as in `The API key ... is unknown` and `login me password ...`: only what looks random is taken for it. */
const AFTER_A_WORD =
  /(\b)(password|passwd|passphrase|secret|token|(?:api|access|secret|private)[ _-]?key)(\s+["'(]?)([\w.~+/=-]{12,})/gi;

/** How HTML writes quotation marks. */
const QUOTATION_MARK = /&(?:quot|apos|#34|#39);/;

/**
 * What comes before, the name, what is between, the value: of forms and assignments, of what is in quotation marks (JSON, attributes, arguments),
 * of fields of HTML, of XML, of parts of a multipart body, and of lines.
 */
const PAIRS: readonly RegExp[] = [
  /(\b(?:name|key|id|property)=["'])([\w.-]{2,60})(["'][^<>]{0,200}?\b(?:value|content)=["'])([^"'<>]{4,})/gi,
  /(^|[\s?&#;,"'([{|>])([\w.%[\]-]{2,60})( ?= ?(?:&(?:quot|apos|#34|#39);)?)([^&\s;,"'<>\\]{4,})/g,
  // A URL that is a value itself: next=/path?token=...
  /([?#])([\w.%[\]-]{2,60})(=)([^&\s;,"'<>\\?#]{4,})/g,
  /(\\?["'])([\w.-]{2,60})(\\?["']\s*:\s*\\?["'])((?:[^"'\\]|\\[^"']){4,})/g,
  /(^|[\s?&;,({<])([\w.:-]{2,60}?)(\s{0,4}[=:]\s{0,4}\\?["'])((?:[^"'\\]|\\[^"']){4,})(?=\\?["'])/g,
  /(<)([\w:.-]{2,60})((?:\s[^<>]*)?>(?:<!\[CDATA\[)?)([^<>]{4,}?)(?=(?:\]\]>)?<\/)/g,
  /(["'])([\w-]{2,60})(:[ \t]{1,4})([^"'\r\n]{4,})(?=["'])/g,
  /(\s--?)([\w-]{2,60})([ =])([^\s"'-][^\s"']{3,})/g,
  /(name="?)([\w.-]{2,60})("?[^\r\n]{0,200}\r?\n(?:[^\r\n]{1,400}\r?\n){0,8}\r?\n)([\s\S]{4,}?)(?=\r?\n--)/g,
  /(^[ \t]*)([\w-]{2,60})(:[ \t]+)([^\s"'<>{][^\r\n]{3,})$/gm,
];

/** Characters written by their numbers: as JSON, JavaScript and HTML have them. */
const ESCAPED = /\\u[0-9a-f]{4}|\\x[0-9a-f]{2}|&#x?[0-9a-f]{1,6};/i;

/** What may stand between the cells of a table, and how a cell ends there. */
const CELLS = {
  ",": /("(?:[^"]|"")*"|[^,"\r\n]*)(,|\r?\n|$)/y,
  ";": /("(?:[^"]|"")*"|[^;"\r\n]*)(;|\r?\n|$)/y,
  "\t": /("(?:[^"]|"")*"|[^\t"\r\n]*)(\t|\r?\n|$)/y,
} as const;

/** The one that is most often in the line of names. */
function separatorOf(line: string): keyof typeof CELLS {
  const times = (one: string): number => line.split(one).length;
  return (Object.keys(CELLS) as (keyof typeof CELLS)[]).reduce((most, one) => (times(one) > times(most) ? one : most));
}

function withoutEntities(text: string): string {
  return text
    .replace(/&(?:quot|#34);/g, '"')
    .replace(/&(?:apos|#39);/g, "'")
    .replaceAll("&amp;", "&");
}

function decoded(text: string): string {
  return decodePercent(text.replaceAll("+", " "));
}
