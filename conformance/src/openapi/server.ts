import { matchesDocumented } from "../text/matches-documented.js";
import { splitUrl } from "../text/split-url.js";

/** A server of a description. */
export interface Server {
  readonly scheme: string;
  /** With the port, lower case; may hold `{variables}`. */
  readonly host: string;
  /** `''` for a bare origin, else without a closing `/`. */
  readonly basePath: string;
}

/** Reads a server URL; `undefined` when it is not absolute. */
export function parseServer(url: string): Server | undefined {
  const parts = splitUrl(url);
  if (parts === undefined) return undefined;
  return {
    scheme: parts.scheme,
    host: parts.host,
    basePath: parts.path.endsWith("/") ? parts.path.slice(0, -1) : parts.path,
  };
}

/** Whether a documented host is that server's; a variable of the server stands for any run of characters other than `/`. */
export function matchServer(server: Server, scheme: string, host: string): boolean {
  return server.scheme === scheme && matchesDocumented(server.host, host);
}
