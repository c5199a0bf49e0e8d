import { createServer, type IncomingMessage, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "../transport/read-body.js";
import type { SandboxAnswer, SandboxRequest } from "./types.js";

const MAX_BODY_BYTES = 1024 * 1024;

/** A server on loopback. */
export interface LoopbackServer {
  /** Such as `http://127.0.0.1:41235`. */
  readonly origin: string;
  close(): Promise<void>;
}

/** Serves on 127.0.0.1 and nowhere else. Rejects when the port is taken. */
export async function serve(port: number, answer: (request: SandboxRequest) => SandboxAnswer): Promise<LoopbackServer> {
  const server = createServer((request, response) => {
    readRequest(request).then(
      (read) => {
        const { status, headers, body, raw } = read === undefined ? TOO_LARGE : answer(read);
        if (raw !== undefined) {
          raw(request.socket);
          return;
        }
        const bytes = body === null ? undefined : Buffer.from(body, "utf8");
        const length = bytes === undefined ? [] : [["content-length", String(bytes.length)] as const];
        response.writeHead(status, [...headers, ...length].flat()).end(request.method === "HEAD" ? undefined : bytes);
      },
      () => response.destroy(),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${bound}`, close: () => close(server) };
}

const TOO_LARGE: SandboxAnswer = { status: 413, headers: [["connection", "close"]], body: null };

async function readRequest(request: IncomingMessage): Promise<SandboxRequest | undefined> {
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === undefined) return undefined;
  const target = request.url ?? "/";
  const question = target.indexOf("?");
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers))
    headers.set(name, Array.isArray(value) ? value.join(", ") : (value ?? ""));
  return {
    method: request.method ?? "GET",
    path: question === -1 ? target : target.slice(0, question),
    query: question === -1 ? "" : target.slice(question + 1),
    headers,
    body: body.toString("utf8"),
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
