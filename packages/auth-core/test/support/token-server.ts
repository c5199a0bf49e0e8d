import { once } from "node:events";
import { createServer, type IncomingHttpHeaders } from "node:http";
import { type AddressInfo, createServer as createSocketServer, type Server, type Socket } from "node:net";

/** A request as it came over the wire. */
export interface SeenRequest {
  method: string;
  url: string;
  headers: IncomingHttpHeaders;
  /** The body, byte for byte. */
  body: string;
  /** Its form fields. */
  form: URLSearchParams;
}

/** An answer to give. */
export interface Answer {
  status?: number;
  headers?: Record<string, string>;
  /** Text as it is; anything else as JSON. */
  body?: unknown;
}

export interface TokenServer extends AsyncDisposable {
  tokenUrl: string;
  requests: SeenRequest[];
  /** What is answered from now on: the same each time, or one after the other. */
  answer(...answers: Answer[]): void;
}

async function listen(server: Server): Promise<number> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return (server.address() as AddressInfo).port;
}

/** A token endpoint on a real socket. */
export async function tokenServer(...first: Answer[]): Promise<TokenServer> {
  let queue = first;
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request.setEncoding("utf8")) body += chunk;
    const { method = "", url = "", headers } = request;
    requests.push({ method, url, headers, body, form: new URLSearchParams(body) });
    const answer = (queue.length > 1 ? queue.shift() : queue[0]) ?? { status: 500 };
    const text = typeof answer.body === "string" ? answer.body : JSON.stringify(answer.body);
    response.writeHead(answer.status ?? 200, {
      ...(answer.body === undefined ? {} : { "content-type": "application/json" }),
      ...answer.headers,
    });
    response.end(text);
  });
  const port = await listen(server);
  return {
    tokenUrl: `http://127.0.0.1:${port}/oauth/token`,
    requests,
    answer(...answers) {
      queue = answers;
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

/** A server that sends these bytes for any request, and then hangs up. */
export async function rawServer(bytes: string | Uint8Array): Promise<{ tokenUrl: string } & AsyncDisposable> {
  const sockets = new Set<Socket>();
  const server = createSocketServer((socket) => {
    sockets.add(socket);
    socket.on("error", () => {});
    socket.once("data", () => socket.end(bytes));
  });
  const port = await listen(server);
  return {
    tokenUrl: `http://127.0.0.1:${port}/oauth/token`,
    async [Symbol.asyncDispose]() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
