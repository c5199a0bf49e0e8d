import { Secret } from "./secret.js";

/** A token as a store keeps it: plain JSON. It holds secrets in the clear, so a store is as sensitive as a password. */
export interface StoredToken {
  accessToken: string;
  /** When it was asked for, in milliseconds since the epoch. */
  obtainedAt: number;
  /** When it ends, in milliseconds since the epoch; absent when the server gave no lifetime. */
  expiresAt?: number | undefined;
  /** For the next refresh, where the vendor issues one. */
  refreshToken?: string | undefined;
  /** The scope granted, where the server named it. */
  scope?: string | undefined;
  /** Further members of the answer that the vendor's package chose to keep. */
  details?: Readonly<Record<string, unknown>> | undefined;
}

/** An access token in use. Prints without its value. */
export class AccessToken extends Secret {
  /** When it ends, in milliseconds since the epoch; `undefined` when the server gave no lifetime. */
  readonly expiresAt: number | undefined;
  /** The scope granted, where the server named it. */
  readonly scope: string | undefined;
  /** Further members of the answer that the vendor's package chose to keep. */
  readonly details: Readonly<Record<string, unknown>>;

  constructor(stored: StoredToken) {
    super(stored.accessToken);
    this.expiresAt = stored.expiresAt;
    this.scope = stored.scope;
    this.details = stored.details ?? {};
  }
}
