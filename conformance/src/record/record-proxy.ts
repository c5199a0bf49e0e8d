import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { readBody } from "../transport/read-body.js";
import { headerPairs } from "./capture.js";
import type { Recorder } from "./recorder.js";
import { recordingFetch } from "./recording-fetch.js";

const MAX_BODY_BYTES = 16 * 1024 * 1024;
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
    passOn(request, response, origin, fetch).catch(() => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { "content-type": "text/plain" }).end("the recording proxy got no answer\n");
    });
  });
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, "127.0.0.1", resolve);
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
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
    return void response.writeHead(400).end("this proxy passes on to one API only\n");
  const body = await readBody(request, MAX_BODY_BYTES);
  if (body === undefined) return void response.writeHead(413, { connection: "close" }).end();
  const headers = new Headers();
  for (const [name, values] of Object.entries(request.headersDistinct))
    if (!HOP_BY_HOP.test(name)) for (const value of values ?? []) headers.append(name, value);
  const method = request.method ?? "GET";
  const answer = await fetch(origin + path, {
    method,
    headers,
    redirect: "manual",
    ...(body.length > 0 && method !== "GET" && method !== "HEAD" ? { body: new Uint8Array(body) } : {}),
  });
  const bytes = Buffer.from(await answer.arrayBuffer());
  const pairs = headerPairs(answer.headers).filter(([name]) => !HOP_BY_HOP.test(name));
  response.writeHead(answer.status, pairs.flat()).end(bytes);
}
