import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

/** A request as a server saw it. */
export interface Seen {
  method: string;
  /** Path and query, as sent. */
  target: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** Answers a request; what it throws ends the server's connection. */
export type Handler = (seen: Seen, response: ServerResponse) => void | Promise<void>;

/** A server on this machine that remembers what it was asked. */
export interface Loopback {
  origin: string;
  port: number;
  seen: Seen[];
  close(): Promise<void>;
}

/** Starts a server on a free port of the loopback interface. `host` is the name it is called by. */
export async function startLoopback(handler: Handler, host = "127.0.0.1"): Promise<Loopback> {
  const seen: Seen[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of request) chunks.push(chunk as Buffer);
      const { method = "", url: target = "", headers } = request;
      const one: Seen = { method, target, headers, body: Buffer.concat(chunks).toString() };
      seen.push(one);
      await handler(one, response);
    } catch {
      response.destroy();
    }
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port: 0, host: "127.0.0.1", backlog: 2_048 }, resolve);
  });
  const { port } = server.address() as AddressInfo;
  return {
    origin: `http://${host}:${port}`,
    port,
    seen,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

export function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify(body));
}
