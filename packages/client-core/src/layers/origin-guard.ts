import { ConfigurationError } from "@x/auth-core";
import { isReplayable, type Layer, type SendInit } from "../call.js";

/** Statuses that send a request on. */
const REDIRECTS = [301, 302, 303, 307, 308];

const MAX_REDIRECTS = 5;

/**
 * Keeps requests, and with them every credential, on the given origins. A redirect is followed by hand, and only within
 * the origin that sent it; any other is handed back as it came, and becomes an error.
 */
export function originGuard(origins: readonly string[]): Layer {
  return (next) => async (url, init) => {
    if (!origins.some((origin) => url.startsWith(`${origin}/`))) {
      throw new ConfigurationError("path", "leads to another origin");
    }
    let from = url;
    let request = init;
    for (let hops = 0; ; hops += 1) {
      const response = await next(from, { ...request, redirect: "manual" });
      if (!REDIRECTS.includes(response.status) || hops === MAX_REDIRECTS) return response;
      const target = targetOf(response, from);
      const repeat = target && repeatAs(response.status, request);
      if (!repeat) return response;
      from = target;
      request = repeat;
    }
  };
}

function targetOf(response: Response, from: string): string | undefined {
  const location = response.headers.get("location");
  if (!location) return undefined;
  try {
    const target = new URL(location, from);
    target.hash = "";
    return target.origin === new URL(from).origin && !target.username && !target.password ? target.href : undefined;
  } catch {
    return undefined;
  }
}

/** The request that a redirect asks for; none where following would turn a write into a read (RFC 9110 15.4). */
function repeatAs(status: number, init: SendInit): SendInit | undefined {
  if (init.method === "GET" || init.method === "HEAD") return init;
  if (status === 307 || status === 308) return isReplayable(init.body) ? init : undefined;
  if (status !== 303) return undefined;
  const headers = new Headers(init.headers);
  headers.delete("content-type");
  return { ...init, method: "GET", headers, body: null };
}
