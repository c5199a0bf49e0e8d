import { ConfigurationError } from "./errors.js";

/** Control characters, and halves of characters, which no encoding carries. */
const UNSENDABLE = /[\p{Cc}\p{Cs}]/u;
/** On a host as `URL` gives it: IPv4 addresses in four decimal parts, IPv6 in its shortest form. */
const LOOPBACK = /^(localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/;

/**
 * A credential as given by the caller.
 * @throws ConfigurationError when it is missing, empty or holds a control character. The value is never shown.
 */
export function checkCredential(option: string, value: unknown): string {
  if (typeof value !== "string" || !value.trim()) {
    throw new ConfigurationError(option, "is missing or empty");
  }
  if (UNSENDABLE.test(value)) {
    throw new ConfigurationError(option, "holds a control character, often a line break at the end");
  }
  return value;
}

/** Whether a URL's host is this machine. */
export function isLoopback(url: URL): boolean {
  return LOOPBACK.test(url.hostname);
}

/**
 * An absolute URL that credentials may be sent to: https, or http on loopback, without user info.
 * @throws ConfigurationError naming `option`.
 */
export function checkUrl(option: string, value: unknown): URL {
  let url: URL;
  try {
    url = new URL(value as string);
  } catch {
    throw new ConfigurationError(option, "is no absolute URL");
  }
  if (url.username || url.password) {
    throw new ConfigurationError(option, "must hold no credentials");
  }
  if (url.protocol !== "https:" && !(url.protocol === "http:" && isLoopback(url))) {
    throw new ConfigurationError(option, "must be https; http is accepted for loopback only");
  }
  return url;
}
