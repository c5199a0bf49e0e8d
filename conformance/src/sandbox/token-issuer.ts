import { randomBytes } from "node:crypto";
import type { SandboxClock } from "./clock.js";

/** A token as the sandbox remembers it. */
export interface IssuedToken {
  readonly permissions: readonly string[];
  /** Milliseconds since the epoch, by the sandbox's clock. */
  readonly expiresAt: number;
}

/** Issues opaque tokens that expire, and knows them again. */
export class TokenIssuer {
  readonly lifetimeSeconds: number;
  readonly #clock: SandboxClock;
  readonly #issued = new Map<string, IssuedToken>();

  constructor(clock: SandboxClock, lifetimeSeconds: number) {
    this.#clock = clock;
    this.lifetimeSeconds = lifetimeSeconds;
  }

  /** A new token for these permissions. */
  issue(permissions: readonly string[]): string {
    const token = `sandbox-${randomBytes(24).toString("base64url")}`;
    this.#issued.set(token, { permissions, expiresAt: this.#clock.now() + this.lifetimeSeconds * 1000 });
    return token;
  }

  /** What a token is good for, or in words why it is good for nothing. */
  check(token: string): IssuedToken | string {
    const issued = this.#issued.get(token);
    if (issued === undefined) return "the access token is unknown or was revoked";
    return issued.expiresAt > this.#clock.now() ? issued : "the access token has expired";
  }

  /** Forgets every token; returns how many were still valid. */
  revokeAll(): number {
    const now = this.#clock.now();
    const valid = [...this.#issued.values()].filter(({ expiresAt }) => expiresAt > now).length;
    this.#issued.clear();
    return valid;
  }
}
