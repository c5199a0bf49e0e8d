import { type AddressInfo, createServer, type Socket } from "node:net";
import { performance } from "node:perf_hooks";
import type { RawRequest, Reply } from "./types.js";

/** A server that reads HTTP and writes whatever bytes it is told to. */
export interface RawServer {
  readonly origin: string;
  /** Breaks every connection; new ones are refused. */
  close(): Promise<void>;
}

/** Opens a raw server on 127.0.0.1. No HTTP library is in the way of what it writes. */
export async function openRawServer(answer: (request: RawRequest) => Reply): Promise<RawServer> {
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
        answer(next.request)(connection);
      }
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(0, "127.0.0.1", resolve);
  });
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        for (const connection of connections) connection.destroy();
      }),
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
