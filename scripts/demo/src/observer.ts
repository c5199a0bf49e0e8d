import type { ClientEvent } from "@x/client-core";

/** A call as the table shows it. */
export interface Row {
  operation: string;
  /** HTTP status, or `none` without an answer. */
  status: string;
  result: string;
  durationMs: number;
  attempts: number;
  /** Which token went out with it; `-` for the token request itself. */
  token: "new" | "reused" | "none" | "-";
}

/** What the token source of a client did. */
export interface TokenSummary {
  requests: number;
  obtained: number;
  rejected: number;
  failed: number;
  /** Calls that went out with a token fetched before them. */
  reused: number;
}

type CallEnded = Extract<ClientEvent, { type: "call" }>;

function rowOf(event: CallEnded, token: Row["token"]): Row {
  const { operation, status, durationMs, attempts } = event;
  return { operation, status: String(status ?? "none"), result: "", durationMs, attempts, token };
}

function lifetimeOf(ms: number | undefined): string {
  return ms === undefined ? "access token, lifetime not said" : `access token for ${Math.round(ms / 1_000)} s`;
}

/** Turns the events of one client into rows. */
export class Observer {
  readonly rows: Row[] = [];
  readonly tokens: TokenSummary = { requests: 0, obtained: 0, rejected: 0, failed: 0, reused: 0 };
  #open: Row[] = [];
  #fresh = false;
  #tokenRow: Row = { operation: "token request", status: "?", result: "", durationMs: 0, attempts: 0, token: "-" };

  /** Give this to the client as `onEvent`. */
  readonly onEvent = (event: ClientEvent): void => {
    switch (event.type) {
      case "token-requested":
        this.tokens.requests += 1;
        break;
      case "token-obtained":
        this.tokens.obtained += 1;
        this.#fresh = true;
        this.#tokenRow = { ...this.#tokenRow, result: lifetimeOf(event.lifetimeMs) };
        this.#open.push(this.#tokenRow);
        break;
      case "token-rejected":
        this.tokens.rejected += 1;
        break;
      case "token-failed":
        this.tokens.failed += 1;
        this.#open.push({ ...this.#tokenRow, result: `no token: ${event.code}` });
        break;
      case "call":
        if (event.operation === "token request") this.#tokenRow = rowOf(event, "-");
        else this.#add(event);
        break;
      default:
        break;
    }
  };

  #add(event: CallEnded): void {
    const hasToken = this.#fresh || this.tokens.obtained > 0;
    const token = this.#fresh ? "new" : hasToken ? "reused" : "none";
    if (token === "reused") this.tokens.reused += 1;
    this.#fresh = false;
    const row = rowOf(event, token);
    this.rows.push(row);
    this.#open.push(row);
  }

  /** Says what the calls since the last time gave; hands back their rows, the token requests' among them. */
  describe(result: string): Row[] {
    const rows = this.#open;
    this.#open = [];
    for (const row of rows) row.result ||= result;
    return rows;
  }
}
