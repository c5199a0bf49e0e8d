/** Why a request got no answer. */
export interface ConnectionFailure {
  /** One line: what happened, and what to check. */
  readonly reason: string;
  readonly isTimeout: boolean;
}

/** What to check, by the code of the platform's error. */
const ADVICE: readonly (readonly [code: RegExp, what: string, check: string])[] = [
  [/^(ENOTFOUND|EAI_)/, "the host name is not known", "check the host, DNS and the proxy of this network"],
  [/^ECONNREFUSED$/, "the connection is refused", "check host and port, and that it is up"],
  [/^(ENETUNREACH|EHOSTUNREACH|ENETDOWN)$/, "there is no way to the host", "check the network, VPN and firewall"],
  [
    /CERT|SELF_SIGNED|UNABLE_TO_|_SIGNATURE|HOSTNAME_MISMATCH/,
    "its certificate is not trusted",
    "check the host; a certificate authority of your own goes into NODE_EXTRA_CA_CERTS",
  ],
  [/SSL|TLS|EPROTO/, "TLS fails", "check that the host speaks https on this port"],
  [/^(ECONNRESET|EPIPE|UND_ERR_SOCKET)$/, "the connection broke off", "check the proxy or firewall in between"],
  [/^HPE_/, "the answer is no HTTP", "check host and port"],
];

/**
 * Reads the platform's error: nothing of the request is in the result but its origin.
 *
 * @param timeoutMs how long was waited, when that was too long.
 */
export function connectionFailure(error: unknown, origin: string, timeoutMs?: number): ConnectionFailure {
  const name = (error as { readonly name?: unknown } | null)?.name;
  if (timeoutMs !== undefined)
    return { reason: `${origin} gave no answer in ${timeoutMs / 1000} s (try a longer --timeout)`, isTimeout: true };
  const code = codeOf(error);
  const [, what, check] = ADVICE.find(([known]) => known.test(code)) ?? [];
  if (what === undefined) {
    const { cause } = (error ?? {}) as { readonly cause?: unknown };
    // The platform refuses some ports without a code.
    const isBadPort = cause instanceof Error && cause.message === "bad port";
    const said =
      error instanceof RangeError ? error.message : code || (isBadPort ? "a port that fetch never calls" : name);
    return { reason: `${origin} cannot be reached (${said ?? "unknown reason"})`, isTimeout: false };
  }
  return { reason: `${origin} cannot be reached: ${what} (${code}); ${check}`, isTimeout: false };
}

/** Of the innermost cause that has one. An attempt on several addresses has an error for each. */
function codeOf(error: unknown, depth = 0): string {
  if (error === null || typeof error !== "object" || depth > 5) return "";
  const { cause, errors, code } = error as { cause?: unknown; errors?: readonly unknown[]; code?: unknown };
  return codeOf(cause, depth + 1) || codeOf(errors?.[0], depth + 1) || (typeof code === "string" ? code : "");
}
