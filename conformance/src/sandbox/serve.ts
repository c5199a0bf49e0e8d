import { createServer, type IncomingMessage, type Server, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "../transport/read-body.js";
import { jsonAnswer } from "./answers.js";
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
  const answerOf = (read: SandboxRequest | undefined): SandboxAnswer => {
    if (read === undefined) return TOO_LARGE;
    try {
      return answer(read);
    } catch (error) {
      return jsonAnswer(500, {
        message: `the sandbox failed, which is a mistake of its own: ${(error as Error).message}`,
      });
    }
  };
  const server = createServer((request, response) => {
    readRequest(request).then(
      (read) => {
        const { status, headers, body, raw } = answerOf(read);
        if (raw !== undefined) {
          raw(request.socket);
          return;
        }
        const length = body === null ? [] : [["content-length", String(Buffer.byteLength(body))] as const];
        response.writeHead(status, [...headers, ...length].flat());
        // As text it leaves in one piece with the head, as bytes it would not.
        response.end(body === null || request.method === "HEAD" ? undefined : body);
      },
      () => response.destroy(),
    );
  });
  // A tunnel to anywhere: answered like any other request that is none to a vendor, and closed.
  server.on("connect", (request, connection) => {
    connection.on("error", () => connection.destroy());
    const { status, headers, body } = answerOf(toRequest(request, ""));
    const fields = [...headers, ["connection", "close"] as const].map(([name, value]) => `${name}: ${value}\r\n`);
    connection.end(`HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\n${fields.join("")}\r\n${body ?? ""}`);
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const { port: bound } = server.address() as AddressInfo;
  return { origin: `http://127.0.0.1:${bound}`, close: () => close(server) };
}

const TOO_LARGE: SandboxAnswer = jsonAnswer(
  413,
  { message: `the sandbox takes bodies of ${MAX_BODY_BYTES} bytes at the most` },
  { headers: [["connection", "close"]] },
);

async function readRequest(request: IncomingMessage): Promise<SandboxRequest | undefined> {
  // What says that it is too large is not read, so that the answer arrives.
  if (Number(request.headers["content-length"] ?? 0) > MAX_BODY_BYTES) return undefined;
  const body = await readBody(request, MAX_BODY_BYTES);
  return body && toRequest(request, body.toString("utf8"));
}

function toRequest(request: IncomingMessage, body: string): SandboxRequest {
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
    body,
  };
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
