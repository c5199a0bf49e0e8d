import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Server, type Socket } from "node:net";
import { performance } from "node:perf_hooks";
import type { RawRequest } from "./types.js";

/** A server that reads HTTP and writes whatever bytes it is told to. */
export interface RawServer {
  readonly origin: string;
  /** Breaks every connection; new ones are refused, until `close`. */
  refuse(): Promise<void>;
  /** Breaks every connection, and gives the port back. */
  close(): Promise<void>;
}

/** Opens a raw server on 127.0.0.1; `answer` writes to the connection. No HTTP library is in the way of what it writes. */
export async function openRawServer(answer: (request: RawRequest, connection: Socket) => void): Promise<RawServer> {
  const connections = new Set<Socket>();
  const server = createServer({ noDelay: true }, (connection) => {
    connections.add(connection);
    connection.on("close", () => connections.delete(connection));
    // The client breaks connections off, too.
    connection.on("error", () => {});
    let read: Buffer = Buffer.alloc(0);
    connection.on("data", (chunk) => {
      read = Buffer.concat([read, chunk]);
      for (let next = takeRequest(read); next !== undefined; next = takeRequest(read)) {
        read = next.rest;
        answer(next.request, connection);
      }
    });
  });
  const port = await listen(server);
  let release: (() => void) | undefined;
  const shut = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      // A reset leaves nothing behind; thousands of ports that wait for stray packets slow every server that opens after them.
      for (const connection of connections) connection.resetAndDestroy();
    });
  return {
    origin: `http://127.0.0.1:${port}`,
    async refuse() {
      await shut();
      release = await holdPort(port);
    },
    async close() {
      await shut();
      release?.();
    },
  };
}

/** Below those that systems hand out themselves; a prime number of them, so that every step comes by all of them. */
const FIRST_PORT = 20_000;
const PORTS = 12_007;
/** Another process that does the same goes another way. */
const STEP = 1 + Math.floor(Math.random() * (PORTS - 1));
let place = Math.floor(Math.random() * PORTS);

/**
 * Listens on a port that no server here had of late: a client's platform keeps idle connections by origin, and would send
 * its first request over one that the server before has just broken.
 */
async function listen(server: Server): Promise<number> {
  for (let tries = 1; ; tries += 1) {
    place = (place + STEP) % PORTS;
    const port = FIRST_PORT + place;
    server.listen(port, "127.0.0.1");
    try {
      await once(server, "listening");
      return port;
    } catch (error) {
      // Somebody else's, or forbidden.
      if (tries === PORTS || !["EADDRINUSE", "EACCES"].includes((error as NodeJS.ErrnoException).code ?? ""))
        throw error;
    }
  }
}

/** Keeps a port on which nobody listens from being given to another server, which would answer in its place: a connection leaves from it. */
async function holdPort(port: number): Promise<() => void> {
  const anchor = createServer();
  anchor.listen(0, "127.0.0.1");
  await once(anchor, "listening");
  const end = { port: (anchor.address() as AddressInfo).port, host: "127.0.0.1" };
  const held = connect({ ...end, localAddress: "127.0.0.1", localPort: port });
  held.on("error", () => {});
  await new Promise<void>((resolve) => held.once("connect", resolve).once("close", () => resolve()));
  return () => {
    held.destroy();
    anchor.close();
  };
}

/** The first whole request of what was read. Bodies have a length: the clients send no others. */
function takeRequest(read: Buffer): { request: RawRequest; rest: Buffer } | undefined {
  const end = read.indexOf("\r\n\r\n");
  if (end === -1) return undefined;
  const [line = "", ...lines] = read.toString("latin1", 0, end).split("\r\n");
  const headers = new Map<string, string>();
  for (const header of lines) {
    const colon = header.indexOf(":");
    headers.set(header.slice(0, colon).toLowerCase(), header.slice(colon + 1).trim());
  }
  const from = end + 4;
  const to = from + Number(headers.get("content-length") ?? 0);
  if (read.length < to) return undefined;
  const [method = "", target = ""] = line.split(" ");
  const [path = "", query = ""] = target.split("?");
  const body = read.toString("utf8", from, to);
  return { request: { at: performance.now(), method, path, query, headers, body }, rest: read.subarray(to) };
}
