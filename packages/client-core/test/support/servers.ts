import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer as createSocketServer, type Socket } from "node:net";
import { onTestFinished } from "vitest";

/** A request as it arrived. */
export interface Received {
  method: string;
  url: string;
  headers: IncomingMessage["headers"];
  body: string;
}

/** A server on loopback, closed when the test is over. */
export interface LoopbackServer {
  origin: string;
  received: Received[];
}

type Answer = (request: Received, response: ServerResponse, count: number) => unknown;

/** An HTTP server. `answer` gets each request with its number, from 1. */
export async function serve(answer: Answer): Promise<LoopbackServer> {
  const received: Received[] = [];
  const server = createServer(async (incoming, response) => {
    const chunks: Buffer[] = [];
    try {
      for await (const chunk of incoming) chunks.push(chunk);
    } catch {
      // The client hung up in the middle of its body.
    }
    const { method = "", url = "", headers } = incoming;
    const request = { method, url, headers, body: Buffer.concat(chunks).toString() };
    received.push(request);
    await answer(request, response, received.length);
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return { origin: originOf(server), received };
}

/** A server that writes what it likes, once a whole request head has arrived. `answer` gets its number, from 1. */
export async function serveBytes(
  answer: (socket: Socket, count: number) => void,
): Promise<{ origin: string; count: () => number }> {
  let count = 0;
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.on("close", () => sockets.delete(socket));
    socket.on("data", (data) => {
      if (!data.toString().includes("\r\n\r\n")) return;
      count += 1;
      answer(socket, count);
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  onTestFinished(() => {
    server.close();
    for (const socket of sockets) socket.destroy();
  });
  return { origin: originOf(server), count: () => count };
}

function originOf(server: { address(): unknown }): string {
  return `http://127.0.0.1:${(server.address() as { port: number }).port}`;
}

/** Answers with JSON. */
export function sendJson(response: ServerResponse, body: unknown, status = 200, headers: Record<string, string> = {}) {
  response.writeHead(status, { "content-type": "application/json", ...headers });
  response.end(JSON.stringify(body));
}
