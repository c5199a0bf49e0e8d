import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { ReplayFetch, Transport, WireHandler } from "./types.js";

/** Tells the server which host the client meant, where it is not the server's own. It is taken off again before anything is compared. */
const MEANT_ORIGIN = "x-conformance-origin";

/** Answers from a real HTTP server on 127.0.0.1: the client's requests and the documented answers go through real sockets as real bytes. */
export async function openLoopback(): Promise<Transport & { readonly origin: string }> {
  let handler: WireHandler | undefined;
  let own = "";
  const server = createServer((request, response) => {
    answer(request, response, own, handler).catch((error: unknown) => response.destroy(error as Error));
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  own = `http://127.0.0.1:${port}`;
  const fetch: ReplayFetch = (url, init) => {
    const { origin, href } = new URL(url);
    const headers = new Headers(init?.headers);
    headers.set(MEANT_ORIGIN, origin);
    return globalThis.fetch(own + href.slice(origin.length), { ...init, headers });
  };
  return {
    name: "loopback",
    origin: own,
    fetch,
    serve: (next) => {
      handler = next;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  own: string,
  handler: WireHandler | undefined,
): Promise<void> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers))
    headers.set(name, Array.isArray(value) ? value.join(", ") : (value ?? ""));
  const origin = headers.get(MEANT_ORIGIN) ?? own;
  headers.delete(MEANT_ORIGIN);
  if (handler === undefined) throw new TypeError("nobody answers on this transport yet");
  const body = chunks.length === 0 ? null : Buffer.concat(chunks).toString("utf8");
  const {
    status,
    headers: answerHeaders,
    body: text,
  } = handler({ method: request.method ?? "GET", url: origin + request.url, headers, body });
  const bytes = text === null ? undefined : Buffer.from(text, "utf8");
  response.writeHead(
    status,
    [...answerHeaders, ...(bytes ? [["content-length", String(bytes.length)] as const] : [])].flat(),
  );
  response.end(request.method === "HEAD" ? undefined : bytes);
}
