import { randomBytes } from "node:crypto";
import type { SandboxClock } from "./clock.js";

/** A token as the sandbox remembers it. */
export interface IssuedToken {
  readonly permissions: readonly string[];
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly expiresAt: number;
  /** The type of the security schemes that it is good for: a token of a grant, or of an endpoint of the vendor's own. */
  readonly scheme: "oauth2" | "http";
}

/** As many tokens are remembered; the oldest are forgotten. */
const MOST_TOKENS = 100_000;

/** Issues opaque tokens that expire, and knows them again. */
export class TokenIssuer {
  readonly lifetimeSeconds: number;
  readonly #clock: SandboxClock;
  readonly #issued = new Map<string, IssuedToken>();

  constructor(clock: SandboxClock, lifetimeSeconds: number) {
    this.#clock = clock;
    this.lifetimeSeconds = lifetimeSeconds;
  }

  /** A new token for these permissions; it lives as long as access tokens do, or as it is said here, in seconds. */
  issue(
    permissions: readonly string[],
    lifetimeSeconds: number = this.lifetimeSeconds,
    scheme: IssuedToken["scheme"] = "oauth2",
  ): string {
    const token = `sandbox-${randomBytes(24).toString("base64url")}`;
    this.#issued.set(token, { permissions, expiresAt: this.#clock.now() + lifetimeSeconds * 1000, scheme });
    const [oldest = ""] = this.#issued.size > MOST_TOKENS ? this.#issued.keys() : [];
    this.#issued.delete(oldest);
    return token;
  }

  /** What a token is good for, or in words why it is good for nothing. */
  check(token: string): IssuedToken | string {
    const issued = this.#issued.get(token);
    if (issued === undefined) return "the access token is unknown or was revoked";
    return issued.expiresAt > this.#clock.now() ? issued : "the access token has expired";
  }

  /** Forgets one token; `false` when it was not known. */
  revoke(token: string): boolean {
    return this.#issued.delete(token);
  }

  /** Forgets every token; returns how many were still valid. */
  revokeAll(): number {
    const now = this.#clock.now();
    const valid = [...this.#issued.values()].filter(({ expiresAt }) => expiresAt > now).length;
    this.#issued.clear();
    return valid;
  }
}
