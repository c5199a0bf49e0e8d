import { createServer, type IncomingMessage, type ServerResponse, STATUS_CODES } from "node:http";
import type { AddressInfo } from "node:net";
import { type Duplex, Readable } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream } from "node:stream/web";
import { connectionFailure } from "../transport/connection-failure.js";
import { readBody } from "../transport/read-body.js";
import { headerPairs } from "./capture.js";
import type { Recorder } from "./recorder.js";
import { recordingFetch } from "./recording-fetch.js";

const MAX_BODY_BYTES = 16 * 1024 * 1024;
/** How long a closing proxy waits for answers that are on their way. */
const GRACE_MS = 2_000;
/** Of one connection, or true of the encoded body only. */
const HOP_BY_HOP =
  /^(host|connection|keep-alive|proxy-.*|te|trailer|transfer-encoding|upgrade|expect|content-length|content-encoding|accept-encoding)$/i;

/** Options of {@link startRecordProxy}. */
export interface RecordProxyOptions {
  readonly recorder: Recorder;
  /** Scheme and host of the API, such as `https://api.example.com`. `http` on this machine only. */
  readonly target: string;
  /**
   * The scheme and host that the exchanges name in place of the target's, where that stands in for the API: a staging host, a sandbox. Nothing is
   * sent there. Default: the target.
   */
  readonly as?: string;
  /** Default 0: any free one. */
  readonly port?: number;
}

/** A running proxy. */
export interface RecordProxy extends AsyncDisposable {
  /** What the application calls in place of the API, such as `http://127.0.0.1:41235`. */
  readonly origin: string;
  close(): Promise<void>;
}

/**
 * Starts a proxy on 127.0.0.1 that passes requests on to one API, and nowhere else, and writes an exchange of each.
 *
 * @throws RangeError for a target to which credentials must not be sent. @throws when the port is taken (`EADDRINUSE`).
 */
export async function startRecordProxy(options: RecordProxyOptions): Promise<RecordProxy> {
  const { recorder, port = 0 } = options;
  const target = targetOrigin(options.target);
  const origin = options.as === undefined ? target : originOf("the origin to record as", options.as).origin;
  const fetch = recordingFetch(recorder, (url, init) =>
    globalThis.fetch(target + String(url).slice(origin.length), init),
  );
  const server = createServer((request, response) => {
    passOn(request, response, origin, fetch).catch((error: unknown) => {
      if (response.headersSent) return void response.destroy();
      const { reason } = connectionFailure(error, target);
      refuse(response, 502, `the recording proxy got no answer: ${reason}`);
    });
  });
  // Neither is a request to one API that could be recorded.
  server.on("connect", (_request, socket) =>
    refuseRaw(socket, 405, "this proxy makes no tunnels; call it in place of the API"),
  );
  server.on("upgrade", (_request, socket) => refuseRaw(socket, 501, "this proxy does not pass WebSockets on"));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      // What is on its way may arrive.
      const late = setTimeout(() => server.closeAllConnections(), GRACE_MS);
      server.close(() => {
        clearTimeout(late);
        resolve();
      });
      server.closeIdleConnections();
    });
  return { origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, close, [Symbol.asyncDispose]: close };
}

/** Scheme and host of a target. */
function targetOrigin(text: string): string {
  const { origin, protocol, hostname } = originOf("the target", text);
  if (protocol === "http:" && !["127.0.0.1", "localhost", "[::1]"].includes(hostname))
    throw new RangeError("credentials go to another machine over https only");
  return origin;
}

function originOf(what: string, text: string): URL {
  const url = URL.parse(text);
  if (url === null || (url.protocol !== "https:" && url.protocol !== "http:") || url.username !== "")
    throw new RangeError(`${what} is not scheme and host, such as https://api.example.com`);
  if (url.pathname !== "/" || url.search !== "") throw new RangeError(`${what} has a path; give scheme and host only`);
  return url;
}

async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  origin: string,
  fetch: typeof globalThis.fetch,
): Promise<void> {
  const path = request.url ?? "/";
  if (!path.startsWith("/") || path.startsWith("//"))
    return refuse(response, 400, "this proxy passes on to one API only; call it in place of the API");
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === undefined) {
    response.setHeader("connection", "close");
    return refuse(response, 413, "this proxy records requests of 16 MiB at most");
  }
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headersDistinct))
    if (!HOP_BY_HOP.test(name)) for (const value of values ?? []) headers.append(name, value);
  const method = request.method ?? "GET";
  const gone = new AbortController();
  response.once("close", () => {
    if (!response.writableFinished) gone.abort();
  });
  const answer = await fetch(origin + path, {
    method,
    headers,
    redirect: "manual",
    signal: gone.signal,
    ...(body.length > 0 && method !== "GET" && method !== "HEAD" ? { body: new Uint8Array(body) } : {}),
  });
  const pairs = headerPairs(answer.headers).filter(([name]) => !HOP_BY_HOP.test(name));
  response.writeHead(answer.status, pairs.flat());
  // As it comes: events are not held back until the last one.
  if (answer.body === null) response.end();
  else await pipeline(Readable.fromWeb(answer.body as ReadableStream), response);
}

function refuse(response: ServerResponse, status: number, reason: string): void {
  response.writeHead(status, { "content-type": "text/plain; charset=utf-8" }).end(`${reason}\n`);
}

/** Where a request is no longer HTTP's. */
function refuseRaw(socket: Duplex, status: number, reason: string): void {
  socket.on("error", () => undefined);
  const head = `HTTP/1.1 ${status} ${STATUS_CODES[status]}\r\ncontent-type: text/plain\r\nconnection: close`;
  socket.end(`${head}\r\ncontent-length: ${reason.length + 1}\r\n\r\n${reason}\n`);
}
