import { openInject } from "../transport/inject.js";
import { openLoopback } from "../transport/loopback.js";
import { openTransport } from "../transport/open-transport.js";
import type { ReplayFetch, TransportName, WireHandler, WireRequest, WireResponse } from "../transport/types.js";

/** What a client of the user's own talks to in place of the vendor. */
export interface ClientPlace {
  readonly transport: TransportName;
  /** Where to send; `undefined`: to the vendor's own origin, which is intercepted. */
  readonly origin: string | undefined;
  readonly fetch: typeof globalThis.fetch;
  serve(handler: WireHandler): void;
  /** How many requests did not come the way of this transport. */
  readonly strays: () => number;
  close(): Promise<void>;
}

const MISDIRECTED: WireResponse = {
  status: 421,
  headers: [["content-type", "text/plain"]],
  body: "on the transport inject a client has to use request.fetch",
};

/** Opens a transport for a client of the user's own. Whatever the client does with what it is given, nothing leaves the machine. */
export async function openClientPlace(name: TransportName): Promise<ClientPlace> {
  if (name === "inject") return openInjectPlace();
  if (name === "loopback") {
    const loopback = await openLoopback();
    return { ...loopback, transport: name, fetch: platformFetch(loopback.fetch), strays: () => 0 };
  }
  const transport = await openTransport(name);
  return {
    ...transport,
    transport: name,
    origin: undefined,
    fetch: platformFetch(transport.fetch),
    strays: () => 0,
  };
}

/** A client that goes round the `fetch` that it was given finds a server, which counts it, and not the vendor. */
async function openInjectPlace(): Promise<ClientPlace> {
  const [inject, trap] = [openInject(), await openLoopback()];
  let strays = 0;
  trap.serve(() => {
    strays += 1;
    return MISDIRECTED;
  });
  return {
    transport: "inject",
    origin: trap.origin,
    fetch: platformFetch(inject.fetch),
    serve: inject.serve,
    strays: () => strays,
    close: trap.close,
  };
}

/** Takes what the platform's `fetch` takes: also a URL, and a `Request`. */
function platformFetch(fetch: ReplayFetch): typeof globalThis.fetch {
  return async (input, init) => {
    if (!(input instanceof Request)) return fetch(String(input), init);
    const request = new Request(input, init);
    const { method, headers, signal, url } = request;
    return fetch(url, { method, headers, signal, body: request.body === null ? null : await request.text() });
  };
}

/** A request as the vendor would have got it. */
export function atVendor(request: WireRequest, origin: string | undefined, vendorOrigin: string): WireRequest {
  if (origin === undefined || !request.url.startsWith(`${origin}/`)) return request;
  return { ...request, url: vendorOrigin + request.url.slice(origin.length) };
}
