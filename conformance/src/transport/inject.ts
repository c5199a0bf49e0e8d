import { readWireRequest } from "./read-wire-request.js";
import type { ReplayFetch, Transport, WireHandler, WireResponse } from "./types.js";

/** Hands requests to the handler in the same process: the client's `fetch` option. The fastest transport. */
export function openInject(): Transport {
  let handler: WireHandler | undefined;
  const fetch: ReplayFetch = async (url, init) => {
    const request = await readWireRequest(url, init);
    if (handler === undefined) throw new TypeError("nobody answers on this transport yet");
    return toResponse(handler(request));
  };
  return {
    name: "inject",
    fetch,
    serve: (next) => {
      handler = next;
    },
    close: async () => {},
  };
}

function toResponse({ status, headers, body }: WireResponse): Response {
  return new Response(body, { status, headers: headers as [string, string][] });
}
