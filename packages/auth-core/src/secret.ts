const REDACTED = "[redacted]";

const redacted = (): string => REDACTED;

/**
 * A value that must not be seen: a client secret, an access token.
 *
 * It prints as `[redacted]` through `String()`, template strings, `JSON.stringify`, `console.log` and
 * `util.inspect`. The only way to the value is {@link Secret.reveal}.
 */
export class Secret {
  readonly #value: string;

  constructor(value: string) {
    this.#value = value;
    // The method that `util.inspect` and `console.log` of Node, Bun and Deno look for.
    Object.defineProperty(this, Symbol.for("nodejs.util.inspect.custom"), { value: redacted });
  }

  /** The value itself. Call it where the value is put on the wire, and nowhere else. */
  reveal(): string {
    return this.#value;
  }

  toString(): string {
    return REDACTED;
  }

  toJSON(): string {
    return REDACTED;
  }
}

/**
 * Text from outside made safe for a message: every given secret replaced by `[redacted]`, plain and form-encoded,
 * control characters by a space, cut to `limit` characters. What is shorter than four characters hides nothing, but
 * would take words apart, and is left.
 */
export function scrub(text: string, secrets: readonly (string | undefined)[], limit = 200): string {
  let safe = text;
  for (const secret of secrets) {
    if (!secret || secret.length < 4) continue;
    const encoded = new URLSearchParams([["", secret]]).toString().slice(1);
    safe = safe.replaceAll(secret, REDACTED).replaceAll(encoded, REDACTED);
  }
  safe = safe.replace(/\p{Cc}+/gu, " ").trim();
  return safe.length > limit ? `${safe.slice(0, limit)}…` : safe;
}
